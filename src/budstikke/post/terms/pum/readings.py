"""§12: one document read in several ways, which reading counts for what, and where the readings disagree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import combinations

from budstikke.law.words import Words
from budstikke.post.terms.pum.names import NameRules, compare


class Source(StrEnum):
    """Where a particular was read: the chip's copy of the zone (DG1), its further details (DG11), zone, page."""

    CHIP = "chip"
    CHIP_DETAILS = "chip_details"
    MRZ_SWIPED = "mrz_swiped"
    MRZ_PICTURE = "mrz_picture"
    MRZ_TYPED = "mrz_typed"
    PAGE_TYPED = "page_typed"


class Particular(StrEnum):
    """What a document says of its holder or of itself; `spelling` is one name written in two ways."""

    NAME = "name"
    SPELLING = "spelling"
    DOCUMENT_NUMBER = "document_number"
    ISSUING_COUNTRY = "issuing_country"
    NATIONALITY = "nationality"
    SEX = "sex"
    BORN_ON = "born_on"
    EXPIRES_ON = "expires_on"
    NATIONAL_NUMBER = "national_number"


class Weight(StrEnum):
    """What a contradiction is worth: no hand-over until it is gone, a clerk's decision, or merely shown."""

    BLOCKS = "blocks"
    ASK = "ask"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """
    What one source said; empty where it said nothing.

    Names as that source spells them; `truncated` where its zone had no room for all of them.
    """

    source: Source
    surname: str = field(default="", repr=False)
    given_names: str = field(default="", repr=False)
    document_number: str = field(default="", repr=False)
    issuing_country: str = ""
    nationality: str = ""
    sex: str = ""
    born_on: date | None = field(default=None, repr=False)
    expires_on: date | None = None
    national_number: str = field(default="", repr=False)
    truncated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two sources that disagree on one particular; what they say is not in it, so that it may be written down."""

    particular: Particular
    first: Source
    second: Source

    @property
    def weight(self) -> Weight:
        """
        What it is worth.

        Terms:   PUM §12.
        Reading: two readings by machine cannot both be right, and reading again settles it: no hand-over until
                 they agree. Against what a clerk typed from the page it may be the page, the keyboard or the
                 world that is otherwise: a clerk decides, with a reason. Sex, nationality and issuing state on a
                 page are words and not codes; they are shown. So is a name in two permitted spellings, and what a
                 chip's two parts say, both signed by the issuer (decision 0033).
        """
        if self.particular is Particular.SPELLING or {self.first, self.second} <= _SIGNED:
            return Weight.SHOWN
        if Source.PAGE_TYPED not in (self.first, self.second):
            return Weight.BLOCKS
        return Weight.SHOWN if self.particular in _IN_WORDS_ON_THE_PAGE else Weight.ASK

    @property
    def words(self) -> Words:
        """Say it in plain words, without the values."""
        said, one, other = _PARTICULARS[self.particular], _SOURCES[self.first], _SOURCES[self.second]
        return Words(
            no=f"{said.no}: {one.no} og {other.no} sier ikke det samme",
            en=f"{said.en}: {one.en} and {other.en} do not say the same",
        )


_SIGNED = frozenset({Source.CHIP, Source.CHIP_DETAILS})
_ZONES = frozenset({Source.CHIP, Source.MRZ_SWIPED, Source.MRZ_PICTURE, Source.MRZ_TYPED})
_IN_WORDS_ON_THE_PAGE = frozenset({Particular.ISSUING_COUNTRY, Particular.NATIONALITY, Particular.SEX})
_SOURCES: Mapping[Source, Words] = {
    Source.CHIP: Words(no="brikken", en="the chip"),
    Source.CHIP_DETAILS: Words(no="brikkens tillegg", en="the chip's further details"),
    Source.MRZ_SWIPED: Words(no="den leste sonen", en="the zone as swiped"),
    Source.MRZ_PICTURE: Words(no="sonen på bildet", en="the zone in the picture"),
    Source.MRZ_TYPED: Words(no="den tastede sonen", en="the zone as typed"),
    Source.PAGE_TYPED: Words(no="det som er tastet fra siden", en="what was typed from the page"),
}
_PARTICULARS: Mapping[Particular, Words] = {
    Particular.NAME: Words(no="Navn", en="Name"),
    Particular.SPELLING: Words(no="Navnets skrivemåte", en="Spelling of the name"),
    Particular.DOCUMENT_NUMBER: Words(no="Dokumentnummer", en="Document number"),
    Particular.ISSUING_COUNTRY: Words(no="Utstederland", en="Issuing state"),
    Particular.NATIONALITY: Words(no="Statsborgerskap", en="Nationality"),
    Particular.SEX: Words(no="Kjønn", en="Sex"),
    Particular.BORN_ON: Words(no="Fødselsdato", en="Birth date"),
    Particular.EXPIRES_ON: Words(no="Utløpsdato", en="Expiry date"),
    Particular.NATIONAL_NUMBER: Words(no="Fødselsnummer eller D-nummer", en="National identity or D number"),
}

_BY_MACHINE_FIRST = (
    Source.CHIP,
    Source.CHIP_DETAILS,
    Source.MRZ_SWIPED,
    Source.MRZ_PICTURE,
    Source.MRZ_TYPED,
    Source.PAGE_TYPED,
)
_OWN_SPELLING_FIRST = (
    Source.CHIP_DETAILS,
    Source.PAGE_TYPED,
    Source.CHIP,
    Source.MRZ_SWIPED,
    Source.MRZ_PICTURE,
    Source.MRZ_TYPED,
)
# Which source counts first for what. A typed number beats a read one: it is typed because the one in the
# document is missing or no longer the holder's, and a difference is asked about.
PRECEDENCE: Mapping[str, tuple[Source, ...]] = {
    "surname": _OWN_SPELLING_FIRST,
    "given_names": _OWN_SPELLING_FIRST,
    "document_number": _BY_MACHINE_FIRST,
    "issuing_country": _BY_MACHINE_FIRST,
    "nationality": _BY_MACHINE_FIRST,
    "sex": _BY_MACHINE_FIRST,
    "born_on": _BY_MACHINE_FIRST,
    "expires_on": _BY_MACHINE_FIRST,
    "national_number": (Source.PAGE_TYPED, *_BY_MACHINE_FIRST[:-1]),
}


def what_counts(said: Sequence[Particulars]) -> Mapping[str, Particulars]:
    """
    Return for each particular the source that counts, where any says something of it.

    Terms:   PUM §12 (what cannot be read is keyed).
    Reading: keys fill what no machine read, so a reading beats typing, and a signed chip beats a zone. For names
             the document's own spelling beats the zone's, which has no Ø.
    """
    counts: dict[str, Particulars] = {}
    for name, order in PRECEDENCE.items():
        saying = [each for each in said if getattr(each, name)]
        if saying:
            counts[name] = min(saying, key=lambda each: order.index(each.source))
    return counts


def contradictions(said: Sequence[Particulars]) -> tuple[Contradiction, ...]:
    """
    Return where sources disagree, the gravest first.

    Terms:   PUM §12.
    Reading: a page's names are compared with a zone's as a name on a letter is, so two spellings of one name are
             worth no more than showing; everything else, and a zone with another zone, sign by sign.
    """
    found = [one for pair in combinations(said, 2) for one in _between(*pair)]
    return tuple(sorted(found, key=lambda one: list(Weight).index(one.weight)))


def of_weight(found: Sequence[Contradiction], weight: Weight) -> Words:
    """Return the contradictions of one weight as one text, for the clerk."""
    words = [one.words for one in found if one.weight is weight]
    return Words(no="; ".join(each.no for each in words), en="; ".join(each.en for each in words))


def _between(one: Particulars, other: Particulars) -> Iterator[Contradiction]:
    named = (one.surname or one.given_names) and (other.surname or other.given_names)
    if named and (differs := _names_differ(one, other)):
        yield Contradiction(particular=differs, first=one.source, second=other.source)
    for particular in _COMPARED:
        first, second = getattr(one, particular), getattr(other, particular)
        if first and second and _plain(first) != _plain(second):
            yield Contradiction(particular=particular, first=one.source, second=other.source)


_COMPARED = tuple(each for each in Particular if each not in (Particular.NAME, Particular.SPELLING))


def _plain(value: str | date) -> object:
    return "".join(value.upper().split()) if isinstance(value, str) else value


def _names_differ(one: Particulars, other: Particulars) -> Particular | None:
    if (one.surname, one.given_names) == (other.surname, other.given_names):
        return None
    if {one.source, other.source} <= _ZONES:
        return Particular.NAME
    # Either may leave out names that the other has, if it had no room for them.
    verdicts = {_verdict(one, other), _verdict(other, one)}
    if verdicts == {"same"}:
        return None
    return Particular.NAME if verdicts == {"differs"} else Particular.SPELLING


def _verdict(asked: Particulars, found: Particulars) -> str:
    name = f"{asked.given_names} {asked.surname}".strip()
    return compare(
        addressee=name,
        surname=found.surname,
        given=found.given_names,
        truncated=found.truncated,
        rules=NameRules(),
    ).verdict
