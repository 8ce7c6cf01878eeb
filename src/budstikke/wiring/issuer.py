"""Settings of the issuer service."""

import os

from budstikke.kit.installation import data_folder, is_test
from budstikke.wiring.issuer_channels import ISSUER, ISSUER_CHANNELS
from budstikke.wiring.issuer_production import demand_issuer_settings
from budstikke.wiring.shared import SHARED, database, token_keys

globals().update(SHARED)
# Named, so that it is read by nobody as unused: the actions and channels take these from the settings.
__all__ = ["ISSUER", "ISSUER_CHANNELS"]

# Migrating needs no channel; everything else of a production installation needs them all.
if not is_test() and os.environ.get("BUDSTIKKE_AS_OWNER") != "1":
    demand_issuer_settings(data_folder())

SECRET_KEY, SECRET_KEY_FALLBACKS = token_keys("issuer")
DATABASES = {"default": database("issuer")}
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "budstikke.issuer.records",
    "budstikke.kit.look",
    "budstikke.issuer.doors.front",
    "budstikke.issuer.doors.signin",
    "budstikke.issuer.doors.mypage",
    "budstikke.issuer.doors.staff",
    "budstikke.issuer.doors.app",
    "budstikke.issuer.doors.order",
    "budstikke.issuer.doors.help",
    "budstikke.issuer.doors.maintenance",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "budstikke.kit.look.headers.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "budstikke.kit.look.language.keep_language",
    "budstikke.kit.look.errors.other_methods",
    "django.middleware.csrf.CsrfViewMiddleware",
    "budstikke.kit.storable.Storable",
    "django_htmx.middleware.HtmxMiddleware",
    "budstikke.issuer.doors.signin.guard.Guard",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "budstikke.kit.look.language.on_every_page",
                "budstikke.issuer.doors.maintenance.told.on_every_page",
            ]
        },
    }
]
WHITENOISE_USE_FINDERS = True
FILE_UPLOAD_HANDLERS = [
    "budstikke.issuer.doors.help.uploads.Quota",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Named whole, so that nothing is searched for: the timer holds every task.
PROCRASTINATE_IMPORT_PATHS = ["budstikke.issuer.doors.timer"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks_live_in_doors_timer"
ROOT_URLCONF = "budstikke.wiring.issuer_urls"
CSRF_FAILURE_VIEW = "budstikke.kit.look.errors.sent_too_late"
WSGI_APPLICATION = None

# Several services may share a host name; each has cookies of its own.
SESSION_COOKIE_NAME = "issuer_session"
CSRF_COOKIE_NAME = "issuer_csrf"
LANGUAGE_COOKIE_NAME = "issuer_language"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not is_test()

PUBLIC_URL = os.environ.get("BUDSTIKKE_ISSUER_URL", "http://localhost:8202").rstrip("/")
