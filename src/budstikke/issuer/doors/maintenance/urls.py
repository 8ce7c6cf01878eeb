"""The addresses of maintenance."""

from django.urls import path

from budstikke.issuer.doors.maintenance.views import maintenance

app_name = "maintenance"
urlpatterns = [
    path("maintenance/", maintenance, name="maintenance"),
]
