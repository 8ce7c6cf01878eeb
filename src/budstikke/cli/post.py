"""Setting up the post service for the commands that need its database."""

from __future__ import annotations

import os
import sys

from budstikke.kit.database import embedded_databases, start_server
from budstikke.kit.installation import data_folder
from budstikke.kit.postgres import NoServer


def set_up() -> None:
    """
    Start the embedded server if it is ours to start, and Django with the post's settings.

    Raises: SystemExit with the reason when there is no server, no database or a setting is missing.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budstikke.wiring.post")
    set_up_django()


def set_up_django() -> None:
    """
    Start the embedded server if it is ours to start, and Django with the settings already named.

    Raises: SystemExit with the reason when there is no server, no database or a setting is missing.
    """
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        start_server()
        django.setup()
        _look_for_tables()
    except (NoServer, ImproperlyConfigured) as reason:
        sys.exit(str(reason))


def _why_not(name: str) -> str:
    others = embedded_databases()
    if others is None:
        return "the database does not answer, refuses the login or is not made yet; run `budstikke migrate` first"
    if name in others:
        return f"the database {name} refuses the login; run `budstikke migrate`, which renews its roles"
    there = f" (there are: {', '.join(others)})" if others else ""
    return (
        f"no database {name} in {data_folder()}{there}; run `budstikke migrate` first, or say by BUDSTIKKE_DATA"
        " and BUDSTIKKE_DATABASE_SUFFIX which installation you mean"
    )


def _look_for_tables() -> None:
    from django.db import DatabaseError, connection

    try:
        # The driver's own message may hold the whole address, so it is not repeated.
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
            made = bool(cursor.fetchone()[0])
    except DatabaseError:
        raise NoServer(_why_not(str(connection.settings_dict["NAME"]))) from None
    if not made:
        raise NoServer("the database has no tables yet; run `budstikke migrate` first")
