"""What is said of a reading at once: to the device that brought it and to the clerk, never what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from budstikke.formats import mrz
from budstikke.formats.chip import ChipReading
from budstikke.law.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """
    One thing found in a reading, with what cures it.

    `stops`: the reading cannot be used while this stands; else it is a remark.
    """

    code: str
    stops: bool
    words: Words
    cure: Words

    def as_json(self) -> dict[str, object]:
        """Return it as plain JSON values."""
        return {
            "code": self.code,
            "stops": self.stops,
            "words": {"no": self.words.no, "en": self.words.en},
            "cure": {"no": self.cure.no, "en": self.cure.en},
        }


_AGAIN = Words(no="Les sonen på nytt.", en="Read the zone again.")
_ZONE: Mapping[str, Words] = {
    "document_number": Words(no="Kontrollsifferet for dokumentnummeret stemmer ikke.",
                             en="The check digit of the document number is wrong."),
    "birth": Words(no="Fødselsdatoen i sonen er ingen dato, eller kontrollsifferet stemmer ikke.",
                   en="The birth date in the zone is no date, or its check digit is wrong."),
    "expiry": Words(no="Utløpsdatoen i sonen er ingen dato, eller kontrollsifferet stemmer ikke.",
                    en="The expiry date in the zone is no date, or its check digit is wrong."),
    "optional": Words(no="Kontrollsifferet for tilleggsfeltet stemmer ikke.",
                      en="The check digit of the optional field is wrong."),
    "composite": Words(no="Kontrollsifferet over hele sonen stemmer ikke.",
                       en="The check digit over the whole zone is wrong."),
    "names": Words(no="Navnefeltet i sonen kan ikke leses.", en="The names in the zone cannot be read."),
    "length": Words(no="Linjene i sonen har feil lengde.", en="The lines of the zone have the wrong length."),
    "characters": Words(no="Sonen har tegn som ikke finnes i en slik sone.",
                        en="The zone has characters that no such zone has."),
    "format": Words(no="Linjene er ingen maskinlesbar sone.", en="The lines are no machine-readable zone."),
}  # fmt: skip


_NATIONAL = Found(
    code="ZONE_NATIONAL",
    stops=False,
    words=Words(
        no="Sonen er av et eldre nasjonalt slag og har ingen utløpsdato.",
        en="The zone is of an older national kind and has no expiry date.",
    ),
    cure=Words(
        no="Skriv inn utløpsdatoen som står på kortet.", en="Key the expiry date that stands on the card."
    ),
)


def of_zone(zone: mrz.Zone) -> tuple[Found, ...]:
    """Say what is wrong with a zone, once for each kind of fault."""
    if zone.consistent and not zone.accept:
        return (_NATIONAL,)
    return tuple(
        Found(code=f"ZONE_{code.upper()}", stops=True, words=_ZONE[code], cure=_AGAIN) for code in zone.failed
    )


def of_chip(reading: ChipReading) -> tuple[Found, ...]:
    """Say what was found about a chip."""
    return tuple(_of_chip(reading))


def _of_chip(reading: ChipReading) -> Iterator[Found]:
    for finding in reading.findings:
        words, cure = finding.words, finding.cure
        yield Found(
            code=finding.code,
            stops=finding.stops,
            words=Words(no=words["no"], en=words["en"]),
            cure=Words(no=cure["no"], en=cure["en"]),
        )


PATTERN_FAILED = Found(
    code="PATTERN_FAILED",
    stops=True,
    words=Words(
        no="Apparatet godtok ikke sikkerhetsmønsteret.", en="The device did not accept the security pattern."
    ),
    cure=Words(
        no="Rengjør glasset og legg dokumentet på nytt, eller be om et annet.",
        en="Clean the glass and lay the document down again, or ask for another.",
    ),
)
PATTERN_UNSURE = Found(
    code="PATTERN_UNSURE",
    stops=True,
    words=Words(
        no="Apparatet er ikke sikkert på sikkerhetsmønsteret.",
        en="The device is not sure about the security pattern.",
    ),
    cure=Words(
        no="Legg dokumentet rett på glasset og kontroller på nytt.", en="Lay it straight and check again."
    ),
)
