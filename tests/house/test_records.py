"""The house looks at its tables: migrations complete, nobody's particulars in the clear unless a page says why."""

from __future__ import annotations

import importlib
import os
import re
import subprocess

import psycopg
import pytest
from tests import own_process
from tests.house.tree import ROOT

from budstikke.kit.database import SERVICES

# Whose rows are about clerks, and go when a clerk's account does.
OF_STAFF = {"auth_user", "account_emailaddress", "django_session", "invitation"}
_COLUMNS = """
SELECT table_name, column_name, data_type FROM information_schema.columns
WHERE table_schema = 'public' AND table_name !~ '_copy$'
"""


def _run(service: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    # Each service has settings of its own, so each is asked in a process of its own.
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": f"budstikke.wiring.{service}"}
    environment["PYTHONPATH"] = str(ROOT / "src")
    # The working role may not even read which migrations were run.
    environment["BUDSTIKKE_AS_OWNER"] = "1"
    return own_process.run(*arguments, env=environment)


@pytest.mark.parametrize("service", SERVICES)
def test_the_migrations_are_what_the_models_say(databases: None, service: str) -> None:
    """A model changed without its migration would fail on the first machine that is not new."""
    made = _run(service, "-m", "django", "makemigrations", "--check", "--dry-run")
    assert made.returncode == 0, made.stdout + made.stderr


def _columns(service: str) -> dict[str, str]:
    """Every column that is there, whoever made its table, with its type."""
    from budstikke.kit.database import database_name
    from budstikke.kit.postgres import running_cluster

    with psycopg.connect(f"{running_cluster().url}&dbname={database_name(service)}") as connection:
        return {f"{table}.{column}": kind for table, column, kind in connection.execute(_COLUMNS).fetchall()}


def _marked(service: str) -> list[str]:
    marks = importlib.import_module(f"budstikke.{service}.records.sensitive")
    opened = [f"{table}.{column}" for table, columns in marks.OPEN.items() for column in columns.split()]
    keyed = [column.name for column in getattr(marks, "KEYED", ())]
    return [*opened, *marks.READABLE, *keyed, *(column.name for column in marks.SEALED)]


@pytest.mark.parametrize("service", SERVICES)
def test_every_column_is_marked_once(databases: None, service: str) -> None:
    """A new column is open, readable for a reason, sealed, or a keyed hash: records/sensitive.py."""
    marked, there = _marked(service), set(_columns(service))
    assert there - set(marked) == set(), "mark it in records/sensitive.py"
    assert set(marked) - there == set(), "marked, and there no more"
    assert sorted(set(marked)) == sorted(marked), "marked twice"


@pytest.mark.parametrize("service", SERVICES)
def test_what_is_called_sealed_is_marked_so_and_the_other_way_round(databases: None, service: str) -> None:
    """A name cannot promise what the table of marks does not."""
    sealed = {
        column.name for column in importlib.import_module(f"budstikke.{service}.records.sensitive").SEALED
    }
    named = {name for name in _columns(service) if name.endswith("_sealed")}
    # Sealed inside what a library keeps as JSON.
    assert sealed - named <= {"mfa_authenticator.data"}
    assert named <= sealed


@pytest.mark.parametrize("service", SERVICES)
def test_what_is_called_sealed_is_bytes(databases: None, service: str) -> None:
    """A sealed value is no text."""
    kinds = {kind for name, kind in _columns(service).items() if name.endswith(("_sealed", "_lookup"))}
    assert kinds == {"bytea"}


def test_what_says_something_of_a_person_has_a_day_on_which_it_goes(databases: None) -> None:
    """A new column of that kind is in a category of what is erased, or goes earlier, and never simply stays."""
    from budstikke.post.records.erasing import (
        ERASED,
        GONE_EARLIER,
        NOTHING_PERSONAL,
        OF_AN_ORDER,
        OF_THE_REGISTER,
    )
    from budstikke.post.terms.pum.keeping import CATEGORIES

    marks = importlib.import_module("budstikke.post.records.sensitive")
    personal = {name for name in _columns("post") if name.endswith(("_sealed", "_lookup"))}
    personal |= {name for name in marks.READABLE if name.partition(".")[0] not in OF_STAFF}
    placed = set().union(ERASED, GONE_EARLIER, OF_THE_REGISTER, OF_AN_ORDER, NOTHING_PERSONAL)
    assert personal - placed == set()
    assert set(ERASED.values()) == {category.code for category in CATEGORIES}


def test_every_column_that_is_erased_is_emptied_by_the_database() -> None:
    """The table says which, the functions of migration 0002 do it."""
    from budstikke.post.records.erasing import ERASED

    path = ROOT / "src/budstikke/post/records/migrations/0002_what_always_holds.sql"
    functions = path.read_text(encoding="utf-8").partition("CREATE FUNCTION erase_particulars")[2]
    emptied = {
        f"{table}.{column}"
        for table, changes in re.findall(r"UPDATE (\w+) SET (.*?)\s+(?:WHERE|FROM)", functions, re.S)
        for column in re.findall(r"(\w+) =", changes)
    }
    assert emptied == set(ERASED)
