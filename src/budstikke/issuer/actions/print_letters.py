"""Print the letters that are booked: the codes are made here, printed many at once, and kept as hashes only."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from budstikke.issuer.actions.audit import SYSTEM, all_audited
from budstikke.issuer.actions.letter_history import Happening, all_happened
from budstikke.issuer.actions.sealed_orders import open_run, particulars_of, seal_pepper, seal_run
from budstikke.issuer.actions.secret_codes import keep
from budstikke.issuer.channels.print_house import PrintHouse
from budstikke.issuer.papers.code_letter import LETTERS_PER_RUN, CodeLetter, render
from budstikke.issuer.records.models import Letter, PrintRun
from budstikke.issuer.terms.codes import expires_on, in_halves, make_code
from budstikke.issuer.terms.edition import BY_ID
from budstikke.issuer.terms.letters import Event, State
from budstikke.kit.clock import local_day
from budstikke.kit.days import in_full
from budstikke.kit.installation import is_test
from budstikke.law.words import Language

_MOST_RUNS = 20


def print_letters(*, house: PrintHouse, now: datetime) -> int:
    """
    Print what is booked and has its number; returns how many.

    Letters are set and sealed many at once, as a run: codes, events and the sealed file are written down in one
    transaction, and only then does the print house get the file. A visit that breaks off before leaves nothing; one
    that breaks off after brings the same bytes again, under the same name.
    Reading: a letter's time for its code counts from the deadline to collect it, which is not known yet, so the code
    is good for as long as a letter may lie, and for its own days after that.
    """
    _bring(house=house, now=now)
    printed = 0
    for _ in range(_MOST_RUNS):
        made = _make_run(house=house, now=now)
        _bring(house=house, now=now)
        printed += made
        if made < LETTERS_PER_RUN:
            break
    return printed


@transaction.atomic
def _make_run(*, house: PrintHouse, now: datetime) -> int:
    rows = Letter.objects.select_for_update(of=("self",), skip_locked=True).select_related("order__customer")
    booked = rows.filter(state=State.BOOKED, number__isnull=False).order_by("id")
    letters = list(booked[:LETTERS_PER_RUN])
    if not letters:
        return 0
    reference = uuid4()
    run = PrintRun(
        reference=reference,
        name=f"{now:%Y%m%d-%H%M%S}-{reference.hex[:12]}",
        letters=len(letters),
        made_at=now,
    )
    papers = [_with_code(each, now=now) for each in letters]
    run.content_sealed = seal_run(house.sealed(render(papers)), run=run)
    run.save(force_insert=True)
    Letter.objects.bulk_update(letters, ["code_hash", "code_pepper_sealed", "code_expires_on", "printed_at"])
    all_happened((Happening(letter=each, event=Event.PRINTED, at=now) for each in letters), now=now)
    all_audited(
        "letter.printed",
        [{"order_number": each.order.number, "letter": each.number, "run": run.name} for each in letters],
        actor=SYSTEM,
        now=now,
    )
    return len(letters)


def _with_code(letter: Letter, *, now: datetime) -> CodeLetter:
    """Return a letter as it is printed; its code is on that paper and nowhere else."""
    order, person, today = letter.order, particulars_of(letter.order), local_day(now)
    edition = BY_ID[order.edition]
    language: Language = "en" if order.language == "en" else "no"
    code = make_code(edition=edition)
    kept = keep(code)
    letter.code_hash, letter.code_pepper_sealed = kept.hash, seal_pepper(kept.pepper, letter=letter)
    until = expires_on(today + timedelta(days=edition.collect_days), edition=edition)
    letter.code_expires_on, letter.printed_at = until, now
    return CodeLetter(
        name=person.name,
        address=(person.street, f"{person.postcode} {person.city}"),
        code=in_halves(code),
        order_number=order.number,
        letter_number=str(letter.number),
        consignment=letter.consignment,
        day=in_full(today, language=language),
        until=in_full(until, language=language),
        url=f"{settings.PUBLIC_URL}/activate/",
        language=language,
        test=is_test(),
    )


def _bring(*, house: PrintHouse, now: datetime) -> None:
    """Bring the runs that the print house has not taken; each is emptied in the database then."""
    for run in PrintRun.objects.filter(taken_at=None).order_by("id"):
        house.take(open_run(run), name=run.name)
        PrintRun.objects.filter(pk=run.pk, taken_at=None).update(taken_at=now, content_sealed=None)
