"""Settings of the mailbox service."""

from budstikke.wiring.shared import SHARED, database, token_keys

globals().update(SHARED)

SECRET_KEY, SECRET_KEY_FALLBACKS = token_keys("mailbox")
DATABASES = {"default": database("mailbox")}
INSTALLED_APPS = ["budstikke.mailbox.records"]
ROOT_URLCONF = "budstikke.mailbox.doors.urls"
WSGI_APPLICATION = None
