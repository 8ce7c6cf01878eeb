"""The addresses of the post service."""

from django.urls import include, path
from django.views.generic import RedirectView

from budstikke.kit.look import errors
from budstikke.post.doors.api.api import api
from budstikke.post.doors.bring.api import api as bring
from budstikke.post.doors.devices.api import api as devices
from budstikke.post.doors.forwarding import sign_in as eid
from budstikke.post.doors.paying.webhook import webhook
from budstikke.post.doors.receipts.sms import sms_receipt
from budstikke.post.doors.tracking import trust
from budstikke.post.doors.tracking.figures import figures
from budstikke.post.doors.tracking.problems import problems

urlpatterns = [
    path("api/v1/", api.urls),
    path("check/", include("budstikke.post.doors.checking.urls")),
    path("counter/", include("budstikke.post.doors.counter.urls")),
    path("devices/v1/", devices.urls),
    path("forwarding/", include("budstikke.post.doors.forwarding.urls")),
    # By the names django-allauth knows; the portal has its own table with its own.
    path("forwarding/sign-in/<str:provider_id>/", eid.begin, name="openid_connect_login"),
    path("forwarding/sign-in/<str:provider_id>/back/", eid.back, name="openid_connect_callback"),
    path("payments/webhook", webhook, name="payment-webhook"),
    path("log/", include("budstikke.post.doors.tracking.log_urls")),
    path("trust/post.pem", trust.root, name="trust"),
    path("trust/revoked.crl", trust.revoked, name="revoked"),
    path("notices/receipts/sms", sms_receipt, name="sms_receipt"),
    path("track/", include("budstikke.post.doors.tracking.urls")),
    path("problems/", problems, name="problems"),
    path("figures/", figures, name="figures"),
    path("", RedirectView.as_view(pattern_name="tracking:track")),
    # The interfaces have addresses of their own choosing, under several folders.
    path("", bring.urls),
]
# Where a page cannot be answered.
handler400, handler403 = errors.bad_request, errors.closed
handler404, handler500 = errors.nowhere, errors.failed
