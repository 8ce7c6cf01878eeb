"""Where programs call."""

from django.urls import path

from budstikke.issuer.doors.api.carrier import told

app_name = "api"
urlpatterns = [path("carrier/events", told, name="told")]
