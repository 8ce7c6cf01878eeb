"""The evidence of one event: everything that is known about it, and the document made of that."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import cast
from zoneinfo import ZoneInfo

from budstikke.proof.canonical import Template, canonical_form
from budstikke.proof.evidence_shape import OWN, REPORT_FIELDS, SCHEMA, JsonObject, faults_of
from budstikke.proof.shape import Fault, NotEvidence
from budstikke.proof.wording import Words

_OSLO = ZoneInfo("Europe/Oslo")
# The members in which evidence of the same event differs from letter to letter.
_OWN = frozenset({"id", "happened_at", "recorded_at", "letter", "recipient"})


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
class Interchange:
    """An order file's interchange: the hash of the file, how many orders came of it, the hash of every fault told."""

    reference: str
    sha256: str
    booked: int
    rejected: int
    faults_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarding:
    """
    What evidence is of that is of no letter: a forwarding order, a security lock, or items sorted at once.

    `sha256` is that of the verdicts of a batch, a line of JSON each.
    """

    reference: str
    kind: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A change of the address register: whose entry (by our reference), what, and on whose word."""

    person: str
    change: str
    source: str
    source_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A sender's acceptance of the terms: what it declared to be, in words too, and the mailbox it reads."""

    customer_number: str
    obliged_as: str
    declared: Mapping[str, str]
    mailbox_orgnr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """
    What is known about one event, before it is written down.

    It is of a letter, an interchange, forwarding, the register or an agreement; forwarding has no sender.
    `report` has the names of REPORT_FIELDS; those left out are null.
    `decisions` are law.Decision.as_json(), with their inputs where they are known.
    `keyed` is (field, who keyed it) for each field no machine read. `actor` and `witness` are pseudonyms.
    `document_picture` and `signature_picture` are the bytes themselves: only their fingerprints are kept.
    """

    id: str
    event: str
    happened_at: datetime
    recorded_at: datetime
    issuer: Party
    sender: Party | None
    edition: str
    actor: str
    test: bool
    letter_number: str | None = None
    interchange: Interchange | None = None
    forwarding: Forwarding | None = None
    register: Register | None = None
    agreement: Agreement | None = None
    recipient_name: str | None = None
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
                    "sender": self.sender and asdict(self.sender),
                    "recipient": {"name": self.recipient_name} if self.recipient_name else None,
                    "letter": self.letter_number and self._letter(),
                    "interchange": self.interchange and asdict(self.interchange),
                    # Left out elsewhere, so that what was signed before reads as it did.
                    **({"forwarding": asdict(self.forwarding)} if self.forwarding else {}),
                    **({"register": asdict(self.register)} if self.register else {}),
                    **({"agreement": asdict(self.agreement)} if self.agreement else {}),
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

    def _letter(self) -> JsonObject:
        return {
            "number": self.letter_number,
            "consignment": self.consignment or None,
            "order_reference": self.order_reference or None,
            "passport_only": self.passport_only,
        }


class Series:
    """
    Evidence of the same event of many letters, as an order file or a dispatch brings it about.

    What they have in common is tidied, judged and written once; `document` and `canonical` are those of one of them. A
    recipient who was forgotten has no name.
    """

    def __init__(self, first: Evidence) -> None:
        self._first = first.as_json()
        forms = {name: canonical_form(value) for name, value in self._first.items()}
        self._template = Template(forms, own=_OWN)
        self._shared = tuple((name, value) for name, value in self._first.items() if name not in _OWN)

    def document(
        self,
        *,
        id: str,  # noqa: A002  (it is the member's name)
        happened_at: datetime,
        recorded_at: datetime,
        letter: Mapping[str, object],
        recipient_name: str,
    ) -> JsonObject:
        """
        Return the document of one letter: `letter` has the members of that name.

        Raises: NotEvidence with every fault.
        """
        # Ids and times are written here, so only what comes from outside is tidied and judged.
        own: JsonObject = {"letter": {name: _tidy(value) for name, value in letter.items()}}
        own["recipient"] = {"name": _tidy(recipient_name)} if recipient_name else None
        if faults := tuple(OWN(own, "")):
            raise NotEvidence(faults)
        return {
            **self._first,
            **own,
            "id": id,
            "happened_at": _written(happened_at),
            "recorded_at": _written(recorded_at),
        }

    def canonical(self, signed: Mapping[str, object]) -> bytes:
        """Return the canonical form of such a document; what it has in common with the first is not written anew."""
        if signed.keys() == self._first.keys() and all(signed[name] is value for name, value in self._shared):
            return self._template.filled(signed)
        return canonical_form(signed)


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


@lru_cache(maxsize=64)
def _written(at: datetime) -> str:
    # Local time with its offset: the page prints what the clerk's wall clock showed.
    return at.astimezone(_OSLO).replace(microsecond=0).isoformat()


def _tidy(value: object) -> object:
    if isinstance(value, str):
        composed = value if value.isascii() else unicodedata.normalize("NFC", value)
        return " ".join(composed.split())
    if isinstance(value, Mapping):
        return {_tidy(key): _tidy(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_tidy(item) for item in value]
    return value
