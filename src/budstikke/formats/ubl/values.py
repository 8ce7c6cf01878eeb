"""What stands in an invoice or a credit note, as far as ours say it; amounts in whole øre."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["invoice", "credit_note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A Norwegian organisation; `vat_registered` and `in_business_register` are what a seller has to say of itself."""

    name: str
    organisation_number: str
    street: str
    postcode: str
    city: str
    vat_registered: bool = False
    in_business_register: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """So many of one thing at one price, in a span of days."""

    name: str
    description: str
    quantity: int
    unit_ore: int
    net_ore: int
    vat_percent: int
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Vat:
    """The VAT at one rate."""

    percent: int
    net_ore: int
    vat_ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The invoice that a credit note takes something back of."""

    number: str
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """
    An invoice or a credit note in Norwegian kroner.

    An invoice has a last day to pay, an account and a KID; a credit note has none of them and names the invoice
    it `corrects`.
    """

    kind: Kind
    number: str
    issued_on: date
    first_on: date
    last_on: date
    buyer_reference: str
    seller: Organisation
    buyer: Organisation
    lines: tuple[Line, ...]
    vat: tuple[Vat, ...]
    note: str = ""
    due_on: date | None = None
    account: str = ""
    kid: str = ""
    corrects: Corrected | None = None

    @property
    def net_ore(self) -> int:
        """The sum without VAT."""
        return sum(line.net_ore for line in self.lines)

    @property
    def vat_ore(self) -> int:
        """The VAT."""
        return sum(each.vat_ore for each in self.vat)
