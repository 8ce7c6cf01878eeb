"""The addresses of the mobile app."""

from django.urls import path

from budstikke.issuer.doors.app import views

app_name = "app"
urlpatterns = [
    path("app/", views.app, name="app"),
    path("app/manifest.webmanifest", views.manifest, name="manifest"),
    path("app/worker.js", views.worker, name="worker"),
    path("app/pair/", views.pair, name="pair"),
    path("app/waiting/", views.waiting, name="waiting"),
    path("app/answer/", views.answer, name="answer"),
]
