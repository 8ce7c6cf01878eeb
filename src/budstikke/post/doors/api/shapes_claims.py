"""What claims look like at the API: amounts in whole øre, days as days."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from budstikke.post.doors.api.shapes import Because, Said
from budstikke.post.terms.pum.settling import Claimant, ClaimKind, ClaimState


class ClaimMade(Said):
    """What went wrong with a letter of yours."""

    number: Annotated[str, StringConstraints(max_length=40)] = Field(description="The letter's.")
    kind: ClaimKind
    discovered_on: date | None = None
    claimed_ore: Annotated[int, Field(ge=1, le=1_000_000_000)] | None = Field(
        None, description="What you ask for, in whole øre; what is due the terms say."
    )
    documents: Annotated[str, StringConstraints(max_length=4000)] | None = Field(
        None, description="What shows it, in your words; kept sealed, and read by customer service."
    )


class Claim(Schema):
    """A claim about one of your letters, and what was decided."""

    id: int
    number: str
    kind: ClaimKind
    claimant: Claimant = Field(description="Who told us: you or the recipient. What is paid is paid to you.")
    state: ClaimState
    told_on: date
    discovered_on: date | None
    claimed_ore: int | None
    amount_ore: int | None = Field(description="What was granted, in øre; 0 where it was declined.")
    settled_on: date | None
    credit_note: str | None = Field(description="By which a fee went back.")
    reasons: list[Because] = Field(description="Of the decision; empty until there is one.")


class Claims(Schema):
    """A page of claims, the newest first."""

    claims: list[Claim]
    next: int | None = Field(description="Ask with it as `before` for the page after this one.")
