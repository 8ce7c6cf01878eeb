"""What was read of a document, as its page shows it: each reading, a doubtful one field by field, the zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from budstikke.law.words import Language, Words
from budstikke.post.actions.counter.draft import Draft
from budstikke.post.actions.counter.preview_check import Preview
from budstikke.post.actions.counter.readings_shown import ReadingShown
from budstikke.post.doors.counter.form import written

_SOURCES = {
    "chip": Words(no="Brikken", en="The chip"),
    "mrz_picture": Words(no="Lest av bildet", en="Read from the picture"),
    "mrz_swiped": Words(no="Dratt gjennom leseren", en="Swiped"),
    "mrz_typed": Words(no="Skrevet inn", en="Typed"),
    "pattern": Words(no="Sikkerhetsmønster", en="Security pattern"),
    "page": Words(no="Bilde av siden", en="Picture of the page"),
    "signature": Words(no="Underskriften i dokumentet", en="The document’s signature"),
}
_PARTICULARS = (
    ("surname", Words(no="Etternavn", en="Surname")),
    ("given_names", Words(no="Fornavn", en="Given names")),
    ("document_number", Words(no="Dokumentnummer", en="Document number")),
    ("issuing_state", Words(no="Utsteder", en="Issuer")),
    ("nationality", Words(no="Statsborgerskap", en="Nationality")),
    ("birth", Words(no="Født", en="Born")),
    ("expiry", Words(no="Gyldig til", en="Valid until")),
)
# A doubtful zone, in the order in which its fields are looked at.
CONFIRMED = (
    ("document_number", Words(no="Dokumentnummer", en="Document number")),
    ("surname", Words(no="Etternavn", en="Surname")),
    ("given_names", Words(no="Fornavn", en="Given names")),
    ("issuing_state", Words(no="Utsteder", en="Issuer")),
    ("nationality", Words(no="Statsborgerskap", en="Nationality")),
    ("birth", Words(no="Født (ååmmdd)", en="Born (yymmdd)")),
    ("sex", Words(no="Kjønn", en="Sex")),
    ("expiry", Words(no="Gyldig til (ååmmdd)", en="Valid until (yymmdd)")),
    ("optional", Words(no="Tilleggsfelt", en="Optional data")),
    ("optional2", Words(no="Tilleggsfelt 2", en="Optional data 2")),
)
_TOGETHER = {"surname": "names", "given_names": "names"}
_PATTERN = {
    "passed": Words(no="Godtatt av apparatet", en="Accepted by the device"),
    "failed": Words(no="Ikke godtatt av apparatet", en="Not accepted by the device"),
    "not_done": Words(no="Apparatet kunne ikke avgjøre det", en="The device could not tell"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirming:
    """How the clerk left the fields of a doubtful reading: what they say, which were ticked, what does not fit."""

    said: Mapping[str, str] = field(default_factory=dict, repr=False)
    seen: frozenset[str] = frozenset()
    unseen: bool = False
    unfit: tuple[str, ...] = ()


def to_confirm(draft: Draft, sent: Sequence[ReadingShown]) -> UUID | None:
    """Return which doubtful reading waits for the clerk: the last one, while no zone was read or confirmed."""
    read = any(one.holds and one.fields.get("document_number") for one in sent)
    if draft.mrz_lines or read:
        return None
    zones = [one for one in sent if one.source == "mrz_picture"]
    return zones[-1].nonce if zones and zones[-1].unsure_lines else None


def reading_in_words(
    one: ReadingShown, language: Language, confirming: Confirming | None
) -> dict[str, object]:
    """Return a reading: where it comes from, what it says, and what of it the clerk has to confirm."""
    source = _SOURCES.get(one.source)
    said = {name: value for name, value in one.fields.items() if value}
    return {
        "nonce": one.nonce,
        "source": one.source,
        "words": source.in_(language) if source else one.source,
        "device": one.device,
        "at": one.received_at,
        "holds": one.holds,
        "fields": [
            {"label": words.in_(language), "value": _dated(said[name])}
            for name, words in _PARTICULARS
            if name in said
        ],
        "verdict": _PATTERN[said["verdict"]].in_(language) if said.get("verdict") in _PATTERN else "",
        "confirm": _confirm(one, language, confirming),
        "unsure": "\n".join(one.unsure_lines),
        "strip": one.strip_png,
        "remarks": [words.in_(language) for words in one.remarks],
        "picture": one.picture,
    }


def _confirm(one: ReadingShown, language: Language, confirming: Confirming | None) -> list[dict[str, object]]:
    """Return the fields of a doubtful reading, as they were read or as the clerk left them."""
    left = confirming or Confirming(unfit=one.unfit)
    return [
        {
            "name": name,
            "label": words.in_(language),
            "value": left.said.get(name, one.unsure_fields[name]),
            "seen": name in left.seen,
            "fits": not {name, _TOGETHER.get(name)} & {*left.unfit},
        }
        for name, words in CONFIRMED
        if name in one.unsure_fields
    ]


def _dated(value: str) -> str:
    """Return a date as people write it; anything else as it stands."""
    try:
        return written(date.fromisoformat(value)) if len(value) == len("2030-01-01") else value
    except ValueError:
        return value


def zone_in_words(draft: Draft, preview: Preview | None, language: Language) -> dict[str, object] | None:
    """Return what the zone the clerk swiped or typed says, field by field."""
    if not draft.mrz_lines or not preview or not preview.reading:
        return None
    facts = preview.reading.facts
    said = preview.reading.particulars
    values = {
        "surname": said.surname,
        "given_names": said.given_names,
        "document_number": said.document_number,
        "issuing_state": said.issuing_country,
        "birth": said.born_on,
        "expiry": said.expires_on,
    }
    return {
        "holds": bool(facts and facts.document.mrz and facts.document.mrz.consistent),
        "fields": [
            {"label": words.in_(language), "value": _dated(values[name])}
            for name, words in _PARTICULARS
            if values.get(name)
        ],
    }
