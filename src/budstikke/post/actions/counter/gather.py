"""Put together what the clerk typed and what devices sent: one person with one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from budstikke.post.actions.counter.draft import Draft
from budstikke.post.actions.counter.keep_draft import draft_of
from budstikke.post.actions.reading.open_here import Open, content_of, open_picture, pushed_into
from budstikke.post.actions.reading.presented import ChipRead, Presented, ZoneRead
from budstikke.post.records.models import OpenCheck
from budstikke.post.terms.pum.id_check import ChipFacts, ChipVerdict, Finding, Findings
from budstikke.post.terms.pum.readings import Source

# Under which source a device's reading of the zone counts.
ZONES = {source: Source(source) for source in ("mrz_swiped", "mrz_picture", "mrz_typed")}
_PAGES = ("page", "mrz_picture")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One reading as it lies in an open check or visit, unsealed but for its picture."""

    nonce: UUID
    source: str
    device: str
    device_model: str
    received_at: datetime
    content: Mapping[str, Any] = field(repr=False)
    has_picture: bool
    sealed_picture: bytes | None = field(default=None, repr=False)


def sent_into(row: Open) -> tuple[Sent, ...]:
    """Return what was sent into an open check or visit, in the order in which it came."""
    return tuple(
        Sent(
            nonce=one.nonce,
            source=one.source,
            device=one.device.id if one.device else "",
            device_model=one.device.model if one.device else "",
            received_at=one.received_at,
            content=content_of(one, holder=row),
            has_picture=one.picture_sealed is not None,
            sealed_picture=bytes(one.picture_sealed) if one.picture_sealed is not None else None,
        )
        for one in pushed_into(row)
    )


def presented_so_far(row: OpenCheck, *, clerk: str, online: bool) -> Presented:
    """Return what was put into an open check, and sent into it, as one person with one document."""
    return presented_for_letter(row, draft_of(row), sent_into(row), clerk=clerk, online=online)


def presented_for_letter(
    row: OpenCheck, draft: Draft, sent: Sequence[Sent], *, clerk: str, online: bool
) -> Presented:
    """Put a draft and readings of a check together, with the picture that its report is to show."""
    presented = presented_by(draft, sent, nonce=row.nonce, outlet_id=row.station.outlet_id, clerk=clerk)
    return replace(
        presented, number=row.letter.number, online=online, picture=_page(row, sent) or draft.picture
    )


def presented_by(draft: Draft, sent: Sequence[Sent], *, nonce: UUID, outlet_id: int, clerk: str) -> Presented:
    """
    Put a draft and readings together, whatever the document is shown for.

    Terms:   PUM §12.
    Reading: of two readings in the same way the later counts; it was made because the first would not do. What a
    device finds counts before what the clerk ticked.
    """
    latest = {one.source: one for one in sent}
    return Presented(
        nonce=nonce,
        number="",
        outlet_id=outlet_id,
        clerk=clerk,
        device=", ".join(dict.fromkeys(one.device for one in sent if one.device)),
        kind=draft.kind or "other",
        mrz_lines=draft.mrz_lines,
        mrz_source=Source.MRZ_TYPED,
        zones=_zones(sent),
        chip=_chip(latest),
        typed=draft.typed,
        has_signature=draft.has_signature,
        not_able_to_sign=draft.not_able_to_sign,
        signing=draft.signing,
        supplement=draft.supplement,
        supplement_words=draft.supplement_words,
        findings=_findings(draft.findings, sent),
        in_person=draft.in_person,
        name_keyed=draft.name_keyed,
        all_shown=draft.all_shown,
        document_decision=draft.document_decision,
        name_decision=draft.name_decision,
        birth_date_decision=draft.birth_date_decision,
        contradiction_decision=draft.contradiction_decision,
    )


def _zones(sent: Sequence[Sent]) -> tuple[ZoneRead, ...]:
    read = {
        ZONES[one.source]: tuple(one.content["mrz_lines"])
        for one in sent
        if one.source in ZONES and one.content.get("mrz_lines")
    }
    return tuple(ZoneRead(source=source, lines=lines) for source, lines in read.items())


def _chip(latest: Mapping[str, Sent]) -> ChipRead | None:
    if "chip" not in latest:
        return None
    said = latest["chip"].content
    surname, given_names = _parted(said.get("full_name") or "")
    return ChipRead(
        facts=ChipFacts(verdict=ChipVerdict(said.get("verdict", "not_read")), code=said.get("code", "")),
        mrz_lines=tuple(said.get("mrz_lines", ())),
        surname=surname,
        given_names=given_names,
        national_number=said.get("personal_number") or "",
    )


def _parted(full_name: str) -> tuple[str, str]:
    """Part a chip's name as Doc 9303-10 writes it; one written otherwise is no help in comparing, and left out."""
    surname, parted, given_names = full_name.partition("<<")
    if not parted:
        return "", ""
    return surname.replace("<", " ").strip(), given_names.replace("<", " ").strip()


def _findings(ticked: Findings, sent: Sequence[Sent]) -> Findings:
    found = ticked
    # A verdict on the pattern reads nothing, and what has to be read again was not read.
    read = any(one.device and one.source != "pattern" and one.content.get("holds", True) for one in sent)
    if read and found.scanned is Finding.NOT_DONE:
        found = replace(found, scanned=Finding.PASSED)
    verdict = next((one.content.get("verdict") for one in reversed(sent) if one.source == "pattern"), None)
    if verdict in (Finding.PASSED, Finding.FAILED):
        found = replace(found, security_pattern=Finding(verdict))
    return found


def _page(row: OpenCheck, sent: Sequence[Sent]) -> bytes | None:
    """The page as a device saw it last: the report shows what was shown, not the chip's own face."""
    for one in reversed(sent):
        if one.source in _PAGES and one.sealed_picture is not None:
            return open_picture(one.sealed_picture, holder=row)
    return None
