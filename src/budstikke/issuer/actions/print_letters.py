"""Print the letters that are booked: the code is made here, printed at once, and kept as a hash only."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from budstikke.issuer.actions.audit import SYSTEM, audited
from budstikke.issuer.actions.letter_history import happened
from budstikke.issuer.actions.sealed_orders import particulars_of, seal_pepper
from budstikke.issuer.actions.secret_codes import keep
from budstikke.issuer.channels.print_house import PrintHouse
from budstikke.issuer.papers.code_letter import CodeLetter, render
from budstikke.issuer.records.models import Letter
from budstikke.issuer.terms.codes import expires_on, in_halves, make_code
from budstikke.issuer.terms.edition import BY_ID
from budstikke.issuer.terms.letters import Event, State
from budstikke.kit.clock import local_day
from budstikke.kit.days import in_full
from budstikke.kit.installation import is_test
from budstikke.law.words import Language

_MOST = 500


def print_letters(*, house: PrintHouse, now: datetime) -> int:
    """
    Print what is booked and has its number; returns how many.

    Reading: a letter's time for its code counts from the deadline to collect it, which is not known yet, so the code
    is good for as long as a letter may lie, and for its own days after that.
    """
    ids = Letter.objects.filter(state=State.BOOKED, number__isnull=False).order_by("id")
    return sum(_print(each, house=house, now=now) for each in ids.values_list("id", flat=True)[:_MOST])


@transaction.atomic
def _print(letter_id: int, *, house: PrintHouse, now: datetime) -> bool:
    rows = Letter.objects.select_for_update(of=("self",)).select_related("order__customer")
    letter = rows.get(id=letter_id)
    if letter.state != State.BOOKED or letter.number is None:
        return False
    order = letter.order
    edition, person = BY_ID[order.edition], particulars_of(order)
    language: Language = "en" if order.language == "en" else "no"
    until = expires_on(local_day(now) + timedelta(days=edition.collect_days), edition=edition)
    code = make_code(edition=edition)
    kept = keep(code)
    letter.code_hash, letter.code_pepper_sealed = kept.hash, seal_pepper(kept.pepper, letter=letter)
    letter.code_expires_on, letter.printed_at = until, now
    letter.save(update_fields=["code_hash", "code_pepper_sealed", "code_expires_on", "printed_at"])
    happened(letter, Event.PRINTED, at=now, now=now)
    audited("letter.printed", actor=SYSTEM, now=now, order_number=order.number, letter=letter.number)
    pdf = render(
        CodeLetter(
            name=person.name,
            address=(person.street, f"{person.postcode} {person.city}"),
            code=in_halves(code),
            order_number=order.number,
            letter_number=letter.number,
            consignment=letter.consignment,
            day=in_full(local_day(now), language=language),
            until=in_full(until, language=language),
            url=f"{settings.PUBLIC_URL}/activate/",
            language=language,
            test=is_test(),
        )
    )
    # Last: if this transaction is not committed after all, the same name is printed anew, with a code that counts.
    house.take(pdf, name=letter.consignment)
    return True
