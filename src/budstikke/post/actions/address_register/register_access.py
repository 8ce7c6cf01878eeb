"""Give a person everything the register holds of them, where it comes from, and who has seen it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from django.db.backends.postgresql.psycopg_any import DateRange

from budstikke.kit.installation import is_test
from budstikke.law.words import Words
from budstikke.post.actions.address_register.find_letters import find_letters
from budstikke.post.actions.address_register.own_contact import before_change
from budstikke.post.actions.address_register.person_contact import contact_of_person
from budstikke.post.actions.address_register.persons import address_of, note_reading, number_of
from budstikke.post.actions.address_register.proofs_held import proofs_held
from budstikke.post.actions.address_register.register_cases import close_answered, content_of
from budstikke.post.actions.sorting.order_facts import addresses_of
from budstikke.post.papers.register_copy import RegisterCopy, Section
from budstikke.post.records.models import ForwardingCover, Person, RegisterCase
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.cases import CaseKind
from budstikke.post.terms.forwarding.holdings import BASIS, HOLDINGS
from budstikke.post.terms.forwarding.protection import may_see
from budstikke.post.terms.forwarding.register_words import shown

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Everything held of one person, by the codes of terms.forwarding.holdings; never shown in representations."""

    reference: str
    made_at: datetime
    holdings: Mapping[str, Sequence[Row]] = field(repr=False)

    def as_json(self) -> dict[str, object]:
        """Return the export as plain JSON values."""
        return {
            "reference": self.reference,
            "made_at": self.made_at.isoformat(),
            "test": is_test(),
            "basis": BASIS.as_json(),
            "holdings": [
                {
                    "code": code,
                    "words": HOLDINGS[code].words.as_json(),
                    "source": HOLDINGS[code].source.as_json(),
                    "rows": [dict(row) for row in rows],
                }
                for code, rows in self.holdings.items()
            ],
        }

    def as_paper(self) -> RegisterCopy:
        """Return the export as it is set for reading."""
        return RegisterCopy(
            reference=self.reference,
            made_at=self.made_at,
            basis=BASIS,
            test=is_test(),
            sections=[
                Section(
                    words=HOLDINGS[code].words,
                    source=HOLDINGS[code].source,
                    heads=tuple(_HEADS[name] for name in rows[0]) if rows and len(rows[0]) > 1 else (),
                    rows=tuple(tuple(shown(cell) for cell in row.values()) for row in rows),
                )
                for code, rows in self.holdings.items()
            ],
        )


def give_access(
    case: RegisterCase, *, reader: str, has_right: bool, is_the_person: bool = False, now: datetime
) -> Access | None:
    """
    Answer a request for access with everything that is held, and end the case; None where the reader may not see it.

    Terms:   Forwarding §7 (whoever receives mail may learn what is listed).
    Reading: who has seen it is part of what is held, this reading too. Of a protected person only the person, or
    staff with the special right, gets anything; others are answered as for somebody unknown (decision 0103).
    """
    assert case.kind == CaseKind.ACCESS, case.kind
    with acting_as(CARRIER):
        person = Person.objects.select_for_update().get(id=case.person_id)
        if not may_see(protection=person.protection, has_right=has_right, is_the_person=is_the_person):
            return None
        note_reading(
            [person], reader=reader, purpose="access", fields=tuple(HOLDINGS), about=str(case.ref), now=now
        )
        close_answered(case, outcome="given", actor=reader, now=now)
        return _gathered(person, reference=str(case.ref), now=now)


def own_copy(person: Person, *, now: datetime) -> Access:
    """
    Return what the register holds to the person who is signed in; no case is needed for what is given at once.

    Terms: Forwarding §7.
    """
    with acting_as(CARRIER):
        held = Person.objects.get(id=person.id)
        note_reading([held], reader=str(held.ref), purpose="own_copy", fields=tuple(HOLDINGS), now=now)
        return _gathered(held, reference=str(held.ref), now=now)


def _gathered(person: Person, *, reference: str, now: datetime) -> Access:
    return Access(
        reference=reference,
        made_at=now,
        holdings={code: GATHERERS[code](person) for code in HOLDINGS},
    )


def _number(person: Person) -> list[Row]:
    return _one("national_number", number_of(person))


def _aliases(person: Person) -> list[Row]:
    return [
        {"name": each.name, "until": each.until_on.isoformat(), "source": each.source}
        for each in person.aliases.order_by("id")
    ]


def _contact(person: Person) -> list[Row]:
    contact = contact_of_person(person)
    former = [
        before_change(each) for each in person.contact_changes.exclude(before_sealed=None).order_by("id")
    ]
    ways = [*_one("mobile", contact.mobile), *_one("email", contact.email)]
    # Kept while they can be put back.
    return [
        *ways,
        *(
            row
            for each in former
            for row in (*_one("former_mobile", each.mobile), *_one("former_email", each.email))
        ),
    ]


def _addresses(person: Person) -> list[Row]:
    rows: list[Row] = []
    for each in person.addresses.order_by("id"):
        address, days = address_of(each), cast(DateRange, each.held)
        rows.append(
            {
                "kind": each.kind,
                "address": ", ".join(
                    part
                    for part in (
                        address.care_of,
                        address.street,
                        address.unit,
                        f"{address.postcode} {address.city}",
                        address.country,
                    )
                    if part
                ),
                "from": str(days.lower or ""),
                "until": str(days.upper or ""),
                "source": f"{each.source} {each.source_ref}".strip(),
            }
        )
    return rows


def _households(person: Person) -> list[Row]:
    # Who else is in it is theirs to be told.
    return [
        {
            "order": each.household.order_ref,
            "from": each.joined_on.isoformat(),
            "until": each.left_on.isoformat() if each.left_on else "",
        }
        for each in person.householdmember_set.select_related("household").order_by("id")
    ]


def _orders(person: Person) -> list[Row]:
    rows: list[Row] = []
    for cover in ForwardingCover.objects.filter(person=person).select_related("order").order_by("id"):
        order = cover.order
        # Where somebody covered beside them is protected, the places are not theirs alone to be told.
        shared = (
            order.covers.exclude(person=person).exclude(person__protection="").exclude(person=None).exists()
        )
        old, new = addresses_of(order) if order.addresses_sealed is not None and not shared else (None, None)
        rows.append(
            {
                "order": order.reference,
                "kind": order.service,
                "state": order.state,
                "at": order.ordered_at.isoformat(),
                "address": ", ".join(old.lines) if old else "",
                "to": ", ".join(new.lines) if new else "",
            }
        )
    return rows


def _moves(person: Person) -> list[Row]:
    return [
        {
            "order": each.move.order_ref,
            "at": each.move.sent_at.isoformat() if each.move.sent_at else "",
            "agreed": each.agreed_at.isoformat(),
            "state": "annulled" if each.move.annuls_id else each.move.refused or each.move.receipt,
        }
        for each in person.movingperson_set.select_related("move").order_by("id")
    ]


def _cases(person: Person) -> list[Row]:
    return [
        {
            "kind": each.kind,
            "from": each.received_on.isoformat(),
            "due": each.due_on.isoformat(),
            "state": each.outcome,
            "asked": str(content_of(each).get("asked", "")),
        }
        for each in person.cases.order_by("id")
    ]


def _changes(person: Person) -> list[Row]:
    return [
        {
            "at": each.at.isoformat(),
            "change": each.code,
            "source": f"{each.source} {each.source_ref}".strip(),
            "by": each.actor,
        }
        for each in person.changes.order_by("id")
    ]


def _reads(person: Person) -> list[Row]:
    return [
        {
            "at": each.at.isoformat(),
            "by": each.reader,
            "purpose": each.purpose,
            "fields": ", ".join(each.fields),
            "about": each.about,
        }
        for each in person.reads.order_by("id")
    ]


def _letters(person: Person) -> list[Row]:
    number = number_of(person)
    return [
        {"letter": str(each["number"]), "state": str(each["state"]), "at": str(each["booked_at"])}
        for each in (find_letters(number) if number else ())
    ]


def _one(name: str, value: object) -> list[Row]:
    return [{name: str(value)}] if value else []


GATHERERS: Mapping[str, Callable[[Person], list[Row]]] = {
    "national_number": _number,
    "name": lambda person: _one("name", person.name),
    "earlier_names": _aliases,
    "born_on": lambda person: _one("day", person.born_on),
    "died_on": lambda person: _one("day", person.died_on),
    "protection": lambda person: _one("protection", person.protection),
    "contact": _contact,
    "reserved_at": lambda person: _one("at", person.reserved_at),
    "locked_at": lambda person: _one("at", person.locked_at),
    "addresses": _addresses,
    "households": _households,
    "orders": _orders,
    "proofs": proofs_held,
    "moves": _moves,
    "cases": _cases,
    "changes": _changes,
    "reads": _reads,
    "letters": _letters,
}
_HEADS: Mapping[str, Words] = {
    name: Words(no=no, en=en)
    for name, no, en in (
        ("name", "Navn", "Name"),
        ("from", "Fra", "From"),
        ("until", "Til", "Until"),
        ("source", "Kilde", "Source"),
        ("kind", "Slag", "Kind"),
        ("address", "Adresse", "Address"),
        ("to", "Ny adresse", "New address"),
        ("order", "Bestilling", "Order"),
        ("state", "Status", "State"),
        ("at", "Tidspunkt", "When"),
        ("agreed", "Samtykke", "Consent"),
        ("due", "Frist", "Deadline"),
        ("kept_until", "Slettes", "Erased"),
        ("seen", "Sett av", "Seen by"),
        ("asked", "Kravet", "The request"),
        ("change", "Endring", "Change"),
        ("by", "Av", "By"),
        ("purpose", "Formål", "Purpose"),
        ("fields", "Opplysninger", "Information"),
        ("about", "Gjelder", "About"),
        ("letter", "Brev", "Letter"),
    )
}
