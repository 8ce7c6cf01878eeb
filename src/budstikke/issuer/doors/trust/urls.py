"""The addresses that certificates name."""

from django.urls import path

from budstikke.issuer.doors.trust import views

app_name = "trust"
urlpatterns = [
    path("ca/root.pem", views.root, name="root"),
    path("ca/root.crl", views.root_revoked, name="root_revoked"),
    path("ca/issuing.pem", views.issuing, name="issuing"),
    path("ca/revoked.crl", views.revoked, name="revoked"),
    path("ca/<int:number>/issuing.pem", views.issuing, name="issuing_of"),
    path("ca/<int:number>/revoked.crl", views.revoked, name="revoked_of"),
    path("ca/ocsp", views.ocsp, name="ocsp"),
    path("ca/ocsp/<path:question>", views.ocsp_by_address, name="ocsp_by_address"),
]
