"""Who signs in or is named: known by number, named by the National Registry, never by whoever types a name."""

from __future__ import annotations

import pytest
from tests.actions import registered
from tests.actions.line import NOW

from budstikke.post.actions.address_register.citizens import NameTold, citizen_of, person_named
from budstikke.post.channels.registry_stand_in import StandIn
from budstikke.post.records.models import Person
from budstikke.post.records.scope import CARRIER, acting_as

pytestmark = pytest.mark.usefixtures("post_database")
TOLD = NameTold(given="Aase", surname="Eksempel")


def persons() -> list[str]:
    """Everybody in the register, by name."""
    with acting_as(CARRIER):
        return [each.name for each in Person.objects.order_by("id")]


def test_the_registry_names_whoever_the_register_does_not_know() -> None:
    """Entered once, with the date of birth; the signed claim counts only where the registry says nothing."""
    stand_in = StandIn(now=lambda: NOW)
    stand_in.enter(registered.number(3), given="Åse", surname="Prøve", born_on=registered.BORN_ON)
    with registered.registry(stand_in) as registry:
        first = citizen_of(registered.number(3), told=TOLD, registry=registry, now=NOW)
        assert first is not None
        assert citizen_of(registered.number(3), registry=registry, now=NOW) == first
        assert citizen_of(registered.number(4), registry=registry, now=NOW) is None
    assert persons() == ["Åse Prøve"]
    assert citizen_of(registered.number(4), told=TOLD, registry=None, now=NOW) is not None
    assert persons() == ["Åse Prøve", "Aase Eksempel"]


def test_a_person_is_named_by_number_and_name_together() -> None:
    """Another name, an unknown number and a number that is none are one answer."""
    number = registered.entered(given="Kari Anne")
    ref = registered.person().ref
    for name in ("Kari Anne Nordmann", "kari nordmann"):
        assert person_named(number, name=name, registry=None, now=NOW) == ref
    assert person_named(f"{number[:6]} {number[6:]}", name="Kari Nordmann", registry=None, now=NOW) == ref
    for told, name in ((number, "Ola Nordmann"), (registered.number(9), "Kari Nordmann"), ("1", "Kari")):
        assert person_named(told, name=name, registry=None, now=NOW) is None


def test_nobody_is_entered_because_somebody_tried_a_number() -> None:
    """Only whom the National Registry calls by the name that was typed."""
    stand_in = StandIn(now=lambda: NOW)
    stand_in.enter(registered.number(3), given="Åse", surname="Prøve", born_on=registered.BORN_ON)
    with registered.registry(stand_in) as registry:
        assert person_named(registered.number(3), name="Kari Nordmann", registry=registry, now=NOW) is None
        assert persons() == []
        assert person_named(registered.number(3), name="Åse Prøve", registry=registry, now=NOW) is not None
    assert persons() == ["Åse Prøve"]


def test_who_has_died_signs_in_nowhere_and_is_named_by_the_estate_alone() -> None:
    """Whatever the sign-in says."""
    number = registered.entered()
    with acting_as(CARRIER):
        Person.objects.update(died_on=registered.EARLIER)
    assert citizen_of(number, registry=None, now=NOW) is None
    assert person_named(number, name="Kari Nordmann", registry=None, now=NOW) is None
    dead = person_named(number, name="Kari Nordmann", registry=None, may_be_dead=True, now=NOW)
    assert dead == registered.person().ref


def test_somebody_entered_twice_at_once_is_one_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second looked before the first had written: both get the same person."""
    from budstikke.post.actions.address_register import persons as register

    first = citizen_of(registered.number(4), told=TOLD, registry=None, now=NOW)
    looked: list[str] = []
    find = register.find_person

    def too_early(number: str) -> Person | None:
        looked.append(number)
        return None if len(looked) == 1 else find(number)

    monkeypatch.setattr(register, "find_person", too_early)
    new = register.NewPerson(given_name="Aase", surname="Eksempel", national_number=registered.number(4))
    with acting_as(CARRIER):
        assert register.enter_person(new, now=NOW).ref == first
