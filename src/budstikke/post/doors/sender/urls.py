"""The addresses of the portal, a table of its own; those of the sign-in keep the names django-allauth knows."""

from django.urls import include, path

from budstikke.kit.look import errors
from budstikke.kit.sign_in_urls import SIGN_IN
from budstikke.post.doors.sender import (
    agreement,
    claims,
    eid,
    finance,
    letters,
    orders,
    people,
    relationships,
    reports,
    settings,
    uploads,
    webhooks,
)

pages = [
    path("", letters.home, name="home"),
    path("letters/", letters.listed, name="letters"),
    path("letters/<str:number>/", letters.letter, name="letter"),
    path("order/", orders.order, name="order"),
    path("order/table/", orders.upload, name="table"),
    path("order/example.csv", orders.example, name="example"),
    path("order/table/<uuid:upload>/", orders.preview, name="preview"),
    path("ended/", relationships.ended, name="ended"),
    path("dispatches/", uploads.listed, name="uploads"),
    path("dispatches/<uuid:upload>/", uploads.upload, name="upload"),
    path("dispatches/<uuid:upload>/labels/<str:form>/", uploads.labels, name="labels"),
    path("dispatches/<uuid:upload>/slip/", uploads.slip, name="slip"),
    path("invoices/", finance.listed, name="invoices"),
    path("invoices/<str:name>/", finance.invoice, name="invoice"),
    path("invoices/<str:name>/letters.csv", finance.letters, name="invoice-letters"),
    path("invoices/<str:name>/<str:form>/", finance.document, name="invoice-document"),
    path("statement/", finance.statement, name="statement"),
    path("claims/", claims.listed, name="claims"),
    path("claims/new/", claims.make, name="make-claim"),
    path("claims/<int:claim>/", claims.claim, name="claim"),
    path("claims/<int:claim>/answer.pdf", claims.answer, name="claim-answer"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<str:figure>.<str:form>", reports.download, name="report"),
    path("settings/", settings.settings, name="settings"),
    path("settings/webhooks/", webhooks.webhooks, name="webhooks"),
    path("settings/webhooks/<uuid:webhook>/", webhooks.webhook, name="webhook"),
    path("settings/statuses/", settings.statuses, name="statuses"),
    path("settings/keys/", settings.keys, name="keys"),
    path("settings/people/", people.people, name="people"),
    path("settings/agreement/", agreement.agreement, name="agreement"),
    path("settings/agreement/<int:acceptance>.json", agreement.accepted, name="accepted"),
    path("settings/eid/", eid.eid, name="eid"),
    path("invited/<str:token>/", people.begin, name="begin"),
]
_EID = [
    path("sign-in/<str:provider_id>/", eid.begin, name="openid_connect_login"),
    path("sign-in/<str:provider_id>/back/", eid.back, name="openid_connect_callback"),
]
urlpatterns = [path("sender/", include([*SIGN_IN, *_EID, path("", include((pages, "sender")))]))]
# Where a page cannot be answered.
handler400, handler403 = errors.bad_request, errors.closed
handler404, handler500 = errors.nowhere, errors.failed
