"""The code in a notice: who has it had the notice, and opens the letter's page with it instead of the postcode."""

from __future__ import annotations

import hmac

from budstikke.kit.vault import look_up_for

_KIND = "code in a notice"
# Capitals and digits nobody takes for one another, and no vowel, so that no word comes out.
_SIGNS = "23456789BCDFGHJKMNPQRSTVWXYZ"
LENGTH = 6


def code_of(number: str) -> str:
    """
    Return the code of a letter.

    It is computed from the letter's number under the look-up key, so that nothing of it is kept, and every notice of a
    letter has the same until the key is changed.
    """
    return _spelled(look_up_for("post").hash(number, kind=_KIND))


def is_code(typed: str, *, number: str) -> bool:
    """Say whether what was typed is the code of a letter, under any look-up key that is kept."""
    given = "".join(sign for sign in typed.upper() if sign.isalnum()).encode()
    known = [_spelled(each).encode() for each in look_up_for("post").hashes(number, kind=_KIND)]
    return any(hmac.compare_digest(given, each) for each in known)


def _spelled(hashed: bytes) -> str:
    value, signs = int.from_bytes(hashed[-8:], "big"), ""
    for _ in range(LENGTH):
        value, place = divmod(value, len(_SIGNS))
        signs += _SIGNS[place]
    return signs
