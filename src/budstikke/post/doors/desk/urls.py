"""The addresses of the desk; those of the sign-in keep the names django-allauth knows them by."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path

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
sign_in = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/second/", factors.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/code/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("sign-off/", account.logout, name="account_logout"),
    path("factors/", factors.index, name="mfa_index"),
    path("factors/code/", totp.activate_totp, name="mfa_activate_totp"),
    path("factors/passkey/", webauthn.add_webauthn, name="mfa_add_webauthn"),
]
urlpatterns = [*sign_in, path("", include((pages, "desk")))]
