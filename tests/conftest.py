"""What every test may use: a database of its own, real PostgreSQL, emptied before each test that asks."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# Set before anything of Django is imported. Tests keep their own data folder, cluster and databases; a test
# process started by another (a worker, a service) inherits them.
# Two checkouts, or two users, never share one.
_CHECKOUT = hashlib.sha256(str(Path(__file__).resolve().parents[1]).encode()).hexdigest()[:8]
_FOLDER = Path(tempfile.gettempdir()) / f"budstikke-tests-{os.getuid()}-{_CHECKOUT}"
os.environ.setdefault("BUDSTIKKE_DATA", str(_FOLDER))
# Of tests that run beside each other, each process has an installation of its own.
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
if not os.environ["BUDSTIKKE_DATA"].endswith(_WORKER):
    os.environ["BUDSTIKKE_DATA"] += f"-{_WORKER}"
os.environ.setdefault("BUDSTIKKE_DATABASE_SUFFIX", "_test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budstikke.wiring.post")
# What a test starts runs the code of this checkout, wherever the package was installed from.
os.environ["PYTHONPATH"] = str(Path(__file__).resolve().parents[1] / "src")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the story that takes minutes: begun last, it would keep one processor waiting for the other."""
    items.sort(key=lambda item: "killed" not in item.path.parts)


@pytest.fixture(scope="session")
def databases() -> None:
    """Make both services' databases anew, by the same command an operator uses."""
    import psycopg

    from budstikke.kit.database import SERVICES, database_name
    from budstikke.kit.postgres import running_cluster

    with psycopg.connect(running_cluster().url + "&dbname=postgres", autocommit=True) as connection:
        for service in SERVICES:
            connection.execute(f"DROP DATABASE IF EXISTS {database_name(service)} WITH (FORCE)")
    subprocess.run([sys.executable, "-m", "budstikke.cli.main", "migrate"], check=True, env=os.environ)


@pytest.fixture
def post_database(databases: None) -> Iterator[None]:
    """Give an empty `post` database, reached in the working role, as the service reaches it."""
    import django
    import psycopg

    from budstikke.kit.database import address

    django.setup()
    from django.db import connection

    with psycopg.connect(address("post", "owner"), autocommit=True) as owner:
        names = owner.execute(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename NOT IN ('django_migrations', 'django_content_type', 'event_rule', 'forwarding_rule')"
        ).fetchone()
        assert names
        # Statement triggers guard history against UPDATE and DELETE; a test's clean slate is the owner's TRUNCATE.
        owner.execute(f"TRUNCATE {names[0]} RESTART IDENTITY CASCADE")
    yield
    connection.close()


@pytest.fixture
def installation(post_database: None) -> None:
    """Give a small installation: one sender, two outlets, their postcodes."""
    from tests.actions import line

    line.install()
