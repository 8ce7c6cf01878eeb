"""The addresses of forwarding: one's own pages, and what messages and payers lead to; a link ends without a slash."""

from django.urls import path

from budstikke.post.doors.forwarding import (
    complaint,
    contact,
    document,
    mine,
    not_me,
    ordering,
    prices,
    register,
    sign_in,
)
from budstikke.post.doors.forwarding.paid import paid
from budstikke.post.doors.forwarding.views import order

app_name = "forwarding"
urlpatterns = [
    path("", ordering.home, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/test/", sign_in.sign_in_test, name="sign_in_test"),
    path("sign-off/", sign_in.sign_off, name="sign_off"),
    path("order/", ordering.choose, name="choose"),
    path("order/<str:service>/<str:customer>/", ordering.new, name="new"),
    path("mine/", mine.mine, name="mine"),
    path("mine/<str:reference>/", mine.own, name="own"),
    path("mine/<str:reference>/pay/", mine.pay, name="pay"),
    path("mine/<str:reference>/<str:kind>/<str:payment>.pdf", mine.receipt, name="receipt"),
    path("mine/<str:reference>/document/<int:proof>", document.document, name="document"),
    path("mine/<str:reference>/act/", mine.act, name="act"),
    path("mine/<str:reference>/complain/", complaint.complain, name="complain"),
    path("contact/", contact.contact, name="contact"),
    path("contact/ask/", contact.ask, name="contact_ask"),
    path("contact/code/", contact.code, name="contact_code"),
    path("contact/remove/", contact.remove, name="contact_remove"),
    path("not-me/<str:token>", not_me.not_me, name="not_me"),
    path("register/", register.register, name="register"),
    path("register/copy.<str:form>", register.copy, name="copy"),
    path("register/ask/", register.ask, name="ask"),
    path("register/lock/", register.lock, name="lock"),
    path("prices/", prices.prices, name="prices"),
    path("paid/<str:reference>", paid, name="paid"),
    path("<str:token>", order, name="order"),
]
