"""The addresses of the desk; those of the sign-in keep the names django-allauth knows them by."""

from django.urls import include, path

from budstikke.kit.sign_in_urls import SIGN_IN
from budstikke.post.doors.desk import audit, helping, home, letter

pages = [
    path("", home.home, name="home"),
    path("search/", home.search, name="search"),
    path("letter/<str:number>/", letter.letter, name="letter"),
    path("letter/<str:number>/help/", helping.act, name="act"),
    path("waiting/", helping.waiting, name="waiting"),
    path("waiting/<int:act>/", helping.confirm, name="confirm"),
    path("look-ups/", audit.look_ups, name="look_ups"),
]
urlpatterns = [*SIGN_IN, path("", include((pages, "desk")))]
