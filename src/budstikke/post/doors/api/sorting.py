"""What the carrier's sorting machines ask: one verdict for each item, one at a time or many, and a past one again."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Body, Path, Router, Schema
from pydantic import Field, StringConstraints

from budstikke.kit.clock import now
from budstikke.post.actions.sorting.replay_verdict import replay_verdict
from budstikke.post.actions.sorting.sort_items import ItemToSort, NothingPublished, sort_batch
from budstikke.post.doors.api import shapes
from budstikke.post.doors.api.asking import Needed, asking
from budstikke.post.doors.api.problems import Problem
from budstikke.post.terms.forwarding.kinds import ItemKind
from budstikke.post.terms.scopes import Scope

router = Router(tags=["Sorting"])
_SORT = Needed(Scope.SORTING)
_PROBLEMS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), shapes.ProblemShape)
_MOST_ITEMS = 1000
# As a machine reads them: anything may stand on an item, and what cannot be read is delivered as addressed.
_Read = Annotated[str, StringConstraints(max_length=200)]


class SortingItem(shapes.Said):
    """One item as it was read; a machine sends what stands on it and works nothing out."""

    kind: ItemKind
    name: _Read = ""
    street: _Read = ""
    postcode: Annotated[str, StringConstraints(max_length=20)] = ""
    city: _Read = ""
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "NO"
    posted_on: date | None = None
    customs: bool = False
    ea_no_redirect: bool = False
    mark: Annotated[str, StringConstraints(max_length=64)] = ""


class SortingBatch(shapes.Said):
    """Items to sort, in the order the verdicts come back."""

    items: Annotated[list[SortingItem], Field(min_length=1, max_length=_MOST_ITEMS)]


class SortingVerdict(Schema):
    """What becomes of an item; where it goes on it bears the routing code, which says nothing to who reads it."""

    number: int
    verdict: str
    reason: str | None
    clauses: list[str]
    path: list[str]
    release_on: date | None
    routing_code: str | None
    recipient_pays: bool
    snapshot: int
    denied: int


class SortingVerdicts(Schema):
    """The verdicts of a batch, in the order of its items."""

    verdicts: list[SortingVerdict]


@router.post(
    "/sorting/items", auth=_SORT, response={200: SortingVerdict, **_PROBLEMS}, operation_id="sortItem"
)
def sort_one(request: HttpRequest, item: Body[SortingItem]) -> SortingVerdict:
    """Sort one item."""
    (only,) = _sorted(request, [item])
    return only


@router.post(
    "/sorting/batches", auth=_SORT, response={200: SortingVerdicts, **_PROBLEMS}, operation_id="sortBatch"
)
def sort_many(request: HttpRequest, batch: Body[SortingBatch]) -> SortingVerdicts:
    """Sort up to a thousand items; all of their verdicts are kept, or none."""
    return SortingVerdicts(verdicts=_sorted(request, batch.items))


@router.get(
    "/sorting/verdicts/{number}",
    auth=_SORT,
    response={200: dict[str, Any], **_PROBLEMS},
    operation_id="replayVerdict",
)
def replay(request: HttpRequest, number: Annotated[int, Path(ge=1, lt=1 << 63)]) -> dict[str, Any]:
    """Ask a past verdict again, from the snapshot and the deny set of its moment."""
    found = replay_verdict(number)
    if found is None:
        raise Problem("NOT_FOUND")
    return found.as_json()


def _sorted(request: HttpRequest, items: list[SortingItem]) -> list[SortingVerdict]:
    asked = [ItemToSort(**dict(item)) for item in items]
    try:
        done = sort_batch(asked, machine=asking(request).caller, now=now())
    except NothingPublished:
        raise Problem("NOTHING_PUBLISHED") from None
    return [SortingVerdict.model_validate(each.as_json()) for each in done]
