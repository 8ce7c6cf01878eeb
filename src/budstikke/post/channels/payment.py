"""
Payment by card: what a provider must be able to do for us, in the shape of ePayment interfaces.

A payment is created and its payer redirected; the provider reserves the amount and tells us, or is asked; it is then
captured, in whole, or cancelled while only reserved, or paid back after it was captured. Every call carries a key that
is the same at every try, so that the other side drops repetitions.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class PaymentState(StrEnum):
    """How a payment stands at the provider."""

    CREATED = "created"
    RESERVED = "reserved"
    CAPTURED = "captured"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPayment:
    """
    What is to be paid; `reference` is ours, `return_url` where the payer comes back.

    Unit: `amount_ore` whole øre, VAT in it.
    """

    reference: str
    amount_ore: int
    words: str
    return_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """A payment the provider knows: its own reference, and where the payer goes."""

    provider_reference: str
    redirect_url: str


class Payments(Protocol):
    """
    A provider of card payments.

    Every call raises Unreachable (try again later) or Rejected (`code` is the provider's word); a repetition with the
    same key changes nothing and answers as the first.
    """

    def create(self, payment: NewPayment) -> Created:
        """Begin a payment; its own reference is the key."""

    def state(self, reference: str) -> PaymentState:
        """Ask how a payment stands."""

    def capture(self, reference: str, *, amount_ore: int, key: str) -> None:
        """Take what was reserved."""

    def refund(self, reference: str, *, amount_ore: int, key: str) -> None:
        """Pay back of what was captured."""

    def cancel(self, reference: str, *, key: str) -> None:
        """Let go of what was reserved and not captured."""
