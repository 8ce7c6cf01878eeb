"""
The letter's page for its recipient: opened by its number and a second fact; then more time, another outlet, a report.

What is typed is posted; the address holds the letter's number and nothing else. Every answer is in words with its
clause, and a page sent twice changes nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from budstikke.formats import s10
from budstikke.kit.clock import now, today
from budstikke.kit.days import in_full
from budstikke.kit.look.language import language_of
from budstikke.law.clause import Clause
from budstikke.law.decision import Decision
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words
from budstikke.post.actions.helping.for_recipient import Attempt, ForRecipient, for_recipient
from budstikke.post.actions.helping.report_problem import CAUSES, report_problem
from budstikke.post.actions.moving.choose_outlet import choose_outlet
from budstikke.post.actions.moving.extend_deadline import extend_once
from budstikke.post.actions.telling.second_fact import Known, second_fact
from budstikke.post.doors.tracking.opened import forget, opened, remember
from budstikke.post.records.models import Outlet
from budstikke.post.terms.contracts import PUM

_LONGEST = 40
_WRONG = Words(
    no="Brevets nummer og postnummeret eller koden hører ikke sammen. Sammenlign med hentemeldingen.",
    en="The letter's number and the postcode or code do not belong together. Compare with the notice.",
)
_TOO_MANY = Words(
    no="Det er prøvd for mange ganger. Prøv igjen om en time.",
    en="There were too many tries. Try again in an hour.",
)
_SLOWER = Words(
    no="Det gikk for fort. Prøv igjen om et minutt.", en="That was too fast. Try again in a minute."
)
_REPORTED = Words(
    no="Takk. Kundeservice har fått sak nummer {case} og ser på den.",
    en="Thank you. Customer service has case number {case} and will look into it.",
)
_CLAIMED = Words(
    no="Takk. Kravet har nummer {claim}. Kundeservice undersøker saken og avgjør den.",
    en="Thank you. The claim has number {claim}. Customer service will look into it and decide.",
)
_IN_TIME = Words(
    no="Du meldte fra i tide; fristen er {last_day}.",
    en="You reported it in time; the last day is {last_day}.",
)
_DEADLINE_RUNS = Words(
    no="Hentefristen løper som før. Trenger du mer tid, kan du forlenge den her.",
    en="The collection deadline runs on as before. If you need more time, you can extend it here.",
)
CAUSE_WORDS: Mapping[str, Words] = {
    "told_counter": Words(no="Jeg ble avvist i skranken", en="I was turned away at the counter"),
    "told_damaged": Words(no="Brevet er skadet", en="The letter is damaged"),
    "told_delayed": Words(no="Brevet er forsinket", en="The letter is late"),
    "told_lost": Words(no="Brevet er kommet bort", en="The letter is lost"),
    "told_wrong_recipient": Words(
        no="Noen andre har fått brevet mitt", en="Somebody else was given my letter"
    ),
    "told_other": Words(no="Noe annet", en="Something else"),
}
assert CAUSE_WORDS.keys() == CAUSES.keys(), "every cause is worded"


@never_cache
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Ask for the second fact, take it, or show the letter; a wrong one answers 404 or 429 with the form."""
    language = language_of(request)
    given = request.POST if request.method == "POST" else request.GET
    number = s10.canonical(given.get("number", "")[:_LONGEST])
    if request.method != "POST":
        if number and opened(request) == number:
            return _page(request, number)
        return render(request, "tracking/open.html", {"language": language, "number": number})
    known = _known(request, number)
    if known is not Known.YES:
        said = (_WRONG if known is Known.NO else _TOO_MANY).in_(language)
        page = {"language": language, "number": number, "fault": said}
        status = 404 if known is Known.NO else 429
        return render(request, "tracking/open.html", page, status=status)
    response = _back(number, language)
    remember(response, number)
    return response


def _form(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Take a form; whoever comes back to its address, to read the answer in the other language say, sees the letter."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        return view(request) if request.method == "POST" else _back(opened(request), language_of(request))

    return never_cache(require_http_methods(["GET", "POST"])(answer))


@_form
def extend(request: HttpRequest) -> HttpResponse:
    """Give the edition's days more, or say on which clause not."""
    number = opened(request)
    return _asked(request, lambda: extend_once(number, today=today(), now=now()))


@_form
def outlet(request: HttpRequest) -> HttpResponse:
    """Send the letter on to the outlet that was chosen, or say on which clause not."""
    number, typed = opened(request), request.POST.get("outlet", "")[:_LONGEST]
    chosen = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
    if not Outlet.objects.filter(id=chosen).exists():
        return _back(number, language_of(request))
    return _asked(request, lambda: choose_outlet(number, outlet_id=chosen, today=today(), now=now()))


@_form
def report(request: HttpRequest) -> HttpResponse:
    """Open a case, or say on which clause not."""
    number, cause = opened(request), request.POST.get("cause", "")[:_LONGEST]
    if cause not in CAUSES:
        return _back(number, language_of(request))

    def told() -> Refusal | dict[str, Any]:
        found = report_problem(number, cause=cause, today=today(), now=now())
        if isinstance(found, Refusal):
            return found
        language = language_of(request)
        taken = _REPORTED if found.claim is None else _CLAIMED
        words = [
            taken.filled({"case": found.case, "claim": found.claim}).in_(language),
            _DEADLINE_RUNS.in_(language),
        ]
        if found.complaint_last_day:
            day = in_full(found.complaint_last_day, language=language)
            words.insert(1, _IN_TIME.filled({"last_day": day}).in_(language))
        complaint = (PUM(17), PUM(18)) if found.complaint_last_day else ()
        return _answer(words, (*complaint, PUM(14)), granted=True)

    return _asked(request, told)


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Forget what was opened, on a browser that others use too."""
    response = HttpResponseRedirect(f"{reverse('tracking:track')}?{urlencode({'number': opened(request)})}")
    forget(response)
    return response


def _known(request: HttpRequest, number: str) -> Known:
    if not ratelimit.consume(request, action="second_fact"):
        return Known.TOO_MANY
    if not s10.is_valid(number):
        return Known.NO
    fact = request.POST.get("fact", "")[:_LONGEST].strip()
    return second_fact(number, fact=fact, now=now())


def _asked(request: HttpRequest, ask: Callable[[], Decision | Refusal | dict[str, Any]]) -> HttpResponse:
    """Ask for something about the letter that was opened here, and show it with the answer."""
    number, language = opened(request), language_of(request)
    # The form names the letter it was on: one that was opened since in another window is not meant.
    if not number or request.POST.get("number") != number:
        return _back(request.POST.get("number", "")[:_LONGEST], language)
    if not ratelimit.consume(request, action="asked_by_recipient"):
        return _page(request, number, answer=_answer([_SLOWER.in_(language)], (), granted=False), status=429)
    found = ask()
    if isinstance(found, Decision) and not found.refusals:
        told = _answer([found.words.in_(language)], found.clauses, granted=True)
    elif isinstance(found, Decision | Refusal):
        told = _no(found.refusals[0] if isinstance(found, Decision) else found, language)
    else:
        told = found
    return _page(request, number, answer=told, status=200 if told["granted"] else 409)


def _no(refusal: Refusal, language: Language) -> dict[str, Any]:
    words = [refusal.person.in_(language), refusal.cure.in_(language)]
    return _answer(words, refusal.clauses, granted=False)


def _answer(words: list[str], clauses: tuple[Clause, ...], *, granted: bool) -> dict[str, Any]:
    return {"words": words, "clauses": ", ".join(str(each) for each in clauses), "granted": granted}


def _back(number: str, language: Language) -> HttpResponseRedirect:
    asked = urlencode({"number": number, "language": language})
    return HttpResponseRedirect(f"{reverse('tracking:mine')}?{asked}")


def _page(
    request: HttpRequest, number: str, *, answer: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    language = language_of(request)
    found = for_recipient(number, today=today())
    assert found is not None, "it was opened"
    page = {"language": language, "answer": answer, "letter": shown(found, language)}
    return render(request, "tracking/mine.html", page, status=status)


def shown(found: ForRecipient, language: Language) -> dict[str, Any]:
    """Return the letter as the template shows it."""
    extension = found.extension
    refused = extension.refusals[0] if extension and extension.refusals else None
    return {
        "number": found.number,
        "deadline": found.last_collect_day,
        "days_left": found.days_left,
        "outlet": _outlet(found.outlet, language) if found.outlet else None,
        "extended_until": extension.answer["last_collect_day"] if extension and not refused else None,
        "not_extended": _no(refused, language) if refused else None,
        "choices": [_outlet(each, language) for each in found.choices],
        "attempts": [_attempt(each, language) for each in found.attempts],
        "causes": [
            {"code": code, "words": words.in_(language)}
            for code, words in CAUSE_WORDS.items()
            if found.handed_in and code not in found.reports
        ],
        "reports": [CAUSE_WORDS[each].in_(language) for each in found.reports],
    }


def _outlet(outlet: Outlet, language: Language) -> dict[str, Any]:
    return {
        "id": outlet.id,
        "name": outlet.name,
        "line": f"{outlet.street}, {outlet.postcode} {outlet.city}",
        "hours": Words(no=outlet.hours_no, en=outlet.hours_en).in_(language),
    }


def _attempt(attempt: Attempt, language: Language) -> dict[str, Any]:
    return {
        "at": attempt.at,
        "outlet": attempt.outlet,
        "reasons": [
            {
                "words": each.words.in_(language),
                "clauses": each.clauses,
                "cure": each.cure.in_(language) if each.cure else "",
            }
            for each in attempt.reasons
        ],
    }
