"""A payment as a bank file tells it, and the file it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """
    One amount that came in.

    `reference` is the bank's own and the same whenever the payment is told again. `kid` is as it stands there, checked
    by nobody yet, and empty where none was given. `taken_back` is a payment that was taken back. Unit: øre. Who paid is
    left in the file: an invoice is found by its KID, and a name would be one more thing to keep.
    """

    where: str
    reference: str
    kid: str
    amount_ore: int
    paid_on: date
    taken_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFile:
    """
    What was read.

    `passed_over` counts what is no payment that came in: money that went out, and what the bank has not booked yet.
    """

    kind: str
    payments: tuple[Incoming, ...]
    passed_over: int = 0
