"""What devices, or the clerk, read from a document, as a station shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from budstikke.formats import mrz
from budstikke.law.words import Words
from budstikke.post.actions.counter.gather import Sent
from budstikke.post.actions.reading.open_here import holder_of, open_picture
from budstikke.post.actions.reading.read_page import NO_ZONE_FOUND
from budstikke.post.records.models import Pushed
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.id_documents import DOCUMENTS


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


def picture_of(nonce: UUID) -> bytes | None:
    """Return the picture that came with a reading (`ReadingShown.nonce`), while its check or visit is open."""
    with acting_as(CARRIER):
        row = Pushed.objects.select_related("open_check", "visit").filter(nonce=nonce).first()
        if row is None or row.picture_sealed is None:
            return None
        return open_picture(row.picture_sealed, holder=holder_of(row))


def readings_shown(sent: Sequence[Sent], *, kind: str, today: date) -> tuple[ReadingShown, ...]:
    """Return readings as they are shown beside a document of a kind."""
    return tuple(_shown(one, kind=kind, today=today) for one in sent)


def _shown(one: Sent, *, kind: str, today: date) -> ReadingShown:
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
