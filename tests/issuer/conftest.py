"""What tests of the issuer may use: its own database, emptied before each test that asks, and a browser without one."""

from __future__ import annotations

from collections.abc import Iterator

import django
import pytest
from argon2 import PasswordHasher
from tests.conftest import as_new, empty, emptying

# Tests import tables by name, so Django is set up before they are collected.
django.setup()

from budstikke.issuer.actions import pins  # noqa: E402  (its tables are there now)

# Slow on purpose, as passwords are (`tests/conftest.py`): every eID of a test has a PIN and a PUK.
pins._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def emptying_issuer(databases: None) -> str:
    """The statements that empty the `issuer` database."""
    return emptying("issuer")


@pytest.fixture
def issuer_database(emptying_issuer: str) -> Iterator[None]:
    """Give an empty `issuer` database, reached in the working role, as the service reaches it."""
    from django.db import connection

    empty("issuer", emptying_issuer)
    yield
    as_new(connection)


@pytest.fixture
def secrets_of_the_webhook() -> None:
    """Give the issuer the secret that the carrier signs its calls with."""
    from budstikke.kit.installation import data_folder, write_whole

    write_whole(data_folder() / "issuer" / "webhook-secret", b"agreed on beforehand")
