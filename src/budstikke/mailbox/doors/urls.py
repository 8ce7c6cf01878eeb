"""Where each resource of the mailbox lies."""

from django.urls import path

from budstikke.mailbox.doors import api, reading

urlpatterns = [
    path("", reading.front),
    path("messages", api.messages),
    path("browser", reading.entrance),
    path("reading/", reading.reading, name="reading"),
    path("reading/enter/", reading.enter, name="enter"),
    path("reading/close/", reading.close, name="reading_close"),
    path("reading/<int:document_id>/", reading.document, name="reading_document"),
    path("documents/<int:sender_id>/<uuid:uuid>/status", api.status),
    path("documents/<int:sender_id>/<int:document_id>/content", api.one_time, name="one_time"),
    path("<int:sender_id>", api.entrypoint),
    path("<int:sender_id>/", api.entrypoint),
    path("<int:sender_id>/inbox", api.inbox),
    path("<int:sender_id>/inbox/<int:document_id>", api.document),
    path("<int:sender_id>/inbox/<int:document_id>/content", api.content),
]
handler404 = api.not_found
handler500 = api.failed
