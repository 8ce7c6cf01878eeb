"""Say all that a station shows of the check that is open there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from budstikke.formats.malformed import Fault, Malformed
from budstikke.law.words import Words
from budstikke.post.actions.counter.check_identity import name_rules
from budstikke.post.actions.counter.draft import Draft
from budstikke.post.actions.counter.gather import presented_for_letter, sent_into
from budstikke.post.actions.counter.keep_draft import draft_of
from budstikke.post.actions.counter.readings_shown import ReadingShown, readings_shown
from budstikke.post.actions.moving.open_case import CAUSES
from budstikke.post.actions.outlets.outlet_health import OutletHealth, health_of
from budstikke.post.actions.outlets.problems_now import ProblemShown, problems_in_force
from budstikke.post.actions.reading.presented import Presented
from budstikke.post.actions.reading.read_document import Reading, read_document
from budstikke.post.actions.sealing import senders_number
from budstikke.post.records.models import Letter, OpenCheck, SupportCase
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.pum.documents_for_letter import AcceptedLine, Says, accepted_for
from budstikke.post.terms.pum.id_check import MrzFacts, NameVerdict, name_is_keyed, recognised_kinds
from budstikke.post.terms.pum.known_problems import KnownProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterShown:
    """What the clerk sees of the letter. `name_keyed`: so long that the name is keyed from it (PUM §12)."""

    number: str
    addressee: str = field(repr=False)
    street: str = field(repr=False)
    street2: str = field(repr=False)
    postcode: str
    city: str
    sender_name: str
    passport_only: bool
    last_collect_day: date | None
    days_left: int | None
    name_keyed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentShown:
    """
    A kind of document that is accepted for this letter; `ask`: the clerk decides, with a reason.

    `line` is what the terms say of it: which layer, what else is needed.
    """

    code: str
    words: Words
    line: AcceptedLine
    ask: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseShown:
    """The support case that is open for the letter; the days count against nobody."""

    id: int
    cause: str
    opened_at: datetime
    opened_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """
    The check that is open at a station.

    `check_id` is set once the check passed; then only the hand-over is left, and `signing` says how it is signed
    (signed, assisted, not_able_to_sign). `recognised` are the kinds of document the zone may belong to, likeliest
    first. `name` says whether the names are one. `mistyped` is what cannot be as it was typed,
    by the names of `Typed`. `taken_from` names the station it was taken over from.
    """

    nonce: UUID
    station_id: int
    station: str
    clerk: str
    opened_at: datetime
    touched_at: datetime
    letter: LetterShown
    accepted: tuple[DocumentShown, ...]
    draft: Draft = field(repr=False)
    readings: tuple[ReadingShown, ...]
    recognised: tuple[str, ...]
    contradictions: tuple[Words, ...]
    problems: tuple[ProblemShown, ...]
    case: CaseShown | None
    health: OutletHealth
    name: NameVerdict | None = None
    mistyped: tuple[Fault, ...] = ()
    check_id: int | None = None
    signing: str = ""
    taken_from: str = ""


def under_way(
    *, station_id: int | None = None, nonce: UUID | None = None, today: date, now: datetime
) -> UnderWay | None:
    """
    Return the check that is open at a station, or under a nonce, wherever that is open now; None where none is.

    A station whose check was taken over asks by its nonce and sees another `station_id`.
    """
    assert (station_id is None) != (nonce is None), "a station, or a nonce"
    asked = {"station_id": station_id} if nonce is None else {"nonce": nonce}
    with acting_as(CARRIER):
        row = (
            OpenCheck.objects.select_related("letter__sender", "station__outlet", "taken_from", "check_made")
            .filter(**asked)
            .first()
        )
        if row is None:
            return None
        return _shown(row, today=today, now=now)


def _shown(row: OpenCheck, *, today: date, now: datetime) -> UnderWay:
    letter, edition = row.letter, BY_ID[row.letter.edition]
    draft, sent = draft_of(row), sent_into(row)
    presented = presented_for_letter(row, draft, sent, clerk=row.clerk, online=True)
    read, mistyped = _read(presented, letter, today=today)
    problems = problems_in_force(now=now)
    accepted = accepted_for(
        passport_only=letter.passport_only,
        edition=edition,
        today=today,
        problems=[one.problem for one in problems],
    )
    health = health_of(row.station.outlet, now=now)
    mrz_facts = read.facts.document.mrz if read and read.facts else None
    return UnderWay(
        nonce=row.nonce,
        station_id=row.station_id,
        station=row.station.name,
        clerk=row.clerk,
        opened_at=row.opened_at,
        touched_at=row.touched_at,
        letter=_letter(letter, today=today),
        accepted=tuple(
            DocumentShown(code=line.kind, words=line.words, line=line, ask=line.says is Says.ASK)
            for line in accepted
            if line.says is not Says.REFUSED
        ),
        draft=draft,
        readings=readings_shown(sent, kind=draft.kind, today=today),
        recognised=recognised_kinds(mrz_facts) if mrz_facts else (),
        contradictions=tuple(one.words for one in read.facts.contradictions) if read and read.facts else (),
        problems=tuple(
            one for one in problems if _meets(one.problem, row, health, draft, read, mrz_facts, today=today)
        ),
        case=_case(letter.id),
        health=health,
        name=read.facts.name if read and read.facts else None,
        mistyped=mistyped,
        check_id=row.check_made_id,
        signing=str(row.check_made.decision["answer"]["signing"]) if row.check_made else "",
        taken_from=row.taken_from.name if row.taken_from else "",
    )


def _letter(letter: Letter, *, today: date) -> LetterShown:
    return LetterShown(
        number=letter.number,
        addressee=letter.recipient_name,
        street=letter.street,
        street2=letter.street2,
        postcode=letter.postcode,
        city=letter.city,
        sender_name=letter.sender.name,
        passport_only=letter.passport_only,
        last_collect_day=letter.last_collect_day,
        days_left=(letter.last_collect_day - today).days if letter.last_collect_day else None,
        name_keyed=name_is_keyed(name_characters=len(letter.recipient_name), edition=BY_ID[letter.edition]),
    )


def _read(presented: Presented, letter: Letter, *, today: date) -> tuple[Reading | None, tuple[Fault, ...]]:
    """Read what there is so far; what was mistyped is named, and the rest is read without it."""
    try:
        return _reading_of(presented, letter, today=today), ()
    except Malformed as told:
        without = replace(presented, typed=replace(presented.typed, national_number=""))
        return _reading_of(without, letter, today=today), told.faults


def _reading_of(presented: Presented, letter: Letter, *, today: date) -> Reading:
    return read_document(
        presented,
        addressee=letter.recipient_name,
        senders_number=senders_number(letter),
        rules=name_rules(BY_ID[letter.edition]),
        today=today,
    )


def _case(letter_id: int) -> CaseShown | None:
    case = SupportCase.objects.filter(letter_id=letter_id, closed_at=None, cause__in=CAUSES).first()
    if case is None:
        return None
    return CaseShown(id=case.id, cause=case.cause, opened_at=case.opened_at, opened_by=case.opened_by)


def _meets(
    problem: KnownProblem,
    row: OpenCheck,
    health: OutletHealth,
    draft: Draft,
    read: Reading | None,
    zone: MrzFacts | None,
    *,
    today: date,
) -> bool:
    return any(
        problem.meets(
            today=today,
            outlet_id=row.station.outlet_id,
            device_model=model,
            document_kind=draft.kind,
            issuing_state=zone.issuer if zone else "",
            document_number=read.particulars.document_number if read else "",
        )
        for model in {device.model for device in health.devices} | {""}
    )
