"""The check digit of machine-readable zones: weights 7, 3, 1, modulo 10."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# What each byte is worth: digits themselves, A = 10 to Z = 35, the filler 0. Nothing else gets here.
_WORTH = bytes(max(ALPHABET.find(chr(code)), 0) for code in range(256))


def values(characters: str) -> bytes:
    """Return what each of the characters of a zone is worth, one byte each."""
    return characters.encode("ascii", "replace").translate(_WORTH)


def weigh(worth: bytes) -> int:
    """Return the check digit over characters given as their values."""
    # Three sums over every third byte: the inner loop runs in C.
    return (7 * sum(worth[::3]) + 3 * sum(worth[1::3]) + sum(worth[2::3])) % 10


def check_digit(characters: str) -> str:
    """
    Return the check digit of a run of characters.

    >>> check_digit("L898902C3"), check_digit("740812")
    ('6', '2')
    """
    return str(weigh(values(characters)))
