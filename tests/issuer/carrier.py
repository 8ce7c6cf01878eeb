"""A carrier as the issuer sees it: it answers order files, tells events, and seals a report of the hand-over."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tests.issuer.customer import NOW, NUMBER
from tests.proof import specimen

from budstikke.cli.print_house import letters_in
from budstikke.formats import s10
from budstikke.formats.edifact import contrl
from budstikke.formats.edifact.iftmin import read_interchange
from budstikke.formats.edifact.orders import Booking
from budstikke.issuer.channels.carrier_api import Followed, Told
from budstikke.issuer.channels.carrier_files import Brought
from budstikke.post.channels.seal import LocalSealer
from budstikke.post.papers.report import report_pdf
from budstikke.proof.canonical import canonical_form
from budstikke.proof.evidence import Party
from budstikke.proof.evidence_file import evidence_file
from budstikke.proof.trust import Trust

LETTER_NUMBER = "RR410000006NO"
READ_AT = NOW + timedelta(days=3)  # a Thursday


@dataclass
class Carrier:
    """
    Its server and its API at once: `faulty` orders are rejected, `events` are what it tells of every letter.

    `numbered`: each letter has a number of its own.
    """

    faulty: bool = False
    numbered: bool = False
    bookings: list[Booking] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    waiting: dict[str, bytes] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    subscribed: list[str] = field(default_factory=list)
    asked: list[tuple[str, ...]] = field(default_factory=list)
    events: list[Told] = field(default_factory=list)
    last_collect_day: date | None = None
    given: dict[str, str] = field(default_factory=dict)

    def visit(self, files: Mapping[str, bytes], *, after: str = "") -> Brought:
        """Take files in and answer them; what was answered before is answered the same."""
        for name, content in files.items():
            self.files[name] = content
            parts = list(read_interchange(io.BytesIO(content)))
            self.bookings += [part for part in parts if isinstance(part, Booking)]
            answers = contrl.acknowledge(iter(parts), reference="A1", now=NOW)
            self.waiting[f"CONTRL_{name}"] = b"".join(_pieces(answers)).replace(
                b"+7'", b"+4'" if self.faulty else b"+7'"
            )
        return Brought(brought=list(files), found=dict(self.waiting))

    def remove(self, names: Iterable[str]) -> None:
        """Remove answers."""
        self.removed += names
        for name in names:
            del self.waiting[name]

    def letters(self, consignments: Sequence[str]) -> list[Followed]:
        """Tell of letters what is known."""
        assert 0 < len(consignments) <= 100
        self.asked.append(tuple(consignments))
        return [self._letter(each) for each in consignments]

    def _letter(self, consignment: str) -> Followed:
        if self.numbered:
            self.given[consignment] = self.given.get(consignment) or s10.make(
                prefix="RR", serial=41_000_100 + len(self.given)
            )
        return Followed(
            number=self.given.get(consignment, LETTER_NUMBER),
            consignment=consignment,
            last_collect_day=self.last_collect_day,
            events=tuple(self.events),
        )

    def subscribe(self, consignments: Sequence[str], *, url: str, secret: str) -> None:
        """Enter who is to be called."""
        assert secret and url.endswith("/api/carrier/events")
        self.subscribed += consignments

    def tells(self, code: str, *, at: datetime, rule: str = "") -> None:
        """Have something happened."""
        reason = {"rule": rule, "clauses": ["PUM §11"], "words": {"no": "nei", "en": "no"}}
        self.events.append(Told(code=code, happened_at=at, reasons=(reason,) if rule else ()))


def _pieces(answers: Any) -> list[bytes]:
    return [piece if isinstance(piece, bytes) else str(piece).encode() for piece in answers]


class House:
    """A print house that keeps what it was given in the clear, as its printer does."""

    def __init__(self) -> None:
        self.runs: dict[str, bytes] = {}

    @property
    def letters(self) -> dict[str, bytes]:
        """Each letter it has printed, by its consignment."""
        return {name: page for run in self.runs.values() for name, page in letters_in(run)}

    def sealed(self, pdf: bytes) -> bytes:
        """Seal nothing: the tests read it."""
        return pdf

    def take(self, sealed: bytes, *, name: str) -> None:
        """Take a run of letters; the same name again is the same run."""
        assert self.runs.setdefault(name, sealed) == sealed


@cache
def sealer() -> LocalSealer:
    """The carrier's seal."""
    return LocalSealer(Path(tempfile.mkdtemp()))


def trust() -> Trust:
    """The carrier's roots, chosen beforehand."""
    return Trust.from_pem(sealer().trust_pem(now=READ_AT))


def sealed_report(consignment: str, **changed: Any) -> bytes:
    """The sealed report of a letter handed to Kari on Wednesday, with what a test changes of it."""
    at = NOW + timedelta(days=2)  # a Wednesday
    report = {
        "kollinr": LETTER_NUMBER,
        "dato": at,
        "utleveringssted": "122608 Bergen",
        "kundebehandler": "clerk-7",
        "navndokinnehaver": "Kari Nordmann",
        "navnfraedi": "Kari Nordmann",
        "fnr": "201146",
        "dnr": NUMBER,
        "idtype": "Pass",
        "doknr": "SPECIMEN1",
        "utstedt": "NOR",
        "gyldigtil": date(2031, 5, 2),  # a Friday
        **changed.pop("report", {}),
    }
    facts = {"document": changed.pop("document", "no_passport")}
    decision = specimen.decision() | {
        "question": "hand_over",
        "reasons": [
            {"rule": "identified", "clauses": ["PUM §11"], "facts": facts, "words": {"no": "ja", "en": "yes"}}
        ],
    }
    document = specimen.evidence(
        **{
            "happened_at": at,
            "recorded_at": at,
            "sender": Party(name="Eksempel eID AS SPECIMEN", orgnr="310000019"),
            "letter_number": LETTER_NUMBER,
            "consignment": consignment,
            "report": report,
            "decisions": [decision],
            "keyed": [],
            **changed,
        }
    )
    file = evidence_file(document, [sealer().sign_evidence(canonical_form(document), now=at)])
    pdf = report_pdf(
        file,
        made_at=at,
        document_picture=specimen.document_picture(),
        signature_picture=specimen.signature_picture(),
    )
    return sealer().seal_pdf(pdf, now=at)
