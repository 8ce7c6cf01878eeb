"""What the issuer's API says and is told, field by field; its description is made of these."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime, ConfigDict, StringConstraints

from budstikke.issuer.terms.products import Product
from budstikke.issuer.terms.transfers import Direction, TransferState

State = Literal["open", "paused"]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class Words(Schema):
    """A sentence in both languages."""

    no: str
    en: str


class ProductState(Schema):
    """Whether a product can be ordered and renewed now."""

    name: Words
    ordering: State
    resumes_at: Moment | None = Field(description="While ordering is paused: when one may order again.")
    renewal: State


class Window(Schema):
    """A span in which some products cannot be ordered; it ends at `ordering_paused_to`, to the second."""

    code: str
    products: list[Product]
    ordering_paused_from: Moment
    ordering_paused_to: Moment
    renewal_allowed: bool
    existing_work: bool = Field(description="Whether eIDs in use work meanwhile.")
    has_begun: bool
    words: Words


class Incident(Schema):
    """Something that does not work as it should."""

    code: str
    scope: Words
    words: Words
    advice: Words
    since: Moment
    articles: list[str] = Field(description="The help articles it is about; empty: it is told everywhere.")


class Maintenance(Schema):
    """What is planned, what goes on, and how each product stands."""

    at: Moment
    products: dict[Product, ProductState]
    windows: list[Window]
    incidents: list[Incident]


class TransferTold(Schema):
    """Where a transfer of money to or from a player account is."""

    model_config = ConfigDict(extra="forbid")

    reference: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,39}$")] = Field(
        description="Yours; told again under the same one, only the state changes."
    )
    national_number: Annotated[str, StringConstraints(pattern=r"^[0-9]{11}$")] = Field(
        description="Whose account it is; kept nowhere with the transfer.", repr=False
    )
    direction: Direction
    amount_ore: Annotated[int, Field(ge=1, le=10**12, strict=True)]
    state: TransferState
    sent_at: AwareDatetime = Field(description="When the money was sent; not later than now.")


class Fault(Schema):
    """A field that is wrong, and how."""

    field: str
    code: str


class Faults(Schema):
    """What is wrong, every field of it; nothing that was sent is repeated."""

    faults: list[Fault]
