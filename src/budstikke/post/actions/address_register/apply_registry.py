"""Take over from one person's document what an event allows: number, name, death; and protection, always."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from budstikke.formats.registry.person import RegistryPerson
from budstikke.kit.vault import look_up_for
from budstikke.post.actions.address_register.persons import REGISTRY, note_change, number_columns
from budstikke.post.actions.address_register.protect import set_protection
from budstikke.post.actions.sealing import NUMBER
from budstikke.post.records.models import Person, PersonAlias
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.protection import OF_THE_REGISTRY
from budstikke.post.terms.forwarding.register import GENERAL_EVENT, Taken, apply_event
from budstikke.post.terms.forwarding.register_words import Change
from budstikke.post.terms.forwarding.switches import OldName

_ACTOR = "follow_registry"
_ALL = frozenset(Taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the registry said of a person: kinds of events, the number of the newest, and its day."""

    kinds: frozenset[str]
    source_ref: str
    on: date


def apply_person(document: RegistryPerson, *, told: Told, edition: ForwardingEdition, now: datetime) -> int:
    """
    Bring what we have of a person in step with the document, as far as the events allow; returns what was changed.

    Terms:   Forwarding §7 (numbers, names and deaths are taken, postal addresses never).
    Reading: the document is the person as they are now, so applying it again changes nothing. Protection is taken
    whatever the event was: it must never wait for the right one (decision 0103). The caller is in a transaction of
    the carrier.
    """
    persons = _of(document)
    if not persons:
        return 0
    taken = {Taken(each) for kind in told.kinds for each in _answer(kind, edition=edition)} | (
        _ALL if GENERAL_EVENT in told.kinds else set()
    )
    changed = 0
    if Taken.NATIONAL_ID in taken:
        changed += _number(persons, document, told=told, edition=edition, now=now)
        persons = _of(document)
    for person in persons:
        if Taken.NAME in taken:
            changed += _name(person, document, told=told, edition=edition, now=now)
        if Taken.DECEASED in taken:
            changed += _death(person, document, told=told, edition=edition, now=now)
        changed += set_protection(
            person,
            OF_THE_REGISTRY[document.grade],
            source=REGISTRY,
            source_ref=told.source_ref,
            actor=_ACTOR,
            edition=edition,
            now=now,
        )
    return changed


def _answer(kind: str, *, edition: ForwardingEdition) -> tuple[str, ...]:
    taken = apply_event(kind, edition=edition).answer["apply"]
    assert isinstance(taken, tuple)
    return taken


def _of(document: RegistryPerson) -> list[Person]:
    """Return, locked and in the order of their ids, everybody we have under a number of the document."""
    hashes = [each for number in document.numbers for each in look_up_for("post").hashes(number, kind=NUMBER)]
    return list(Person.objects.select_for_update().filter(national_number_lookup__in=hashes).order_by("id"))


def _number(
    persons: list[Person], document: RegistryPerson, *, told: Told, edition: ForwardingEdition, now: datetime
) -> int:
    """
    Give the one person behind several numbers the one that is in use; others we had of them lead there.

    A person the registry has taken apart again stands for themselves.
    """
    changed = 0
    in_use = look_up_for("post").hashes(document.number, kind=NUMBER) if document.number else []
    kept = next((each for each in persons if bytes(each.national_number_lookup or b"") in in_use), None)
    if kept is None and document.number:
        kept = persons[0]
        for name, value in number_columns(document.number, ref=kept.ref).items():
            setattr(kept, name, value)
        kept.save(update_fields=["national_number_sealed", "national_number_lookup"])
        changed += _write(kept, Change.NATIONAL_NUMBER, told=told, edition=edition, now=now)
    for person in persons:
        into = kept if kept is not None and person.id != kept.id else None
        if person.merged_into_id != (into.id if into else None):
            person.merged_into = into
            person.save(update_fields=["merged_into"])
            code = Change.MERGED if into else Change.TAKEN_APART
            changed += _write(person, code, told=told, edition=edition, now=now)
    return changed


def _name(
    person: Person, document: RegistryPerson, *, told: Told, edition: ForwardingEdition, now: datetime
) -> int:
    name = document.name
    if name is None or (person.given_name, person.middle_name, person.surname) == (
        name.given,
        name.middle,
        name.surname,
    ):
        return 0
    if edition.old_name is OldName.ALIAS:
        PersonAlias.objects.get_or_create(
            person=person,
            given_name=person.given_name,
            middle_name=person.middle_name,
            surname=person.surname,
            defaults={"until_on": told.on, "source": REGISTRY},
        )
    person.given_name, person.middle_name, person.surname = name.given, name.middle, name.surname
    person.save(update_fields=["given_name", "middle_name", "surname"])
    return _write(person, Change.NAME, told=told, edition=edition, now=now)


def _death(
    person: Person, document: RegistryPerson, *, told: Told, edition: ForwardingEdition, now: datetime
) -> int:
    # A death without its day is known from the day it was told; one that was taken back was none.
    died_on = (document.died_on or person.died_on or told.on) if document.died else None
    if person.died_on == died_on:
        return 0
    person.died_on = died_on
    person.save(update_fields=["died_on"])
    return _write(
        person, Change.DECEASED if died_on else Change.DEATH_ANNULLED, told=told, edition=edition, now=now
    )


# The event whose row in the terms allows each change.
_ALLOWS = {
    Change.NAME: "endringINavn",
    Change.DECEASED: "personErDoed",
    Change.DEATH_ANNULLED: "endringIDoedsfall",
    Change.NATIONAL_NUMBER: "endringIIdentifikasjonsnummer",
    Change.MERGED: "personErOpphoertSomDublett",
    Change.TAKEN_APART: "personErGjenopprettetVedSplitting",
}


def _write(person: Person, code: Change, *, told: Told, edition: ForwardingEdition, now: datetime) -> int:
    note_change(
        person,
        code=code,
        decision=apply_event(_ALLOWS[code], edition=edition),
        source=REGISTRY,
        source_ref=told.source_ref,
        actor=_ACTOR,
        inputs={"event": _ALLOWS[code]},
        now=now,
    )
    return 1
