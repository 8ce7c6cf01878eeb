"""The moves that registers of others may be told: the same file however few doors are worked on at once."""

from __future__ import annotations

import io
from datetime import date

import pytest
from tests.actions import forwarding as street

from budstikke.formats.postal_address import name_key
from budstikke.post.actions.sorting import publish_moves as publishing
from budstikke.post.actions.sorting.order_facts import MailAddress, with_covers
from budstikke.post.records.models import Person
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.kinds import Service
from budstikke.post.terms.forwarding.moves_file import Moves

pytestmark = pytest.mark.usefixtures("post_database")
YEAR = Period(date(2026, 12, 7), date(2027, 12, 6))  # Monday to Monday
LATER = Period(date(2027, 3, 1), date(2028, 2, 29))  # Monday to Tuesday
NAMES = ("Kari", "Ola", "Per", "Eva", "Ida", "Liv")


def moves(*persons: object, old: MailAddress, new: MailAddress, days: Period = YEAR) -> None:
    """Have persons move for good."""
    want = street.wanted(
        persons[0], service=Service.PERMANENT, covered=persons, old=old, new=new, period=days
    )
    assert not street.order(want).refused


def house(number: int) -> MailAddress:
    """One of the street."""
    return MailAddress(street=f"Lilleveien {number}", postcode="5004", city="BERGEN")


def told(people: dict[str, MailAddress]) -> tuple[int, dict[tuple[str, date], str]]:
    """How many moves are published, and where they say who asked for at an address belongs, year by year."""
    stream = io.BytesIO()
    count = publishing.publish_moves(stream, now=street.NOW).moves
    stream.seek(0)
    moves = Moves(stream)
    found = {}
    for name, old in people.items():
        # Tuesday, Wednesday
        for day in (date(2026, 12, 8), date(2027, 6, 2)):
            where = {"address": old.key, "name": name_key(name), "day": day.toordinal()}
            if printed := moves.printed(**where):
                found[name, day] = printed.street
    return count, found


def test_a_door_at_a_time_is_the_same_file_with_few_orders_in_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One comes back to where they moved from, one reserved, one is protected; seven doors, two orders at a time."""
    people = [street.person(f"{name} Nordmann") for name in NAMES]
    for place, person in enumerate(people):
        moves(person, old=house(place), new=street.away(f"Nygata {place}"))
    moves(people[0], old=street.away("Nygata 0"), new=house(0), days=LATER)
    street.send_all()
    with acting_as(CARRIER):
        Person.objects.filter(ref=people[1]).update(reserved_at=street.NOW)
        Person.objects.filter(ref=people[2]).update(protection="confidential")
    everywhere = {f"{name} Nordmann": house(place) for place, name in enumerate(NAMES)}
    whole = told(everywhere)
    then, later = date(2026, 12, 8), date(2027, 6, 2)  # Tuesday, Wednesday
    assert whole[1] == {
        (f"{name} Nordmann", day): f"Nygata {place}"
        for place, name in enumerate(NAMES)
        for day in (then, later)
        if name not in ("Ola", "Per")
    }
    assert told({"Kari Nordmann": street.away("Nygata 0")})[1] == {("Kari Nordmann", later): "Lilleveien 0"}
    most: list[int] = []

    def counted(orders: object) -> object:
        rows = list(orders)  # type: ignore[call-overload]
        most.append(len(rows))
        return with_covers(rows)

    monkeypatch.setattr(publishing, "with_covers", counted)
    monkeypatch.setattr(publishing, "_DOORS", 1)
    assert told(everywhere) == whole
    assert sorted(most) == [1, 1, 1, 1, 1, 2, 2]
