"""What a sender tells of the end of its customer relationships; it decides how long we keep what is left."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from ninja import Body, Header, Router

from budstikke.formats import s10
from budstikke.kit.clock import now, today
from budstikke.post.actions.senders.end_relationship import end_relationship_once
from budstikke.post.doors.api import shapes
from budstikke.post.doors.api.asking import Needed, asking
from budstikke.post.doors.api.orders import Key
from budstikke.post.doors.api.problems import Problem
from budstikke.post.doors.problem_shapes import Words
from budstikke.post.records.answered import Named, OtherRequest
from budstikke.post.terms.scopes import Scope

router = Router(tags=["Keeping"])
_TELL = Needed(Scope.RELATIONSHIPS_WRITE)
_PROBLEMS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 409, 413, 422, 429), shapes.ProblemShape)


@router.post(
    "/ended-relationships",
    auth=_TELL,
    response={200: shapes.ToldOfLetters, **_PROBLEMS},
    operation_id="endRelationships",
)
def end_relationships(
    request: HttpRequest,
    ended: Body[shapes.EndedRelationships],
    idempotency_key: Header[Key | None] = None,
) -> shapes.ToldOfLetters:
    """
    Tell the day on which your relationship with the recipients of these letters ended.

    Telling another day corrects it; the newest counts. Each letter stands by itself. The same Idempotency-Key again
    changes nothing and is answered alike.
    """
    who = asking(request)
    numbers = [s10.canonical(each) for each in ended.letters]
    known = [number for number in numbers if s10.is_valid(number)]
    try:
        decisions = end_relationship_once(
            known,
            named=_named(request, idempotency_key),
            ended_on=ended.ended_on,
            sender_id=who.sender_id,
            told_by="api",
            today=today(),
            now=now(),
        )
    except OtherRequest:
        raise Problem("KEY_USED") from None
    return shapes.ToldOfLetters(letters=[_told(number, decisions.get(number)) for number in numbers])


def _named(request: HttpRequest, key: str | None) -> Named | None:
    # A key is its address's own, as with orders.
    return Named(f"ended-relationships-{key}", hashlib.sha256(request.body).hexdigest()) if key else None


def _told(number: str, decision: Mapping[str, Any] | None) -> shapes.ToldOfLetter:
    """Return what became of one letter; another sender's is answered like one nobody booked, or no number at all."""
    if decision is None:
        return shapes.ToldOfLetter(number=number, outcome="not_found", erase_from=None, refusals=[])
    told = decision["outcome"] == "told"
    return shapes.ToldOfLetter(
        number=number,
        outcome="told" if told else "refused",
        erase_from=decision["answer"]["erase_from"] if told else None,
        refusals=[]
        if told
        else [
            shapes.Refused(
                code=each["rule"],
                clauses=each["clauses"],
                words=Words(**each["words"]),
                cure=Words(**each["cure"]),
            )
            for each in decision["reasons"]
        ],
    )
