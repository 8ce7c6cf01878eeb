"""The addresses of the desk; those of the sign-in keep the names django-allauth knows them by."""

from django.urls import include, path

from budstikke.kit.sign_in_urls import SIGN_IN
from budstikke.post.doors.desk import audit, cases, claims, forwarding, helping, home, letter, payments, phone

pages = [
    path("", home.home, name="home"),
    path("search/", home.search, name="search"),
    path("letter/<str:number>/", letter.letter, name="letter"),
    path("letter/<str:number>/help/", helping.act, name="act"),
    path("letter/<str:number>/address/", helping.address, name="address"),
    path("letter/<str:number>/claim/", claims.open_, name="open_claim"),
    path("claims/", claims.listed, name="claims"),
    path("claims/<int:claim>/", claims.claim, name="claim"),
    path("claims/<int:claim>/decide/", claims.decide, name="decide_claim"),
    path("claims/<int:claim>/confirm/", claims.confirm, name="confirm_claim"),
    path("claims/<int:claim>/documents/", claims.documents, name="claim_documents"),
    path("claims/<int:claim>/answer-<str:language>.pdf", claims.answer, name="answer"),
    path("payments/", payments.listed, name="payments"),
    path("payments/<int:payment>/", payments.see_to, name="see_to_payment"),
    path("forwarding/", forwarding.home, name="forwarding"),
    path("forwarding/search/", forwarding.search, name="search_forwarding"),
    path("forwarding/phone/", phone.caller, name="phone"),
    path("forwarding/phone/order/", phone.order, name="phone_order"),
    path("forwarding/let-go/<int:act>/", forwarding.confirm, name="confirm_order"),
    path("forwarding/order/<str:reference>/", forwarding.order, name="order"),
    path("forwarding/order/<str:reference>/act/", forwarding.act, name="act_order"),
    path(
        "forwarding/order/<str:reference>/document/<int:proof>/", forwarding.document, name="order_document"
    ),
    path("cases/", cases.listed, name="cases"),
    path("cases/<uuid:ref>/", cases.case, name="case"),
    path("cases/<uuid:ref>/act/", cases.act, name="act_case"),
    path("waiting/", helping.waiting, name="waiting"),
    path("waiting/<int:act>/", helping.confirm, name="confirm"),
    path("look-ups/", audit.look_ups, name="look_ups"),
]
urlpatterns = [*SIGN_IN, path("", include((pages, "desk")))]
