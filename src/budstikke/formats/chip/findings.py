"""Everything that can be found about a chip: one row each, with words for the clerk and what cures it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FindingKind:
    """
    One row of the table; `stops` tells a failure from a remark.

    `no` and `en` say what was found, the cures what the clerk does now. Facts in braces are numbers, codes and days,
    never what the document says of its holder.
    """

    code: str
    stops: bool
    no: str
    en: str
    cure_no: str
    cure_en: str


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
            "facts": dict(self.facts),
            "words": self.words,
            "cure": self.cure,
        }


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
    ("CHIP_SOD_MISSING", True, "Brikkens signaturfil (EF.SOD) fulgte ikke med.",
     "The chip's signature file (EF.SOD) did not come along.", _AGAIN),
    ("CHIP_SOD_UNREADABLE", True, "Brikkens signaturfil (EF.SOD) kan ikke leses.",
     "The chip's signature file (EF.SOD) cannot be read.", _AGAIN),
    ("CHIP_TOO_LARGE", True, "{file} er større enn noe dokument trenger.",
     "{file} is larger than any document needs.", _AGAIN),
    ("CHIP_CONTENT", True, "Signaturfilen signerer noe annet enn et identitetsdokument ({content}).",
     "The signature file signs something other than an identity document ({content}).", _REFUSE),
    ("CHIP_ALGORITHM", True, "Brikken er signert på en måte vi ikke kan kontrollere ({algorithm}).",
     "The chip is signed in a way that we cannot check ({algorithm}).", _BY_EYE),
    ("CHIP_SIGNATURE", True, "Signaturen på brikken stemmer ikke: innholdet er endret eller forfalsket.",
     "The signature on the chip is wrong: its content was changed or forged.", _REFUSE),
    ("CHIP_HASH", True, "Datagruppe {group} er ikke den som ble signert.",
     "Data group {group} is not the one that was signed.", _REFUSE),
    ("CHIP_GROUP_UNLISTED", True, "Datagruppe {group} er ikke signert av noen.",
     "Data group {group} was signed by nobody.", _REFUSE),
    ("CHIP_DG1_MISSING", True, "Brikkens maskinlesbare linjer (DG1) fulgte ikke med.",
     "The chip's machine-readable lines (DG1) did not come along.", _AGAIN),
    ("CHIP_DG1_UNREADABLE", True, "Brikkens maskinlesbare linjer (DG1) kan ikke leses.",
     "The chip's machine-readable lines (DG1) cannot be read.", _BY_EYE),
    ("CHIP_DG2_MISSING", True, "Brikkens bilde (DG2) fulgte ikke med.",
     "The chip's picture (DG2) did not come along.", _AGAIN),
    ("CHIP_FACE", True, "Brikkens bildefil (DG2) inneholder ikke noe bilde som kan vises.",
     "The chip's picture file (DG2) holds no picture that can be shown.", _BY_EYE),
    ("CHIP_SIGNER_MISSING", True, "Signaturfilen har ikke med sertifikatet som skal ha signert den.",
     "The signature file lacks the certificate that is to have signed it.", _BY_EYE),
    ("CHIP_SIGNER_USE", True, "Sertifikatet som signerte brikken, er laget for noe annet.",
     "The certificate that signed the chip was made for something else.", _REFUSE),
    ("CHIP_SIGNER_TIME", True, "Sertifikatet som signerte brikken, gjaldt ikke den {signed_on}.",
     "The certificate that signed the chip was not in force on {signed_on}.", _REFUSE),
    ("CHIP_SIGNED_LATER", True, "Brikken sier at den ble signert {signed_on}, som ikke har vært ennå.",
     "The chip says that it was signed on {signed_on}, which is yet to come.", _REFUSE),
    ("CHIP_CSCA_UNKNOWN", True, "Vi har ikke statens sertifikat for dokumenter fra {country}.",
     "We do not have the state's certificate for documents of {country}.", _IMPORT),
    ("CHIP_CSCA_SIGNATURE", True, "Staten {country} har ikke utstedt sertifikatet som signerte brikken.",
     "The state {country} did not issue the certificate that signed the chip.", _REFUSE),
    ("CHIP_CSCA_USE", True, "Statens sertifikat ({country}) er ikke laget for å utstede andre.",
     "The state's certificate ({country}) was not made to issue others.", _IMPORT),
    ("CHIP_CSCA_TIME", True, "Statens sertifikat ({country}) gjaldt ikke da det ble brukt.",
     "The state's certificate ({country}) was not in force when it was used.", _IMPORT),
    ("CHIP_REVOKED", True, "Staten {country} har trukket sertifikatet som signerte brikken, tilbake.",
     "The state {country} has revoked the certificate that signed the chip.", _REFUSE),
    ("CHIP_COUNTRY", True, "Brikken er signert av {signer}, men linjene sier at {issuer} har utstedt dokumentet.",
     "The chip is signed by {signer}, but its lines say that {issuer} issued the document.", _REFUSE),
    ("CHIP_TIME_UNKNOWN", False, "Brikken sier ikke når den ble signert; vurdert da signererens sertifikat begynte.",
     "The chip does not say when it was signed; judged on the day its signer's certificate began.", _NOTHING),
    ("CHIP_OLD_ALGORITHM", False, "Brikken er signert med noe gammelt og svakt ({algorithm}).",
     "The chip is signed with something old and weak ({algorithm}).", _BY_EYE),
    ("CHIP_NO_CRL", False, "Ingen tilbaketrekkingsliste fra {country} er importert.",
     "No revocation list of {country} has been imported.", _NOTHING),
    ("CHIP_OLD_CRL", False, "Tilbaketrekkingslisten fra {country} skulle vært fornyet {renew_on}.",
     "The revocation list of {country} was to be renewed on {renew_on}.", _NOTHING),
    ("CHIP_DG11_MISSING", False, "Brikken har flere personopplysninger (DG11) som ikke ble lest.",
     "The chip has more particulars (DG11) that were not read.", _AGAIN),
    ("CHIP_DG11_UNREADABLE", False, "Brikkens øvrige personopplysninger (DG11) kan ikke leses.",
     "The chip's further particulars (DG11) cannot be read.", _NOTHING),
)  # fmt: skip

FINDINGS: Mapping[str, FindingKind] = {
    code: FindingKind(code, stops, no, en, *cure) for code, stops, no, en, cure in _ROWS
}


def found(code: str, **facts: object) -> Finding:
    """Return a finding by its code."""
    return Finding(FINDINGS[code], facts)
