"""The house looks at its tables: migrations complete, nobody's particulars in the clear unless a page says why."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys

import psycopg
import pytest
from tests.house.tree import ROOT

from budstikke.kit.database import SERVICES

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
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, cwd=ROOT
    )


@pytest.mark.parametrize("service", ["post", "mailbox"])
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
