"""What a person asks of the register in writing: taken as a case with its deadline, and answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from budstikke.kit.vault import vault_for
from budstikke.law.decision import Decision
from budstikke.post.actions.address_register.persons import (
    CASE,
    Address,
    address_of,
    note_address,
    note_change,
)
from budstikke.post.records.models import Person, PersonAlias, PostalAddress, RegisterCase
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import FORWARDING_BY_ID, forwarding_on
from budstikke.post.terms.forwarding.cases import CaseFacts, CaseKind, Received, prolong_case, take_case
from budstikke.post.terms.forwarding.register_words import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request, as it came; `words` are the person's own."""

    kind: CaseKind
    channel: Received
    words: str = field(default="", repr=False)
    identified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What is put right; what is None stays as it is."""

    given_name: str | None = field(default=None, repr=False)
    middle_name: str | None = field(default=None, repr=False)
    surname: str | None = field(default=None, repr=False)
    address: Address | None = field(default=None, repr=False)


def open_register_case(
    person: Person, asked: Asked, *, opened_by: str, received_on: date, now: datetime
) -> tuple[RegisterCase | None, Decision]:
    """
    Take a request as a case, with the deadline the edition of its day gives.

    Terms:   Forwarding §7.
    Refuses: REQUEST_NOT_WRITTEN, REQUESTER_UNKNOWN; then there is no case.
    """
    edition = forwarding_on(received_on)
    facts = CaseFacts(
        kind=asked.kind, received_on=received_on, channel=asked.channel, identified=asked.identified
    )
    decision = take_case(facts, edition=edition)
    if decision.refusals:
        return None, decision
    due_on, ref = decision.answer["due_on"], uuid4()
    assert isinstance(due_on, date)
    with acting_as(CARRIER):
        case = RegisterCase.objects.create(
            ref=ref,
            person=person,
            kind=asked.kind,
            edition=edition.id,
            received_on=received_on,
            due_on=due_on,
            opened_at=now,
            opened_by=opened_by,
            content_sealed=_sealed({"asked": asked.words}, ref=ref),
        )
        _changed(person, Change(f"{asked.kind}_ASKED".upper()), case, decision, actor=opened_by, now=now)
    return case, decision


def prolong_register_case(case: RegisterCase, *, actor: str, today: date, now: datetime) -> Decision:
    """
    Prolong a case's deadline once.

    Terms:   Forwarding §7.
    Refuses: TOO_LATE_TO_PROLONG.
    """
    with acting_as(CARRIER):
        held = RegisterCase.objects.select_for_update().select_related("person").get(id=case.id)
        decision = prolong_case(
            received_on=held.received_on,
            due_on=held.due_on,
            today=today,
            edition=FORWARDING_BY_ID[held.edition],
        )
        if not decision.refusals and held.closed_at is None:
            due_on = decision.answer["due_on"]
            assert isinstance(due_on, date)
            held.due_on, held.prolonged_on = due_on, today
            held.save(update_fields=["due_on", "prolonged_on"])
            _changed(held.person, Change.CASE_PROLONGED, held, decision, actor=actor, now=now)
    return decision


def reserve(case: RegisterCase, *, reserved: bool = True, actor: str, now: datetime) -> None:
    """
    Leave a person out of the updating of others' registers from now on, or let them in again; ends the case.

    Terms:   Forwarding §7.
    Reading: mail is redirected as before; only washes answer as for nobody (decision 0073).
    """
    with acting_as(CARRIER):
        held, person = _locked(case)
        person.reserved_at = (person.reserved_at or now) if reserved else None
        person.save(update_fields=["reserved_at"])
        _close(held, outcome="reserved" if reserved else "let_in", actor=actor, now=now)
        _changed(
            person,
            Change.RESERVED if reserved else Change.RESERVATION_ENDED,
            held,
            _decided(held),
            actor=actor,
            now=now,
        )


def correct(case: RegisterCase, correction: Correction, *, actor: str, today: date, now: datetime) -> None:
    """
    Put right what was wrong; the case keeps what stood there before and after, sealed.

    Terms:   Forwarding §7 (errors are corrected).
    Reading: a name that was wrong was never the person's and is no alias; but mail may bear it, so it is kept as
    one where it differs. An address holds from today; the one before is ended, not rewritten.
    """
    with acting_as(CARRIER):
        held, person = _locked(case)
        before = _shown(person, today=today)
        _correct_name(person, correction, today=today)
        if correction.address is not None:
            _correct_address(person, correction.address, case=held, today=today, now=now)
        after = _shown(person, today=today)
        held.content_sealed = _sealed({**content_of(held), "before": before, "after": after}, ref=held.ref)
        held.save(update_fields=["content_sealed"])
        _close(held, outcome="corrected", actor=actor, now=now)
        _changed(person, Change.CORRECTED, held, _decided(held), actor=actor, now=now)


def decline(case: RegisterCase, *, why: str, actor: str, now: datetime) -> None:
    """Answer a request with no; `why` is told to the person and kept sealed."""
    with acting_as(CARRIER):
        held, person = _locked(case)
        held.content_sealed = _sealed({**content_of(held), "declined": why}, ref=held.ref)
        held.save(update_fields=["content_sealed"])
        _close(held, outcome="declined", actor=actor, now=now)
        _changed(person, Change.CASE_DECLINED, held, _decided(held), actor=actor, now=now)


def close_answered(case: RegisterCase, *, outcome: str, actor: str, now: datetime) -> None:
    """End a case that was answered; the caller is in a transaction of the carrier."""
    held, person = _locked(case)
    _close(held, outcome=outcome, actor=actor, now=now)
    _changed(person, Change.ACCESS_GIVEN, held, _decided(held), actor=actor, now=now)


def open_cases(*, due_by: date | None = None) -> list[RegisterCase]:
    """Return the cases nobody has answered, the most urgent first."""
    with acting_as(CARRIER):
        asked = RegisterCase.objects.filter(closed_at=None).select_related("person").order_by("due_on", "id")
        return list(asked if due_by is None else asked.filter(due_on__lte=due_by))


def content_of(case: RegisterCase) -> Mapping[str, object]:
    """Return what was asked, and of a correction what stood there before and after; nothing once it was erased."""
    if case.content_sealed is None:
        return {}
    opened: dict[str, object] = json.loads(
        vault_for("post").open(bytes(case.content_sealed), context=f"register case:{case.ref}".encode())
    )
    return opened


def _correct_name(person: Person, correction: Correction, *, today: date) -> None:
    wanted = {
        name: value
        for name in ("given_name", "middle_name", "surname")
        if (value := getattr(correction, name)) is not None and value != getattr(person, name)
    }
    if not wanted:
        return
    PersonAlias.objects.get_or_create(
        person=person,
        given_name=person.given_name,
        middle_name=person.middle_name,
        surname=person.surname,
        defaults={"until_on": today, "source": "correction"},
    )
    for name, value in wanted.items():
        setattr(person, name, value)
    person.save(update_fields=list(wanted))


def _correct_address(
    person: Person, address: Address, *, case: RegisterCase, today: date, now: datetime
) -> None:
    note_address(person, address, from_on=today, source="correction", source_ref=str(case.ref), now=now)


def _shown(person: Person, *, today: date) -> dict[str, object]:
    row = PostalAddress.objects.filter(person=person, kind="permanent", held__contains=today).first()
    address = address_of(row) if row else None
    return {
        "name": person.name,
        "address": [address.street, address.postcode, address.city, address.country] if address else None,
    }


def _locked(case: RegisterCase) -> tuple[RegisterCase, Person]:
    person = Person.objects.select_for_update().get(id=case.person_id)
    held = RegisterCase.objects.select_for_update().get(id=case.id)
    if held.closed_at is not None:
        raise ValueError("the case was answered already")
    return held, person


def _close(case: RegisterCase, *, outcome: str, actor: str, now: datetime) -> None:
    case.closed_at, case.closed_by, case.outcome = now, actor, outcome
    case.save(update_fields=["closed_at", "closed_by", "outcome"])


def _decided(case: RegisterCase) -> Decision:
    facts = CaseFacts(kind=CaseKind(case.kind), received_on=case.received_on, channel=Received.LETTER)
    return take_case(facts, edition=FORWARDING_BY_ID[case.edition])


def _changed(
    person: Person, code: Change, case: RegisterCase, decision: Decision, *, actor: str, now: datetime
) -> None:
    note_change(
        person,
        code=code,
        decision=decision,
        source=CASE,
        source_ref=str(case.ref),
        actor=actor,
        inputs={"received_on": case.received_on, "due_on": case.due_on},
        now=now,
    )


def _sealed(content: Mapping[str, object], *, ref: UUID) -> bytes:
    return vault_for("post").seal(
        json.dumps(content, ensure_ascii=False).encode(), context=f"register case:{ref}".encode()
    )
