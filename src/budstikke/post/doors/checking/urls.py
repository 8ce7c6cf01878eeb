"""The address of the checking page."""

from django.urls import path

from budstikke.post.doors.checking.views import check

app_name = "checking"
urlpatterns = [path("", check, name="check")]
