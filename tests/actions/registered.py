"""Invented persons of the address register, and a National Registry that knows them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tests.actions.line import NOW, TODAY

from budstikke.post.channels.registry import HttpRegistry
from budstikke.post.channels.registry_serving import served
from budstikke.post.channels.registry_stand_in import StandIn
from budstikke.post.papers.specimen.invented import synthetic_number

if TYPE_CHECKING:
    from budstikke.law.decision import Decision
    from budstikke.post.records.models import Person

BORN_ON = date(1984, 3, 2)  # Friday
EARLIER = date(2024, 1, 1)  # Monday


def number(draw: int = 0) -> str:
    """A synthetic national number."""
    return synthetic_number(BORN_ON, draw=draw)


def entered(
    draw: int = 0, *, given: str = "Kari", surname: str = "Nordmann", stand_in: StandIn | None = None
) -> str:
    """Enter a person with an address, here and in the stand-in; returns the national number."""
    from budstikke.post.actions.address_register.persons import Address, NewPerson, enter_person, note_address
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


def person(draw: int = 0) -> Person:
    """One of those entered."""
    from budstikke.post.actions.address_register.persons import find_person
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        found = find_person(number(draw))
    assert found is not None
    return found


def moved(draw: int = 0, *, order: str = "FW-1", consented: bool = True, **address: str) -> Decision:
    """Queue the move of a person."""
    from budstikke.formats.registry.move import NewAddress
    from budstikke.post.actions.address_register.tell_registry import ToldMove, queue_move

    ref = person(draw).ref
    move = ToldMove(
        order_ref=order,
        persons=[ref],
        consents={ref: NOW} if consented else {},
        told_by=ref,
        address=NewAddress(**{"street": "Storgata 1b", "postcode": "0155", "city": "OSLO", **address}),
        moved_on=date(2026, 12, 1),  # Tuesday
        ordered_on=TODAY,
    )
    return queue_move(move, edition_id="forwarding-present", actor="web", now=NOW)


@contextmanager
def registry(
    stand_in: StandIn, *, timeout_s: float = 5.0, schema: Path | None = None
) -> Iterator[HttpRegistry]:
    """The real client, to the stand-in."""
    with served(stand_in, stall_s=2.0) as url:
        client = HttpRegistry(base_url=url, token=lambda: "test", timeout_s=timeout_s, schema=schema)
        try:
            yield client
        finally:
            client.close()


def new_stand_in(*, deleted_up_to: int = 0) -> StandIn:
    """A National Registry in which nothing has happened yet."""
    return StandIn(now=lambda: NOW, deleted_up_to=deleted_up_to)


def follow(client: HttpRegistry, **given: int):
    """Follow the registry once."""
    from budstikke.post.actions.address_register.follow_registry import follow_registry

    return follow_registry(registry=client, today=TODAY, now=NOW, **given)
