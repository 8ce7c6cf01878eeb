"""Would my document do? The ask service as a form: no account, no second fact, no name, and nothing is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from budstikke.formats import s10
from budstikke.kit.clock import today
from budstikke.kit.look.language import language_of
from budstikke.law.words import Language, Words
from budstikke.post.records.models import Letter
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID, pum_on
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.id_documents import DOCUMENTS
from budstikke.post.terms.questions.fields import read_fields
from budstikke.post.terms.questions.pum_at_counter import AT_COUNTER

_LONGEST = 40
_RELEASE = next(row for row in AT_COUNTER if row.op == "pum_release")
_NOT_A_DAY = Words(no="Skriv datoen som 2030-12-31.", en="Write the date as 2030-12-31.")
_CHOOSE = Words(no="Velg et dokument.", en="Choose a document.")
_SLOWER = Words(
    no="Det gikk for fort. Prøv igjen om et minutt.", en="That was too fast. Try again in a minute."
)


@never_cache
@require_http_methods(["GET", "POST"])
def would_it_do(request: HttpRequest) -> HttpResponse:
    """Show the form, or the form with its answer; a fault answers 400 or 429."""
    language = language_of(request)
    given = request.POST if request.method == "POST" else request.GET
    number = s10.canonical(given.get("number", "")[:_LONGEST])
    edition, passport_only = _asked_of(number)
    page: dict[str, Any] = {
        "language": language,
        "number": number if s10.is_valid(number) else "",
        "passport_only": passport_only,
        "kinds": [{"code": code, "words": row.words.in_(language)} for code, row in DOCUMENTS.items()],
        "typed": {name: given.get(name, "")[:_LONGEST] for name in ("kind", "expires_on", "issued_on")}
        | {name: given.get(name, "") == "on" for name in ("no_number", "no_signature", "supplement")},
    }
    if request.method != "POST":
        return render(request, "tracking/would_it_do.html", page)
    if not ratelimit.consume(request, action="would_it_do"):
        page["fault"] = _SLOWER.in_(language)
        return render(request, "tracking/would_it_do.html", page, status=429)
    days, faults = _days(page["typed"], language)
    if page["typed"]["kind"] not in DOCUMENTS:
        faults["kind"] = _CHOOSE.in_(language)
    if faults:
        page |= {"faults": faults, "fault": next(iter(faults.values()))}
        return render(request, "tracking/would_it_do.html", page, status=400)
    page["answer"] = _answer(page["typed"], days, edition, passport_only=passport_only, language=language)
    return render(request, "tracking/would_it_do.html", page)


def _asked_of(number: str) -> tuple[PumEdition, bool]:
    """Return the terms and the demand of a letter, or what is usual where none is named."""
    if s10.is_valid(number):
        with acting_as(CARRIER):
            letter = Letter.objects.filter(id=s10.letter_id(number)).first()
        if letter is not None:
            return BY_ID[letter.edition], letter.passport_only
    return pum_on(today()), False


def _days(typed: dict[str, Any], language: Language) -> tuple[dict[str, str | None], dict[str, str]]:
    days: dict[str, str | None] = {}
    faults = {}
    for name in ("expires_on", "issued_on"):
        try:
            days[name] = date.fromisoformat(typed[name]).isoformat() if typed[name] else None
        except ValueError:
            faults[name] = _NOT_A_DAY.in_(language)
    return days, faults


def _answer(
    typed: dict[str, Any],
    days: dict[str, str | None],
    edition: PumEdition,
    *,
    passport_only: bool,
    language: Language,
) -> dict[str, Any]:
    question: dict[str, object] = {
        "on": today().isoformat(),
        "doc": typed["kind"],
        "doc_expires": days["expires_on"],
        "doc_issued": days["issued_on"],
        "passport_only": passport_only,
        "supplement": typed["supplement"],
    }
    # Only what its holder says of it; else the rule takes what is usual for the kind.
    question |= {"doc_has_11_digits": False} if typed["no_number"] else {}
    question |= {"doc_has_signature": False} if typed["no_signature"] else {}
    fields = read_fields(question, op=_RELEASE.op, fields=_RELEASE.fields)
    (decision,) = _RELEASE.ask(fields, edition).decisions
    return {
        "would": not decision.refusals,
        "clauses": ", ".join(str(each) for each in decision.clauses),
        "reasons": [
            {
                "words": each.person.in_(language),
                "cure": each.cure.in_(language),
                "clauses": ", ".join(str(clause) for clause in each.clauses),
            }
            for each in decision.refusals
        ],
    }
