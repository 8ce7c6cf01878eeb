"""Persons of the address register: entered, found by number, given an address, and every reading written down."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import cast
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from budstikke.kit.vault import look_up_for, vault_for
from budstikke.law.decision import Decision
from budstikke.post.actions.recorded import recorded
from budstikke.post.actions.sealing import NUMBER
from budstikke.post.records.models import Person, PostalAddress, RegisterChange, RegisterRead
from budstikke.post.terms.forwarding.protection import Protection
from budstikke.post.terms.forwarding.register_words import Change

# What changes and readings are done by where no clerk does them.
REGISTRY, ORDER, CASE, STAFF = "registry", "order", "case", "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody to be entered; kept out of representations, which end up in logs."""

    given_name: str = field(repr=False)
    surname: str = field(repr=False)
    middle_name: str = field(default="", repr=False)
    national_number: str = field(default="", repr=False)
    born_on: date | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where mail goes; kept out of representations."""

    street: str = field(repr=False)
    postcode: str = field(repr=False)
    city: str = field(repr=False)
    country: str = field(default="NO", repr=False)
    care_of: str = field(default="", repr=False)
    unit: str = field(default="", repr=False)


def enter_person(new: NewPerson, *, now: datetime) -> Person:
    """
    Enter a person, or return the one who has the number already; the caller is in a transaction of the carrier.

    Terms: Forwarding §7 (whoever receives mail is registered; no consent is asked).
    """
    found = find_person(new.national_number) if new.national_number else None
    if found is not None:
        return found
    ref = uuid4()
    try:
        with transaction.atomic():
            return Person.objects.create(
                ref=ref,
                given_name=new.given_name,
                middle_name=new.middle_name,
                surname=new.surname,
                born_on=new.born_on,
                entered_at=now,
                **number_columns(new.national_number, ref=ref),
            )
    except IntegrityError:
        # Somebody else entered them that very moment.
        found = find_person(new.national_number)
        if found is None:
            raise
        return found


def number_columns(national_number: str, *, ref: UUID) -> dict[str, bytes | None]:
    """Return the columns that hold a national number: sealed to the person, and its keyed hash."""
    if not national_number:
        return {"national_number_sealed": None, "national_number_lookup": None}
    return {
        "national_number_sealed": vault_for("post").seal(
            national_number.encode(), context=f"person:{ref}:number".encode()
        ),
        "national_number_lookup": look_up_for("post").hash(national_number, kind=NUMBER),
    }


def number_of(person: Person) -> str:
    """
    Return a person's national number; nothing where none is known.

    Raises: kit.vault.CannotOpen when the row was changed.
    """
    if person.national_number_sealed is None:
        return ""
    opened = vault_for("post").open(
        bytes(person.national_number_sealed), context=f"person:{person.ref}:number".encode()
    )
    return opened.decode()


def find_person(national_number: str) -> Person | None:
    """
    Return the person of a national number; of one who was a duplicate, who it was all along.

    Reading: also while hashes are computed anew after a rotation; then a person may be under either key.
    """
    hashes = look_up_for("post").hashes(national_number, kind=NUMBER)
    person = Person.objects.filter(national_number_lookup__in=hashes).first()
    while person is not None and person.merged_into is not None:
        person = person.merged_into
    return person


def find_for_staff(national_number: str, *, has_right: bool) -> Person | None:
    """
    Return the person of a national number, as staff may find them; None for unknown and protected alike.

    Reading: who is protected is left out by the very statement that looks, so the answer and its time are those for
    somebody unknown (decision 0103).
    """
    hashes = look_up_for("post").hashes(national_number, kind=NUMBER)
    asked = Person.objects.filter(national_number_lookup__in=hashes, merged_into=None)
    return (asked if has_right else asked.filter(protection=Protection.NONE)).first()


def note_address(
    person: Person,
    address: Address,
    *,
    from_on: date,
    until_on: date | None = None,
    kind: str = "permanent",
    source: str = ORDER,
    source_ref: str = "",
    now: datetime,
) -> PostalAddress:
    """
    Have a person's mail go somewhere from a day on; what held until then ends the day before.

    Terms:   Forwarding §2 (a new permanent postal address is registered), §3 (the permanent one stays).
    Reading: `until_on` is the last day; None: until further notice, or until the one that is known to follow. The
    caller is in a transaction of the carrier and holds the person.
    Raises:  django.db.IntegrityError when an address of the kind lies wholly in the days.
    """
    held = PostalAddress.objects.filter(person=person, kind=kind, held__contains=from_on).first()
    if held is not None:
        began = cast(DateRange, held.held).lower
        # What begins on the same day takes the place of what never held.
        held.held = DateRange(empty=True) if began == from_on else DateRange(began, from_on, "[)")
        held.save(update_fields=["held"])
    following = PostalAddress.objects.filter(person=person, kind=kind, held__startswith__gt=from_on)
    first = following.order_by("held").values_list("held", flat=True).first()
    until = cast(DateRange, first).lower if first else None
    if until_on is not None:
        until = date.fromordinal(until_on.toordinal() + 1)
    ref = uuid4()
    return PostalAddress.objects.create(
        ref=ref,
        person=person,
        kind=kind,
        held=DateRange(from_on, until, "[)"),
        address_sealed=vault_for("post").seal(
            json.dumps(asdict(address), ensure_ascii=False).encode(), context=f"address:{ref}".encode()
        ),
        source=source,
        source_ref=source_ref,
        recorded_at=now,
    )


def address_of(row: PostalAddress) -> Address:
    """
    Return an address.

    Raises: kit.vault.CannotOpen when the row was changed.
    """
    opened = vault_for("post").open(bytes(row.address_sealed), context=f"address:{row.ref}".encode())
    return Address(**json.loads(opened))


def note_reading(
    persons: Iterable[Person],
    *,
    reader: str,
    purpose: str,
    fields: Sequence[str],
    about: str = "",
    now: datetime,
) -> None:
    """
    Write down who saw what of whom; in the transaction in which it is seen.

    Terms: Forwarding §7 (a person may ask what is listed; that includes who has seen it).
    """
    RegisterRead.objects.bulk_create(
        RegisterRead(person=each, at=now, reader=reader, purpose=purpose, fields=list(fields), about=about)
        for each in persons
    )


def note_change(
    person: Person,
    *,
    code: Change,
    decision: Decision,
    source: str,
    source_ref: str = "",
    actor: str,
    inputs: Mapping[str, object] | None = None,
    now: datetime,
) -> RegisterChange:
    """
    Write down that something of a person was changed, on what decision; never the values.

    Reading: this row is what the evidence of the change is made from (actions/proving/evidence_of_register.py).
    """
    return RegisterChange.objects.create(
        person=person,
        at=now,
        code=code,
        source=source,
        source_ref=source_ref,
        actor=actor,
        decision=recorded(decision, **(inputs or {})),
    )
