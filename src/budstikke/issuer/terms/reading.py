"""What a reader's result has to say before it stands for an identity check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from budstikke.issuer.terms.edition import IssuerEdition


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
    Reading: no supplementary document can be shown to a telephone, so a document that needs one is refused here, and
             the letter is the way.
    """
    held = {
        "document": found.document in edition.documents and found.document not in edition.with_supplement,
        "expired": found.expires_on >= on,
        "chip": found.chip_holds,
        "face": found.face_matches,
        "person": found.same_person,
        "installation": test_installation or not found.test,
    }
    return tuple(code for code, holds in held.items() if not holds)
