"""The home of the desk: find a letter by its number, the consignment, the order, or a name with its postcode."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from budstikke.kit.clock import now
from budstikke.law.words import Language, Words
from budstikke.post.actions.helping.look_up import MOST, Asked, look_up
from budstikke.post.doors.desk.guard import standing
from budstikke.post.doors.desk.pages import page
from budstikke.post.records.models import Letter
from budstikke.post.terms.events import State
from budstikke.post.terms.looking_up import BY, FOR_LETTERS, REASONS, LookUpBy, LookUpReason
from budstikke.post.terms.state_words import STATE_WORDS

# Kept in the session, so that the page opened from a search carries its reason.
REASON = "look_up_reason"
_LONGEST = 120
_NOTHING_TYPED = Words(no="Skriv det du vil søke etter.", en="Type what you want to search for.")
_NO_REASON = Words(no="Velg hvorfor du søker.", en="Choose why you search.")
_NO_POSTCODE = Words(
    no="Skriv postnummeret også: et navn søkes bare blant brevene til ett postnummer.",
    en="Type the postcode too: a name is looked for among the letters to one postcode only.",
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the search; an auditor's home is the list of look-ups."""
    if not standing(request).may("desk:search"):
        return redirect("desk:look_ups")
    return _home(request, typed={"by": LookUpBy.NUMBER, "reason": request.session.get(REASON, "")})


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Search, once there is a reason; what is searched for is in no address and in no log."""
    who = standing(request)
    typed = {
        name: request.POST.get(name, "")[:_LONGEST].strip() for name in ("by", "text", "postcode", "reason")
    }
    fault = _fault(typed)
    if fault is not None:
        return _home(request, typed=typed, fault=fault.in_(who.language), status=400)
    request.session[REASON] = typed["reason"]
    asked = Asked(by=LookUpBy(typed["by"]), text=typed["text"], postcode=typed["postcode"])
    found = look_up(asked, reason=LookUpReason(typed["reason"]), clerk=who.clerk, now=now())
    rows = [_shown(each, who.language) for each in found]
    return _home(request, typed=typed, found=rows)


def _fault(typed: dict[str, str]) -> Words | None:
    if not typed["text"] or typed["by"] not in FOR_LETTERS:
        return _NOTHING_TYPED
    if typed["by"] == LookUpBy.NAME and not typed["postcode"]:
        return _NO_POSTCODE
    return None if typed["reason"] in list(LookUpReason) else _NO_REASON


def _home(
    request: HttpRequest,
    *,
    typed: dict[str, str],
    fault: str = "",
    found: list[dict[str, object]] | None = None,
    status: int = 200,
) -> HttpResponse:
    language = standing(request).language
    context = {
        "typed": typed,
        "fault": fault,
        "found": found,
        "most": MOST if found is not None and len(found) == MOST else None,
        "ways": [{"code": each, "words": BY[each].in_(language)} for each in FOR_LETTERS],
        "reasons": [{"code": each, "words": words.in_(language)} for each, words in REASONS.items()],
    }
    return page(request, "desk/home.html", context, here="home", status=status)


def _shown(letter: Letter, language: Language) -> dict[str, object]:
    return {
        "number": letter.number,
        "recipient": letter.recipient_name,
        "place": f"{letter.postcode} {letter.city}",
        "sender": letter.sender.name,
        "state": STATE_WORDS[State(letter.state)].in_(language),
        "booked_at": letter.booked_at,
    }
