"""One's own ways to be reached: shown masked, and changed once a code sent to the new one comes back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hmac import compare_digest
from secrets import randbelow
from uuid import UUID, uuid4

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from budstikke.kit.clock import local_day
from budstikke.kit.installation import is_test
from budstikke.kit.vault import vault_for
from budstikke.law.decision import Decision
from budstikke.post.actions import queue
from budstikke.post.actions.address_register.person_contact import contact_of_person, seal_contact_of
from budstikke.post.actions.address_register.persons import note_change, note_reading
from budstikke.post.actions.sealing import Contact
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.message import Message, MessageChannel
from budstikke.post.papers.contact_message import CODE_SUBJECT, code_text, subject
from budstikke.post.records.models import ContactChange, Person
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.contact import (
    CODE_COUNTS_FOR,
    CODES_WITHIN,
    MOST_TRIES,
    UNDONE_WITHIN,
    Way,
    code_sent,
    code_typed,
)
from budstikke.post.terms.forwarding.register_words import Change

BY_PERSON = "person"
_CHANNELS = {Way.MOBILE: "sms", Way.EMAIL: "email"}
_HIDDEN = "•"
_LONGEST = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A new way that waits for its code; `shown` is masked."""

    way: Way
    shown: str = field(repr=False)
    tries_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnContact:
    """The ways to reach a person, masked, each empty where none is known; and the one that waits for its code."""

    mobile: str = field(repr=False)
    email: str = field(repr=False)
    changed_on: date | None
    waiting: Waiting | None


def own_contact(ref: UUID, *, now: datetime) -> OwnContact:
    """
    Return how a person is reached, to that person, and note that it was seen.

    Terms: Forwarding §7.
    """
    with acting_as(CARRIER):
        person = Person.objects.get(ref=ref)
        note_reading([person], reader=str(ref), purpose="own_contact", fields=["contact"], now=now)
        known, row = contact_of_person(person), _waiting(person, now=now)
        return OwnContact(
            mobile=masked_mobile(known.mobile),
            email=masked_email(known.email),
            changed_on=person.contact_changed_on,
            waiting=_shown(row) if row else None,
        )


def well_formed(way: Way, typed: str) -> str | None:
    """Return a telephone number as +47…, an e-mail address as it was typed; None for what is none."""
    typed = typed.strip()
    if len(typed) > _LONGEST:
        return None
    if way is Way.EMAIL:
        try:
            EmailValidator()(typed)
        except ValidationError:
            return None
        return typed
    try:
        number = phonenumbers.parse(typed, "NO")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def send_contact_code(
    ref: UUID, *, way: Way, value: str, channels: Mapping[str, MessageChannel], now: datetime
) -> Decision:
    """
    Send a code to a new telephone or e-mail (`well_formed`); it takes the place of a code that was sent before.

    Terms:   Forwarding §7.
    Refuses: CONTACT_PUT_BACK, CONTACT_CODES_MANY.
    Raises:  Unreachable or Rejected where the code could not be sent; then nothing waits.
    """
    code = f"{randbelow(1_000_000):06}"
    with acting_as(CARRIER):
        person = Person.objects.select_for_update().get(ref=ref)
        sent = ContactChange.objects.filter(person=person, removes=False, asked_at__gt=now - CODES_WITHIN)
        asked = {"way": way, "sent_lately": sent.count(), "undone_lately": undone_lately(person, now=now)}
        decision = code_sent(**asked, edition=forwarding_on(local_day(now)))  # type: ignore[arg-type]
        if decision.refusals:
            return decision
        end_waiting(person)
        row_ref = uuid4()
        ContactChange.objects.create(
            ref=row_ref,
            person=person,
            way=way,
            asked_at=now,
            asked_sealed=_sealed({"value": value, "code": code}, ref=row_ref, kind="asked"),
        )
        note_of_contact(person, Change.CONTACT_CODE_SENT, decision, row_ref, inputs=asked, now=now)
    try:
        channels[_CHANNELS[way]].send(_code_message(row_ref, way=way, value=value, code=code))
    except (Unreachable, Rejected):
        with acting_as(CARRIER):
            # Only this one: another may have been asked for while the channel kept us waiting.
            ContactChange.objects.filter(ref=row_ref).update(asked_sealed=None)
        raise
    return decision


def type_contact_code(ref: UUID, *, code: str, now: datetime) -> Decision | None:
    """
    Take the code that came back: the new telephone or e-mail counts from then on, and the old ones are told.

    Terms:   Forwarding §7.
    Returns: None where no code waits.
    Refuses: CONTACT_CODE_OVER, CONTACT_CODE_WRONG.
    """
    with acting_as(CARRIER):
        person = Person.objects.select_for_update().get(ref=ref)
        row = ContactChange.objects.filter(person=person).exclude(asked_sealed=None).order_by("-id").first()
        if row is None:
            return None
        asked = _opened(row.asked_sealed, ref=row.ref, kind="asked")
        fits = compare_digest(re.sub(r"\D", "", code).encode(), asked["code"].encode())
        age = now - row.asked_at
        decision = code_typed(
            way=Way(row.way),
            fits=fits,
            tries_before=row.tries,
            age=age,
            edition=forwarding_on(local_day(now)),
        )
        inputs = {"way": row.way, "fits": fits, "tries_before": row.tries, "age_s": int(age.total_seconds())}
        row.tries += 1
        if not decision.refusals:
            row.asked_sealed = None
            change_ways(person, row, replace(contact_of_person(person), **{row.way: asked["value"]}), now=now)
            note_of_contact(person, Change.CONTACT_CHANGED, decision, row.ref, inputs=inputs, now=now)
        elif decision.refusals[0].code == "CONTACT_CODE_OVER":
            row.asked_sealed = None
            note_of_contact(person, Change.CONTACT_NOT_CHANGED, decision, row.ref, inputs=inputs, now=now)
        row.save(update_fields=["tries", "asked_sealed", "before_sealed", "changed_at"])
    return decision


def masked_mobile(number: str) -> str:
    """Return a telephone number with all but its last two digits hidden; who has it knows it again."""
    return f"{_HIDDEN * 6} {number[-2:]}" if number else ""


def masked_email(address: str) -> str:
    """Return an e-mail address with its name hidden but for the first letter."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}{_HIDDEN * 5}{at}{domain}" if address else ""


def before_change(row: ContactChange) -> Contact:
    """Return the ways a person had before a change, while they can be put back."""
    return (
        Contact(**_opened(row.before_sealed, ref=row.ref, kind="before")) if row.before_sealed else Contact()
    )


def change_ways(person: Person, row: ContactChange, changed: Contact, *, now: datetime) -> None:
    """Let other ways count from now on, and have the ones before told; the caller saves the row."""
    known = contact_of_person(person)
    write_ways(person, changed, now=now)
    row.changed_at = now
    if known.mobile or known.email:
        before = {"mobile": known.mobile, "email": known.email}
        row.before_sealed = _sealed(before, ref=row.ref, kind="before")
        queue.tell_former_contact(row.id)


def write_ways(person: Person, ways: Contact, *, now: datetime) -> None:
    """Write down how a person is reached, and the day, which the rule of velocity reads."""
    Person.objects.filter(id=person.id).update(
        contact_sealed=seal_contact_of(ways, ref=person.ref), contact_changed_on=local_day(now)
    )


def undone_lately(person: Person, *, now: datetime) -> bool:
    """Say whether a change of the person's ways was undone so lately that nothing new counts."""
    return ContactChange.objects.filter(person=person, undone_at__gt=now - UNDONE_WITHIN).exists()


def note_of_contact(
    person: Person,
    code: Change,
    decision: Decision,
    ref: UUID,
    *,
    inputs: Mapping[str, object],
    now: datetime,
) -> None:
    """Write down what happened to a person's ways, as a change of the register."""
    note_change(
        person,
        code=code,
        decision=decision,
        source=BY_PERSON,
        source_ref=str(ref),
        actor=BY_PERSON,
        inputs=inputs,
        now=now,
    )


def _waiting(person: Person, *, now: datetime) -> ContactChange | None:
    return (
        ContactChange.objects.filter(person=person, asked_at__gt=now - CODE_COUNTS_FOR, tries__lt=MOST_TRIES)
        .exclude(asked_sealed=None)
        .order_by("-id")
        .first()
    )


def end_waiting(person: Person) -> None:
    """Let no code count any more that was sent for a person."""
    ContactChange.objects.filter(person=person).exclude(asked_sealed=None).update(asked_sealed=None)


def _shown(row: ContactChange) -> Waiting:
    value, way = _opened(row.asked_sealed, ref=row.ref, kind="asked")["value"], Way(row.way)
    shown = masked_mobile(value) if way is Way.MOBILE else masked_email(value)
    return Waiting(way=way, shown=shown, tries_left=MOST_TRIES - row.tries)


def _code_message(ref: UUID, *, way: Way, value: str, code: str) -> Message:
    text = code_text(code, test=is_test())
    return Message(
        key=f"contact-code-{ref}",
        mobile=value if way is Way.MOBILE else "",
        email=value if way is Way.EMAIL else "",
        subject=subject(CODE_SUBJECT, test=is_test()),
        text=text,
        short_text=text,
    )


def _sealed(content: Mapping[str, str], *, ref: UUID, kind: str) -> bytes:
    return vault_for("post").seal(
        json.dumps(content, ensure_ascii=False).encode(), context=_context(ref, kind)
    )


def _opened(sealed: bytes | memoryview | None, *, ref: UUID, kind: str) -> dict[str, str]:
    assert sealed is not None, "asked for where there is something"
    opened: dict[str, str] = json.loads(vault_for("post").open(bytes(sealed), context=_context(ref, kind)))
    return opened


def _context(ref: UUID, kind: str) -> bytes:
    return f"contact change:{ref}:{kind}".encode()
