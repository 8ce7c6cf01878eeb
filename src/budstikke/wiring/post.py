"""Settings of the post service."""

import os
from datetime import timedelta

from budstikke.kit.installation import is_test
from budstikke.wiring.eid import EID
from budstikke.wiring.post_channels import BROKER_ID, BROKER_KEY, channels, payment_webhook_secret
from budstikke.wiring.production import demand_post_settings
from budstikke.wiring.shared import CARRIER, SHARED, database, token_keys
from budstikke.wiring.station import STATION

globals().update(SHARED)
globals().update(STATION)
globals().update(EID)

# Migrating needs no channel; everything else of a production installation needs them all.
if not is_test() and os.environ.get("BUDSTIKKE_AS_OWNER") != "1":
    demand_post_settings()

SECRET_KEY, SECRET_KEY_FALLBACKS = token_keys("post")
DATABASES = {"default": database("post")}
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    # Before allauth, whose pages it puts into our look.
    "budstikke.post.doors.counter",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "budstikke.post.records",
    "budstikke.kit.look",
    "budstikke.post.doors.checking",
    "budstikke.post.doors.desk",
    "budstikke.post.doors.forwarding",
    "budstikke.post.doors.sender",
    "budstikke.post.doors.tracking",
]
MIDDLEWARE = [
    "budstikke.wiring.token_keys.take_up_token_keys",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "budstikke.kit.look.headers.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "budstikke.kit.look.language.keep_language",
    "budstikke.kit.look.errors.other_methods",
    "django.middleware.csrf.CsrfViewMiddleware",
    "budstikke.kit.storable.Storable",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "budstikke.post.doors.counter.guard.Guard",
    "budstikke.post.doors.desk.guard.Guard",
    "budstikke.post.doors.sender.guard.Guard",
    "budstikke.post.doors.forwarding.guard.Guard",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "budstikke.kit.look.language.on_every_page",
                "budstikke.post.doors.forwarding.reached.on_every_page",
            ]
        },
    }
]
# Served from where they lie in the packages: nothing has to be collected first.
WHITENOISE_USE_FINDERS = True
# Named whole, so that nothing is searched for: the timer holds every task.
PROCRASTINATE_IMPORT_PATHS = ["budstikke.post.doors.timer"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks_live_in_doors_timer"
ROOT_URLCONF = "budstikke.wiring.post_urls"
CSRF_FAILURE_VIEW = "budstikke.kit.look.errors.sent_too_late"
# The desk has a sign-in of its own, under the names that django-allauth knows one sign-in by.
DESK_URLCONF = "budstikke.wiring.desk_urls"
WSGI_APPLICATION = None

# What an invoice says of the carrier besides; the account and the address are invented.
INVOICED_BY = {
    "account": os.environ.get("BUDSTIKKE_CARRIER_ACCOUNT", "99999900018"),
    "address": os.environ.get("BUDSTIKKE_CARRIER_ADDRESS", "Eksempelgata 1, 0155 OSLO"),
}
PUBLIC_URL = os.environ.get("BUDSTIKKE_POST_URL", "http://localhost:8200").rstrip("/")
PUBLIC_HOST = PUBLIC_URL.partition("://")[2]
# The secret of our webhook at the provider of payments; on a test installation the stand-in's.
PAYMENT_WEBHOOK_SECRET = payment_webhook_secret()
# By it the SMS gateway proves who it is when it calls back; without one no receipt is taken.
SMS_RECEIPT_TOKEN = os.environ.get("BUDSTIKKE_SMS_RECEIPT_TOKEN", "")
# Canaries: how often a test letter of our own is sent, and who is told when one is late (docs/notices.md).
_EVERY_MINUTES = int(os.environ.get("BUDSTIKKE_CANARY_MINUTES", "0"))
CANARY_EVERY = timedelta(minutes=_EVERY_MINUTES) if _EVERY_MINUTES else None
OPERATIONS_MAIL = os.environ.get("BUDSTIKKE_OPERATIONS_MAIL", "operations@post.example" if is_test() else "")
# How whoever has an order, or knows nothing of one, reaches somebody (Forwarding §8). A number that reaches nobody.
CUSTOMER_SERVICE = {
    "phone": os.environ.get("BUDSTIKKE_CARRIER_PHONE", "+47 00 00 00 00"),
    "address": f"{CARRIER['name']}, Kundeservice, {INVOICED_BY['address']}",
}
CHANNELS = channels(carrier=CARRIER["name"])
# The post's own account at the mailbox it sends to.
BROKER = {"sender_id": BROKER_ID, "key": BROKER_KEY}
