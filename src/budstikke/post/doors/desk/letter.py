"""A letter as the desk sees it: to whom, where it is, and everything that happened, each with its clauses."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from budstikke.formats import s10
from budstikke.kit.clock import now
from budstikke.law.words import Language
from budstikke.post.actions.helping.look_up import open_letter
from budstikke.post.doors.desk.guard import standing
from budstikke.post.doors.desk.home import REASON
from budstikke.post.doors.desk.pages import page
from budstikke.post.doors.editions import edition_name
from budstikke.post.records.models import Claim, DeskAct, IdCheck, Letter, Notice, Outlet
from budstikke.post.records.models import Event as EventRecord
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.events import EVENTS, Event, State, may_follow
from budstikke.post.terms.looking_up import LookUpReason
from budstikke.post.terms.pum.at_the_desk import HELP, RETURN_REASONS, WHY, Help, Why
from budstikke.post.terms.pum.notices import CLAIM, NOTICE_WORDS, channel_words
from budstikke.post.terms.pum.settling import CLAIMANTS, KINDS, STATES, ClaimKind, ClaimState
from budstikke.post.terms.state_words import STATE_WORDS


@require_safe
def letter(request: HttpRequest, number: str) -> HttpResponse:
    """Show a letter; who comes without a reason gives one first."""
    return letter_page(request, number)


def letter_page(
    request: HttpRequest, number: str, *, told: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    """
    Answer with a letter's page, and on it what came of what was asked for there.

    Raises: Http404 for no number of a letter, and for a letter there is not.
    """
    who = standing(request)
    canonical = s10.canonical(number)
    if not s10.is_valid(canonical):
        raise Http404
    reason = request.session.get(REASON, "")
    if reason not in list(LookUpReason):
        return redirect("desk:home")
    row = open_letter(canonical, reason=LookUpReason(reason), clerk=who.clerk, now=now())
    if row is None:
        raise Http404
    context = {"letter": shown(row, language=who.language), "told": told, **_choices(who.language)}
    return page(request, "desk/letter.html", context, here="home", status=status)


def _choices(language: Language) -> dict[str, object]:
    """Return what can be chosen in the forms of a letter's page."""
    with acting_as(CARRIER):
        outlets = list(Outlet.objects.filter(has_scanner=True, scanner_works=True).order_by("city", "name"))
    return {
        "helps": [
            {"code": each, "words": row.words.in_(language), "always_two": row.always_two}
            for each, row in HELP.items()
        ],
        "whys": [{"code": each, "words": words.in_(language)} for each, words in WHY.items()],
        "return_reasons": [
            {"code": each, "words": words.in_(language)} for each, words in RETURN_REASONS.items()
        ],
        "outlets": outlets,
        "kinds": [{"code": each, "words": words.in_(language)} for each, words in KINDS.items()],
        "claimants": [{"code": each, "words": words.in_(language)} for each, words in CLAIMANTS.items()],
    }


def shown(row: Letter, *, language: Language) -> dict[str, object]:
    """Return a letter in words: its recipient, where it stands, its notices, attempts and events."""
    with acting_as(CARRIER):
        events = list(EventRecord.objects.filter(letter=row).order_by("-id"))
        notices = list(Notice.objects.filter(letter=row).exclude(kind=CLAIM).order_by("-id"))
        acts = list(DeskAct.objects.filter(letter=row).order_by("-id"))
        checks = list(IdCheck.objects.filter(letter=row).order_by("-id"))
        claims = list(Claim.objects.filter(letter=row).order_by("-id"))
        places = {int(event.at_place) for event in events if event.at_place.isdecimal()}
        outlets = dict(Outlet.objects.filter(id__in=places).values_list("id", "name"))
    return {
        "number": row.number,
        "state": STATE_WORDS[State(row.state)].in_(language),
        "recipient": [each for each in (row.recipient_name, row.street, row.street2) if each],
        "city": f"{row.postcode} {row.city}".strip(),
        "sender": row.sender.name,
        "consignment": row.consignment_number,
        "order": row.order_reference,
        "edition": edition_name(row.edition, language=language),
        "passport_only": row.passport_only,
        "outlet": row.outlet.name if row.outlet else "",
        "deadline": row.last_collect_day,
        "events": [_event(each, outlets, language) for each in events],
        "notices": [_notice(each, language) for each in notices],
        "claims": [
            {
                "id": each.id,
                "kind": KINDS[ClaimKind(each.kind)].in_(language),
                "state": STATES[ClaimState(each.state)].in_(language),
            }
            for each in claims
        ],
        "may_claim": row.handed_in_on is not None,
        "may_correct": row.notified_on is None and may_follow(State(row.state), Event.ADDRESS_CORRECTED),
        "street": row.street,
        "street2": row.street2,
        "postcode": row.postcode,
        "acts": [_act(each, language) for each in acts],
        "checks": [_check(each, language) for each in checks],
    }


def _act(row: DeskAct, language: Language) -> dict[str, object]:
    return {
        "asked_at": row.asked_at,
        "asked_by": row.asked_by,
        "what": HELP[Help(row.what)].words.in_(language),
        "why": WHY[Why(row.why)].in_(language),
        "waits": row.waits,
        "confirmed": row.confirmed,
        "decided_by": row.decided_by,
    }


def _event(row: EventRecord, outlets: dict[int, str], language: Language) -> dict[str, object]:
    place = row.at_place
    decision: dict[str, Any] = row.decision or {}
    return {
        "at": row.happened_at,
        "words": EVENTS[Event(row.code)].words.in_(language),
        "place": outlets.get(int(place), place) if place.isdecimal() else place.capitalize(),
        "actor": row.actor,
        "reasons": _reasons(decision, language),
    }


def _reasons(decision: dict[str, Any], language: Language) -> list[dict[str, str]]:
    """Return why it was decided so, also where several decisions were written down together."""
    found = [
        {"words": reason["words"][language], "clauses": ", ".join(reason["clauses"])}
        for each in (decision, *decision.get("also", ()))
        for reason in each.get("reasons", ())
    ]
    return found or (
        [{"words": "", "clauses": ", ".join(decision["clauses"])}] if decision.get("clauses") else []
    )


def _notice(row: Notice, language: Language) -> dict[str, object]:
    return {
        "words": NOTICE_WORDS[row.kind].in_(language),
        "made_at": row.made_at,
        "sent_at": row.sent_at,
        "channel": channel_words(row.channel).in_(language),
        "failed": ", ".join(channel_words(each).in_(language) for each in row.failed_channels),
    }


def _check(row: IdCheck, language: Language) -> dict[str, object]:
    return {
        "at": row.checked_at,
        "passed": row.passed,
        "clerk": row.clerk,
        "reasons": _reasons(row.decision, language),
    }
