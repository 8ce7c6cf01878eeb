"""Setting up the post service for the commands that need its database."""

from __future__ import annotations

import os

from budstikke.kit.database import start_server


def set_up() -> None:
    """Start the embedded server if it is ours to start, and Django with the post's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budstikke.wiring.post")
    start_server()
    import django

    django.setup()
