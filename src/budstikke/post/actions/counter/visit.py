"""A visit to a counter about forwarding: opened at a station, the person identified by a document, ended."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from budstikke.formats import national_number
from budstikke.formats.malformed import Malformed
from budstikke.law.decision import Decision
from budstikke.law.refusal import Refusal
from budstikke.post.actions.address_register.persons import NewPerson, enter_person, find_person, note_reading
from budstikke.post.actions.counter.check_identity import name_rules, without_words
from budstikke.post.actions.counter.draft import Draft
from budstikke.post.actions.counter.gather import Sent, presented_by, sent_into
from budstikke.post.actions.counter.keep_draft import draft_of
from budstikke.post.actions.counter.preview_check import Preview
from budstikke.post.actions.counter.readings_shown import ReadingShown, readings_shown
from budstikke.post.actions.counter.under_way import DocumentShown
from budstikke.post.actions.reading.read_document import Reading, read_document
from budstikke.post.actions.recorded import recorded
from budstikke.post.actions.sealing import seal_for_visit, unseal_from_visit
from budstikke.post.records.models import Outlet, Person, Station
from budstikke.post.records.models import Visit as VisitRow
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import forwarding_on, pum_on
from budstikke.post.terms.forwarding.in_person import identified_in_person
from budstikke.post.terms.pum.documents_for_letter import Says, accepted_for
from budstikke.post.terms.pum.id_check import SIGNATURE, NameVerdict, recognised_kinds, still_to_do
from budstikke.post.terms.pum.outlets import OutletFacts, can_check
from budstikke.post.terms.refusals import station as at_station


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """
    A visit as it stands: the document so far, and whom it showed.

    `person` is the register's reference, None until the document has passed; `checked` the decision that passed it,
    as it is recorded. `wanted` is the form of an order, as it was typed; `sent` what devices read from the document.
    """

    nonce: UUID
    station_id: int
    clerk: str
    draft: Draft = field(repr=False)
    wanted: dict[str, str] = field(repr=False)
    person: UUID | None = None
    checked: dict[str, object] | None = None
    sent: tuple[Sent, ...] = field(default=(), repr=False)


def open_visit(*, station_id: int, clerk: str, nonce: UUID, now: datetime) -> UUID:
    """
    Open a visit at a station; whatever was left open there by another clerk is erased.

    Returns: the visit's nonce: that of the clerk's own open visit, where there is one.
    """
    with acting_as(CARRIER):
        Station.objects.select_for_update().get(id=station_id)
        before = VisitRow.objects.filter(station_id=station_id).first()
        if before is not None and before.clerk == clerk:
            # Readings go to what the clerk did something with last.
            VisitRow.objects.filter(nonce=before.nonce).update(touched_at=now)
            return before.nonce
        VisitRow.objects.filter(station_id=station_id).delete()
        VisitRow.objects.create(
            nonce=nonce, station_id=station_id, clerk=clerk, opened_at=now, touched_at=now
        )
    return nonce


def visit_at(nonce: UUID, *, station_id: int, clerk: str) -> Visit | None:
    """Return a visit if it is open at this station for this clerk, else None."""
    with acting_as(CARRIER):
        row = _row(nonce, station_id=station_id, clerk=clerk)
        return None if row is None else _as_value(row)


def readings_in(visit: Visit, *, today: date) -> tuple[ReadingShown, ...]:
    """Return what devices, or the clerk's own camera, read from the document of a visit."""
    return readings_shown(visit.sent, kind=visit.draft.kind, today=today)


def keep_document(nonce: UUID, draft: Draft, *, clerk: str, now: datetime) -> Refusal | None:
    """
    Keep what was put in of the document; a person who was identified has to be identified anew.

    Refuses: CHECK_NOT_OPEN.
    """
    with acting_as(CARRIER):
        kept = VisitRow.objects.filter(nonce=nonce, clerk=clerk).update(
            draft_sealed=_sealed(nonce, draft.as_json(), kind="draft"),
            person=None,
            checked=None,
            touched_at=now,
        )
    return None if kept else Refusal(at_station.CHECK_NOT_OPEN)


def keep_signature(nonce: UUID, draft: Draft, *, clerk: str, now: datetime) -> Refusal | None:
    """
    Keep what was written on the pad and what the clerk says of it; who somebody is stands.

    Refuses: CHECK_NOT_OPEN.
    """
    with acting_as(CARRIER):
        kept = VisitRow.objects.filter(nonce=nonce, clerk=clerk).update(
            draft_sealed=_sealed(nonce, draft.as_json(), kind="draft"), touched_at=now
        )
    return None if kept else Refusal(at_station.CHECK_NOT_OPEN)


def keep_wanted(nonce: UUID, wanted: dict[str, str], *, clerk: str, now: datetime) -> Refusal | None:
    """
    Keep the form of the order, as it was typed.

    Refuses: CHECK_NOT_OPEN.
    """
    with acting_as(CARRIER):
        kept = VisitRow.objects.filter(nonce=nonce, clerk=clerk).update(
            wanted_sealed=_sealed(nonce, wanted, kind="wanted"), touched_at=now
        )
    return None if kept else Refusal(at_station.CHECK_NOT_OPEN)


def documents_accepted(*, today: date) -> tuple[DocumentShown, ...]:
    """Return the kinds of document that show who somebody is: those accepted for a letter without special demands."""
    lines = accepted_for(passport_only=False, edition=pum_on(today), today=today, problems=())
    return tuple(
        DocumentShown(code=line.kind, words=line.words, line=line, ask=line.says is Says.ASK)
        for line in lines
        if line.says is not Says.REFUSED
    )


def judge_visit(visit: Visit, *, today: date) -> Preview:
    """
    Ask the terms about the document as it was put in so far; nothing is written.

    Terms: Forwarding §7, §4.
    """
    with acting_as(CARRIER):
        outlet = Outlet.objects.get(station=visit.station_id)
        try:
            return _judge(visit, outlet, today=today)
        except Malformed as fault:
            return Preview(mistyped=tuple(each.code for each in fault.faults))


def kinds_recognised(visit: Visit, *, today: date) -> tuple[str, ...]:
    """Return the kinds of document that a zone which was read may belong to, likeliest first."""
    judged = judge_visit(visit, today=today)
    facts = judged.reading.facts if judged.reading else None
    return recognised_kinds(facts.document.mrz) if facts and facts.document.mrz else ()


def identify_visitor(visit: Visit, *, today: date, now: datetime) -> Decision | None:
    """
    Take a document that passed but for the signature as showing who somebody is.

    Terms:   Forwarding §7.
    Reading: the signature is compared when it is given, with the order. Whoever receives mail is registered, so who
    is not is entered from the document, as the page spells the name where the clerk typed it: a zone has no Å. A
    protected person is let in like everybody: they stand there themselves.
    What was put in or sent meanwhile is judged the next time: nobody is let in by a document they have put away.
    Returns: what the rules say to the document; None where a number was mistyped.
    """
    judged = judge_visit(visit, today=today)
    if judged.decision is None or judged.reading is None or not _passes_but_for_signing(judged):
        return judged.decision
    said, facts, typed = judged.reading.particulars, judged.reading.facts, visit.draft.typed
    assert facts is not None, "it was read just now"
    written = recorded(judged.decision, check=without_words(facts), today=today)
    with acting_as(CARRIER):
        row = VisitRow.objects.select_for_update().filter(nonce=visit.nonce, clerk=visit.clerk).first()
        if row is None or (draft_of(row), sent_into(row)) != (visit.draft, visit.sent):
            return judged.decision
        born_on = date.fromisoformat(said.born_on) if said.born_on else None
        person = enter_person(
            NewPerson(
                given_name=_as_written(typed.given_names or said.given_names),
                surname=_as_written(typed.surname or said.surname),
                national_number=_number(judged.reading),
                born_on=born_on,
            ),
            now=now,
        )
        note_reading(
            [person], reader=visit.clerk, purpose="counter", fields=["name"], about=str(visit.nonce), now=now
        )
        row.person, row.checked, row.touched_at = person, written, now
        row.save(update_fields=["person", "checked", "touched_at"])
    return judged.decision


def fully_identified(visit: Visit, *, today: date) -> tuple[Decision | None, dict[str, object]]:
    """Return what the rules say with the signature compared, and the same as it is recorded with an order."""
    judged = judge_visit(visit, today=today)
    if judged.decision is None or judged.reading is None or judged.reading.facts is None:
        return None, {}
    check = without_words(judged.reading.facts)
    return judged.decision, recorded(judged.decision, check=check, today=today)


def end_visit(nonce: UUID, *, clerk: str) -> None:
    """End a visit; what was put in is erased."""
    with acting_as(CARRIER):
        VisitRow.objects.filter(nonce=nonce, clerk=clerk).delete()


def _judge(visit: Visit, outlet: Outlet, *, today: date) -> Preview:
    documents = pum_on(today)
    presented = presented_by(
        visit.draft, visit.sent, nonce=visit.nonce, outlet_id=outlet.id, clerk=visit.clerk
    )
    rules = name_rules(documents)

    def read(name: str) -> Reading:
        return read_document(presented, addressee=name, senders_number="", rules=rules, today=today)

    first = read("")
    said = first.particulars
    person = find_person(_number(first)) if _number(first) else None
    names = _names(person) if person else (f"{said.given_names} {said.surname}".strip(),)
    readings = [read(name) for name in names]
    verdicts = [each.facts.name if each.facts else NameVerdict.NOT_READ for each in readings]
    best = min(range(len(names)), key=lambda place: _BEST.index(verdicts[place]))
    facts = OutletFacts(id=outlet.id, has_scanner=outlet.has_scanner, scanner_works=outlet.scanner_works)
    decision = identified_in_person(
        readings[best].check(online=can_check(facts)),
        today=today,
        documents=documents,
        edition=forwarding_on(today),
    )
    return Preview(decision=decision, reading=readings[best])


# Of several names a person has had, the one that agrees best counts.
_BEST = (NameVerdict.SAME, NameVerdict.ASK, NameVerdict.DIFFERS, NameVerdict.NOT_READ)


def _names(person: Person) -> tuple[str, ...]:
    return (person.name, *(alias.name for alias in person.aliases.order_by("-until_on", "id")))


def _passes_but_for_signing(judged: Preview) -> bool:
    """Say whether nothing but the comparison of signatures is missing."""
    assert judged.decision is not None and judged.reading is not None
    facts = judged.reading.facts
    codes = {each.code for each in judged.decision.refusals}
    return facts is not None and (
        codes <= {"CHECK_INCOMPLETE"} and all(each is SIGNATURE for each in still_to_do(facts))
    )


def _number(reading: Reading) -> str:
    said = reading.particulars
    return national_number.canonical(said.number_read or said.number_typed)


def _as_written(name: str) -> str:
    """Return a name as people write it; a zone has it in capitals."""
    return name.title() if name.isupper() else name


def _row(nonce: UUID, *, station_id: int, clerk: str) -> VisitRow | None:
    return (
        VisitRow.objects.select_related("person")
        .filter(nonce=nonce, station_id=station_id, clerk=clerk)
        .first()
    )


def _as_value(row: VisitRow) -> Visit:
    wanted = (
        json.loads(unseal_from_visit(row.wanted_sealed, nonce=row.nonce, kind="wanted"))
        if row.wanted_sealed
        else {}
    )
    return Visit(
        nonce=row.nonce,
        station_id=row.station_id,
        clerk=row.clerk,
        draft=draft_of(row),
        wanted={name: str(value) for name, value in wanted.items()},
        person=row.person.ref if row.person else None,
        checked=row.checked,
        sent=sent_into(row),
    )


def _sealed(nonce: UUID, value: object, *, kind: str) -> bytes:
    return seal_for_visit(json.dumps(value, ensure_ascii=False).encode(), nonce=nonce, kind=kind)
