"""A sender's program as the tests of the Bring-compatible interfaces play it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.actions import line

from budstikke.post.actions.senders.api_keys import register_api_key
from budstikke.post.records.ceilings import LEASES
from budstikke.post.terms.roles import Role

UID = "orders@eksempel.example"
# What every request needs, whatever it asks.
_NOT_DATA = ("SELECT set_config", "BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@dataclass(frozen=True, slots=True)
class Program:
    """A client with a key."""

    client: Client
    headers: dict[str, str]

    def get(self, path: str, **query: str) -> Any:
        """GET with the key."""
        return self.client.get(path, query, headers=self.headers)

    def post(self, path: str, body: object, **headers: str) -> Any:
        """POST JSON with the key."""
        return self.client.post(
            path, body, content_type="application/json", headers={**self.headers, **headers}
        )


def program(
    customer: str = line.CUSTOMER, *, roles: tuple[Role, ...] = (Role.OWNER,), of: type[Client] = Client
) -> Program:
    """A program of a sender's, with a key of its own."""
    LEASES.clear()
    key = register_api_key(customer, uid=UID, label="", roles=roles, now=line.NOW)
    assert key
    # What fails in the service is a fault of the test too, but the answer is what the client sees.
    client = of(raise_request_exception=False, SERVER_NAME="localhost")
    return Program(client, {"X-MyBring-API-Uid": UID, "X-MyBring-API-Key": key})


def other_sender() -> str:
    """Another sender; returns its customer number."""
    from budstikke.post.records.models import NumberRange, Sender
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        other = Sender.objects.get(customer_number=line.CUSTOMER)
        other.pk = None
        other.customer_number, other.edi_id = "10008888888", "310000019"
        other.save()
        NumberRange.objects.create(
            sender=other, prefix="RR", first_serial=60_000_000, last_serial=60_000_099, next_serial=60_000_000
        )
    return other.customer_number


@contextmanager
def data_statements() -> Iterator[list[str]]:
    """What the database is asked meanwhile, without what begins and ends transactions."""
    asked: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield asked
    asked += [
        each["sql"]
        for each in captured.captured_queries
        if not each["sql"].lstrip().upper().startswith(tuple(word.upper() for word in _NOT_DATA))
    ]
