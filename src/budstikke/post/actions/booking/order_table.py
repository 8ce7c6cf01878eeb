"""A sender's letters in a table: its columns, its rows, and every fault named by row and column, with its cure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from budstikke.formats import national_number, s10
from budstikke.formats.edifact.orders import BookedLetter, Booking, Function, Party
from budstikke.formats.edifact.writer import fold
from budstikke.formats.malformed import Malformed
from budstikke.formats.workbook import is_workbook, lines_of
from budstikke.kit.installation import is_test
from budstikke.law.words import Words
from budstikke.post.papers.glyphs import unprintable
from budstikke.post.terms.pum.edition import PumEdition

# Column -> most characters; the first four must be filled in.
COLUMNS: Mapping[str, int] = {
    "name": 175,
    "street": 140,
    "postcode": 4,
    "city": 35,
    "street2": 140,
    "mobile": 20,
    "email": 100,
    "reference": 35,
    "passport_only": 20,
    "envelope": 8,
    "weight_g": 6,
    "national_number": 11,
    "number": 13,
}
REQUIRED = ("name", "street", "postcode", "city")
# The same columns as they are called in Norwegian.
NORWEGIAN: Mapping[str, str] = {
    "navn": "name",
    "gateadresse": "street",
    "postnummer": "postcode",
    "poststed": "city",
    "adresselinje 2": "street2",
    "mobil": "mobile",
    "e-post": "email",
    "referanse": "reference",
    "bare pass": "passport_only",
    "konvolutt": "envelope",
    "vekt i gram": "weight_g",
    "fødselsnummer": "national_number",
    "brevnummer": "number",
}
_TRUE, _FALSE = ("yes", "ja", "1", "true", "x"), ("", "no", "nei", "0", "false")
_MOBILE = re.compile(r"\+?[0-9](?: ?[0-9]){7,14}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
# Each wrong one is named; a line of more is no row of names.
_MOST_COLUMNS = 100
MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """One thing wrong with a table; the row counts from 1, which is the line of names. No value is repeated."""

    row: int
    column: str
    words: Words

    @property
    def text(self) -> str:
        """The fault in English."""
        return self.words.en

    def as_json(self) -> dict[str, object]:
        """The fault as it is shown."""
        return {"row": self.row, "column": self.column, "text": self.text}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One letter of a table."""

    row: int
    values: Mapping[str, str] = field(repr=False)

    @property
    def passport_only(self) -> bool:
        """Whether only a passport will do."""
        return self.values["passport_only"].lower() in _TRUE


def rows_of(content: bytes, *, most_rows: int = MOST_ROWS) -> tuple[list[Row], list[RowFault]]:
    """Read a table: CSV in UTF-8, its columns parted by commas or semicolons, or a workbook (xlsx)."""
    try:
        if not is_workbook(content):
            return _read(_lines(content), most_rows=most_rows)
        rows, faults = _read(lines_of(content, most_rows=most_rows + 2), most_rows=most_rows)
        return [_with_zeros(row) for row in rows], faults
    except Malformed as malformed:
        return [], [RowFault(row=1, column="", words=_UNREADABLE[fault.code]) for fault in malformed.faults]
    except UnicodeDecodeError:
        return [], [RowFault(row=1, column="", words=_NOT_UTF8)]
    except csv.Error:
        return [], [RowFault(row=1, column="", words=_NOT_A_TABLE)]


def _with_zeros(row: Row) -> Row:
    # A workbook keeps a postcode as a number, and a number begins with no zero.
    postcode = row.values["postcode"]
    return Row(row=row.row, values={**row.values, "postcode": postcode.zfill(4) if postcode else ""})


def _lines(content: bytes) -> Iterator[list[str]]:
    text = content.decode("utf-8-sig")
    head = text.partition("\n")[0]
    return csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ","
    )


def _read(lines: Iterable[Sequence[str]], *, most_rows: int) -> tuple[list[Row], list[RowFault]]:
    table = iter(lines)
    names = [name.strip().lower() for name in next(table, [])]
    while names and not names[-1]:
        names.pop()
    if len(names) > _MOST_COLUMNS:
        return [], [RowFault(row=1, column="", words=_NOT_A_TABLE)]
    names = [NORWEGIAN.get(name, name) for name in names]
    faults = [RowFault(row=1, column=name, words=_NO_SUCH) for name in names if name not in COLUMNS]
    faults += [RowFault(row=1, column=name, words=_MISSING) for name in REQUIRED if name not in names]
    faults += [
        RowFault(row=1, column=name, words=_TWICE) for name in dict.fromkeys(names) if names.count(name) > 1
    ]
    if faults:
        return [], faults
    rows = []
    for nth, cells in enumerate(table, 2):
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(names) :]):
            faults.append(RowFault(row=nth, column="", words=_MORE_CELLS))
        given = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        rows.append(Row(row=nth, values={name: given.get(name, "") for name in COLUMNS}))
        if len(rows) > most_rows:
            faults.append(RowFault(row=nth, column="", words=_TOO_MANY.filled({"most": most_rows})))
            break
    if not rows:
        faults.append(RowFault(row=2, column="", words=_EMPTY))
    return rows, faults


def faults_of(rows: Sequence[Row], *, edition: PumEdition) -> Iterator[RowFault]:
    """Yield everything wrong with the letters, row by row."""
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        for column, words in _faults(row, edition):
            yield RowFault(row=row.row, column=column, words=words)
        for column in ("reference", "number"):
            value = row.values[column]
            first = seen.setdefault((column, value), row.row) if value else row.row
            if first != row.row:
                yield RowFault(row=row.row, column=column, words=_SAME.filled({"first": first}))


def _faults(row: Row, edition: PumEdition) -> Iterator[tuple[str, Words]]:
    values = row.values
    for column, most in COLUMNS.items():
        if column in REQUIRED and not values[column]:
            yield column, _IS_EMPTY
        elif len(values[column]) > most:
            yield column, _TOO_LONG.filled({"most": most})
        elif unprintable(values[column]):
            yield column, _UNPRINTABLE
    for column, pieces in (("name", 5), ("street", 4)):
        if not _folds(values[column], pieces):
            yield column, _LONG_WORD
    if values["postcode"] and not re.fullmatch(r"[0-9]{4}", values["postcode"]):
        yield "postcode", _NOT_FOUR_DIGITS
    if values["mobile"] and not _MOBILE.fullmatch(values["mobile"]):
        yield "mobile", _NOT_A_MOBILE
    if values["email"] and not _EMAIL.fullmatch(values["email"]):
        yield "email", _NOT_AN_ADDRESS
    if values["passport_only"].lower() not in (*_TRUE, *_FALSE):
        yield "passport_only", _NEITHER
    if values["envelope"] and values["envelope"] not in edition.envelopes:
        yield "envelope", _ENVELOPE.filled({"allowed": ", ".join(sorted(edition.envelopes))})
    weight = values["weight_g"]
    if weight and not (weight.isascii() and weight.isdecimal() and int(weight) > 0):
        yield "weight_g", _NOT_GRAMS
    elif weight and int(weight) > edition.max_weight_g:
        yield "weight_g", _TOO_HEAVY.filled({"most": edition.max_weight_g})
    national = values["national_number"]
    if national and not national_number.is_valid(national, synthetic=is_test()):
        yield "national_number", _NOT_VALID
    if values["number"] and not s10.is_valid(s10.canonical(values["number"])):
        yield "number", _NO_LETTER_NUMBER


def order_of(
    row: Row,
    *,
    sender: Party,
    customer_number: str,
    document_number: str,
    reference: str,
    number: str,
    now: datetime,
) -> Booking:
    """Return the order of a row; its message is named after the row, and without a number the carrier numbers it."""
    values = row.values
    streets = tuple(street for street in (values["street"], values["street2"]) if street)
    return Booking(
        interchange_reference="",
        message_reference=str(row.row),
        segment_number=0,
        document_number=document_number,
        function=Function.NEW,
        booked_at=now,
        service_code="2563",
        added_codes=("1239",) if row.passport_only else (),
        passport_only=row.passport_only,
        order_reference=reference,
        consignment_number=document_number,
        customer_number=customer_number,
        payer_number=customer_number,
        sender=sender,
        recipient=Party(values["name"], streets, values["postcode"], values["city"], "NO"),
        return_address=None,
        recipient_mobile=values["mobile"],
        recipient_email=values["email"],
        recipient_national_number=values["national_number"],
        letters=(
            BookedLetter(
                number=number or None,
                weight_g=int(values["weight_g"]) if values["weight_g"] else None,
                thickness_mm=None,
                length_mm=None,
                width_mm=None,
                package_type="EN",
                envelope=values["envelope"],
            ),
        ),
    )


def _folds(value: str, pieces: int) -> bool:
    try:
        fold(value, size=35, most=pieces)
    except Malformed:
        return False
    return True


_COLUMNS_TOLD = ", ".join(COLUMNS)
_UNREADABLE = {
    "NOT_A_WORKBOOK": Words(
        no="arbeidsboka kan ikke leses; lagre den på nytt som xlsx, eller som CSV UTF-8",
        en="the workbook cannot be read; save it anew as xlsx, or as CSV UTF-8",
    ),
    "UNPACKS_TOO_LARGE": Words(
        no="arbeidsboka er for stor utpakket; kopier bare brevene over i en ny",
        en="the workbook is too large unpacked; copy nothing but the letters into a new one",
    ),
}
_NOT_UTF8 = Words(
    no="tabellen er ikke i UTF-8; lagre den som CSV UTF-8",
    en="the table is not in UTF-8; save it as CSV UTF-8",
)
_NOT_A_TABLE = Words(
    no="fila er ingen tabell; lagre den som CSV UTF-8 eller xlsx",
    en="the file is no table; save it as CSV UTF-8 or xlsx",
)
_NO_SUCH = Words(
    no=f"kolonnen finnes ikke; kolonnene er {', '.join(NORWEGIAN)}",
    en=f"there is no such column; the columns are {_COLUMNS_TOLD}",
)
_MISSING = Words(no="kolonnen mangler", en="the column is missing")
_TWICE = Words(no="kolonnen står to ganger", en="the column is there twice")
_MORE_CELLS = Words(
    no="raden har flere celler enn det er kolonner", en="the row has more cells than there are columns"
)
_EMPTY = Words(no="det er ingen brev i tabellen", en="there is no letter in the table")
_TOO_MANY = Words(
    no="høyst {most} brev; send flere tabeller", en="at most {most} letters; send several tables"
)
_SAME = Words(no="rad {first} har det samme", en="row {first} has the same")
_IS_EMPTY = Words(no="er tom", en="is empty")
_TOO_LONG = Words(no="er lengre enn {most} tegn", en="is longer than {most} characters")
_UNPRINTABLE = Words(
    no="har et tegn som ikke kan trykkes; skriv det med en annen bokstav",
    en="has a character that cannot be printed; spell it with another letter",
)
_LONG_WORD = Words(
    no="har et ord på mer enn 35 bokstaver, eller for mange ord",
    en="has a word of more than 35 letters, or too many words",
)
_NOT_FOUR_DIGITS = Words(no="er ikke fire sifre", en="is not four digits")
_NOT_A_MOBILE = Words(
    no="er ikke sifre, gjerne med + og landkode", en="is not digits, with + and country code if you like"
)
_NOT_AN_ADDRESS = Words(
    no="er ikke en adresse som navn@sted.no", en="is not an address such as name@place.no"
)
_NEITHER = Words(no="er verken ja eller nei", en="is neither yes nor no")
_ENVELOPE = Words(no="er ingen av {allowed} (PUM §4)", en="is none of {allowed} (PUM §4)")
_NOT_GRAMS = Words(no="er ikke et helt antall gram", en="is not a whole number of grams")
_TOO_HEAVY = Words(no="er mer enn {most} g (PUM §4)", en="is more than {most} g (PUM §4)")
_NOT_VALID = Words(no="er ikke gyldig", en="is not valid")
_NO_LETTER_NUMBER = Words(
    no="er ikke et brevnummer som RR473124829NO, eller kontrollsifferet er feil",
    en="is no letter number such as RR473124829NO, or its check digit is wrong",
)
