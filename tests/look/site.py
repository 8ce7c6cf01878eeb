"""
The public pages on their own: real templates, sample letters, no database, the strictest policy a browser knows.

    python -m tests.look.site PORT
"""

from __future__ import annotations

import hashlib
import os
import sys
from datetime import date, datetime
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"
LOG = ("", "checkpoint", "checkpoints", "consistency", "entries")
SOURCE = Path(__file__).parents[2] / "src" / "budstikke"
SAID = {
    "no": {
        "ready": "Klart til henting",
        "notified": "Hentemelding er sendt på SMS",
        "arrived": "Brevet er kommet til hentestedet",
        "sorted": "Brevet er på vei",
        "handed_in": "Brevet er levert inn",
        "back": "På vei tilbake til avsenderen",
        "hours": ("Mandag–fredag 8–22", "Lørdag 9–20"),
        "needs": ("Mangler nummeret, må det vises med tilleggsdokument.",),
        "perhaps": "Nødpass",
        "problem": (
            "Noen pass fra UTO kan ikke leses.",
            "Dokumenter, utstedt av UTO",
            "Ta med et annet dokument.",
        ),
        "documents": (
            "Norsk pass",
            "Utenlandsk pass",
            "Norsk nasjonalt ID-kort",
            "Norsk utlendingspass",
            "Reisebevis",
        ),
        "fault": "Nummeret stemmer ikke. Se etter om to sifre er byttet om.",
    },
    "en": {
        "ready": "Ready to collect",
        "notified": "A notice was sent by SMS",
        "arrived": "The letter has arrived at the outlet",
        "sorted": "The letter is on its way",
        "handed_in": "The letter was handed in",
        "back": "On its way back to the sender",
        "hours": ("Monday–Friday 8 am–10 pm", "Saturday 9 am–8 pm"),
        "needs": ("If the number is missing, a supplementary document must show it.",),
        "perhaps": "Emergency passport",
        "problem": (
            "Some passports of UTO cannot be read.",
            "Documents, issued by UTO",
            "Bring another document.",
        ),
        "documents": (
            "Norwegian passport",
            "Foreign passport",
            "Norwegian national ID card",
            "Norwegian immigrant’s passport",
            "Travel document",
        ),
        "fault": "The number is not right. Check whether two digits were swapped.",
    },
}


def language(request: HttpRequest) -> str:
    """Return the language asked for."""
    return "en" if request.GET.get("language") == "en" else "no"


def waiting(said: dict[str, object]) -> dict[str, object]:
    """Return a letter that waits at its outlet."""
    times = (
        "2026-11-20T14:05",
        "2026-11-20T13:50",
        "2026-11-19T02:14",
        "2026-11-18T15:30",
    )  # Wednesday to Friday
    keys = ("notified", "arrived", "sorted", "handed_in")
    places = ("", "Eksempel Post i Butikk, Møhlenpris", "Bergen", "Oslo")
    return {
        "number": "RR473124829NO",
        "state": said["ready"],
        "tone": "info",
        "deadline": date(2026, 12, 11),  # a Friday
        "days_left": 21,
        "passport_only": True,
        "documents": [{"words": words, "needs": said["needs"]} for words in said["documents"]],
        "perhaps": [{"words": said["perhaps"], "needs": ()}],
        "problems": [problem(said)],
        "outlet": {
            "name": "Eksempel Post i Butikk, Møhlenpris",
            "lines": ["Nygata 1", "5015 BERGEN"],
            "hours": said["hours"],
        },
        "events": [
            {"at": datetime.fromisoformat(f"{at}:00+01:00"), "words": said[key], "place": place}
            for at, key, place in zip(times, keys, places, strict=True)
        ],
    }


def problem(said: dict[str, object]) -> dict[str, object]:
    """Return a known problem."""
    words, about, do = said["problem"]  # type: ignore[misc]
    since = datetime.fromisoformat("2026-11-20T09:00:00+01:00")  # Friday
    return {"id": 1, "words": words, "about": about, "recipient": do, "sender": do, "since": since}


def problems(request: HttpRequest) -> HttpResponse:
    """Show the page of known problems."""
    said = SAID[language(request)]
    context = {"language": language(request), "test_installation": True, "problems": [problem(said)]}
    return render(request, "tracking/problems.html", context)


def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures of a day on which no test letter has come through yet."""
    said = SAID[language(request)]
    context = {
        "language": language(request),
        "test_installation": True,
        "made_at": datetime.fromisoformat("2026-11-20T15:04:00+01:00"),  # Friday
        "shares": [
            {"words": said["notified"], "percent": "99.9", "share": {"in_time": 12_345, "late": 12}},
            {"words": said["ready"], "percent": None, "share": {"in_time": 0, "late": 0}},
        ],
        "booked": 1_204_506,
        "outcomes": [(said["ready"], 24_502), (said["back"], 1_180_004)],
        "difference": 0,
    }
    return render(request, "tracking/figures.html", context)


def log(request: HttpRequest) -> HttpResponse:
    """Show the published log, with two checkpoints."""
    context = {
        "language": language(request),
        "test_installation": True,
        "origin": "urn:budstikke:log:314159268",
        "checkpoints": [
            {
                "size": size,
                "root": hashlib.sha256(bytes(size)).hexdigest(),
                "made_at": datetime.fromisoformat(f"2026-11-20T1{hour}:00:00+01:00"),  # Friday
            }
            for size, hour in ((1_204_506, 5), (1_204_122, 4))
        ],
    }
    return render(request, "tracking/log.html", context)


def find(request: HttpRequest) -> HttpResponse:
    """Show the search, with a fault when a number was typed."""
    said = SAID[language(request)]
    number = request.GET.get("number", "")
    context = {
        "language": language(request),
        "test_installation": True,
        "number": number,
        "fault": said["fault"] if number else "",
    }
    return render(request, "tracking/find.html", context)


def letter(request: HttpRequest, kind: str) -> HttpResponse:
    """Show a waiting letter, one that goes back, or one nothing has happened to."""
    said = SAID[language(request)]
    shown = waiting(said)
    if kind != "waiting":
        shown |= {
            "deadline": None,
            "documents": (),
            "outlet": None,
            "passport_only": False,
            "perhaps": (),
            "problems": (),
        }
    if kind == "back":
        shown |= {"state": said["back"], "tone": "warning", "has_record": True}
    if kind == "new":
        shown |= {"events": [], "state": said["sorted"]}
    return render(
        request,
        "tracking/letter.html",
        {"language": language(request), "test_installation": kind == "waiting", "letter": shown},
    )


def record(request: HttpRequest) -> HttpResponse:
    """Show the form for the recipient's own record."""
    context = {"language": language(request), "test_installation": True, "number": "RR473124829NO"}
    return render(request, "tracking/record.html", context)


def mine(request: HttpRequest) -> HttpResponse:
    """Show a letter as its recipient sees it, with an answer: everything there can be on the page."""
    return render(request, "tracking/mine.html", mine_shown(language(request)))


def mine_shown(spoken: str) -> dict[str, object]:
    """Return that page's context."""
    said = SAID[spoken]
    outlet = {
        "id": 1,
        "name": "Eksempel Post i Butikk, Møhlenpris",
        "line": "Nygata 1, 5015 BERGEN",
        "hours": said["hours"][0],
    }
    answer = {"words": [said["problem"][2], said["needs"][0]], "clauses": "PUM §14", "granted": True}
    reason = {"words": said["perhaps"], "clauses": "PUM §11", "cure": said["needs"][0]}
    letter = {
        "number": "RR473124829NO",
        "deadline": date(2026, 12, 11),  # a Friday
        "days_left": 21,
        "outlet": outlet,
        "extended_until": date(2026, 12, 18),  # a Friday
        "not_extended": None,
        "choices": [outlet],
        "attempts": [
            {
                "at": datetime.fromisoformat("2026-11-20T14:05:00+01:00"),  # Friday
                "outlet": outlet["name"],
                "reasons": [reason],
            }
        ],
        "causes": [{"code": "told_lost", "words": said["back"]}],
        "reports": [said["back"]],
    }
    return {"language": spoken, "test_installation": True, "answer": answer, "letter": letter}


def opening(request: HttpRequest) -> HttpResponse:
    """Show the form of the second fact, after a wrong one."""
    context = {
        "language": language(request),
        "test_installation": True,
        "number": "RR473124829NO",
        "fault": SAID[language(request)]["fault"],
    }
    return render(request, "tracking/open.html", context)


def document(request: HttpRequest) -> HttpResponse:
    """Show the question about a document, with an answer of no."""
    said = SAID[language(request)]
    context = {
        "language": language(request),
        "test_installation": True,
        "number": "RR473124829NO",
        "passport_only": True,
        "kinds": [{"code": str(nth), "words": words} for nth, words in enumerate(said["documents"])],
        "typed": {"kind": "1", "expires_on": "2030-12-31", "issued_on": "", "supplement": True},
        "answer": {
            "would": False,
            "clauses": "PUM §11",
            "reasons": [{"words": said["perhaps"], "cure": said["needs"][0], "clauses": "PUM §11"}],
        },
    }
    return render(request, "tracking/would_it_do.html", context)


def order(request: HttpRequest, kind: str) -> HttpResponse:
    """Show an order that can be stopped and waits for the reader's word, or one that was stopped just now."""
    said = SAID[language(request)]
    stopped = kind == "stopped"
    shown = {
        "reference": "FHK7Q2M9XR",
        "service": said["sorted"],
        "state": said["back"] if stopped else said["ready"],
        "tone": "warning" if stopped else "info",
        "start": date(2026, 12, 7),  # a Monday
        "last_day": date(2027, 1, 29),  # a Friday
        "ordered_by": said["sorted"],
        "sent_to": said["arrived"],
        "own_word": said["handed_in"],
        "asked_to_confirm": not stopped,
        "may_be_stopped": not stopped,
        "is_stopped": stopped,
        "stop_clauses": "Forwarding §1, Forwarding §7",
        "confirm_clauses": "Forwarding §1",
    }
    answer = {"words": [said["back"], said["needs"][0]], "clauses": "Forwarding §1", "granted": True}
    context = {"language": language(request), "test_installation": True, "order": shown}
    return render(request, "forwarding/order.html", {**context, "answer": answer if stopped else None})


def unknown(request: HttpRequest) -> HttpResponse:
    """Show the page of a link that leads nowhere."""
    return render(
        request, "forwarding/unknown.html", {"language": language(request), "test_installation": True}
    )


def paid(request: HttpRequest) -> HttpResponse:
    """Show a payer that the payment is waited for."""
    said = SAID[language(request)]
    context = {
        "language": language(request),
        "test_installation": True,
        "order": "FHK7Q2M9XR",
        "title": said["ready"],
        "words": said["needs"][0],
        "tone": "info",
    }
    return render(request, "forwarding/paid.html", context)


TRACKING = [
    path("", find, name="track"),
    path("record/", record, name="record"),
    path("mine/", mine, name="mine"),
    path("document/", document, name="document"),
    *(path(f"{name}/", opening, name=name) for name in ("calendar", "extend", "outlet", "report", "close")),
]
FORWARDING = [path("", opening, name="home"), path("mine/<str:reference>/", opening, name="own")]
urlpatterns = [
    path("", include((TRACKING, "tracking"))),
    path("letter/<slug:kind>", letter),
    path("open/", opening),
    # Where the link's page and the payment's end lead on to.
    path("forwarding/", include((FORWARDING, "forwarding"))),
    path("forwarding/paid/", paid),
    path("forwarding/unknown/", unknown),
    path("forwarding/<slug:kind>", order),
    path("check/", include("budstikke.post.doors.checking.urls")),
    path("problems/", problems, name="problems"),
    path("figures/", figures, name="figures"),
    path("log/", include(([path(name, log, name=name or "page") for name in LOG], "log"))),
]


def configure() -> None:
    """Set Django up with what these pages need."""
    settings.configure(
        DEBUG=False,
        SECRET_KEY="of no use to anybody",
        ALLOWED_HOSTS=["localhost"],
        ROOT_URLCONF="tests.look.site",
        USE_TZ=True,
        TIME_ZONE="Europe/Oslo",
        INSTALLED_APPS=["django.contrib.staticfiles", "budstikke.kit.look", "budstikke.post.doors.checking"],
        STATIC_URL="/static/",
        TEST_INSTALLATION=True,
        MIDDLEWARE=["whitenoise.middleware.WhiteNoiseMiddleware"],
        WHITENOISE_USE_FINDERS=True,
        WHITENOISE_AUTOREFRESH=True,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [SOURCE / f"post/doors/{door}/templates" for door in ("tracking", "forwarding")],
                "APP_DIRS": True,
            }
        ],
    )


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the standard library's word)
        """Keep the tests' output to the tests."""


def main() -> None:
    configure()
    import django
    from django.core.wsgi import get_wsgi_application

    django.setup()
    pages = get_wsgi_application()

    def guarded(environ, start_response):  # type: ignore[no-untyped-def]  # WSGI
        def start(status, headers, exc_info=None):  # type: ignore[no-untyped-def]
            return start_response(status, [*headers, ("Content-Security-Policy", POLICY)], exc_info)

        return pages(environ, start)

    server = make_server("localhost", int(sys.argv[1]), guarded, handler_class=_Quiet)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    # `__main__` and the module the address table imports must be one.
    sys.modules["tests.look.site"] = sys.modules["__main__"]
    main()
