"""§13: whether an amount without KID on a bank statement is what the payments of a giro file come to together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from budstikke.formats.bank.incoming import Incoming
from budstikke.post.terms.pum.incoming import Sameness, days_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """
    Payments of a giro file that a bank may book as one sum: of an assignment, or of a transmission, to one account.

    `one_by_one`: a statement tells one of them by itself. Unit: øre, what was taken back taken off.
    """

    name: str
    account: str
    paid_on: date
    amount_ore: int
    payments: int
    one_by_one: bool


def transmission_of(name: str) -> str:
    """Return the name of the bundle of the whole transmission that an assignment's is part of."""
    return name.rpartition("-")[0]


def sum_told(
    paid: Incoming, assignments: Sequence[Bundle], *, taken: AbstractSet[str]
) -> tuple[Bundle | None, Sameness]:
    """
    Find the bundle that an entry without KID is the sum of; `taken` names those that have their entry.

    Terms:   PUM §13.
    Reading: account, day, amount and, where it is told, the number of payments agree. The entry that names the
    assignment or the transmission, or says of how many payments it is, is the sum. One that says neither is it where
    nothing speaks against it: the account is told, the bundle has no entry yet, and no payment of it is told by itself.
    Else it may as well be somebody's payment without KID.
    Returns: it, and SAME; or None, with MAYBE where it may be one.
    """
    if not paid.entry or paid.kid or paid.taken_back:
        return None, Sameness.OTHER
    bundles = [*assignments, *_transmissions(assignments)]
    alike = [each for each in bundles if _agrees(paid, each)]
    free = [each for each in alike if not _is_taken(each, bundles, taken)]
    certain = [each for each in free if is_certain(paid, each)]
    likely = [each for each in free if paid.account and not each.one_by_one]
    if certain or likely:
        return (certain or likely)[0], Sameness.SAME
    return None, Sameness.MAYBE if alike else Sameness.OTHER


def is_certain(paid: Incoming, bundle: Bundle) -> bool:
    """Say whether an entry names the bundle it is the sum of, or says that it is of so many payments."""
    numbers = bundle.name.split("-")[3:]
    named = any(re.search(rf"(?<![0-9]){number}(?![0-9])", paid.entry) for number in numbers)
    return named or paid.entry_payments == bundle.payments > 1


def _agrees(paid: Incoming, bundle: Bundle) -> bool:
    return (
        bundle.amount_ore == paid.amount_ore
        and bundle.paid_on in days_of(paid)
        and paid.account in ("", bundle.account)
        and paid.entry_payments in (None, bundle.payments)
    )


def _transmissions(assignments: Sequence[Bundle]) -> list[Bundle]:
    """Return what the assignments of one transmission come to, where there are several."""
    ordered = sorted(assignments, key=lambda each: each.name)
    grouped = (list(parts) for _, parts in groupby(ordered, key=lambda each: transmission_of(each.name)))
    return [
        Bundle(
            name=transmission_of(parts[0].name),
            account=parts[0].account,
            paid_on=parts[0].paid_on,
            amount_ore=sum(each.amount_ore for each in parts),
            payments=sum(each.payments for each in parts),
            one_by_one=any(each.one_by_one for each in parts),
        )
        for parts in grouped
        if len(parts) > 1
    ]


def _is_taken(bundle: Bundle, bundles: Sequence[Bundle], taken: AbstractSet[str]) -> bool:
    """Say whether the bundle, what it is part of, or a part of it has its entry."""
    parts = {each.name for each in bundles if transmission_of(each.name) == bundle.name}
    return bool(taken & {bundle.name, transmission_of(bundle.name), *parts})
