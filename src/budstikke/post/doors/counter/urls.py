"""The addresses of the station; those of the sign-in keep the names django-allauth knows them by."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path

from budstikke.post.doors.counter import check, confirm, day, home, sign, stations, verdict

pages = [
    path("", home.home, name="home"),
    path("health/", home.health, name="health"),
    path("stay/", home.stay, name="stay"),
    path("leave/", home.leave, name="leave"),
    path("take/", home.take, name="take"),
    path("day/", day.day, name="day"),
    path("problems/", day.problems, name="problems"),
    path("check/<uuid:nonce>/", check.letter, name="check"),
    path("check/<uuid:nonce>/document/", check.document, name="document"),
    path("check/<uuid:nonce>/readings/", check.readings, name="readings"),
    path("check/<uuid:nonce>/picture/<uuid:reading>/", check.picture, name="picture"),
    path("check/<uuid:nonce>/photo/", check.photo, name="photo"),
    path("check/<uuid:nonce>/confirm/<uuid:reading>/", confirm.confirm, name="confirm"),
    path("check/<uuid:nonce>/other-person/", check.other_person, name="other_person"),
    path("check/<uuid:nonce>/go-on/", check.go_on, name="go_on"),
    path("check/<uuid:nonce>/give-up/", check.give_up, name="give_up"),
    path("check/<uuid:nonce>/case/", check.case, name="case"),
    path("check/<uuid:nonce>/sign/", sign.sign, name="sign"),
    path("check/<uuid:nonce>/decide/", verdict.decide_again, name="decide"),
    path("check/<uuid:nonce>/verdict/", verdict.verdict, name="verdict"),
    path("check/<uuid:nonce>/hand-over/", verdict.give, name="give"),
    path("check/<uuid:nonce>/slip/", verdict.slip, name="slip"),
    path("check/<uuid:nonce>/sms/", verdict.sms, name="sms"),
    path("check/<uuid:nonce>/another/", verdict.another, name="another"),
    path("station/", stations.enrol, name="enrol"),
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
urlpatterns = [*sign_in, path("", include((pages, "counter")))]
