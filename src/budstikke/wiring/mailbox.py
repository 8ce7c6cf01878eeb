"""Settings of the mailbox service."""

from budstikke.wiring.shared import SHARED, database, secret_key

globals().update(SHARED)

SECRET_KEY = secret_key("mailbox")
DATABASES = {"default": database("mailbox")}
INSTALLED_APPS = ["budstikke.mailbox.records"]
ROOT_URLCONF = "budstikke.mailbox.doors.urls"
WSGI_APPLICATION = None
