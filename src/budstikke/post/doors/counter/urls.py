"""The addresses of the station; those of the sign-in keep the names django-allauth knows them by."""

from django.urls import include, path

from budstikke.kit.sign_in_urls import SIGN_IN
from budstikke.post.doors.counter import (
    check,
    day,
    home,
    sign,
    stations,
    verdict,
    visit,
    visit_order,
    visit_orders,
)

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
    path("check/<uuid:nonce>/readings/", check.news, name="readings"),
    path("check/<uuid:nonce>/picture/<uuid:reading>/", check.picture, name="picture"),
    path("check/<uuid:nonce>/photo/", check.photo, name="photo"),
    path("check/<uuid:nonce>/confirm/<uuid:reading>/", check.confirm, name="confirm"),
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
    path("forwarding/", visit.start, name="forwarding"),
    path("visit/<uuid:nonce>/", visit.visit, name="visit"),
    path("visit/<uuid:nonce>/document/", visit.document, name="visit_document"),
    path("visit/<uuid:nonce>/readings/", visit.news, name="visit_readings"),
    path("visit/<uuid:nonce>/picture/<uuid:reading>/", visit.picture, name="visit_picture"),
    path("visit/<uuid:nonce>/photo/", visit.photo, name="visit_photo"),
    path("visit/<uuid:nonce>/confirm/<uuid:reading>/", visit.confirm, name="visit_confirm"),
    path("visit/<uuid:nonce>/end/", visit.end, name="visit_end"),
    path("visit/<uuid:nonce>/orders/", visit_orders.listed, name="visit_orders"),
    path("visit/<uuid:nonce>/act/", visit_orders.act, name="visit_act"),
    path("visit/<uuid:nonce>/receipt/<str:reference>/", visit_orders.receipt, name="visit_receipt"),
    path("visit/<uuid:nonce>/order/", visit_order.order, name="visit_order"),
    path("visit/<uuid:nonce>/sign/", visit_order.sign, name="visit_sign"),
    path("station/", stations.enrol, name="enrol"),
]
urlpatterns = [*SIGN_IN, path("", include((pages, "counter")))]
