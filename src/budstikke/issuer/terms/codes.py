"""The activation code: how it is made and read, when a new letter may be sent, when the customer is reminded."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from budstikke.issuer.terms.edition import IssuerEdition
from budstikke.issuer.terms.letters import AFTER_A_LETTER, State
from budstikke.issuer.terms.refusals import NO_NEW_LETTER
from budstikke.law.refusal import Refusal

# Crockford's base 32: no I, L, O and U, so that nothing is read for something else.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
# Shown in two halves, as it is read aloud.
_HALF = 5
_MOST_TYPED = 40


def make_code(*, edition: IssuerEdition) -> str:
    """Return a new code from the system's own source of chance."""
    return "".join(secrets.choice(ALPHABET) for _ in range(edition.code_characters))


def read_code(typed: str, *, edition: IssuerEdition) -> str | None:
    """
    Return the code as it was made, however it was typed; None for what can be none.

    Reading: small letters, spaces and hyphens count for nothing; O is 0, I and L are 1, as Crockford has it.
    """
    if len(typed) > _MOST_TYPED:
        return None
    read = "".join(each for each in typed.upper() if each not in " -\u00a0").translate(_READ_AS)
    good = len(read) == edition.code_characters and all(each in ALPHABET for each in read)
    return read if good else None


def in_halves(code: str) -> str:
    """
    Return a code as it is printed.

    >>> in_halves("7KQ2MX9DPA")
    '7KQ2M-X9DPA'
    """
    return f"{code[:_HALF]}-{code[_HALF:]}"


def expires_on(printed_on: date, *, edition: IssuerEdition) -> date:
    """Return the last day on which a code printed on a day is good."""
    return printed_on + timedelta(days=edition.code_days)


def reminded_if_printed_before(today: date, *, edition: IssuerEdition) -> date:
    """Return the day: whose letter was printed before it, and who has not activated, is reminded today."""
    return today - timedelta(days=edition.reminder_days - 1)


def new_letter(
    *, state: State, placed_at: datetime, sent_at: Sequence[datetime], edition: IssuerEdition, now: datetime
) -> Refusal | None:
    """
    Say why another letter may not be sent for an order, or nothing when it may.

    A letter on its way always finishes first: two codes of one order never travel together. What this refuses is
    never suggested on any page.
    Terms:   eID §3, §4.
    Refuses: NO_NEW_LETTER, whose fact `why` is one of on_its_way, too_old, too_many, too_soon.
    """
    recent = [at for at in sent_at if at > now - timedelta(days=edition.letters_days)]
    why = (
        "on_its_way" if state not in AFTER_A_LETTER
        else "too_old" if placed_at < now - timedelta(days=edition.hand_over_days)
        else "too_many" if len(recent) >= edition.letters_most
        else "too_soon" if recent and max(recent) > now - edition.letters_apart
        else ""
    )  # fmt: skip
    return Refusal(NO_NEW_LETTER, {"why": why}) if why else None
