"""What a problem looks like in the description of every API: the shape of what problems.py answers."""

from __future__ import annotations

from ninja import Schema


class Words(Schema):
    """A text in both languages."""

    no: str
    en: str


class FaultOfField(Schema):
    """One fault of a request."""

    where: str
    code: str
    text: str


class ProblemShape(Schema):
    """Why a request was not done, and what cures it (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    words: Words
    cure: Words
    faults: list[FaultOfField]
