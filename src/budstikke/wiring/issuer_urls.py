"""The addresses of the issuer service."""

from django.urls import include, path

from budstikke.issuer.doors.api.v1 import v1
from budstikke.kit.look import errors

urlpatterns = [
    path("", include("budstikke.issuer.doors.front.urls")),
    path("", include("budstikke.issuer.doors.order.urls")),
    path("api/", include("budstikke.issuer.doors.api.urls")),
    path("api/v1/", v1.urls),
    path("", include("budstikke.issuer.doors.maintenance.urls")),
    path("", include("budstikke.issuer.doors.signin.urls")),
    path("", include("budstikke.issuer.doors.mypage.urls")),
    path("", include("budstikke.issuer.doors.staff.urls")),
    path("", include("budstikke.issuer.doors.app.urls")),
    path("", include("budstikke.issuer.doors.trust.urls")),
    path("help/", include("budstikke.issuer.doors.help.urls")),
]
# Where a page cannot be answered.
handler400, handler403 = errors.bad_request, errors.closed
handler404, handler500 = errors.nowhere, errors.failed
