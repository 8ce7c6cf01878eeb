"""The front page."""

from django.urls import path

from budstikke.issuer.doors.front.views import front

app_name = "front"
urlpatterns = [path("", front, name="front")]
