"""What the issuer's working role may do in the database."""

from __future__ import annotations

from pathlib import Path

from django.db import connection


def install() -> None:
    """Write the rights anew; the owner runs it after every migration."""
    with connection.cursor() as cursor:
        cursor.execute(Path(__file__).with_name("grants.sql").read_text())
