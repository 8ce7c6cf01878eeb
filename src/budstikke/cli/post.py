"""Setting up the post service for the commands that need its database."""

from __future__ import annotations

import os
import sys

from budstikke.kit.database import start_server
from budstikke.kit.postgres import NoServer


def set_up() -> None:
    """
    Start the embedded server if it is ours to start, and Django with the post's settings.

    Raises: SystemExit with the reason when there is no server or a setting is missing.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budstikke.wiring.post")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        start_server()
        django.setup()
    except (NoServer, ImproperlyConfigured) as reason:
        sys.exit(str(reason))
