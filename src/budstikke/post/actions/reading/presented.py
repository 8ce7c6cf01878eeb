"""What a person presents at the counter, as the clerk and the devices took it down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from budstikke.post.papers.pictures import refuse_unprintable
from budstikke.post.terms.pum.id_check import ChipFacts, ClerkDecision, Findings, Signing, SupplementFacts
from budstikke.post.terms.pum.readings import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What the clerk typed from the document; empty where the machine-readable zone was enough."""

    surname: str = field(default="", repr=False)
    given_names: str = field(default="", repr=False)
    document_number: str = field(default="", repr=False)
    issuing_country: str = ""
    born_on: date | None = field(default=None, repr=False)
    issued_on: date | None = None
    expires_on: date | None = None
    national_number: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneRead:
    """The lines of a machine-readable zone, and how they were read."""

    source: Source
    lines: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipRead:
    """
    What a reader took from the chip: the verdict on it, the zone it holds (DG1), and its further details (DG11).

    Nothing a chip says counts unless the verdict is that its issuer signed it.
    """

    facts: ChipFacts
    mrz_lines: tuple[str, ...] = field(default=(), repr=False)
    surname: str = field(default="", repr=False)
    given_names: str = field(default="", repr=False)
    national_number: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """
    One person with one document asking for one letter.

    `kind` is a code of terms.pum.id_documents. `mrz_lines` were read as `mrz_source` says; `zones` are further
    readings of the same zone. `supplement` is described in `supplement_words` for the report. `all_shown`: there is
    nothing more to look for, or to show. `trial`: the letter is no real one, so synthetic numbers count. The nonce is
    the counter's own number for this attempt: the same attempt sent twice is one attempt.
    """

    nonce: UUID
    number: str
    outlet_id: int
    clerk: str
    kind: str
    device: str = ""
    mrz_lines: tuple[str, ...] = field(default=(), repr=False)
    mrz_source: Source = Source.MRZ_SWIPED
    zones: tuple[ZoneRead, ...] = ()
    chip: ChipRead | None = None
    typed: Typed = field(default_factory=Typed)
    has_signature: bool = True
    not_able_to_sign: bool = False
    signing: Signing = Signing.YES
    supplement: SupplementFacts | None = None
    supplement_words: str = ""
    findings: Findings = field(default_factory=Findings)
    in_person: bool = True
    online: bool = True
    name_keyed: bool = False
    all_shown: bool = True
    trial: bool = False
    document_decision: ClerkDecision | None = None
    name_decision: ClerkDecision | None = None
    birth_date_decision: ClerkDecision | None = None
    contradiction_decision: ClerkDecision | None = None
    picture: bytes | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        # Refused while the person is there; afterwards no report could be printed with it.
        refuse_unprintable(self.picture, what="picture")
