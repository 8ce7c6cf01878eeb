"""What a reader's result has to say before it stands for an identity check, and what its number is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from budstikke.issuer.terms.document_words import read_by_phone
from budstikke.issuer.terms.edition import IssuerEdition
from budstikke.law.words import Words

# How a session ends.
PROVEN, REFUSED, UNREACHABLE = "proven", "refused", "unreachable"
FAULT_WORDS: Mapping[str, Words] = {
    "document": Words(no="Dokumentet kan ikke leses med telefonen.", en="The document cannot be read by phone."),
    "expired": Words(no="Dokumentet er utløpt.", en="The document has expired."),
    "chip": Words(no="Brikken i dokumentet holdt ikke.", en="The document's chip did not hold."),
    "face": Words(no="Ansiktet er ikke det i dokumentet.", en="The face is not the one in the document."),
    "person": Words(no="Dokumentet er ikke ditt.", en="The document is not yours."),
    "installation": Words(no="Lesingen var en test.", en="The reading was a test."),
    "ended": Words(no="Bestillingen var avsluttet.", en="The order had ended."),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the verifier signed, as far as it decides; nothing of it names the person."""

    document: str
    expires_on: date
    chip_holds: bool
    face_matches: bool
    same_person: bool
    test: bool


def reader_faults(
    found: Reading, *, edition: IssuerEdition, test_installation: bool, on: date
) -> tuple[str, ...]:
    """
    Return the codes of what does not hold; none when the person is proven.

    Terms:   eID §2, §5.
    """
    held = {
        "document": found.document in read_by_phone(edition),
        "expired": found.expires_on >= on,
        "chip": found.chip_holds,
        "face": found.face_matches,
        "person": found.same_person,
        "installation": test_installation or not found.test,
    }
    return tuple(code for code, holds in held.items() if not holds)
