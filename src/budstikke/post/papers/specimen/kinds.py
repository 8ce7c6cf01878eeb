"""The kinds of specimen page: one row each, with its words, its size and its zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from budstikke.formats.mrz import Format


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """
    One kind of page.

    `title` stands at its head; `colours` are the paper's and the ink's of its pattern; `captions` name the rows of
    the page in order, as the fields of a specimen. `zone` is the layout of its machine-readable zone, None where
    it has none; `document_code` and `issuing_state` are what that zone begins with.
    Unit: `size_mm` is width and height.
    """

    code: str
    title: str
    size_mm: tuple[float, float]
    colours: tuple[str, str]
    captions: tuple[tuple[str, str], ...]
    zone: Format | None = None
    document_code: str = ""
    issuing_state: str = "NOR"
    nationality: str = "NOR"
    number_in_zone: bool = False


_PASSPORT_PAGE = (125.0, 88.0)
_CARD = (85.6, 54.0)
_LARGE_CARD = (105.0, 74.0)

_PASSPORT_ROWS = (
    ("Etternavn / Surname", "surname"),
    ("Fornavn / Given names", "given_names"),
    ("Statsborgerskap / Nationality", "nationality"),
    ("Fødselsdato / Date of birth", "born_on"),
    ("Kjønn / Sex", "sex"),
    ("Fødselsnummer / National number", "national_number"),
    ("Utstedt / Date of issue", "issued_on"),
    ("Gyldig til / Date of expiry", "expires_on"),
)
_FOREIGN_ROWS = tuple(row for row in _PASSPORT_ROWS if row[1] != "national_number")
_ID_CARD_ROWS = (
    ("Etternavn / Surname", "surname"),
    ("Fornavn / Given names", "given_names"),
    ("Fødselsnummer / National number", "national_number"),
    ("Gyldig til / Date of expiry", "expires_on"),
)
_LICENCE_ROWS = (
    ("1.", "surname"),
    ("2.", "given_names"),
    ("3.", "born_on"),
    ("4a.", "issued_on"),
    ("4b.", "expires_on"),
    ("4d.", "national_number"),
    ("5.", "document_number"),
)
_BANK_CARD_ROWS = (
    ("Navn", "given_names"),
    ("", "surname"),
    ("Fødselsnummer", "national_number"),
    ("Gyldig til", "expires_on"),
    ("Kortnummer", "document_number"),
)

KINDS: Mapping[str, Kind] = {
    row.code: row
    for row in (
        Kind(
            code="no_passport",
            title="NORGE NOREG NORGA · PASS / PASSPORT",
            size_mm=_PASSPORT_PAGE,
            colours=("#f4e9e6", "#c98a86"),
            captions=_PASSPORT_ROWS,
            zone=Format.TD3,
            document_code="P",
        ),
        Kind(
            code="foreign_passport",
            title="UTOPIA · PASSPORT / PASSEPORT",
            size_mm=_PASSPORT_PAGE,
            colours=("#e6eef4", "#86a8c9"),
            captions=_FOREIGN_ROWS,
            zone=Format.TD3,
            document_code="PP",
            issuing_state="UTO",
            nationality="UTO",
        ),
        Kind(
            code="no_immigrant_passport",
            title="NORGE NOREG NORGA · UTLENDINGSPASS",
            size_mm=_PASSPORT_PAGE,
            colours=("#ecebe8", "#a8a496"),
            captions=_PASSPORT_ROWS,
            zone=Format.TD3,
            document_code="PT",
            nationality="XXA",
        ),
        Kind(
            code="no_travel_document",
            title="NORGE NOREG NORGA · REISEBEVIS (1951)",
            size_mm=_PASSPORT_PAGE,
            colours=("#e8eef2", "#8fb0bd"),
            captions=_PASSPORT_ROWS,
            zone=Format.TD3,
            document_code="PR",
            nationality="XXB",
        ),
        Kind(
            code="no_national_id_card",
            title="NORGE NOREG NORGA · ID-KORT",
            size_mm=_CARD,
            colours=("#eaf1ea", "#93b59b"),
            captions=_ID_CARD_ROWS,
            zone=Format.TD1,
            document_code="CA",
            number_in_zone=True,
        ),
        Kind(
            code="eu_id_card",
            title="UTOPIA · IDENTITY CARD",
            size_mm=_CARD,
            colours=("#eeeaf4", "#a596c4"),
            captions=tuple(row for row in _ID_CARD_ROWS if row[1] != "national_number"),
            zone=Format.TD1,
            document_code="I",
            issuing_state="UTO",
            nationality="UTO",
        ),
        Kind(
            code="eu_id_card_larger",
            title="UTOPIA · IDENTITY CARD",
            size_mm=_LARGE_CARD,
            colours=("#f2ede4", "#b8a27f"),
            captions=tuple(row for row in _ID_CARD_ROWS if row[1] != "national_number"),
            zone=Format.TD2,
            document_code="I",
            issuing_state="UTO",
            nationality="UTO",
        ),
        Kind(
            code="no_driving_licence",
            title="FØRERKORT NORGE",
            size_mm=_CARD,
            colours=("#f6eaf0", "#d19bb4"),
            captions=_LICENCE_ROWS,
        ),
        Kind(
            code="no_bank_card",
            title="EKSEMPELBANKEN · LEGITIMASJON",
            size_mm=_CARD,
            colours=("#f3efe2", "#c2b280"),
            captions=_BANK_CARD_ROWS,
        ),
        Kind(
            code="other",
            title="MEDLEMSKORT",
            size_mm=_CARD,
            colours=("#f2f2f2", "#bbbbbb"),
            captions=(("Navn", "given_names"), ("", "surname"), ("Gyldig til", "expires_on")),
        ),
    )
}
