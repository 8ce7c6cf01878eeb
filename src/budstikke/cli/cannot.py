"""What a command says when what was asked for cannot be done."""

from __future__ import annotations


class CannotBeDone(Exception):
    """What was asked for cannot be done; the message says why."""
