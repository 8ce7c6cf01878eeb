"""Settings of the mailbox service."""

from budstikke.wiring.post_channels import channels
from budstikke.wiring.shared import CARRIER, SHARED, database, token_keys

globals().update(SHARED)

SECRET_KEY, SECRET_KEY_FALLBACKS = token_keys("mailbox")
DATABASES = {"default": database("mailbox")}
INSTALLED_APPS = ["budstikke.mailbox.records"]
ROOT_URLCONF = "budstikke.mailbox.doors.urls"
WSGI_APPLICATION = None

# Who stamps what lies here; the same authority as the post's where both run in one installation.
CHANNELS = {"sealer": channels(carrier=CARRIER["name"])["sealer"]}
