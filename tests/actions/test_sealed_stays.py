"""Nobody but a resealing rewrites what is sealed; one life for all tests of the file, for nothing gets through."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from tests.actions import line
from tests.conftest import empty
from tests.house import lived

from budstikke.kit.database import address
from budstikke.post.channels.mailbox import FakeMailbox


@pytest.fixture(scope="module")
def life(emptying_post: str) -> Iterator[None]:
    """Give a database in which every sealed column holds something."""
    from django.db import connection

    empty("post", emptying_post)
    line.install()
    lived.live(FakeMailbox())
    yield
    connection.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE evidence SET content_sealed = content_sealed",
        "UPDATE hand_over SET signature_sealed = signature_sealed",
        "UPDATE letter SET national_number_sealed = contact_sealed WHERE state <> 'booked'",
        "UPDATE letter SET national_number_lookup = NULL WHERE state <> 'booked'",
    ],
)
@pytest.mark.parametrize("role", ["app", "owner"])
def test_nobody_rewrites_what_is_sealed_but_a_resealing(life: None, change: str, role: str) -> None:
    """The working role not even by saying that it reseals; the owner only by saying so."""
    with psycopg.connect(address("post", role), autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute("SELECT set_config('budstikke.tenant', 'carrier', false)")
        if role == "app":
            connection.execute("SELECT set_config('budstikke.resealing', 'on', false)")
        with pytest.raises(
            (
                psycopg.errors.InsufficientPrivilege,
                psycopg.errors.RestrictViolation,
                psycopg.errors.CheckViolation,
            )
        ):
            connection.execute(change)
