"""A sender's letters: pages of them, one with its events, its evidence, and what is new about any."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import StringConstraints

from budstikke.formats import s10
from budstikke.post.actions.proving.prove import NotLogged, proven_file
from budstikke.post.doors.api import shapes
from budstikke.post.doors.api.asking import Needed, asking
from budstikke.post.doors.api.problems import Problem
from budstikke.post.doors.problem_shapes import Words
from budstikke.post.records import own_letters
from budstikke.post.records.models import Evidence
from budstikke.post.records.scope import acting_as
from budstikke.post.terms.events import EVENTS, Audience, State
from budstikke.post.terms.events import Event as EventCode
from budstikke.post.terms.pum.tracking import may_see
from budstikke.post.terms.scopes import Scope

router = Router(tags=["Letters"])
_READ = Needed(Scope.LETTERS_READ)
_PROVE = Needed(Scope.EVIDENCE_READ)
_PROBLEMS: dict[Any, Any] = dict.fromkeys((401, 403, 404, 422, 429), shapes.ProblemShape)
_MOST_FOLLOWED = 500
# No column of text holds U+0000, and no consignment a sign that cannot be printed.
_Consignment = Annotated[str, StringConstraints(min_length=1, max_length=35, pattern=r"^[^\x00-\x1f\x7f]+$")]
_SEEN = [code.value for code in EventCode if may_see(Audience.SENDER, code)]


@router.get("/letters", auth=_READ, response={200: shapes.Letters, **_PROBLEMS}, operation_id="letters")
def letters(
    request: HttpRequest,
    cursor: Query[str | None] = None,
    most: Annotated[int, Query(ge=1, le=500)] = 50,
    state: Query[State | None] = None,
    consignment_number: Query[_Consignment | None] = None,
) -> shapes.Letters:
    """Page through your letters, the newest order first."""
    who = asking(request)
    with acting_as(str(who.sender_id)):
        found = own_letters.letters_of(
            who.sender_id,
            after=_place(cursor) if cursor else None,
            most=most + 1,
            state=state,
            consignment_number=consignment_number,
        )
    page = found[:most]
    more = len(found) > most
    return shapes.Letters(
        letters=[shapes.Letter(**_letter(each)) for each in page],
        next=_cursor(page[-1].interchange_id, page[-1].id) if more else None,
    )


@router.get(
    "/letters/{number}",
    auth=_READ,
    response={200: shapes.LetterWithEvents, **_PROBLEMS},
    operation_id="letter",
)
def letter(request: HttpRequest, number: str) -> shapes.LetterWithEvents:
    """Follow one letter: all its events, and of decisions every reason with its clauses."""
    who = asking(request)
    with acting_as(str(who.sender_id)):
        found = own_letters.letter_of(_id(number), sender_id=who.sender_id)
    if found is None:
        raise Problem("NOT_FOUND")
    return _with_events(*found)


@router.get("/events", auth=_READ, response={200: shapes.Followed, **_PROBLEMS}, operation_id="events")
def events(
    request: HttpRequest,
    consignment_number: Annotated[list[_Consignment], Query(min_length=1, max_length=100)],
) -> shapes.Followed:
    """Follow the letters of up to a hundred consignments at once, each with all its events; at most 500 letters."""
    who = asking(request)
    with acting_as(str(who.sender_id)):
        found = own_letters.letters_of_consignments(
            consignment_number, sender_id=who.sender_id, most=_MOST_FOLLOWED
        )
    return shapes.Followed(letters=[_with_events(*each) for each in found])


@router.get(
    "/letters/{number}/evidence",
    auth=_PROVE,
    response={200: shapes.EvidenceList, **_PROBLEMS},
    operation_id="evidenceOfLetter",
)
def evidence_of_letter(request: HttpRequest, number: str) -> shapes.EvidenceList:
    """List the signed evidence of a letter."""
    who = asking(request)
    with acting_as(str(who.sender_id)):
        found = own_letters.evidence_of(_id(number), sender_id=who.sender_id)
    if found is None:
        raise Problem("NOT_FOUND")
    return shapes.EvidenceList(
        evidence=[
            shapes.Evidence(
                id=each.uuid,
                event=each.name,
                made_at=each.made_at,
                sha256=each.sha256,
                log_index=each.index,
            )
            for each in found
        ]
    )


@router.get(
    "/evidence/{id}",
    auth=_PROVE,
    response={200: dict[str, Any], 409: shapes.ProblemShape, **_PROBLEMS},
    operation_id="evidence",
)
def evidence(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002  (the name is the address's)
    """Fetch a file of evidence with the proof that it is in the log, as `budstikke verify` judges it."""
    who = asking(request)
    with acting_as(str(who.sender_id)):
        record = Evidence.objects.filter(uuid=id, sender_id=who.sender_id).first()
        if record is None:
            raise Problem("NOT_FOUND")
        try:
            content = proven_file(record)
        except NotLogged:
            raise Problem("NOT_LOGGED_YET") from None
    answer = HttpResponse(content, content_type="application/json")
    answer["Cache-Control"] = "no-store"
    return answer


@router.get("/statuses", auth=_READ, response={200: shapes.Statuses, **_PROBLEMS}, operation_id="statuses")
def statuses(
    request: HttpRequest, cursor: Query[str | None] = None, most: Annotated[int, Query(ge=1, le=500)] = 200
) -> shapes.Statuses:
    """Hear what is new about any of your letters. Without a cursor you get one to begin with, and no statuses."""
    who = asking(request)
    with acting_as(str(who.sender_id)):
        if cursor is None:
            return shapes.Statuses(statuses=[], next=_cursor(*own_letters.place_now()))
        after = _place(cursor)
        news = own_letters.news_of(who.sender_id, after=after, codes=_SEEN, most=most)
    last = (news[-1].recorded_in, news[-1].id) if news else after
    return shapes.Statuses(
        statuses=[
            shapes.Status(
                number=each.number,
                consignment_number=each.consignment_number,
                reference=each.order_reference,
                code=each.code,
                words=_words(each.code),
                happened_at=each.happened_at,
                state=State(each.state),
            )
            for each in news
        ],
        next=_cursor(*last),
    )


def _with_events(
    row: own_letters.OwnLetter, events: Sequence[own_letters.OwnEvent]
) -> shapes.LetterWithEvents:
    seen = [_event(each) for each in events if may_see(Audience.SENDER, each.code)]
    return shapes.LetterWithEvents(**_letter(row), events=seen)


def _id(number: str) -> int:
    canonical = s10.canonical(number)
    if not s10.is_valid(canonical):
        raise Problem("NOT_FOUND")
    return s10.letter_id(canonical)


def _letter(row: own_letters.OwnLetter) -> dict[str, Any]:
    return {
        "number": row.number,
        "consignment_number": row.consignment_number,
        "reference": row.order_reference,
        "state": row.state,
        "recipient_name": row.recipient_name,
        "postcode": row.postcode,
        "city": row.city,
        "passport_only": row.passport_only,
        "edition": row.edition,
        "booked_at": row.booked_at,
        "handed_in_on": row.handed_in_on,
        "outlet": row.outlet_id,
        "notified_on": row.notified_on,
        "last_collect_day": row.last_collect_day,
        "delivered_at": row.delivered_at,
    }


def _event(event: own_letters.OwnEvent) -> shapes.Event:
    return shapes.Event(
        code=event.code,
        words=_words(event.code),
        happened_at=event.happened_at,
        outlet=int(event.at_place) if event.at_place.isdecimal() else None,
        reasons=[
            shapes.Because(rule=each["rule"], clauses=each["clauses"], words=Words(**each["words"]))
            for each in event.reasons
        ],
    )


def _words(code: str) -> Words:
    words = EVENTS[EventCode(code)].words
    return Words(no=words.no, en=words.en)


def _cursor(first: int, second: int) -> str:
    return base64.urlsafe_b64encode(f"{first}.{second}".encode()).decode().rstrip("=")


def _place(cursor: str) -> tuple[int, int]:
    """Return the place a cursor of ours stands for; one that is nobody's is a fault of the request."""
    try:
        first, _, second = base64.urlsafe_b64decode(f"{cursor}==").decode("ascii").partition(".")
        place = int(first), int(second)
    except (ValueError, binascii.Error):
        raise Problem("NOT_FOUND") from None
    if not all(0 <= each < 1 << 62 for each in place):
        raise Problem("NOT_FOUND")
    return place
