"""The portal's page on which a sender tells the day its relationship with recipients ended."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from budstikke.formats import s10
from budstikke.kit.clock import now, today
from budstikke.law.words import Language, Words
from budstikke.post.actions.senders.end_relationship import end_relationship_once
from budstikke.post.doors.sender.guard import standing
from budstikke.post.doors.sender.pages import page
from budstikke.post.records.answered import Named, OtherRequest

_HERE = "sender:ended"
_MOST_LETTERS = 1000
_MOST_CHARACTERS = 40_000
_NO_DAY = Words(no="Skriv dagen kundeforholdet opphørte.", en="Give the day on which the relationship ended.")
_NO_LETTERS = Words(
    no="Skriv fra ett til tusen brevnumre, ett på hver linje.",
    en="Give one to a thousand letter numbers, one a line.",
)
_SENT_BEFORE = Words(
    no="Skjemaet er sendt før, med noe annet. Se over og send på nytt.",
    en="The form was sent before, with something else. Look it over and send it again.",
)
_NOT_FOUND = Words(no="Vi har ikke noe slikt brev fra dere.", en="We have no such letter of yours.")
_TOLD = Words(no="Meldt. Det siste slettes {day}.", en="Told. The rest is erased on {day}.")


@require_http_methods(["GET", "HEAD", "POST"])
def ended(request: HttpRequest) -> HttpResponse:
    """Show the form; take down what was filled in, and say of each letter what became of it."""
    at = standing(request)
    if request.method != "POST":
        return _form(request, {})
    given = {"ended_on": request.POST.get("ended_on", "")[:20], "letters": request.POST.get("letters", "")}
    numbers = [
        s10.canonical(line) for line in given["letters"][:_MOST_CHARACTERS].splitlines() if line.strip()
    ]
    day = _day(given["ended_on"])
    faults = {
        "ended_on": "" if day else _NO_DAY.in_(at.language),
        "letters": "" if 1 <= len(numbers) <= _MOST_LETTERS else _NO_LETTERS.in_(at.language),
    }
    if day is None or any(faults.values()):
        return _form(request, given, faults)
    said = f"{day} {' '.join(numbers)}".encode()
    try:
        decisions = end_relationship_once(
            [number for number in numbers if s10.is_valid(number)],
            # The form's own number: sent twice, it is taken down once.
            named=Named(f"portal-{_nonce(request)}", hashlib.sha256(said).hexdigest()),
            ended_on=day,
            sender_id=at.sender_id,
            told_by="portal",
            today=today(),
            now=now(),
        )
    except OtherRequest:
        return _form(request, given, {"letters": _SENT_BEFORE.in_(at.language)})
    told = [_told(number, decisions.get(number), at.language) for number in numbers]
    return _form(request, {} if all(each["is_told"] for each in told) else given, told=told)


def _form(
    request: HttpRequest,
    given: Mapping[str, str],
    faults: Mapping[str, str] | None = None,
    told: list[dict[str, object]] | None = None,
) -> HttpResponse:
    shown = {
        "given": given,
        "faults": faults or {},
        "told": told or [],
        "nonce": uuid4(),
        "today": f"{today()}",
    }
    return page(request, "sender/ended.html", shown, here=_HERE, status=422 if faults else 200)


def _told(number: str, decision: Mapping[str, Any] | None, language: Language) -> dict[str, object]:
    if decision is None:
        return {"number": number[:40], "is_told": False, "words": _NOT_FOUND.in_(language)}
    if decision["outcome"] == "told":
        day = date.fromisoformat(decision["answer"]["erase_from"])
        return {
            "number": number,
            "is_told": True,
            "words": _TOLD.filled({"day": f"{day:%d.%m.%Y}"}).in_(language),
        }
    words = [f"{each['words'][language]} {each['cure'][language]}" for each in decision["reasons"]]
    return {"number": number, "is_told": False, "words": " ".join(words)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _nonce(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("nonce", ""))
    except ValueError:
        return uuid4()
