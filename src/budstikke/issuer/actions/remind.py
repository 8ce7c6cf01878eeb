"""Remind customers whose letter was printed some time ago and who have not activated; once each."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from budstikke.issuer.actions.audit import SYSTEM, audited
from budstikke.issuer.actions.sealed_orders import particulars_of
from budstikke.issuer.channels.errors import Rejected
from budstikke.issuer.channels.mail import Mail
from budstikke.issuer.records.models import Letter
from budstikke.issuer.terms.codes import reminder_on
from budstikke.issuer.terms.edition import BY_ID, EDITIONS
from budstikke.issuer.terms.letters import State
from budstikke.issuer.terms.status_words import status_of
from budstikke.kit.clock import local_day
from budstikke.law.words import Language, Words

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

    Raises: Unreachable; who was not reminded is so the next time.
    """
    days = min(edition.reminder_days for edition in EDITIONS)
    due = Letter.objects.filter(
        state__in=_WAITING, reminded_at=None, printed_at__lte=now - timedelta(days=days), order__ended_at=None
    )
    return sum(_remind(each, mail=mail, now=now) for each in due.values_list("id", flat=True))


@transaction.atomic
def _remind(letter_id: int, *, mail: Mail, now: datetime) -> bool:
    rows = Letter.objects.select_for_update(of=("self",)).select_related("order__customer")
    letter = rows.get(id=letter_id)
    order = letter.order
    if letter.reminded_at or letter.printed_at is None:
        return False
    if local_day(now) < reminder_on(local_day(letter.printed_at), edition=BY_ID[order.edition]):
        return False
    language: Language = "en" if order.language == "en" else "no"
    status = status_of(State(letter.state), edition=BY_ID[order.edition])
    person = particulars_of(order)
    facts = {
        "headline": status.headline.in_(language),
        "step": status.next_step.in_(language),
        "url": f"{settings.PUBLIC_URL}/order/status/",
        "order": order.number,
    }
    letter.reminded_at = now
    letter.save(update_fields=["reminded_at"])
    if person.email:
        try:
            mail.send(to=person.email, subject=_SUBJECT.in_(language), text=_TEXT.filled(facts).in_(language))
        except Rejected as refused:
            audited("reminder.refused", actor=SYSTEM, now=now, order_number=order.number, code=refused.code)
            return False
    audited("reminder.sent", actor=SYSTEM, now=now, order_number=order.number, mail=bool(person.email))
    return True
