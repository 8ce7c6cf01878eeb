"""Cases of the address register at the desk: what persons ask in writing, with their deadlines, and the answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budstikke.formats import national_number
from budstikke.kit.clock import now, today
from budstikke.law.decision import Decision
from budstikke.law.words import Language, Words
from budstikke.post.actions.address_register.persons import Address, find_for_staff, note_reading
from budstikke.post.actions.address_register.register_access import give_access
from budstikke.post.actions.address_register.register_cases import (
    Asked,
    Correction,
    content_of,
    correct,
    decline,
    open_cases,
    open_register_case,
    prolong_register_case,
    reserve,
)
from budstikke.post.actions.helping.look_up import note_look_up
from budstikke.post.doors.desk.guard import standing
from budstikke.post.doors.desk.pages import page
from budstikke.post.doors.desk.told import NOT_FILLED_IN, of_refusal, told
from budstikke.post.doors.typed import day_of
from budstikke.post.papers.register_copy import render_register_copy
from budstikke.post.records.models import Person, RegisterCase
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.cases import CaseKind, Received
from budstikke.post.terms.forwarding.protection import Protection
from budstikke.post.terms.forwarding.words import RECEIVED
from budstikke.post.terms.looking_up import LookUpBy, LookUpReason

KINDS: Mapping[CaseKind, Words] = {
    CaseKind.RESERVATION: Words(no="Reservasjon", en="Reservation"),
    CaseKind.ACCESS: Words(no="Innsyn", en="Access"),
    CaseKind.CORRECTION: Words(no="Retting", en="Correction"),
}
_OUTCOMES: Mapping[str, Words] = {
    "reserved": Words(no="Reservert", en="Left out"),
    "let_in": Words(no="Reservasjonen opphevet", en="Reservation ended"),
    "given": Words(no="Kopien er gitt", en="The copy was given"),
    "corrected": Words(no="Rettet", en="Corrected"),
    "declined": Words(no="Avslått", en="Declined"),
}
_NOBODY = Words(no="Ingen med det nummeret er kjent.", en="Nobody of that number is known.")
_DONE = Words(no="Gjort.", en="Done.")
_ANSWERED = Words(no="Saken er besvart alt.", en="The case was answered already.")


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Show the open cases by deadline, or open one that somebody asked for in writing."""
    return _open(request) if request.method == "POST" else _listed(request)


@require_safe
def case(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show a case; that it was opened is written down."""
    return _case_page(request, _case(ref))


@require_POST
def act(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Answer a case, or prolong it once."""
    row, do = _case(ref), _ACTS.get(request.POST.get("do", ""))
    language = standing(request).language
    if row.closed_at is not None:
        return _case_page(request, row, told=told("info", _ANSWERED.in_(language)), status=409)
    try:
        if do is None:
            raise ValueError("nothing of the kind")
        came = do(request, row)
    except ValueError:
        said = told("warning", NOT_FILLED_IN.in_(language))
        return _case_page(request, _case(ref), told=said, status=400)
    if isinstance(came, HttpResponse):
        return came
    if came is not None and came.refusals:
        said = of_refusal(came.refusals[0], language)
        return _case_page(request, _case(ref), told=said, status=409)
    return _case_page(request, _case(ref), told=told("success", _DONE.in_(language)))


def _open(request: HttpRequest) -> HttpResponse:
    who = standing(request)
    try:
        asked = Asked(
            kind=CaseKind(request.POST.get("kind", "")),
            channel=Received(request.POST.get("channel", "")),
            words=request.POST.get("words", "")[:2000],
            identified=request.POST.get("identified") == "on",
        )
        received_on = day_of(request, "received_on") or today()
    except ValueError:
        return _listed(request, told=told("warning", NOT_FILLED_IN.in_(who.language)), status=400)
    if received_on > today():
        return _listed(request, told=told("warning", NOT_FILLED_IN.in_(who.language)), status=400)
    person = _found(request.POST.get("number", ""), clerk=who.clerk)
    if person is None:
        return _listed(request, told=told("warning", _NOBODY.in_(who.language)), status=404)
    opened, decision = open_register_case(
        person, asked, opened_by=who.clerk, received_on=received_on, now=now()
    )
    if opened is None:
        return _listed(request, told=of_refusal(decision.refusals[0], who.language), status=409)
    return redirect("desk:case", opened.ref)


def _found(typed: str, *, clerk: str) -> Person | None:
    """Return the person of a number, who is not protected; that somebody looked is written down."""
    number = national_number.canonical(typed[:12])
    with acting_as(CARRIER):
        person = find_for_staff(number, has_right=False) if number else None
        if number:
            note_look_up(
                LookUpBy.PERSON,
                reason=LookUpReason.RECIPIENT_ASKS,
                clerk=clerk,
                searched=number,
                found=int(person is not None),
                now=now(),
            )
        if person is not None:
            note_reading([person], reader=clerk, purpose="search", fields=["national_number"], now=now())
    return person


def _case(ref: UUID) -> RegisterCase:
    """
    Return a case that the desk may see.

    Raises: Http404 for none, and for one of a person who is protected by now.
    """
    with acting_as(CARRIER):
        row = (
            RegisterCase.objects.select_related("person")
            .filter(ref=ref, person__protection=Protection.NONE)
            .first()
        )
    if row is None:
        raise Http404
    return row


def _listed(
    request: HttpRequest, *, told: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    language = standing(request).language
    rows = [each for each in open_cases() if each.person.protection == Protection.NONE]
    context = {
        "cases": [
            {
                "ref": each.ref,
                "kind": KINDS[CaseKind(each.kind)].in_(language),
                "received_on": each.received_on,
                "due_on": each.due_on,
                "late": each.due_on < today(),
            }
            for each in rows
        ],
        "told": told,
        "today": today(),
        "kinds": [{"code": each, "words": words.in_(language)} for each, words in KINDS.items()],
        "channels": [{"code": each, "words": words.in_(language)} for each, words in RECEIVED.items()],
    }
    return page(request, "desk/cases.html", context, here="cases", status=status)


def _case_page(
    request: HttpRequest, row: RegisterCase, *, told: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    who = standing(request)
    with acting_as(CARRIER):
        note_look_up(
            LookUpBy.CASE,
            reason=LookUpReason.RECIPIENT_ASKS,
            clerk=who.clerk,
            reference=str(row.ref),
            found=1,
            now=now(),
        )
        note_reading(
            [row.person], reader=who.clerk, purpose="case", fields=["cases"], about=str(row.ref), now=now()
        )
    shown = {
        "ref": row.ref,
        "code": row.kind,
        "kind": KINDS[CaseKind(row.kind)].in_(who.language),
        "received_on": row.received_on,
        "due_on": row.due_on,
        "late": row.closed_at is None and row.due_on < today(),
        "prolonged_on": row.prolonged_on,
        "opened_at": row.opened_at,
        "opened_by": row.opened_by,
        "closed_at": row.closed_at,
        "closed_by": row.closed_by,
        "outcome": _outcome(row, who.language),
        "asked": content_of(row).get("asked", ""),
    }
    return page(request, "desk/case.html", {"case": shown, "told": told}, here="cases", status=status)


def _outcome(row: RegisterCase, language: Language) -> str:
    return _OUTCOMES[row.outcome].in_(language) if row.outcome in _OUTCOMES else ""


Came = HttpResponse | Decision | None


def _reserve(request: HttpRequest, row: RegisterCase) -> Came:
    _of_kind(row, CaseKind.RESERVATION)
    reserved = request.POST["do"] == "reserve"
    reserve(row, reserved=reserved, actor=standing(request).clerk, now=now())
    return None


def _give(request: HttpRequest, row: RegisterCase) -> Came:
    """Give everything held, once, as one file."""
    _of_kind(row, CaseKind.ACCESS)
    form, _, language = request.POST.get("as", "").partition("-")
    if form not in ("pdf", "json"):
        raise ValueError("no such copy")
    given = give_access(row, reader=standing(request).clerk, has_right=False, now=now())
    if given is None:
        raise Http404
    if form == "json":
        content = json.dumps(given.as_json(), ensure_ascii=False, indent=1).encode()
    else:
        content = render_register_copy(given.as_paper(), language="en" if language == "en" else "no")
    made = HttpResponse(content, content_type=f"application/{form}")
    made["Content-Disposition"] = f'attachment; filename="{row.ref}.{form}"'
    made["Cache-Control"] = "no-store"
    return made


def _correct(request: HttpRequest, row: RegisterCase) -> Came:
    _of_kind(row, CaseKind.CORRECTION)
    typed = {
        name: request.POST.get(name, "").strip()[:140]
        for name in ("given_name", "surname", "street", "postcode", "city")
    }
    where = (typed["street"], typed["postcode"], typed["city"])
    if not any(typed.values()) or (any(where) and not all(where)):
        raise ValueError("nothing to correct, or half an address")
    correction = Correction(
        given_name=typed["given_name"] or None,
        surname=typed["surname"] or None,
        address=Address(street=where[0], postcode=where[1], city=where[2]) if all(where) else None,
    )
    correct(row, correction, actor=standing(request).clerk, today=today(), now=now())
    return None


def _prolong(request: HttpRequest, row: RegisterCase) -> Came:
    return prolong_register_case(row, actor=standing(request).clerk, today=today(), now=now())


def _decline(request: HttpRequest, row: RegisterCase) -> Came:
    why = request.POST.get("why", "").strip()[:500]
    if not why:
        raise ValueError("no reason")
    decline(row, why=why, actor=standing(request).clerk, now=now())
    return None


def _of_kind(row: RegisterCase, kind: CaseKind) -> None:
    if row.kind != kind:
        raise ValueError("a case of another kind")


_ACTS: Mapping[str, Callable[[HttpRequest, RegisterCase], Came]] = {
    "reserve": _reserve,
    "let_in": _reserve,
    "give": _give,
    "correct": _correct,
    "prolong": _prolong,
    "decline": _decline,
}
