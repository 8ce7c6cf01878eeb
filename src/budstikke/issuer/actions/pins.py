"""PIN and PUK: hashed slowly, the hash sealed, tries counted before they are judged."""

from __future__ import annotations

import secrets
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from budstikke.issuer.actions.eid_history import SELF, write_event
from budstikke.issuer.actions.sealed_eids import Kept, open_of_means, seal_of_means
from budstikke.issuer.records.models import Means
from budstikke.issuer.terms.eid_editions import EidTerms
from budstikke.issuer.terms.eid_refusals import refuse
from budstikke.issuer.terms.eids import Happening
from budstikke.law.refusal import Refusal

# RFC 9106 names 64 MiB where memory is no matter; a sign-in page is open to the world, so the least that OWASP names.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODYS = _HASHER.hash("0000")
# In the order: what counts the wrong ones, and the events of a wrong and of the last wrong one.
_COUNTED: dict[Kept, tuple[str, Happening, Happening, str]] = {
    "pin": ("wrong_pins", Happening.PIN_WRONG, Happening.PIN_BLOCKED, "PIN"),
    "puk": ("wrong_puks", Happening.PUK_WRONG, Happening.PUK_BLOCKED, "PUK"),
}


def keep(means: Means, what: Kept, digits: str) -> None:
    """Set what a PIN or PUK is from now on, with all tries; the caller saves."""
    hashed = seal_of_means(_HASHER.hash(digits).encode(), means=means.reference, what=what)
    setattr(means, f"{what}_sealed", hashed)
    setattr(means, _COUNTED[what][0], 0)


def new_puk(*, terms: EidTerms) -> str:
    """Return the digits of a new PUK."""
    return "".join(secrets.choice("0123456789") for _ in range(terms.puk_digits))


def most_tries(what: Kept, *, terms: EidTerms) -> int:
    """Return how often it may be wrong."""
    return terms.pin_tries if what == "pin" else terms.puk_tries


def is_blocked(means: Means, what: Kept, *, terms: EidTerms) -> bool:
    """Say whether no try is left."""
    return bool(getattr(means, _COUNTED[what][0]) >= most_tries(what, terms=terms))


def judge(means: Means, what: Kept, digits: str, *, terms: EidTerms, now: datetime) -> Refusal | None:
    """
    Say whether the digits are right, and count: a wrong try is one less, a right one gives all back.

    The caller holds the lock of the means, so that tries at the same moment are counted one by one.
    """
    counter, wrong_event, blocked_event, name = _COUNTED[what]
    if is_blocked(means, what, terms=terms):
        pretend(digits)
        return refuse(f"{name}_BLOCKED")
    if _fits(means, what, digits):
        if getattr(means, counter):
            setattr(means, counter, 0)
            means.save(update_fields=[counter])
        return None
    wrong = getattr(means, counter) + 1
    setattr(means, counter, wrong)
    means.save(update_fields=[counter])
    left = most_tries(what, terms=terms) - wrong
    write_event(means.eid, wrong_event, now=now, actor=SELF)
    if left:
        return refuse(f"{name}_WRONG", left=left)
    write_event(means.eid, blocked_event, now=now, actor=SELF)
    return refuse(f"{name}_BLOCKED")


def pretend(digits: str) -> None:
    """Do the work of judging for somebody who is not there, so that time tells nothing."""
    _verified(_NOBODYS, digits)


def _fits(means: Means, what: Kept, digits: str) -> bool:
    sealed = getattr(means, f"{what}_sealed")
    if sealed is None:
        pretend(digits)
        return False
    return _verified(open_of_means(sealed, means=means.reference, what=what).decode(), digits)


def _verified(hashed: str, digits: str) -> bool:
    try:
        return _HASHER.verify(hashed, digits)
    except VerificationError:
        return False
