"""A sender's letters: the list with its search and filters, and one letter with all that has happened to it."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from budstikke.formats import s10
from budstikke.law.words import Language, Words
from budstikke.post.doors.editions import edition_name
from budstikke.post.doors.sender.guard import standing
from budstikke.post.doors.sender.pages import begins_at, page
from budstikke.post.doors.sender.words import STATES
from budstikke.post.records import own_letters
from budstikke.post.records.models import Notice, Outlet
from budstikke.post.records.scope import acting_as
from budstikke.post.terms.events import EVENTS, Audience, Event, State
from budstikke.post.terms.pum.notices import CLAIM, NOTICE_WORDS, channel_words
from budstikke.post.terms.pum.tracking import may_see

_ON_A_PAGE = 50
_PLACE = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the first page that is for these roles."""
    return redirect(begins_at(standing(request)))


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show a page of letters: the newest order first, those in one state, or those whose reference begins so."""
    at = standing(request)
    asked = request.GET.get("q", "").strip()[:80]
    state = request.GET.get("state", "")
    chosen = State(state) if state in set(State) and not asked else None
    number = s10.canonical(asked)
    with acting_as(str(at.sender_id)):
        if s10.is_valid(number) and own_letters.is_there(s10.letter_id(number), sender_id=at.sender_id):
            return redirect("sender:letter", number)
        found = _found(request, asked, chosen, sender_id=at.sender_id)
    rows, more = found[:_ON_A_PAGE], len(found) > _ON_A_PAGE
    following = "" if not more else f"{rows[-1].interchange_id}.{rows[-1].id}"
    shown = {
        "asked": asked,
        "chosen": chosen,
        "states": [(each.value, words.in_(at.language)) for each, (words, _) in STATES.items()],
        "letters": [_row(row, at.language) for row in rows],
        "following": following,
        "first": "after" not in request.GET,
    }
    return page(request, "sender/letters.html", shown, here="sender:letters")


@require_safe
def letter(request: HttpRequest, number: str) -> HttpResponse:
    """
    Show one letter: where it is, what has happened, whom we told, and on which clause each no rests.

    Raises: Http404 for a letter of somebody else as for none.
    """
    at = standing(request)
    canonical = s10.canonical(number)
    if not s10.is_valid(canonical):
        raise Http404
    letter_id = s10.letter_id(canonical)
    with acting_as(str(at.sender_id)):
        found = own_letters.letter_of(letter_id, sender_id=at.sender_id)
        if found is None:
            raise Http404
        told = Notice.objects.filter(letter_id=letter_id, sender_id=at.sender_id)
        # How a claim was answered stands with the claim.
        notices = list(told.exclude(kind=CLAIM).order_by("id"))
        row, events = found
        places = {int(event.at_place) for event in events if event.at_place.isdecimal()}
        outlets = dict(Outlet.objects.filter(id__in=places | {row.outlet_id}).values_list("id", "name"))
    shown = {
        "letter": _row(row, at.language),
        "outlet": outlets.get(row.outlet_id or 0, ""),
        "may_claim": row.handed_in_on is not None and at.may_open("sender:make-claim"),
        "events": [
            _event(event, outlets, at.language)
            for event in reversed(events)
            if may_see(Audience.SENDER, event.code)
        ],
        "notices": [_notice(each, at.language) for each in notices],
    }
    return page(request, "sender/letter.html", shown, here="sender:letters")


def _found(
    request: HttpRequest, asked: str, state: State | None, *, sender_id: int
) -> list[own_letters.OwnLetter]:
    place = _PLACE.fullmatch(request.GET.get("after", ""))
    after = (int(place[1]), int(place[2])) if place else None
    if asked:
        return own_letters.letters_by_reference(
            sender_id, begins=asked, after=after[1] if after else None, most=_ON_A_PAGE + 1
        )
    return own_letters.letters_of(sender_id, after=after, most=_ON_A_PAGE + 1, state=state)


def _row(row: own_letters.OwnLetter, language: Language) -> dict[str, object]:
    words, tone = STATES[State(row.state)]
    return {
        "number": row.number,
        "recipient": row.recipient_name,
        "postcode": row.postcode,
        "city": row.city,
        "reference": row.order_reference,
        "consignment": row.consignment_number,
        "state": words.in_(language),
        "tone": tone,
        "passport_only": row.passport_only,
        "edition": edition_name(row.edition, language=language),
        "booked_at": row.booked_at,
        "handed_in_on": row.handed_in_on,
        "deadline": row.last_collect_day if row.state == State.READY else None,
        "delivered_at": row.delivered_at,
    }


def _event(event: own_letters.OwnEvent, outlets: dict[int, str], language: Language) -> dict[str, object]:
    place = event.at_place
    return {
        "at": event.happened_at,
        "words": EVENTS[Event(event.code)].words.in_(language),
        "place": outlets.get(int(place), "") if place.isdecimal() else place.capitalize(),
        "reasons": [
            {"words": Words(**each["words"]).in_(language), "clauses": ", ".join(each["clauses"])}
            for each in event.reasons
        ],
    }


def _notice(notice: Notice, language: Language) -> dict[str, object]:
    return {
        "words": NOTICE_WORDS[notice.kind].in_(language),
        "ordinal": notice.ordinal,
        "made_at": notice.made_at,
        "sent_at": notice.sent_at,
        "channel": channel_words(notice.channel).in_(language),
        "failed": ", ".join(channel_words(each).in_(language) for each in notice.failed_channels),
    }
