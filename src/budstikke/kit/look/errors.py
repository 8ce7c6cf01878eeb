"""
What a person reads where a page cannot be answered: what is wrong, what cures it, and the way back.

A service names these in its table of addresses (`handler400` and so on), and `other_methods` among its middleware; it
may put its own frame around the words with a template `error.html`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import select_template
from django.urls import Resolver404, resolve

from budstikke.kit.look.language import language_of

PROBLEM_TYPE = "application/problem+json"
_TEMPLATES = ("error.html", "look/error.html")


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that can be wrong with a page: its title, what it means and what cures it, as (Norwegian, English)."""

    status: int
    title: tuple[str, str]
    means: tuple[str, str]
    cure: tuple[str, str]


_BAD = Trouble(
    400,
    ("Vi forstår ikke det som ble sendt", "We cannot read what was sent"),
    (
        "Adressen eller skjemaet har noe som ikke kan leses.",
        "The address or the form holds something unreadable.",
    ),
    (
        "Gå tilbake, last siden på nytt og prøv igjen. Ingenting er endret.",
        "Go back, load the page anew and try again. Nothing was changed.",
    ),
)
_CLOSED = Trouble(
    403,
    ("Denne siden er ikke åpen for deg", "This page is not open to you"),
    (
        "Siden er for andre, eller du er logget inn som en annen.",
        "It is for others, or you are signed in as another.",
    ),
    ("Logg inn på nytt fra begynnelsen.", "Sign in again, from the start."),
)
_TOO_LONG = Trouble(
    403,
    ("Siden har stått åpen for lenge", "The page has been open for too long"),
    (
        "Det du skrev, er ikke sendt, for vi kan ikke lenger se at det kom fra deg.",
        "What you wrote was not sent, for we can no longer see that it came from you.",
    ),
    (
        "Gå tilbake, last siden på nytt og send en gang til. Nettleseren må ta imot informasjonskapsler.",
        "Go back, load the page anew and send once more. The browser must accept cookies.",
    ),
)
_NOWHERE = Trouble(
    404,
    ("Siden finnes ikke", "There is no such page"),
    (
        "Adressen kan være skrevet feil, siden kan være tatt bort, eller den er ikke din.",
        "The address may be mistyped, the page may have been taken away, or it is not yours.",
    ),
    ("Se etter i adressen, eller begynn forfra.", "Look at the address once more, or begin anew."),
)
# By another method than an address has: what a program is told, as (Norwegian, English).
METHOD = ("Adressen svarer ikke på denne metoden.", "The address does not answer to this method.")
METHOD_CURE = ("Bruk en av metodene i Allow.", "Use one of the methods in Allow.")
_NOT_SO = Trouble(
    405,
    ("Siden kan ikke åpnes slik", "The page cannot be opened this way"),
    (
        "Adressen hører til en knapp eller et skjema, og svarer bare når det brukes.",
        "The address belongs to a button or a form, and answers only when that is used.",
    ),
    (
        "Gå tilbake og bruk knappen der. Ingenting er endret, og et språk du valgte, er husket.",
        "Go back and use the button there. Nothing was changed, and a language you chose is remembered.",
    ),
)
_OURS = Trouble(
    500,
    ("Noe gikk galt hos oss", "Something went wrong on our side"),
    ("Feilen er vår, og er skrevet ned.", "The fault is ours, and was written down."),
    (
        "Prøv igjen om litt. Se etter om det du gjorde, ble gjort, før du gjør det en gang til.",
        "Try again in a while. See whether what you did was done before you do it again.",
    ),
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  (called by this name)
    """Answer what cannot be read (`handler400`)."""
    return _answer(request, _BAD)


def closed(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  (called by this name)
    """Answer whoever may not see a page (`handler403`)."""
    return _answer(request, _CLOSED)


def sent_too_late(request: HttpRequest, **_: object) -> HttpResponse:
    """Answer a form whose token does not fit (`CSRF_FAILURE_VIEW`)."""
    return _answer(request, _TOO_LONG)


def nowhere(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  (called by this name)
    """Answer for an address where nothing is (`handler404`)."""
    return _answer(request, _NOWHERE)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer for a fault of ours (`handler500`)."""
    return _answer(request, _OURS)


def other_methods(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Say what is wrong where Django has no words: a page for a browser, a problem (RFC 9457) for a program."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        browser = "text/html" in request.headers.get("Accept", "")
        ours = _answer(request, _NOT_SO) if browser else _problem()
        # The same answer, filled: of another one Django would write a second line into its log.
        response.content = ours.content
        for name, value in ours.items():
            response[name] = value
        return response

    return answer


def _problem() -> HttpResponse:
    said = {
        "type": "urn:budstikke:METHOD",
        "title": METHOD[1],
        "status": _NOT_SO.status,
        "code": "METHOD",
        "words": {"no": METHOD[0], "en": METHOD[1]},
        "cure": {"no": METHOD_CURE[0], "en": METHOD_CURE[1]},
        "faults": [],
    }
    headers = {"Cache-Control": "no-store"}
    content = json.dumps(said, ensure_ascii=False).encode()
    return HttpResponse(content, status=_NOT_SO.status, content_type=PROBLEM_TYPE, headers=headers)


def _answer(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """Render; of what failed without what pages are given besides, for that may be the very thing that did."""
    language = language_of(request)
    at = 1 if language == "en" else 0
    context = {
        "language": language,
        "test_installation": settings.TEST_INSTALLATION,
        "title": trouble.title[at],
        "means": trouble.means[at],
        "cure": trouble.cure[at],
        "begin": _beginning(request),
    }
    asked = request if trouble.status in (403, 404, 405) else None
    content = select_template(_TEMPLATES).render(context, asked)
    return HttpResponse(content, status=trouble.status, headers={"Cache-Control": "no-store"})


def _beginning(request: HttpRequest) -> str:
    """Return where the pages begin that an address lies among; the front page where there is no such."""
    first = request.path_info.split("/")[1] if request.path_info.startswith("/") else ""
    address = f"/{first}/"
    try:
        resolve(address, urlconf=getattr(request, "urlconf", None))
    except Resolver404:
        return "/"
    return address
