"""What may go wrong on the way to somebody else: try again, or do not."""

from __future__ import annotations


class Unreachable(Exception):
    """The other side did not answer, or could not now: try again later."""


class Rejected(Exception):
    """The other side said no and will say no again; `code` is its own word for why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)
