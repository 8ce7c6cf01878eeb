"""The mailbox's web process."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "budstikke.wiring.mailbox"

from budstikke.kit.database import start_server

start_server()

from django.core.wsgi import get_wsgi_application  # noqa: E402

from budstikke.kit.loaded import keep_what_is_loaded  # noqa: E402

application = get_wsgi_application()
keep_what_is_loaded()
