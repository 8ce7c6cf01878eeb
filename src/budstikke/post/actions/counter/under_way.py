"""Say all that a station shows of the check that is open there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from budstikke.formats import mrz
from budstikke.formats.malformed import Fault, Malformed
from budstikke.law.words import Words
from budstikke.post.actions.counter.check_identity import name_rules
from budstikke.post.actions.counter.draft import Draft
from budstikke.post.actions.counter.gather import Sent, presented_by, sent_into
from budstikke.post.actions.counter.keep_draft import draft_of
from budstikke.post.actions.moving.open_case import CAUSES
from budstikke.post.actions.outlets.outlet_health import OutletHealth, health_of
from budstikke.post.actions.outlets.problems_now import ProblemShown, problems_in_force
from budstikke.post.actions.reading.presented import Presented
from budstikke.post.actions.reading.read_document import Reading, read_document
from budstikke.post.actions.reading.read_page import NO_ZONE_FOUND
from budstikke.post.actions.sealing import senders_number, unseal
from budstikke.post.records.models import Letter, OpenCheck, Pushed, SupportCase
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.pum.documents_for_letter import AcceptedLine, Says, accepted_for
from budstikke.post.terms.pum.id_check import MrzFacts, NameVerdict, name_is_keyed, recognised_kinds
from budstikke.post.terms.pum.id_documents import DOCUMENTS
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
class ReadingShown:
    """
    What one device, or the clerk, read.

    `fields` are the particulars by the names of formats.mrz, or the verdict on a pattern or chip; `holds` whether
    the reading is sound in itself; `remarks` say what was found and what cures it. `unsure_lines` are for the clerk
    to confirm, `unsure_fields` what they say and `unfit` what is wrong with them, by the names of formats.mrz;
    `strip_png` (base64) shows them as they stand on the page. `picture`: there is one (`picture_of`).
    """

    nonce: UUID
    source: str
    device: str
    received_at: datetime
    holds: bool
    fields: Mapping[str, str] = field(repr=False)
    remarks: tuple[Words, ...] = ()
    unsure_lines: tuple[str, ...] = field(default=(), repr=False)
    unsure_fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    unfit: tuple[str, ...] = ()
    strip_png: str = field(default="", repr=False)
    picture: bool = False


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


def picture_of(nonce: UUID) -> bytes | None:
    """Return the picture that came with a reading (`ReadingShown.nonce`), while its check is open."""
    with acting_as(CARRIER):
        row = Pushed.objects.select_related("open_check").filter(nonce=nonce).first()
        if row is None or row.picture_sealed is None:
            return None
        return unseal(row.picture_sealed, letter_id=row.open_check.letter_id, kind="pushed picture")


def _shown(row: OpenCheck, *, today: date, now: datetime) -> UnderWay:
    letter, edition = row.letter, BY_ID[row.letter.edition]
    draft, sent = draft_of(row), sent_into(row)
    presented = presented_by(row, draft, sent, clerk=row.clerk, online=True)
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
        readings=tuple(_reading(one, kind=draft.kind, today=today) for one in sent),
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


def _reading(one: Sent, *, kind: str, today: date) -> ReadingShown:
    content = one.content
    lines = tuple(content.get("mrz_lines", ()))
    zone = mrz.read(lines, today=today) if lines else None
    said = {name: value for name, value in zone.fields.items() if value} if zone else {}
    if zone:
        # A date of which the zone shows all is shown as one.
        said |= {n: d.isoformat() for n, d in (("birth", zone.born_on), ("expiry", zone.expires_on)) if d}
    unsure = tuple(content.get("unsure_lines", ()))
    doubtful = mrz.correctable(unsure, today=today) if unsure else None
    for name in ("verdict", "routine", "code"):
        if content.get(name):
            said[name] = str(content[name])
    zoneless = kind in DOCUMENTS and not DOCUMENTS[kind].mrz
    # Of a document that has no zone nobody need be told that none was found.
    found = [
        each
        for each in content.get("answer", {}).get("found", ())
        if not (zoneless and each["code"] == NO_ZONE_FOUND)
    ]
    return ReadingShown(
        nonce=one.nonce,
        source=one.source,
        device=one.device,
        received_at=one.received_at,
        holds=bool(content.get("holds", zone.consistent if zone else True)),
        fields=said,
        remarks=tuple(
            Words(**{each: _with_cure(one["words"][each], one["cure"][each]) for each in ("no", "en")})
            for one in found
        ),
        unsure_lines=unsure,
        unsure_fields={n: v for n, v in doubtful.fields.items() if v is not None} if doubtful else {},
        unfit=doubtful.failed if doubtful else (),
        strip_png=str(content.get("strip_png", "")),
        picture=one.has_picture,
    )


def _with_cure(words: str, cure: str) -> str:
    """Return what was found and what cures it, where that is not said in it already."""
    return words if cure[1:].rstrip(".") in words else f"{words} {cure}"


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
