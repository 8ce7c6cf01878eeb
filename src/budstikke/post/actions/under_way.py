"""Say all that a station shows of the check that is open there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from budstikke.law.words import Words
from budstikke.post.actions.draft import Draft
from budstikke.post.actions.hear_device import DeviceState, state_of
from budstikke.post.actions.keep_draft import draft_of
from budstikke.post.actions.sealing import unseal, unseal_json
from budstikke.post.records.models import Device, KnownProblem, OpenCheck, Outage, Outlet, Pushed, SupportCase
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.pum.id_check import name_is_keyed
from budstikke.post.terms.pum.id_documents import DOCUMENTS


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
    """A kind of document that is accepted for this letter; `ask`: the clerk decides, with a reason."""

    code: str
    words: Words
    ask: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingShown:
    """
    What one device, or the clerk, read.

    `fields` are the particulars by the names of formats.mrz; `holds` whether the reading is sound in itself;
    `remarks` say what was found, in words. `picture`: there is one to show (`picture_of`).
    """

    nonce: UUID
    source: str
    device: str
    received_at: datetime
    holds: bool
    fields: Mapping[str, str] = field(repr=False)
    remarks: tuple[Words, ...] = ()
    picture: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemShown:
    """A known problem that applies here."""

    id: int
    words: Words
    do: Words
    holds_deadline: bool
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseShown:
    """The support case that is open for the letter; the days count against nobody."""

    id: int
    cause: str
    opened_at: datetime
    opened_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletHealth:
    """Whether anything can be handed over at the outlet, its devices, and since when an outage lasts."""

    outlet_id: int
    name: str
    works: bool
    devices: tuple[DeviceState, ...]
    outage_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """
    The check that is open at a station.

    `check_id` is set once the check passed; then only the hand-over is left, and `signing` says how it is signed
    (signed, assisted, not_able_to_sign). `taken_from` names the station it was taken over from.
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


def outlet_health(outlet_id: int, *, now: datetime) -> OutletHealth:
    """Return the health of an outlet: shown on every page of the counter."""
    with acting_as(CARRIER):
        return _health(Outlet.objects.get(id=outlet_id), now=now)


def picture_of(nonce: UUID) -> bytes | None:
    """Return the picture that came with a reading (`ReadingShown.nonce`), while its check is open."""
    with acting_as(CARRIER):
        row = Pushed.objects.select_related("open_check").filter(nonce=nonce).first()
        if row is None or row.picture_sealed is None:
            return None
        return unseal(row.picture_sealed, letter_id=row.open_check.letter_id, kind="pushed picture")


def _shown(row: OpenCheck, *, today: date, now: datetime) -> UnderWay:
    letter, edition = row.letter, BY_ID[row.letter.edition]
    accepted = edition.passport_documents if letter.passport_only else edition.approved_documents
    return UnderWay(
        nonce=row.nonce,
        station_id=row.station_id,
        station=row.station.name,
        clerk=row.clerk,
        opened_at=row.opened_at,
        touched_at=row.touched_at,
        letter=LetterShown(
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
            name_keyed=name_is_keyed(name_characters=len(letter.recipient_name), edition=edition),
        ),
        accepted=tuple(DocumentShown(code=code, words=DOCUMENTS[code].words) for code in accepted),
        draft=draft_of(row),
        readings=tuple(
            _reading(one, row)
            for one in Pushed.objects.filter(open_check=row).order_by("received_at", "nonce")
        ),
        recognised=(),
        contradictions=(),
        problems=_problems(row.station.outlet_id, now=now),
        case=_case(letter.id),
        health=_health(row.station.outlet, now=now),
        check_id=row.check_made_id,
        signing=str(row.check_made.decision["answer"]["signing"]) if row.check_made else "",
        taken_from=row.taken_from.name if row.taken_from else "",
    )


def _case(letter_id: int) -> CaseShown | None:
    case = SupportCase.objects.filter(letter_id=letter_id, closed_at=None).first()
    if case is None:
        return None
    return CaseShown(id=case.id, cause=case.cause, opened_at=case.opened_at, opened_by=case.opened_by)


def _reading(one: Pushed, row: OpenCheck) -> ReadingShown:
    content = unseal_json(one.content_sealed, letter_id=row.letter_id, kind="pushed")
    return ReadingShown(
        nonce=one.nonce,
        source=one.source,
        device=one.device_id or "",
        received_at=one.received_at,
        holds=True,
        fields={name: str(value) for name, value in content.items()},
        picture=one.picture_sealed is not None,
    )


def _problems(outlet_id: int, *, now: datetime) -> tuple[ProblemShown, ...]:
    rows = KnownProblem.objects.filter(starts_at__lte=now).order_by("id")
    return tuple(
        ProblemShown(
            id=row.id,
            words=Words(no=row.words_no, en=row.words_en),
            do=Words(no=row.do_no, en=row.do_en),
            holds_deadline=row.holds_deadline,
            starts_at=row.starts_at,
        )
        for row in rows
        if (row.ends_at is None or row.ends_at > now) and row.outlet_id in (None, outlet_id)
    )


def _health(outlet: Outlet, *, now: datetime) -> OutletHealth:
    devices = Device.objects.filter(outlet=outlet, revoked_at=None).order_by("id")
    outage = Outage.objects.filter(outlet=outlet, until_at=None).first()
    return OutletHealth(
        outlet_id=outlet.id,
        name=outlet.name,
        works=outlet.has_scanner and outlet.scanner_works,
        devices=tuple(state_of(row, now=now) for row in devices),
        outage_since=outage.from_at if outage else None,
    )
