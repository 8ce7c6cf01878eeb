"""A payment as a bank file tells it, and the file it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Source(StrEnum):
    """By which kind of file a payment is told: each tells all of an account, under references of its own."""

    GIRO = "giro"
    CAMT = "camt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """
    One amount that came in.

    `reference` is the bank's own and the same whenever the payment is told again. `kid` is as it stands there, checked
    by nobody yet, and empty where none was given. `taken_back` is a payment that was taken back. Unit: øre. Who paid is
    left in the file: an invoice is found by its KID, and a name would be one more thing to keep. `source` is empty for
    a payment entered by hand. `account` is ours, eleven digits; `paid_on` the day it counts, `booked_on` the day it was
    booked, where that is told too. `archive` is the bank's archive reference (nine digits): the one number that both
    kinds of file may have. Each is empty where the file does not say it.

    A bank may book the payments of a giro file as one sum. `bundle` is what such a sum is of: account, day,
    transmission and assignment of the giro file. `entry` is by which references an entry without KID and without parts
    is known, and `entry_payments` of how many payments it says it is.
    """

    where: str
    reference: str
    kid: str
    amount_ore: int
    paid_on: date
    taken_back: bool = False
    source: Source | None = None
    account: str = ""
    booked_on: date | None = None
    archive: str = ""
    bundle: str = ""
    entry: str = ""
    entry_payments: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFile:
    """
    What was read.

    `passed_over` counts what is no payment that came in: money that went out, and what the bank has not booked yet.
    """

    kind: str
    payments: tuple[Incoming, ...]
    passed_over: int = 0
