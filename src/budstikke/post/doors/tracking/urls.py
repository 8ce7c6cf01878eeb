"""The addresses of the tracking page."""

from django.urls import path

from budstikke.post.doors.tracking import mine
from budstikke.post.doors.tracking.calendar import calendar
from budstikke.post.doors.tracking.record import record
from budstikke.post.doors.tracking.views import track
from budstikke.post.doors.tracking.would_it_do import would_it_do

app_name = "tracking"
urlpatterns = [
    path("", track, name="track"),
    path("record/", record, name="record"),
    path("calendar/", calendar, name="calendar"),
    path("document/", would_it_do, name="document"),
    path("mine/", mine.mine, name="mine"),
    path("mine/extend/", mine.extend, name="extend"),
    path("mine/outlet/", mine.outlet, name="outlet"),
    path("mine/report/", mine.report, name="report"),
    path("mine/close/", mine.close, name="close"),
]
