"""Settings for the type checker alone: every app of every service, no database, no keys."""

from datetime import timedelta
from typing import Any

SECRET_KEY = "types"  # noqa: S105  (no secret: nothing runs under these settings)
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "types"}}
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "procrastinate.contrib.django",
    "budstikke.post.records",
    "budstikke.mailbox.records",
    "budstikke.issuer.records",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TEST_INSTALLATION = True
STATION_IDLE_SECONDS = 0
DESK_URLCONF = ""
PORTAL_IDLE_SECONDS = 0
PORTAL_EID: dict[str, Any] = {}
PUBLIC_URL = "http://localhost"
PUBLIC_HOST = "localhost"
PAYMENT_WEBHOOK_SECRET = ""
SMS_RECEIPT_TOKEN = ""
CARRIER = {"name": "", "orgnr": ""}
INVOICED_BY = {"account": "", "address": ""}
CUSTOMER_SERVICE = {"phone": "", "address": ""}
BROKER: dict[str, Any] = {}
OPERATIONS_MAIL = ""
CANARY_EVERY: timedelta | None = None
CHANNELS: dict[str, tuple[str, object]] = {}
ISSUER: dict[str, Any] = {}
ISSUER_CHANNELS: dict[str, tuple[str, Any]] = {}
