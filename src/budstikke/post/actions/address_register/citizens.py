"""Who signs in at the web door, or is named there: the person of the address register behind a national number."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from budstikke.formats import national_number as numbers
from budstikke.formats.malformed import Malformed
from budstikke.formats.postal_address import name_key
from budstikke.formats.registry.person import RegistryName, RegistryPerson
from budstikke.kit.clock import local_day
from budstikke.kit.installation import is_test
from budstikke.post.actions.address_register.apply_registry import Told, apply_person
from budstikke.post.actions.address_register.persons import (
    Address,
    NewPerson,
    address_of,
    enter_person,
    find_person,
    note_reading,
)
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.registry import Registry
from budstikke.post.records.models import Person, PersonAlias, PostalAddress
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.register import GENERAL_EVENT


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTold:
    """A name that whoever signed somebody in vouches for; never one that was typed."""

    given: str = field(repr=False)
    surname: str = field(repr=False)


def citizen_of(
    national_number: str, *, told: NameTold | None = None, registry: Registry | None, now: datetime
) -> UUID | None:
    """
    Return the ref of whoever has a national number, entered now if the register did not know them.

    Terms:   Forwarding §7 (everybody who receives mail is registered; numbers and names come from the National
    Registry).
    Reading: by the name decides whose mail an order moves, so a name is taken from the National Registry or from a
    signed claim and never from who orders (decision 0144).
    Returns: None where nobody who may vouch for it tells the name, and for who has died.
    """
    person = _known(national_number)
    if person is None:
        document = _asked(national_number, registry)
        person = _entered(national_number, document=document, told=told, now=now)
    return person.ref if person is not None and person.died_on is None else None


def person_named(
    national_number: str, *, name: str, registry: Registry | None, may_be_dead: bool = False, now: datetime
) -> UUID | None:
    """
    Return the ref of somebody another person names by number and name together.

    Terms:   Forwarding §1, §7.
    Reading: a number alone names nobody: whoever tries numbers must not learn whose they are. Unknown, of another
    name and dead are answered alike, and protected persons like all others.
    """
    number = numbers.canonical(national_number)
    if not numbers.is_valid(number, synthetic=is_test()):
        return None
    person = _known(number)
    if person is None:
        document = _asked(number, registry)
        # Nobody is entered because somebody tried a number.
        if document is None or document.name is None or name_key(name) not in _spellings(document.name):
            return None
        person = _entered(number, document=document, told=None, now=now)
    if person is None or (person.died_on is not None and not may_be_dead):
        return None
    return person.ref if name_key(name) in _names(person) else None


def _names(person: Person) -> set[str]:
    """Return the keys of the names somebody goes by, earlier ones too."""
    with acting_as(CARRIER):
        earlier = [each.name for each in PersonAlias.objects.filter(person=person)]
    now = RegistryName(given=person.given_name, middle=person.middle_name, surname=person.surname)
    return _spellings(now) | {name_key(name) for name in earlier}


def _spellings(name: RegistryName) -> set[str]:
    """Return the keys of a name: whole, without the middle name, by the first given name."""
    first, *_ = name.given.split(" ")
    told = (
        f"{name.given} {name.middle} {name.surname}",
        f"{name.given} {name.surname}",
        f"{first} {name.surname}",
    )
    return {key for each in told if (key := name_key(each))}


def _known(national_number: str) -> Person | None:
    with acting_as(CARRIER):
        return find_person(national_number)


def _asked(national_number: str, registry: Registry | None) -> RegistryPerson | None:
    """Ask the National Registry who it is; one that is down tells nothing."""
    if registry is None:
        return None
    try:
        found = registry.persons([national_number])
    except (Unreachable, Rejected, Malformed):
        return None
    return next((each for each in found if each.number == national_number), None)


def _entered(
    national_number: str, *, document: RegistryPerson | None, told: NameTold | None, now: datetime
) -> Person | None:
    if document is not None and document.name is not None:
        name, born_on = document.name, document.born_on
        new = NewPerson(
            given_name=name.given,
            middle_name=name.middle,
            surname=name.surname,
            national_number=national_number,
            born_on=born_on,
        )
    elif told is not None:
        new = NewPerson(given_name=told.given, surname=told.surname, national_number=national_number)
    else:
        return None
    today = local_day(now)
    with acting_as(CARRIER):
        entered = enter_person(new, now=now)
        if document is not None:
            # Protection and death are taken with the very first look.
            as_told = Told(kinds=frozenset({GENERAL_EVENT}), source_ref="", on=today)
            apply_person(document, told=as_told, edition=forwarding_on(today), now=now)
            entered.refresh_from_db()
    return entered


def own_address(ref: UUID, *, now: datetime) -> Address | None:
    """
    Return where the register has a person's mail go today, to the person who is signed in; None where it has nothing.

    Terms: Forwarding §7.
    """
    with acting_as(CARRIER):
        person = Person.objects.get(ref=ref)
        row = PostalAddress.objects.filter(
            person=person, kind="permanent", held__contains=local_day(now)
        ).first()
        if row is None:
            return None
        note_reading([person], reader=str(ref), purpose="own_copy", fields=("addresses",), now=now)
        return address_of(row)
