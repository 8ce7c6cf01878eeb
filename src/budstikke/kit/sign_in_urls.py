"""The addresses of a sign-in, by the names django-allauth knows; a door with a sign-in has them under its own."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

SIGN_IN = [
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
