"""Invented persons of the address register, and a National Registry that knows them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from tests.actions.line import NOW, TODAY

from budstikke.post.channels.registry import HttpRegistry
from budstikke.post.channels.registry_serving import served
from budstikke.post.channels.registry_stand_in import StandIn
from budstikke.post.papers.specimen.invented import synthetic_number

BORN_ON = date(1984, 3, 2)  # Friday
EARLIER = date(2024, 1, 1)  # Monday


def number(draw: int = 0) -> str:
    """A synthetic national number."""
    return synthetic_number(BORN_ON, draw=draw)


def entered(
    draw: int = 0, *, given: str = "Kari", surname: str = "Nordmann", stand_in: StandIn | None = None
) -> str:
    """Enter a person with an address, here and in the stand-in; returns the national number."""
    from budstikke.post.actions.persons import Address, NewPerson, enter_person, note_address
    from budstikke.post.records.scope import CARRIER, acting_as

    if stand_in is not None:
        stand_in.enter(number(draw), given=given, surname=surname, born_on=BORN_ON)
    with acting_as(CARRIER):
        person = enter_person(
            NewPerson(given_name=given, surname=surname, national_number=number(draw), born_on=BORN_ON),
            now=NOW,
        )
        note_address(
            person,
            Address(street=f"Lilleveien {draw + 1}", postcode="5004", city="BERGEN"),
            from_on=EARLIER,
            now=NOW,
        )
    return number(draw)


@contextmanager
def registry(stand_in: StandIn, *, timeout_s: float = 5.0) -> Iterator[HttpRegistry]:
    """The real client, to the stand-in."""
    with served(stand_in, stall_s=2.0) as url:
        client = HttpRegistry(base_url=url, token=lambda: "test", timeout_s=timeout_s)
        try:
            yield client
        finally:
            client.close()


def new_stand_in(*, deleted_up_to: int = 0) -> StandIn:
    """A National Registry in which nothing has happened yet."""
    return StandIn(now=lambda: NOW, deleted_up_to=deleted_up_to)


def follow(client: HttpRegistry, **given: int):
    """Follow the registry once."""
    from budstikke.post.actions.follow_registry import follow_registry

    return follow_registry(registry=client, today=TODAY, now=NOW, **given)
