"""The addresses of the portal, a table of its own; those of the sign-in keep the names django-allauth knows."""

from django.urls import include, path

from budstikke.post.doors.counter.urls import sign_in
from budstikke.post.doors.sender import letters

pages = [
    path("", letters.home, name="home"),
    path("letters/", letters.listed, name="letters"),
    path("letters/<str:number>/", letters.letter, name="letter"),
]
urlpatterns = [path("sender/", include([*sign_in, path("", include((pages, "sender")))]))]
