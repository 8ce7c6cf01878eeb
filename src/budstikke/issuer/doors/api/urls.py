"""Where programs call."""

from django.urls import path

from budstikke.issuer.doors.api.carrier import told
from budstikke.issuer.doors.api.reader import result

app_name = "api"
urlpatterns = [
    path("carrier/events", told, name="told"),
    path("reader/results", result, name="result"),
]
