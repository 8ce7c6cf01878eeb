"""The addresses of the sign-in."""

from django.urls import path

from budstikke.issuer.doors.signin import views

app_name = "signin"
urlpatterns = [
    path("sign-in/", views.choose, name="choose"),
    path("sign-in/code/", views.by_code, name="by_code"),
    path("sign-in/card/", views.by_card, name="by_card"),
    path("sign-in/key/options/", views.key_options, name="key_options"),
    path("sign-in/key/", views.by_key, name="by_key"),
    path("sign-in/app/", views.by_app, name="by_app"),
    path("sign-in/app/waiting/", views.waiting, name="waiting"),
    path("sign-out/", views.sign_out, name="sign_out"),
]
