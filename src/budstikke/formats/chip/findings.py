"""Everything that can be found about a chip: one row each, with words for the clerk and what cures it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Weight(StrEnum):
    """
    What a finding means for the document.

    AGAINST: something is forged, changed or revoked. AGAIN: something was not delivered whole. UNJUDGED: we lack
    what it takes to judge. With any of the three a chip proves nothing. REMARK: worth knowing, no more.
    """

    AGAINST = "against"
    AGAIN = "again"
    UNJUDGED = "unjudged"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class FindingKind:
    """
    One row of the table.

    `no` and `en` say what was found, the cures what the clerk does now. Facts in braces are numbers, codes and days,
    never what the document says of its holder.
    """

    code: str
    weight: Weight
    no: str
    en: str
    cure_no: str
    cure_en: str

    @property
    def stops(self) -> bool:
        """Whether a chip proves nothing while this stands."""
        return self.weight is not Weight.REMARK


@dataclass(frozen=True, slots=True)
class Finding:
    """A row that applied, with the facts that made it apply."""

    kind: FindingKind
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The stable code, such as CHIP_HASH."""
        return self.kind.code

    @property
    def weight(self) -> Weight:
        """What it means for the document."""
        return self.kind.weight

    @property
    def stops(self) -> bool:
        """Whether the chip proves nothing while this stands."""
        return self.kind.stops

    @property
    def words(self) -> dict[str, str]:
        """What was found, in both languages."""
        return {"no": self.kind.no.format_map(self.facts), "en": self.kind.en.format_map(self.facts)}

    @property
    def cure(self) -> dict[str, str]:
        """What the clerk does now, in both languages."""
        return {"no": self.kind.cure_no, "en": self.kind.cure_en}

    def as_json(self) -> dict[str, object]:
        """Return the finding as plain JSON values."""
        return {
            "code": self.code,
            "stops": self.stops,
            "weight": str(self.weight),
            "facts": dict(self.facts),
            "words": self.words,
            "cure": self.cure,
        }


_MOST_CHARACTERS = 60

_AGAIN = ("Les brikken én gang til.", "Read the chip once more.")
_BY_EYE = (
    "Kontroller dokumentet uten brikken: side, bilde og sikkerhetstrekk.",
    "Check the document without the chip: page, picture and security features.",
)
_REFUSE = (
    "Ikke utlever på dette dokumentet. Be om et annet, og meld fra.",
    "Do not hand over on this document. Ask for another, and report it.",
)
_IMPORT = (
    "Be driften importere en nyere masterliste; til da kontrolleres dokumentet uten brikken.",
    "Ask operations to import a newer master list; until then check the document without the chip.",
)
_NOTHING = ("Ingenting å gjøre.", "Nothing to do.")

_ROWS = (
    ("CHIP_SOD_MISSING", Weight.AGAIN, "Brikkens signaturfil (EF.SOD) fulgte ikke med.",
     "The chip's signature file (EF.SOD) did not come along.", _AGAIN),
    ("CHIP_SOD_UNREADABLE", Weight.AGAIN, "Brikkens signaturfil (EF.SOD) kan ikke leses.",
     "The chip's signature file (EF.SOD) cannot be read.", _AGAIN),
    ("CHIP_TOO_LARGE", Weight.AGAIN, "{file} er større enn noe dokument trenger.",
     "{file} is larger than any document needs.", _AGAIN),
    ("CHIP_CONTENT", Weight.AGAINST, "Signaturfilen signerer noe annet enn et identitetsdokument ({content}).",
     "The signature file signs something other than an identity document ({content}).", _REFUSE),
    ("CHIP_ALGORITHM", Weight.UNJUDGED, "Brikken er signert på en måte vi ikke kan kontrollere ({algorithm}).",
     "The chip is signed in a way that we cannot check ({algorithm}).", _BY_EYE),
    ("CHIP_SIGNATURE", Weight.AGAINST, "Signaturen på brikken stemmer ikke: innholdet er endret eller forfalsket.",
     "The signature on the chip is wrong: its content was changed or forged.", _REFUSE),
    ("CHIP_HASH", Weight.AGAINST, "Datagruppe {group} er ikke den som ble signert.",
     "Data group {group} is not the one that was signed.", _REFUSE),
    ("CHIP_GROUP_UNLISTED", Weight.AGAINST, "Datagruppe {group} er ikke signert av noen.",
     "Data group {group} was signed by nobody.", _REFUSE),
    ("CHIP_DG1_MISSING", Weight.AGAIN, "Brikkens maskinlesbare linjer (DG1) fulgte ikke med.",
     "The chip's machine-readable lines (DG1) did not come along.", _AGAIN),
    ("CHIP_DG1_UNREADABLE", Weight.UNJUDGED, "Brikkens maskinlesbare linjer (DG1) kan ikke leses.",
     "The chip's machine-readable lines (DG1) cannot be read.", _BY_EYE),
    ("CHIP_DG2_MISSING", Weight.AGAIN, "Brikkens bilde (DG2) fulgte ikke med.",
     "The chip's picture (DG2) did not come along.", _AGAIN),
    ("CHIP_FACE", Weight.UNJUDGED, "Brikkens bildefil (DG2) inneholder ikke noe bilde som kan vises.",
     "The chip's picture file (DG2) holds no picture that can be shown.", _BY_EYE),
    ("CHIP_SIGNER_MISSING", Weight.UNJUDGED, "Signaturfilen har ikke med sertifikatet som skal ha signert den.",
     "The signature file lacks the certificate that is to have signed it.", _BY_EYE),
    ("CHIP_SIGNER_USE", Weight.AGAINST, "Sertifikatet som signerte brikken, er laget for noe annet.",
     "The certificate that signed the chip was made for something else.", _REFUSE),
    ("CHIP_SIGNER_TIME", Weight.AGAINST, "Sertifikatet som signerte brikken, gjaldt ikke den {signed_on}.",
     "The certificate that signed the chip was not in force on {signed_on}.", _REFUSE),
    ("CHIP_SIGNED_LATER", Weight.AGAINST, "Brikken sier at den ble signert {signed_on}, som ikke har vært ennå.",
     "The chip says that it was signed on {signed_on}, which is yet to come.", _REFUSE),
    ("CHIP_CSCA_UNKNOWN", Weight.UNJUDGED, "Vi har ikke statens sertifikat for dokumenter fra {country}.",
     "We do not have the state's certificate for documents of {country}.", _IMPORT),
    ("CHIP_CSCA_SIGNATURE", Weight.AGAINST, "Staten {country} har ikke utstedt sertifikatet som signerte brikken.",
     "The state {country} did not issue the certificate that signed the chip.", _REFUSE),
    ("CHIP_CSCA_USE", Weight.UNJUDGED, "Statens sertifikat ({country}) er ikke laget for å utstede andre.",
     "The state's certificate ({country}) was not made to issue others.", _IMPORT),
    ("CHIP_CSCA_TIME", Weight.UNJUDGED, "Statens sertifikat ({country}) gjaldt ikke da det ble brukt.",
     "The state's certificate ({country}) was not in force when it was used.", _IMPORT),
    ("CHIP_REVOKED", Weight.AGAINST, "Staten {country} har trukket sertifikatet som signerte brikken, tilbake.",
     "The state {country} has revoked the certificate that signed the chip.", _REFUSE),
    ("CHIP_COUNTRY", Weight.AGAINST, "Brikken er signert av {signer}, men {issuer} skulle ha signert den.",
     "The chip is signed by {signer}, but {issuer} was to sign it.", _REFUSE),
    ("CHIP_TIME_UNKNOWN", Weight.REMARK, "Brikken sier ikke når den ble signert. Signererens første dag gjelder.",
     "The chip does not say when it was signed; judged on the day its signer's certificate began.", _NOTHING),
    ("CHIP_OLD_ALGORITHM", Weight.REMARK, "Brikken er signert med noe gammelt og svakt ({algorithm}).",
     "The chip is signed with something old and weak ({algorithm}).", _BY_EYE),
    ("CHIP_NO_CRL", Weight.REMARK, "Ingen tilbaketrekkingsliste fra {country} er importert.",
     "No revocation list of {country} has been imported.", _NOTHING),
    ("CHIP_OLD_CRL", Weight.REMARK, "Tilbaketrekkingslisten fra {country} skulle vært fornyet {renew_on}.",
     "The revocation list of {country} was to be renewed on {renew_on}.", _NOTHING),
    ("CHIP_DG11_MISSING", Weight.REMARK, "Brikken har flere personopplysninger (DG11) som ikke ble lest.",
     "The chip has more particulars (DG11) that were not read.", _AGAIN),
    ("CHIP_DG11_UNREADABLE", Weight.REMARK, "Brikkens øvrige personopplysninger (DG11) kan ikke leses.",
     "The chip's further particulars (DG11) cannot be read.", _NOTHING),
)  # fmt: skip

FINDINGS: Mapping[str, FindingKind] = {
    code: FindingKind(code, weight, no, en, *cure) for code, weight, no, en, cure in _ROWS
}


def found(code: str, **facts: object) -> Finding:
    """Return a finding by its code; texts among the facts are cut, for some were written by whoever made the chip."""
    cut = {name: fact[:_MOST_CHARACTERS] if isinstance(fact, str) else fact for name, fact in facts.items()}
    return Finding(FINDINGS[code], cut)
