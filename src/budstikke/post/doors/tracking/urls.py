"""The addresses of the tracking page."""

from django.urls import path

from budstikke.post.doors.tracking.record import record
from budstikke.post.doors.tracking.views import track

app_name = "tracking"
urlpatterns = [path("", track, name="track"), path("record/", record, name="record")]
