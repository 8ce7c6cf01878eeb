"""§11, §12: what is looked at before a hand-over, and what the findings are worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from budstikke.law.words import Words
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.id_documents import DOCUMENTS, EEA_ISSUERS, ROWS, DocumentRow, Issuer
from budstikke.post.terms.pum.readings import Contradiction


class Finding(StrEnum):
    """What came of one of the checks of §12."""

    NOT_DONE = "not_done"
    PASSED = "passed"
    FAILED = "failed"


class NameVerdict(StrEnum):
    """Whether two names are one name; `ask` is for the clerk to decide, `not_read` is no verdict yet."""

    NOT_READ = "not_read"
    SAME = "same"
    ASK = "ask"
    DIFFERS = "differs"


class Signing(StrEnum):
    """Whether the recipient can sign: yes, not for the time being, or never."""

    YES = "yes"
    TEMPORARILY_NOT = "temporarily_not"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkDecision:
    """
    What a clerk decided where the rules ask, and why.

    A decision without a reason is none. The reason is a code or the clerk's own words; it is sealed with the
    check and never repeated in a refusal.
    """

    accepted: bool
    reason: str

    @property
    def counts(self) -> bool:
        """Whether a reason is on record."""
        return bool(self.reason.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzFacts:
    """What the machine-readable zone says of the document; nothing of its holder but the nationality."""

    layout: str
    document_code: str
    issuer: str
    nationality: str
    consistent: bool = True


class ChipVerdict(StrEnum):
    """What came of the chip: not read or not to be judged, signed by its issuer, or something stands against it."""

    NOT_READ = "not_read"
    AUTHENTIC = "authentic"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipFacts:
    """What came of the chip; `code` says what failed, or why it could not be judged."""

    verdict: ChipVerdict = ChipVerdict.NOT_READ
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """
    The document shown. `kind` is a code of the table of documents.

    `has_number`: the 11 digits stand in it. `not_able_to_sign`: the clerk saw that remark in it. `expires_on`
    None: it bears no expiry date. `mrz` None: it has no machine-readable zone, or none that was read.
    """

    kind: str
    expires_on: date | None
    has_number: bool
    has_signature: bool
    issued_on: date | None = None
    not_able_to_sign: bool = False
    mrz: MrzFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementFacts:
    """A supplementary document: it counts when a public body issued it (§11)."""

    by_public_body: bool = True
    shows_number: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """
    The checks of §12 with their outcomes.

    The device judges the security pattern; the clerk the rest: that the picture shows the person, that the
    document appears genuine, that the signatures go together.
    """

    scanned: Finding = Finding.NOT_DONE
    security_pattern: Finding = Finding.NOT_DONE
    genuine: Finding = Finding.NOT_DONE
    photo: Finding = Finding.NOT_DONE
    signature: Finding = Finding.NOT_DONE


ALL_PASSED = Findings(
    scanned=Finding.PASSED,
    security_pattern=Finding.PASSED,
    genuine=Finding.PASSED,
    photo=Finding.PASSED,
    signature=Finding.PASSED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFacts:
    """
    One identity check as it was carried out.

    `number_matches` compares with the number the sender gave (None: gave none); `birth_date_matches` compares
    the number with the document's birth date (None: not both known). `contradictions` are where the document's
    readings disagree; `contradiction_decision` is the clerk's, on all of them that ask. `all_shown`: the
    recipient has nothing more to show, so what was not found is not there; until then it is still to be looked for.
    """

    in_person: bool
    online: bool
    document: DocumentFacts
    name: NameVerdict
    signing: Signing = Signing.YES
    supplement: SupplementFacts | None = None
    findings: Findings = field(default_factory=Findings)
    name_keyed: bool = False
    number_matches: bool | None = None
    birth_date_matches: bool | None = None
    document_decision: ClerkDecision | None = None
    name_decision: ClerkDecision | None = None
    birth_date_decision: ClerkDecision | None = None
    chip: ChipFacts = field(default_factory=ChipFacts)
    contradictions: tuple[Contradiction, ...] = ()
    contradiction_decision: ClerkDecision | None = None
    all_shown: bool = True


SIGNATURE = Words(no="signaturen", en="the signature")
# The checks of §12 in the order in which they are judged, with what is still to do when one was not done.
CHECKS: tuple[tuple[str, Words], ...] = (
    ("scanned", Words(no="skanning av legitimasjonen", en="scanning the document")),
    ("security_pattern", Words(no="sikkerhetsmønster", en="security pattern")),
    ("genuine", Words(no="om den framstår som ekte", en="whether it appears genuine")),
    ("photo", Words(no="bildet mot personen", en="the picture against the person")),
    ("signature", SIGNATURE),
)


def signature_compared(check: CheckFacts) -> bool:
    """
    Say whether there are two signatures to compare.

    Terms:   PUM §11, §12.
    Reading: a guided hand, a passport marked "Not able to sign" and a document without a signature leave
    nothing to compare; the picture is compared all the same (decision 0019).
    """
    return (
        check.signing is Signing.YES and check.document.has_signature and not check.document.not_able_to_sign
    )


def lacks_number(check: CheckFacts) -> bool:
    """
    Say whether the eleven digits were found neither in the document nor in one from a public body.

    Terms: PUM §11.
    """
    supplement = check.supplement
    return not check.document.has_number and not (
        supplement and supplement.by_public_body and supplement.shows_number
    )


def lacks_signature(check: CheckFacts) -> bool:
    """
    Say whether the document bears no signature, and no supplementary document makes it good.

    Terms:   PUM §11.
    Reading: where the passport itself says that its holder cannot sign, that remark stands in its place.
    """
    document = check.document
    excused = check.signing is Signing.NEVER and document.not_able_to_sign
    supplemented = check.supplement is not None and check.supplement.by_public_body
    return not document.has_signature and not excused and not supplemented


def is_undated(check: CheckFacts) -> bool:
    """Say whether the day of issue decides, and was not found (PUM §11)."""
    return DOCUMENTS[check.document.kind].dated_issue and check.document.issued_on is None


# What a document is read for, with what is still to do while it was not found.
_TO_FIND: tuple[tuple[Callable[[CheckFacts], bool], Words], ...] = (
    (is_undated, Words(no="utstedelsesdatoen", en="the date of issue")),
    (
        lacks_number,
        Words(
            no="de elleve sifrene i legitimasjonen eller i et tilleggsdokument",
            en="the eleven digits in the document or in a supplementary one",
        ),
    ),
    (lacks_signature, Words(no="et tilleggsdokument", en="a supplementary document")),
)
_NAME = Words(no="navnet i legitimasjonen", en="the name in the document")


def still_to_do(check: CheckFacts) -> tuple[Words, ...]:
    """
    Return what was not read, not looked for and not checked, but must be.

    Terms:   PUM §5, §11, §12.
    Reading: a name that nobody read differs from none; whether a number is there is known once somebody looked.
    """
    return (
        *((_NAME,) if check.name is NameVerdict.NOT_READ else ()),
        *(words for missing, words in _TO_FIND if not check.all_shown and missing(check)),
        *(
            words
            for name, words in CHECKS
            if getattr(check.findings, name) is Finding.NOT_DONE
            and (name != "signature" or signature_compared(check))
        ),
    )


def contradicts(kind: str, mrz: MrzFacts) -> bool:
    """
    Say whether the machine-readable zone shows that the clerk chose the wrong kind of document.

    Terms:   PUM §11, §12.
    Reading: a kind without a machine-readable zone is contradicted by one that was read.
    """
    row = DOCUMENTS[kind]
    return (
        mrz.layout not in row.mrz
        or not mrz.document_code.startswith(row.mrz_codes)
        or not _issued_by(row, mrz)
    )


def _issued_by(row: DocumentRow, mrz: MrzFacts) -> bool:
    by_norway = mrz.issuer == "NOR"
    return {
        # Identity cards are made for foreign residents too; a passport is a citizen's.
        Issuer.NORWAY: by_norway and (mrz.nationality == "NOR" or "TD1" in row.mrz),
        Issuer.NORWAY_TO_OTHERS: by_norway and mrz.nationality != "NOR",
        Issuer.ABROAD: not by_norway,
        Issuer.EEA: mrz.issuer in EEA_ISSUERS,
        Issuer.ANY: True,
    }[row.issuer]


def is_emergency_passport(mrz: MrzFacts | None) -> bool:
    """
    Say whether a zone is that of an emergency passport, whatever kind was chosen.

    Terms:   PUM §11 names no emergency passport; the clerk decides (decision 0019).
    """
    return mrz is not None and mrz.document_code.startswith(DOCUMENTS["emergency_passport"].mrz_codes)


def recognised_kinds(mrz: MrzFacts) -> tuple[str, ...]:
    """
    Return the kinds of document a zone may belong to, the likeliest first; none for a visa or an unknown zone.

    Terms:   PUM §11.
    Reading: document codes and nationalities that point to one kind put it first; the clerk sees the document and
             chooses. An emergency passport is never taken for another kind.
    """
    if is_emergency_passport(mrz):
        return ("emergency_passport",)
    fitting = [row for row in ROWS if row.mrz and not contradicts(row.code, mrz)]
    pointed_to = {mrz.document_code, mrz.nationality}
    fitting.sort(key=lambda row: not pointed_to & set(row.mrz_hints))
    return tuple(row.code for row in fitting)


def name_is_keyed(*, name_characters: int, edition: PumEdition) -> bool:
    """
    Say whether a name is too long to be taken over by itself.

    Terms: PUM §12.
    Unit:  characters; the limit itself still fits.
    """
    return name_characters > edition.keyed_name_above_characters
