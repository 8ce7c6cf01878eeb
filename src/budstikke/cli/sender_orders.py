"""A sender's letters from a table (CSV) or from flags: read, every fault named, and written as an order file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from budstikke.formats import national_number, s10
from budstikke.formats.edifact.orders import BookedLetter, Booking, Function, Party
from budstikke.formats.edifact.writer import fold
from budstikke.formats.malformed import Malformed
from budstikke.kit.installation import is_test
from budstikke.post.papers.glyphs import unprintable
from budstikke.post.papers.label import Label
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
_TRUE, _FALSE = ("yes", "ja", "1", "true", "x"), ("", "no", "nei", "0", "false")
_MOBILE = re.compile(r"\+?[0-9](?: ?[0-9]){7,14}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends, as the agreement has it; `numbers` are the first and last letter number of a range of its own."""

    customer_number: str
    edi_id: str
    name: str
    street: str
    postcode: str
    city: str
    numbers: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """One thing wrong with a table; the row counts from 1, which is the line of names. No value is repeated."""

    row: int
    column: str
    text: str

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


def rows_of(content: bytes) -> tuple[list[Row], list[RowFault]]:
    """Read a table in UTF-8, its columns parted by commas or semicolons; the first line names them."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [RowFault(row=1, column="", text="the table is not in UTF-8; save it as CSV UTF-8")]
    head = text.partition("\n")[0]
    table = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ","
    )
    names = [name.strip().lower() for name in next(table, [])]
    faults = [
        RowFault(row=1, column=name, text="there is no such column; the columns are " + ", ".join(COLUMNS))
        for name in names
        if name not in COLUMNS
    ]
    faults += [
        RowFault(row=1, column=name, text="the column is missing") for name in REQUIRED if name not in names
    ]
    if faults:
        return [], faults
    rows = []
    for nth, cells in enumerate(table, 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(names):
            faults.append(RowFault(row=nth, column="", text="the row has more cells than there are columns"))
        given = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        rows.append(Row(row=nth, values={name: given.get(name, "") for name in COLUMNS}))
    if not rows:
        faults.append(RowFault(row=2, column="", text="there is no letter in the table"))
    if len(rows) > _MOST_ROWS:
        faults.append(
            RowFault(row=_MOST_ROWS + 2, column="", text=f"at most {_MOST_ROWS} letters; send several tables")
        )
    return rows, faults


def faults_of(rows: Sequence[Row], *, edition: PumEdition) -> Iterator[RowFault]:
    """Yield everything wrong with the letters, row by row."""
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        for column, text in _faults(row, edition):
            yield RowFault(row=row.row, column=column, text=text)
        for column in ("reference", "number"):
            value = row.values[column]
            first = seen.setdefault((column, value), row.row) if value else row.row
            if first != row.row:
                yield RowFault(row=row.row, column=column, text=f"row {first} has the same")


def _faults(row: Row, edition: PumEdition) -> Iterator[tuple[str, str]]:
    values = row.values
    for column, most in COLUMNS.items():
        if column in REQUIRED and not values[column]:
            yield column, "is empty"
        elif len(values[column]) > most:
            yield column, f"is longer than {most} characters"
        elif unprintable(values[column]):
            yield column, "has a character that cannot be printed; spell it with another letter"
    for column, pieces in (("name", 5), ("street", 4)):
        if not _folds(values[column], pieces):
            yield column, "has a word of more than 35 letters, or too many words"
    if values["postcode"] and not re.fullmatch(r"[0-9]{4}", values["postcode"]):
        yield "postcode", "is not four digits"
    if values["mobile"] and not _MOBILE.fullmatch(values["mobile"]):
        yield "mobile", "is not digits, with + and country code if you like"
    if values["email"] and not _EMAIL.fullmatch(values["email"]):
        yield "email", "is not an address such as name@place.no"
    if values["passport_only"].lower() not in (*_TRUE, *_FALSE):
        yield "passport_only", "is neither yes nor no"
    if values["envelope"] and values["envelope"] not in edition.envelopes:
        yield "envelope", f"is none of {', '.join(sorted(edition.envelopes))} (PUM §4)"
    weight = values["weight_g"]
    if weight and not (weight.isascii() and weight.isdecimal() and int(weight) > 0):
        yield "weight_g", "is not a whole number of grams"
    elif weight and int(weight) > edition.max_weight_g:
        yield "weight_g", f"is more than {edition.max_weight_g} g (PUM §4)"
    national = values["national_number"]
    if national and not national_number.is_valid(national, synthetic=is_test()):
        yield "national_number", "is not valid"
    if values["number"] and not s10.is_valid(s10.canonical(values["number"])):
        yield "number", "is no letter number such as RR473124829NO, or its check digit is wrong"


def _folds(value: str, pieces: int) -> bool:
    try:
        fold(value, size=35, most=pieces)
    except Malformed:
        return False
    return True


def orders_of(
    rows: Sequence[Row], sender: Sender, *, batch: str, numbers: Sequence[str], now: datetime
) -> list[Booking]:
    """Return an order for each row; its message is named after the row."""
    own = Party(sender.name, (sender.street,), sender.postcode, sender.city, "NO")
    return [_order(row, sender, own, batch, number, now) for row, number in zip(rows, numbers, strict=True)]


def _order(row: Row, sender: Sender, own: Party, batch: str, number: str, now: datetime) -> Booking:
    values = row.values
    streets = tuple(street for street in (values["street"], values["street2"]) if street)
    return Booking(
        interchange_reference="",
        message_reference=str(row.row),
        segment_number=0,
        document_number=f"{batch}{row.row:06}",
        function=Function.NEW,
        booked_at=now,
        service_code="2563",
        added_codes=("1239",) if row.passport_only else (),
        passport_only=row.passport_only,
        order_reference=reference_of(row, batch=batch),
        consignment_number=f"{batch}{row.row:06}",
        customer_number=sender.customer_number,
        payer_number=sender.customer_number,
        sender=own,
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


def reference_of(row: Row, *, batch: str) -> str:
    """Return the reference a row gives, or one made of the table and the row."""
    return row.values["reference"] or f"{batch}-{row.row}"


def labels_of(rows: Sequence[Row], sender: Sender, *, batch: str, numbers: Sequence[str]) -> list[Label]:
    """Return the labels of the letters, in the order of their postcodes (PUM §8)."""
    labels = [
        Label(
            number=number,
            recipient_name=row.values["name"],
            address_lines=tuple(line for line in (row.values["street"], row.values["street2"]) if line),
            postcode=row.values["postcode"],
            city=row.values["city"],
            sender_name=sender.name,
            return_lines=(sender.street, f"{sender.postcode} {sender.city}"),
            passport_only=row.passport_only,
            order_reference=reference_of(row, batch=batch),
            customer_number=sender.customer_number,
            test=is_test(),
        )
        for row, number in zip(rows, numbers, strict=True)
    ]
    return sorted(labels, key=lambda label: (label.postcode, label.number))
