"""Settings of the mailbox service."""

from budstikke.kit.installation import is_test
from budstikke.wiring.post_channels import channels
from budstikke.wiring.shared import CARRIER, SHARED, database, token_keys

globals().update(SHARED)

SECRET_KEY, SECRET_KEY_FALLBACKS = token_keys("mailbox")
DATABASES = {"default": database("mailbox")}
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "budstikke.mailbox.records",
    "budstikke.mailbox.doors",
    "budstikke.kit.look",
]
MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "budstikke.kit.look.headers.content_security_policy",
    "budstikke.kit.look.language.keep_language",
    "budstikke.kit.look.errors.other_methods",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "budstikke.kit.look.language.on_every_page",
            ]
        },
    }
]
WHITENOISE_USE_FINDERS = True
# Several services may share a host name; each has cookies of its own.
CSRF_COOKIE_NAME = "mailbox_csrf"
LANGUAGE_COOKIE_NAME = "mailbox_language"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not is_test()
ROOT_URLCONF = "budstikke.mailbox.doors.urls"
WSGI_APPLICATION = None

# Who stamps what lies here; the same authority as the post's where both run in one installation.
CHANNELS = {"sealer": channels(carrier=CARRIER["name"])["sealer"]}
