"""The evidence of one event: what it holds, its one canonical form, and the file it travels in."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

import rfc8785

from budstikke.proof.events import EVENT_NAMES
from budstikke.proof.shape import (
    Fault,
    day,
    each,
    flag,
    moment,
    one_of,
    optional,
    pattern,
    plain_json,
    record,
    text,
)
from budstikke.proof.wording import Words

SCHEMA = "urn:budstikke:evidence:1"
FILE_NAME = "evidence.json"
FILE_FACTS = {
    "media_type": "application/json",
    "about": "Bevis for hendelsen, med signatur / Evidence of the event, with its signature",
}
# The names of the fields are those of the national delivery report; nothing here renames them.
REPORT_FIELDS = (
    "kollinr",
    "dato",
    "utleveringssted",
    "kundebehandler",
    "navndokinnehaver",
    "navnfraedi",
    "fnr",
    "dnr",
    "idtype",
    "doknr",
    "utstedt",
    "gyldigtil",
    "tilleggsdok",
)
_ALWAYS_FILLED = frozenset({"kollinr", "dato", "utleveringssted", "kundebehandler", "navnfraedi"})
SIGNING_KINDS = ("signed", "assisted", "not_able_to_sign")

JsonObject = dict[str, object]
_OSLO = ZoneInfo("Europe/Oslo")
_DIGEST = pattern(r"[0-9a-f]{64}", "64 hexadecimal digits")
_ORGNR = pattern(r"[0-9]{9}", "nine digits")
_WORDS = record({"no": text, "en": text})
_PARTY = record({"name": text, "orgnr": _ORGNR})
_PICTURE = record({"sha256": _DIGEST, "media_type": one_of("image/jpeg", "image/png")})
_REASON = record(
    {"rule": text, "clauses": each(text), "facts": plain_json, "words": _WORDS, "cure": _WORDS},
    may_lack=frozenset({"cure"}),
)
_DECISION = record(
    {
        "question": text,
        "outcome": text,
        "headline": _WORDS,
        "edition": text,
        "answer": plain_json,
        "clauses": each(text),
        "reasons": each(_REASON),
    },
    may_lack=frozenset({"answer", "headline"}),
)
_EVENT = record(
    {"code": text, "words": _WORDS, "happened_at": moment, "recorded_at": moment, "place": optional(text)}
)
_REPORT = record(
    {name: text if name in _ALWAYS_FILLED else optional(text) for name in REPORT_FIELDS}
    | {"dato": moment, "gyldigtil": optional(day)}
)
_EVIDENCE = record(
    {
        "schema": one_of(SCHEMA),
        "id": pattern(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "a UUID"),
        "event": one_of(*EVENT_NAMES),
        "qualified": one_of(False),
        "test": flag,
        "happened_at": moment,
        "recorded_at": moment,
        "issuer": _PARTY,
        "sender": _PARTY,
        "letter": record(
            {
                "number": text,
                "consignment": optional(text),
                "order_reference": optional(text),
                "passport_only": flag,
            }
        ),
        "terms": record({"contract": text, "edition": text}),
        "report": optional(_REPORT),
        "decisions": each(_DECISION),
        "events": each(_EVENT),
        "keyed": each(record({"field": one_of(*REPORT_FIELDS), "by": text})),
        "handling": record(
            {"actor": text, "place": optional(text), "device": optional(text), "routine": optional(text)}
        ),
        "signing": optional(record({"kind": one_of(*SIGNING_KINDS), "witness": optional(text)})),
        "pictures": record({"document": optional(_PICTURE), "signature": optional(_PICTURE)}),
    }
)
_FILE = record(
    {
        "evidence": _EVIDENCE,
        "signatures": each(record({"protected": text, "signature": text})),
    }
)


class NotEvidence(Exception):
    """The value is no evidence; `faults` says everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults[:5]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A company: the carrier that vouches, or the sender."""

    name: str
    orgnr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One line of the letter's history, with the time it happened and the time we learned of it."""

    code: str
    words: Words
    happened_at: datetime
    recorded_at: datetime
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """
    What is known about one event, before it is written down.

    `report` has the names of REPORT_FIELDS; those left out are null. `decisions` are law.Decision.as_json().
    `keyed` is (field, who keyed it) for each field no machine read. `actor` and `witness` are pseudonyms.
    `document_picture` and `signature_picture` are the bytes themselves: only their fingerprints are kept.
    """

    id: str
    event: str
    happened_at: datetime
    recorded_at: datetime
    issuer: Party
    sender: Party
    letter_number: str
    edition: str
    actor: str
    test: bool
    contract: str = "PUM"
    consignment: str | None = None
    order_reference: str | None = None
    passport_only: bool = False
    report: Mapping[str, str | date | None] | None = None
    decisions: Sequence[Mapping[str, object]] = ()
    events: Sequence[Happening] = ()
    keyed: Sequence[tuple[str, str]] = ()
    place: str | None = None
    device: str | None = None
    routine: str | None = None
    signing: str | None = None
    witness: str | None = None
    document_picture: bytes | None = None
    signature_picture: bytes | None = None

    def as_json(self) -> JsonObject:
        """
        Return the evidence document.

        Reading: runs of white space become one space and letters are composed, so that page and data can agree
        to the letter; nothing else is changed.
        Raises:  NotEvidence with every fault.
        """
        report = (
            None
            if self.report is None
            else dict.fromkeys(REPORT_FIELDS) | {name: _field(value) for name, value in self.report.items()}
        )
        document = cast(
            JsonObject,
            _tidy(
                {
                    "schema": SCHEMA,
                    "id": self.id,
                    "event": self.event,
                    "qualified": False,
                    "test": self.test,
                    "happened_at": _written(self.happened_at),
                    "recorded_at": _written(self.recorded_at),
                    "issuer": {"name": self.issuer.name, "orgnr": self.issuer.orgnr},
                    "sender": {"name": self.sender.name, "orgnr": self.sender.orgnr},
                    "letter": {
                        "number": self.letter_number,
                        "consignment": self.consignment or None,
                        "order_reference": self.order_reference or None,
                        "passport_only": self.passport_only,
                    },
                    "terms": {"contract": self.contract, "edition": self.edition},
                    "report": report,
                    "decisions": list(self.decisions),
                    "events": [_event(happening) for happening in self.events],
                    "keyed": [{"field": name, "by": who} for name, who in self.keyed],
                    "handling": {
                        "actor": self.actor,
                        "place": self.place or None,
                        "device": self.device or None,
                        "routine": self.routine or None,
                    },
                    "signing": {"kind": self.signing, "witness": self.witness} if self.signing else None,
                    "pictures": {
                        "document": picture_facts(self.document_picture),
                        "signature": picture_facts(self.signature_picture),
                    },
                }
            ),
        )
        if faults := faults_of(document):
            raise NotEvidence(faults)
        return document


def faults_of(document: object) -> tuple[Fault, ...]:
    """Return everything that is wrong with an evidence document; nothing when it is sound."""
    return tuple(_EVIDENCE(document, "")) or tuple(_contradictions(cast(JsonObject, document)))


def canonical_form(document: Mapping[str, object]) -> bytes:
    """
    Return the one way to write the document (RFC 8785): what is signed and what is hashed.

    Raises: NotEvidence when a value has no canonical form.
    """
    try:
        return rfc8785.dumps(dict(document))  # type: ignore[arg-type]  # checked by rfc8785 itself
    except (rfc8785.CanonicalizationError, UnicodeError) as error:
        raise NotEvidence([Fault("", f"has no canonical form: {error}")]) from error


def fingerprint(document: Mapping[str, object]) -> str:
    """Return the SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical_form(document)).hexdigest()


def picture_facts(picture: bytes | None) -> JsonObject | None:
    """
    Return what evidence says of a picture: its SHA-256 and kind.

    Raises: NotEvidence when it is neither JPEG nor PNG.
    """
    if picture is None:
        return None
    if picture.startswith(b"\xff\xd8\xff"):
        kind = "image/jpeg"
    elif picture.startswith(b"\x89PNG\r\n\x1a\n"):
        kind = "image/png"
    else:
        raise NotEvidence([Fault("pictures", "a picture is neither JPEG nor PNG")])
    return {"sha256": hashlib.sha256(picture).hexdigest(), "media_type": kind}


def evidence_file(document: Mapping[str, object], signatures: Sequence[Mapping[str, str]]) -> bytes:
    """
    Return the file evidence travels in: the document, and its signatures with detached payload (RFC 7515).

    Further members (log proofs, disclosures) will stand beside these two.
    """
    content = {"evidence": document, "signatures": [dict(signature) for signature in signatures]}
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"


def read_evidence_file(data: bytes) -> tuple[JsonObject, list[dict[str, str]]]:
    """
    Return the evidence document and its signatures, not yet judged.

    Raises: NotEvidence with every fault.
    """
    try:
        content = json.loads(data, object_pairs_hook=_no_twice, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise NotEvidence([Fault("", f"is not JSON: {str(error)[:200]}")]) from error
    faults = tuple(_FILE(content, ""))
    if faults:
        raise NotEvidence(faults)
    if faults := tuple(_contradictions(content["evidence"])):
        raise NotEvidence(faults)
    return content["evidence"], content["signatures"]


def _contradictions(document: JsonObject) -> Iterator[Fault]:
    """Name what no single member shows: an event that lacks what such an event must have."""
    event = EVENT_NAMES[str(document["event"])]
    report = cast("Mapping[str, object] | None", document["report"])
    pictures = cast(Mapping[str, object], document["pictures"])
    letter = cast(Mapping[str, object], document["letter"])
    signing = cast("Mapping[str, object] | None", document["signing"])
    if event.refuses and not document["decisions"]:
        yield Fault("decisions", f"{event.name} needs the decision it rests on")
    if event.name == "ContentHandover":
        if report is None:
            yield Fault("report", "ContentHandover needs the fields of the report")
        if signing is None:
            yield Fault("signing", "ContentHandover needs to say how it was signed for")
        if not document["decisions"]:
            yield Fault("decisions", "ContentHandover needs the decision it rests on")
    if report is not None and report["kollinr"] != letter["number"]:
        yield Fault("report.kollinr", "is another letter's number")
    if pictures["signature"] is not None and (signing is None or signing["kind"] == "not_able_to_sign"):
        yield Fault("pictures.signature", "is there although nobody signed")


def _event(happening: Happening) -> JsonObject:
    return {
        "code": happening.code,
        "words": happening.words.as_json(),
        "happened_at": _written(happening.happened_at),
        "recorded_at": _written(happening.recorded_at),
        "place": happening.place or None,
    }


def _field(value: str | date | None) -> str | None:
    if isinstance(value, datetime):
        return _written(value)
    return value.isoformat() if isinstance(value, date) else value or None


def _written(at: datetime) -> str:
    # Local time with its offset: the page prints what the clerk's wall clock showed.
    return at.astimezone(_OSLO).replace(microsecond=0).isoformat()


def _tidy(value: object) -> object:
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFC", value).split())
    if isinstance(value, Mapping):
        return {_tidy(key): _tidy(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_tidy(item) for item in value]
    return value


def _no_twice(pairs: list[tuple[str, object]]) -> JsonObject:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member is named twice")
    return members


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")
