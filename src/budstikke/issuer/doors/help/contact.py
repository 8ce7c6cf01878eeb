"""The contact form: a case with attachments, judged without asking anybody else whether it is a robot's."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from budstikke.issuer.actions.attempts import let_in
from budstikke.issuer.actions.cases import Asked, Attached, open_case
from budstikke.issuer.doors.help.views import reaching
from budstikke.issuer.terms.help_cases import (
    ATTACHMENT_KINDS,
    NUMBERS,
    RULES,
    TOPIC_WORDS,
    Topic,
    kind_of,
    looks_like_a_robot,
    question,
)
from budstikke.kit.clock import now
from budstikke.kit.look.language import language_of
from budstikke.law.words import Words

_SALT = "help.contact"
_RECEIPT = "help_case"
_LONGEST = {"name": 100, "email": 200, "order_number": 40}
# Eleven digits, as a national number is written with or without a space.
_NATIONAL_NUMBER = re.compile(r"(?<!\d)\d{6}[ ]?\d{5}(?!\d)")
_SAYS: dict[str, Words] = {
    "topic": Words(no="Velg hva det gjelder.", en="Choose what it is about."),
    "name": Words(no="Skriv navnet ditt.", en="Write your name."),
    "email": Words(
        no="Skriv en e-postadresse vi kan svare til.", en="Write an e-mail address we can answer to."
    ),
    "order_number": Words(no="Ordrenummeret er for langt.", en="The order number is too long."),
    "message": Words(no="Skriv hva du lurer på.", en="Write what you want to know."),
    "too long": Words(no="Teksten er for lang. Kort den ned.", en="The text is too long. Shorten it."),
    "national number": Words(
        no="Ta bort fødselsnummeret. Vi trenger det ikke.",
        en="Remove the national identity number. We do not need it.",
    ),
    "files": Words(
        no="Legg ved høyst {count} filer på høyst {size} MB hver: {kinds}.",
        en="Attach at most {count} files of at most {size} MB each: {kinds}.",
    ),
    "answer": Words(no="Svaret er ikke riktig. Regn en gang til.", en="The answer is not right. Add again."),
    "again": Words(no="Trykk Send en gang til.", en="Press Send once more."),
    "often": Words(
        no="Det er sendt mange saker herfra. Vent en time, eller ring oss.",
        en="Many cases were sent from here. Wait an hour, or call us.",
    ),
}


@dataclass(frozen=True, slots=True)
class _Ticket:
    """What a form was fetched with: its id, when, and the question it asks."""

    form_id: UUID
    fetched_at: datetime
    first: int
    second: int

    def sealed(self) -> str:
        return signing.dumps(
            [str(self.form_id), self.fetched_at.isoformat(), self.first, self.second], salt=_SALT
        )


@dataclass(slots=True)
class _Filled:
    """What was typed, and what is wrong with it by field."""

    values: dict[str, str] = field(default_factory=dict)
    files: list[Attached] = field(default_factory=list)
    faults: dict[str, Words] = field(default_factory=dict)


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Show the form; take it, and lead to its receipt."""
    at = now()
    if request.method != "POST":
        topic = request.GET.get("topic", "")
        return _page(request, _Filled({"topic": topic}), _new_ticket(at))
    ticket = _ticket(request.POST.get("form", ""))
    filled = _read(request)
    if ticket is None:
        filled.faults["form"] = _SAYS["again"]
        return _page(request, filled, _new_ticket(at), status=422)
    robot = looks_like_a_robot(
        trap=request.POST.get("website", ""),
        answer=request.POST.get("answer", ""),
        expected=ticket.first + ticket.second,
        fetched_at=ticket.fetched_at,
        now=at,
    )
    if robot == "answer":
        filled.faults["answer"] = _SAYS["answer"]
    elif robot and not (robot == "too_fast" and filled.faults):
        # Whoever has something to put right sends it again anyway.
        filled.faults["form"] = _SAYS["again"]
    if filled.faults:
        # A form that took too long gets a new clock; one that came too fast keeps its own.
        kept = _new_ticket(at) if robot == "too_old" else ticket
        return _page(request, filled, kept, status=422)
    address = str(request.META.get("REMOTE_ADDR", ""))
    if not let_in(address, kind="case", most=RULES.cases_of_an_address, within=RULES.within, now=at):
        filled.faults["form"] = _SAYS["often"]
        return _page(request, filled, ticket, status=429)
    case = open_case(_asked(request, filled, ticket), now=at)
    request.session[_RECEIPT] = [case.number, case.answer_by_on.isoformat(), len(filled.files)]
    return HttpResponseRedirect(reverse("help:receipt"))


@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Show the number of the case that was just opened, to whoever opened it."""
    kept = request.session.get(_RECEIPT)
    if not kept:
        return HttpResponseRedirect(reverse("help:contact"))
    number, day, files = kept
    page = {
        "number": number,
        "answer_by": datetime.fromisoformat(day).date(),
        "files": files,
        **reaching(request),
    }
    return render(request, "help/receipt.html", page)


def _new_ticket(at: datetime) -> _Ticket:
    numbers = tuple(NUMBERS)
    return _Ticket(uuid4(), at, secrets.choice(numbers), secrets.choice(numbers))


def _ticket(text: str) -> _Ticket | None:
    try:
        form_id, fetched_at, first, second = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return None
    return _Ticket(UUID(form_id), datetime.fromisoformat(fetched_at), first, second)


def _read(request: HttpRequest) -> _Filled:
    names = ("topic", "name", "email", "order_number", "message")
    filled = _Filled({name: request.POST.get(name, "").strip() for name in names})
    values, faults = filled.values, filled.faults
    if values["topic"] not in set(Topic):
        faults["topic"] = _SAYS["topic"]
    for name, longest in _LONGEST.items():
        missing = not values[name] and name != "order_number"
        if missing or len(values[name]) > longest or any(ord(sign) < 32 for sign in values[name]):
            faults[name] = _SAYS[name]
    try:
        validate_email(values["email"])
    except ValidationError:
        faults["email"] = _SAYS["email"]
    if not values["message"]:
        faults["message"] = _SAYS["message"]
    elif len(values["message"]) > RULES.message_characters:
        faults["message"] = _SAYS["too long"]
    for name in ("message", "order_number"):
        if _NATIONAL_NUMBER.search(values[name]):
            faults[name] = _SAYS["national number"]
    _read_files(request, filled)
    return filled


def _read_files(request: HttpRequest, filled: _Filled) -> None:
    """Take what was attached; how large and of which kind it is, its content says."""
    sent = request.FILES.getlist("files")
    limits = {
        "count": RULES.attachments,
        "size": RULES.attachment_bytes // 1_000_000,
        "kinds": ", ".join(ATTACHMENT_KINDS),
    }
    if len(sent) > RULES.attachments or any((each.size or 0) > RULES.attachment_bytes for each in sent):
        filled.faults["files"] = _SAYS["files"].filled(limits)
        return
    for each in sent:
        content = each.read()
        if kind_of(content) is None:
            filled.faults["files"] = _SAYS["files"].filled(limits)
        else:
            filled.files.append(Attached((each.name or "")[:200], content))


def _asked(request: HttpRequest, filled: _Filled, ticket: _Ticket) -> Asked:
    values = filled.values
    return Asked(
        topic=Topic(values["topic"]),
        language=language_of(request),
        form_id=ticket.form_id,
        name=values["name"],
        email=values["email"],
        order_number=values["order_number"],
        message=values["message"],
        files=filled.files,
    )


def _page(request: HttpRequest, filled: _Filled, ticket: _Ticket, *, status: int = 200) -> HttpResponse:
    language = language_of(request)
    page = {
        "values": filled.values,
        "faults": {name: words.in_(language) for name, words in filled.faults.items()},
        "topics": [(topic, words.in_(language)) for topic, words in TOPIC_WORDS.items()],
        "form": ticket.sealed(),
        "question": question(ticket.first, ticket.second).in_(language),
        "attachments": RULES.attachments,
        "megabytes": RULES.attachment_bytes // 1_000_000,
        "kinds": ", ".join(ATTACHMENT_KINDS),
        "longest": RULES.message_characters,
        **reaching(request),
    }
    return render(request, "help/contact.html", page, status=status)
