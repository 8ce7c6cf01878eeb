"""What tests of the issuer may use: its own database, emptied before each test that asks, and a browser without one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.conftest import as_new, empty, emptying


@pytest.fixture(scope="session")
def emptying_issuer(databases: None) -> str:
    """The statements that empty the `issuer` database."""
    return emptying("issuer")


@pytest.fixture
def issuer_database(emptying_issuer: str) -> Iterator[None]:
    """Give an empty `issuer` database, reached in the working role, as the service reaches it."""
    import django

    django.setup()
    from django.db import connection

    empty("issuer", emptying_issuer)
    yield
    as_new(connection)
