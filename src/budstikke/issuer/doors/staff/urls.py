"""The addresses of the issuer's staff."""

from django.urls import path

from budstikke.issuer.doors.staff import joining, views

app_name = "staff"
urlpatterns = [
    path("staff/", views.home, name="home"),
    path("staff/customers/<uuid:reference>/", views.customer, name="customer"),
    path("staff/customers/<uuid:reference>/act/", views.act, name="act"),
    path("staff/customers/<uuid:reference>/hold/", views.hold, name="hold"),
    path("my/invitation/", joining.join, name="join"),
    path("staff/people/<int:invitation>/decide/", views.decide_person, name="decide_person"),
    path("staff/waiting/", views.waiting, name="waiting"),
    path("staff/waiting/<int:request_id>/decide/", views.decide, name="decide"),
    path("staff/waiting/<int:request_id>/export/", views.export, name="export"),
]
