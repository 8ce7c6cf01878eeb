"""The tracking page: find a letter by its number, and follow it (PUM §10)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budstikke.formats import s10
from budstikke.kit.clock import now, today
from budstikke.kit.look.language import language_of
from budstikke.law.words import Language, Words
from budstikke.post.actions.outlets.problems_now import ProblemShown, problems_for_letter
from budstikke.post.doors.tracking.problems import shown
from budstikke.post.records.models import Event as EventRecord
from budstikke.post.records.models import Letter, Outlet
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.events import EVENTS, Audience, Event, State
from budstikke.post.terms.pum.documents_for_letter import AcceptedLine, Says, accepted_for
from budstikke.post.terms.pum.tracking import may_see
from budstikke.post.terms.state_words import STATE_WORDS

# The colour of the mark beside a state's words.
_TONES = {
    State.READY: "success",
    State.DELIVERED: "success",
    State.RETURNING: "warning",
    State.RETURNED: "warning",
    State.CANCELLED: "warning",
    State.LOST: "danger",
}
_AT_THE_COUNTER = frozenset({Event.DELIVERED, Event.ATTEMPTED_DELIVERY})
_NOT_A_NUMBER = Words(
    no="Dette er ikke et brevnummer. Det har to bokstaver, ni sifre og NO, som RR 473 124 829 NO.",
    en="This is not a letter number. It has two letters, nine digits and NO, such as RR 473 124 829 NO.",
)
_UNKNOWN = Words(
    no="Vi kjenner ikke et brev med dette nummeret. Sammenlign det med hentemeldingen.",
    en="We know no letter with this number. Compare it with the pickup notice.",
)


@require_safe
def track(request: HttpRequest) -> HttpResponse:
    """Show the search, or the letter whose number was given; a fault answers 400 or 404 with the search."""
    language = language_of(request)
    typed = request.GET.get("number", "").strip()
    page = {"language": language, "test_installation": settings.TEST_INSTALLATION, "number": typed}
    if not typed:
        return render(request, "tracking/find.html", page)
    number = s10.canonical(typed)
    if not s10.is_valid(number):
        return render(
            request, "tracking/find.html", {**page, "fault": _NOT_A_NUMBER.in_(language)}, status=400
        )
    with acting_as(CARRIER):
        letter = Letter.objects.select_related("outlet").filter(id=s10.letter_id(number)).first()
        events = list(EventRecord.objects.filter(letter=letter).order_by("-id")) if letter else []
        places = {int(event.at_place) for event in events if event.at_place.isdecimal()}
        outlets = dict(Outlet.objects.filter(id__in=places).values_list("id", "name")) if places else {}
    if letter is None:
        return render(request, "tracking/find.html", {**page, "fault": _UNKNOWN.in_(language)}, status=404)
    return render(
        request, "tracking/letter.html", {**page, "letter": _shown(letter, events, outlets, language)}
    )


def _shown(
    letter: Letter, events: list[EventRecord], outlets: dict[int, str], language: Language
) -> dict[str, object]:
    state = State(letter.state)
    ready = state is State.READY
    lines = _bring(letter)
    problems: tuple[ProblemShown, ...] = ()
    if ready and letter.outlet_id:
        kinds = [line.kind for line in lines]
        problems = problems_for_letter(letter.outlet_id, kinds=kinds, today=today(), now=now())
    return {
        "number": letter.number,
        "state": STATE_WORDS[state].in_(language),
        "tone": _TONES.get(state, "info"),
        "deadline": letter.last_collect_day if ready else None,
        "days_left": (letter.last_collect_day - today()).days if ready and letter.last_collect_day else None,
        "passport_only": letter.passport_only,
        "has_record": any(event.code in _AT_THE_COUNTER for event in events),
        "documents": [_document(line, language) for line in lines if line.says is Says.ACCEPTED and ready],
        "perhaps": [_document(line, language) for line in lines if line.says is Says.ASK and ready],
        "problems": [shown(one, language=language) for one in problems],
        "outlet": _outlet(letter.outlet, language) if ready and letter.outlet else None,
        "events": [
            {
                "at": event.happened_at,
                "words": EVENTS[Event(event.code)].words.in_(language),
                "place": _place(event.at_place, outlets),
            }
            for event in events
            if may_see(Audience.RECIPIENT, event.code)
        ],
    }


def _bring(letter: Letter) -> list[AcceptedLine]:
    told = accepted_for(passport_only=letter.passport_only, edition=BY_ID[letter.edition], today=today())
    return [line for line in told if line.says is not Says.REFUSED]


def _document(line: AcceptedLine, language: Language) -> dict[str, object]:
    needs = [need.words.in_(language) for need in line.needs]
    return {"words": line.words.in_(language), "needs": needs}


def _place(at_place: str, outlets: dict[int, str]) -> str:
    return outlets.get(int(at_place), "") if at_place.isdecimal() else at_place.capitalize()


def _outlet(outlet: Outlet, language: Language) -> dict[str, object]:
    return {
        "name": outlet.name,
        "lines": [outlet.street, f"{outlet.postcode} {outlet.city}"],
        "hours": [Words(no=outlet.hours_no, en=outlet.hours_en).in_(language)],
    }
