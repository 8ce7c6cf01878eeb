"""What every test may use: a database of its own, real PostgreSQL, emptied before each test that asks."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    import psycopg
    from django.db.backends.base.base import BaseDatabaseWrapper

    from budstikke.kit.database import Service

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
# What an earlier run left there, maybe of an older version, is nothing to a new one; a folder of somebody's own
# is theirs. The cluster stays: its databases are made anew.
_DATA = Path(os.environ["BUDSTIKKE_DATA"])
if _DATA.name.startswith(_FOLDER.name) and _DATA.is_dir():
    for each in _DATA.iterdir():
        if each.is_file():
            each.unlink()
        elif each.name != "postgres":
            shutil.rmtree(each)
os.environ.setdefault("BUDSTIKKE_DATABASE_SUFFIX", "_test")
# Django has the settings of one service in a process: tests of the issuer's own run by themselves (Makefile).
if any(argument.startswith("tests/issuer") for argument in sys.argv[1:]):
    os.environ["DJANGO_SETTINGS_MODULE"] = "budstikke.wiring.issuer"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budstikke.wiring.post")
collect_ignore = [] if os.environ["DJANGO_SETTINGS_MODULE"] == "budstikke.wiring.issuer" else ["issuer"]
# What a test starts runs the code of this checkout, wherever the package was installed from.
os.environ["PYTHONPATH"] = str(Path(__file__).resolve().parents[1] / "src")
# Tests start some hundred processes. Each would compile all that it imports where a machine says that nothing
# compiled is to be kept, as images of containers do; so it is kept beside the packages, and asked for there.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
sys.pycache_prefix = os.environ.setdefault("PYTHONPYCACHEPREFIX", str(Path(sys.prefix) / "compiled"))


# How long a draw takes says nothing where others run beside: the first of text reads all of Unicode.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
if "CI" not in os.environ:
    settings.load_profile("ours")

# The files that take longest, the longest first: begun last, they would keep one processor waiting for the other.
# A file that is missing here costs time and nothing else. (`--dist loadfile` deals out whole files, by itself the
# ones with most tests first; the Makefile tells it to keep to this order.)
LONGEST = (
    "stories/test_demo.py",
    "stories/killed/test_nothing_is_lost.py",
    "stories/browser/test_issuer_whole.py",
    "stories/browser/test_every_page.py",
    "stories/browser/test_portal.py",
    "cli/test_keys.py",
    "actions/test_keys_rotated.py",
    "house/test_commands.py",
    "house/test_ceremony.py",
    "stories/browser/test_desk.py",
    "mailbox/test_renewing.py",
    "stories/browser/test_other_ways.py",
    "stories/browser/test_readings.py",
    "stories/browser/test_turned_away.py",
    "stories/browser/test_sign_in.py",
    "stories/browser/test_collected.py",
    "stories/browser/test_two_clerks.py",
    "stories/browser/test_recipient.py",
    "stories/browser/test_camera.py",
    "stories/browser/test_forwarding_orders.py",
    "cli/test_seeding_station.py",
    "proof/test_zipapp.py",
    "look/test_checking.py",
    "look/test_pages.py",
    "actions/test_worker.py",
    "cli/test_log_command.py",
    "cli/test_device.py",
    "cli/test_register_command.py",
    "doors/test_device_failures.py",
    "formats/test_picture.py",
    "doors/test_counter.py",
    "actions/test_intake.py",
    "mailbox/test_accounts.py",
    "doors/test_sftp.py",
    "doors/walls/test_permissions.py",
    "doors/walls/test_odd_requests.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest."""
    tests = Path(__file__).parent
    place = {tests / name: nth for nth, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


@pytest.fixture(autouse=True)
def same_clock() -> Iterator[None]:
    """Put the installation's clock back: the day a test moved it to is not the day of the next one."""
    offset = _DATA / "clock-offset-seconds"
    before = offset.read_bytes() if offset.is_file() else None
    yield
    # What a fixture of a wider scope moved stays moved: it was there before the test.
    if before is None:
        offset.unlink(missing_ok=True)
    elif not offset.is_file() or offset.read_bytes() != before:
        offset.write_bytes(before)


@pytest.fixture(scope="session")
def databases() -> Iterator[None]:
    """Make the services' databases anew, by the same command an operator uses."""
    import psycopg
    from django.apps import apps
    from django.db import connections

    from budstikke.kit.database import SERVICES, database_name
    from budstikke.kit.postgres import running_cluster

    with psycopg.connect(running_cluster().url + "&dbname=postgres", autocommit=True) as connection:
        for service in SERVICES:
            connection.execute(f"DROP DATABASE IF EXISTS {database_name(service)} WITH (FORCE)")
        # No test takes the power away. Where a server is killed with -9 it is another cluster, with the settings
        # of every installation.
        for setting in ("fsync", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    # The issuer's own tests reach no other database.
    only = ["--service", "issuer"] if collect_ignore == [] else []
    subprocess.run([sys.executable, "-m", "budstikke.cli.main", "migrate", *only], check=True, env=os.environ)
    _do_once_what_tests_repeat()
    yield
    for administrator in _ADMINISTRATORS.values():
        administrator.close()
    if apps.ready:
        connections.close_all()


def _do_once_what_tests_repeat() -> None:
    """Spare the tests what an installation does slowly on purpose, and what it does once when it starts."""
    from django.contrib.auth.hashers import Argon2PasswordHasher
    from whitenoise.middleware import WhiteNoiseMiddleware

    # A third of a second for each password. The hash says what it cost, so other processes know the password too.
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = (
        1,
        8,
        1,
    )

    # Each of Django's test clients loads the middleware anew, which looks at every file of every page.
    found: dict[str, object] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def look_once(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            look(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = look_once


_ADMINISTRATORS: dict[Service, psycopg.Connection[tuple[object, ...]]] = {}


def emptying(service: Service) -> str:
    """Give the statements that empty a service's database, and let its numbers begin anew."""
    import psycopg

    from budstikke.kit.database import address

    with psycopg.connect(address(service, "owner")) as owner:
        tables = owner.execute(
            """
            SELECT table_.oid::regclass::text, sequence.oid::regclass::text, begins.seqstart
            FROM pg_class AS table_
            LEFT JOIN pg_depend AS owned ON owned.refobjid = table_.oid AND owned.deptype IN ('a', 'i')
                AND owned.refclassid = 'pg_class'::regclass AND owned.classid = 'pg_class'::regclass
            LEFT JOIN pg_class AS sequence ON sequence.oid = owned.objid AND sequence.relkind = 'S'
            LEFT JOIN pg_sequence AS begins ON begins.seqrelid = sequence.oid
            WHERE table_.relnamespace = 'public'::regnamespace AND table_.relkind IN ('r', 'p')
            AND table_.relname NOT IN ('django_migrations', 'django_content_type', 'event_rule', 'forwarding_rule')
            """
        ).fetchall()
    emptied = [f"DELETE FROM {table}" for table in sorted({table for table, _, _ in tables})]
    begun = [f"SELECT setval('{name}', {first}, false)" for _, name, first in tables if name]
    assert emptied
    assert begun
    return "; ".join(emptied + begun)


def empty(service: Service, statements: str) -> None:
    """Empty a service's database, as a replica: triggers guard history against DELETE, also the owner's."""
    import psycopg

    from budstikke.kit.database import database_name
    from budstikke.kit.postgres import embedded_cluster

    # One connection for all tests: a new one would first read what every table is like, ten times the work.
    try:
        # TRUNCATE would make some hundred files anew for the few rows of a test, and take ten times as long.
        _ADMINISTRATORS[service].execute(statements)
    except (KeyError, psycopg.OperationalError):
        # There is none yet, or a test has stopped the server.
        administrator = psycopg.connect(
            f"{embedded_cluster().url}&dbname={database_name(service)}", autocommit=True
        )
        administrator.execute("SET session_replication_role = replica")
        administrator.execute(statements)
        _ADMINISTRATORS[service] = administrator


def as_new(connection: BaseDatabaseWrapper) -> None:
    """
    Leave Django's connection to the next test as a new one would be, but for what it knows of the tables.

    To find that out again takes longer than most tests.
    """
    import psycopg

    if connection.connection is None:
        return
    try:
        connection.connection.rollback()
        connection.connection.execute("DISCARD TEMP; UNLISTEN *; RESET ALL; SELECT pg_advisory_unlock_all()")
        connection.ensure_timezone()
    except psycopg.Error:
        connection.close()


@pytest.fixture(scope="session")
def emptying_post(databases: None) -> str:
    """The statements that empty the `post` database."""
    return emptying("post")


@pytest.fixture
def post_database(emptying_post: str) -> Iterator[None]:
    """Give an empty `post` database, reached in the working role, as the service reaches it."""
    import django

    django.setup()
    from django.db import connection

    if connection.connection is not None and not connection.is_usable():
        connection.close()  # a test has stopped the server
    empty("post", emptying_post)
    yield
    as_new(connection)


@pytest.fixture
def installation(post_database: None) -> None:
    """Give a small installation: one sender, two outlets, their postcodes."""
    from tests.actions import line

    line.install()


# One mailbox runs for all tests of a process; its fixtures under two names would be two, with two sets of accounts.
from tests.mailbox.running import bank, carrier, issuer, mailbox, running_mailbox  # noqa: E402, F401
