"""The post's web process."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "budstikke.wiring.post"

from budstikke.kit.database import start_server

start_server()

from django.core.wsgi import get_wsgi_application  # noqa: E402

from budstikke.kit.loaded import keep_what_is_loaded  # noqa: E402

behind = get_wsgi_application()

# After Django is set up: the front speaks with its words.
from budstikke.post.doors.hot import Hot  # noqa: E402

application = Hot(behind)
keep_what_is_loaded()
