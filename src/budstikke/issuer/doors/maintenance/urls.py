"""The addresses of maintenance."""

from django.urls import path

from budstikke.issuer.doors.maintenance.views import as_json, maintenance

app_name = "maintenance"
urlpatterns = [
    path("maintenance/", maintenance, name="maintenance"),
    path("api/v1/maintenance", as_json, name="as_json"),
]
