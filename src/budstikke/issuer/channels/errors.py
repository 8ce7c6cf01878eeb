"""What can go wrong outside: the other side cannot be reached, or says no."""

from __future__ import annotations


class Unreachable(Exception):
    """Nobody answered, or not now: try again later. The message holds nothing of a person."""


class Rejected(Exception):
    """The other side says no, and would again; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
