"""The addresses of the published log."""

from django.urls import path

from budstikke.post.doors.tracking import log

app_name = "log"
urlpatterns = [
    path("", log.page, name="page"),
    path("checkpoint", log.checkpoint, name="checkpoint"),
    path("checkpoints", log.checkpoints, name="checkpoints"),
    path("consistency", log.consistency, name="consistency"),
    path("entries", log.entries, name="entries"),
]
