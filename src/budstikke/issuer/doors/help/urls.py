"""The addresses of the help centre."""

from django.urls import path

from budstikke.issuer.doors.help import contact, searching, staff_cases, staff_writing, views

app_name = "help"
urlpatterns = [
    path("", views.front, name="front"),
    path("search/", searching.search, name="search"),
    path("topics/<slug:name>/", views.group, name="group"),
    path("articles/<slug:name>/", views.article, name="article"),
    path("articles/<slug:name>/helped/", searching.vote, name="vote"),
    path("contact/", contact.contact, name="contact"),
    path("contact/receipt/", contact.receipt, name="receipt"),
    path("staff/cases/", staff_cases.cases, name="cases"),
    path("staff/cases/<str:number>/", staff_cases.case, name="case"),
    path("staff/cases/<str:number>/files/<uuid:reference>/", staff_cases.file, name="file"),
    path("staff/articles/", staff_writing.articles, name="articles"),
    path("staff/articles/<slug:name>/edit/", staff_writing.edit, name="edit"),
    path("staff/drafts/<int:draft>/", staff_writing.look_over, name="look_over"),
]
