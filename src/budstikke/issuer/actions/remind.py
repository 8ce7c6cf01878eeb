"""Remind customers whose letter was printed some time ago and who have not activated; once each, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from budstikke.issuer.actions.audit import SYSTEM, all_audited
from budstikke.issuer.actions.sealed_orders import particulars_of
from budstikke.issuer.channels.errors import Rejected
from budstikke.issuer.channels.mail import Line, Mail
from budstikke.issuer.records.models import Letter
from budstikke.issuer.terms.edition import BY_ID, EDITIONS
from budstikke.issuer.terms.letters import State
from budstikke.issuer.terms.status_words import status_of
from budstikke.kit.clock import local_day, midnight
from budstikke.law.words import Language, Words

_AT_ONCE = 100
# Whoever set out to remind and was killed is followed by somebody else.
_SET_OUT_LASTS = timedelta(minutes=30)
_SENT, _NO_ADDRESS = "sent", "no address"
_WAITING = (State.PRINTED, State.ON_THE_WAY, State.READY, State.COLLECTED, State.PROVEN)
_SUBJECT = Words(no="Du har en eID som venter", en="An eID is waiting for you")
# Nothing is suggested here that the customer may not do.
_TEXT = Words(
    no="{headline}. {step}\n\nSe {url} med ordrenummeret {order}. Vi ber deg aldri om koden.",
    en="{headline}. {step}\n\nSee {url} with the order number {order}. We never ask you for the code.",
)


def remind(*, mail: Mail, now: datetime) -> int:
    """
    Send the reminders that are due, and return how many.

    Reading: a run is set out for in one transaction, sent over one connection while no lock is held, and written down
    in another. Killed in between, it is sent again after half an hour: who is reminded twice is told nothing wrong.
    Raises: Unreachable; who was not reminded is so the next time.
    """
    reminded = 0
    while run := _set_out(now=now):
        reminded += _remind(run, mail=mail, now=now)
    return reminded


@transaction.atomic
def _set_out(*, now: datetime) -> list[Letter]:
    """Take letters that are due and that nobody else has set out for."""
    due, today = Q(), local_day(now)
    for edition in EDITIONS:
        printed_before = midnight(today - timedelta(days=edition.reminder_days - 1))
        due |= Q(order__edition=edition.id, printed_at__lt=printed_before)
    free = Q(reminding_at=None) | Q(reminding_at__lte=now - _SET_OUT_LASTS)
    rows = Letter.objects.select_for_update(of=("self",), skip_locked=True).select_related("order__customer")
    found = rows.filter(due, free, state__in=_WAITING, reminded_at=None, order__ended_at=None)
    letters = list(found.order_by("id")[:_AT_ONCE])
    Letter.objects.filter(pk__in=[each.pk for each in letters]).update(reminding_at=now)
    return letters


def _remind(letters: Sequence[Letter], *, mail: Mail, now: datetime) -> int:
    """Remind a run over one connection, and write down how far it came."""
    done: list[tuple[Letter, str]] = []
    try:
        with mail.line() as line:
            for letter in letters:
                done.append((letter, _told(letter, line)))
    finally:
        _written(done, letters, now=now)
    return sum(code in (_SENT, _NO_ADDRESS) for _, code in done)


def _told(letter: Letter, line: Line) -> str:
    """Send one reminder; returns what became of it."""
    order = letter.order
    person = particulars_of(order)
    if not person.email:
        return _NO_ADDRESS
    language: Language = "en" if order.language == "en" else "no"
    status = status_of(State(letter.state), edition=BY_ID[order.edition])
    facts = {
        "headline": status.headline.in_(language),
        "step": status.next_step.in_(language),
        "url": f"{settings.PUBLIC_URL}/order/status/",
        "order": order.number,
    }
    try:
        line.send(to=person.email, subject=_SUBJECT.in_(language), text=_TEXT.filled(facts).in_(language))
    except Rejected as refused:
        return refused.code
    return _SENT


@transaction.atomic
def _written(done: Sequence[tuple[Letter, str]], letters: Sequence[Letter], *, now: datetime) -> None:
    """Write down who was reminded and who would not be; whom nobody came to is free again at once."""
    Letter.objects.filter(pk__in=[letter.pk for letter, _ in done]).update(reminded_at=now)
    Letter.objects.filter(pk__in=[each.pk for each in letters], reminded_at=None).update(reminding_at=None)
    sent = [(letter, code) for letter, code in done if code in (_SENT, _NO_ADDRESS)]
    lines = [{"order_number": letter.order.number, "mail": code == _SENT} for letter, code in sent]
    all_audited("reminder.sent", lines, actor=SYSTEM, now=now)
    refused = [
        {"order_number": letter.order.number, "code": code}
        for letter, code in done
        if code not in (_SENT, _NO_ADDRESS)
    ]
    all_audited("reminder.refused", refused, actor=SYSTEM, now=now)
