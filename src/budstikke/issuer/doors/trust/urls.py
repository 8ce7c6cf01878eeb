"""The addresses that certificates name."""

from django.urls import path

from budstikke.issuer.doors.trust import views

app_name = "trust"
urlpatterns = [
    path("ca/<slug:role>.pem", views.certificate, name="certificate"),
    path("ca/revoked.crl", views.revoked, name="revoked"),
    path("ca/ocsp", views.ocsp, name="ocsp"),
    path("ca/ocsp/<path:question>", views.ocsp_by_address, name="ocsp_by_address"),
]
