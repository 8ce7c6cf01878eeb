"""
Forget what the register, sorting and counters need not hold any more.

Old addresses, readings, verdicts, cases, visits nobody ended, the dead.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Q

from budstikke.post.actions.address_register.persons import note_change
from budstikke.post.records.models import ContactChange, Person, Visit
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.cases import before_which, kept_until
from budstikke.post.terms.forwarding.contact import CODES_WITHIN, UNDONE_WITHIN
from budstikke.post.terms.forwarding.register_words import Change

_ACTOR = "forget_register"
_BATCH = 500
# No visit lasts so long; its station may have been closed, and no other visit erases it there.
_VISITS_KEPT = timedelta(days=1)
# What ends by a day of its own; a batch of sorted items goes as a whole, and its evidence names the hash of all.
_ENDED = (
    "postal_address",
    "person_alias",
    "register_case",
    "move_message",
    "register_read",
    "sorted_item",
    "answered_request",
)


def forget_register(*, today: date, now: datetime) -> dict[str, int]:
    """
    Erase what has been held for long enough since it held no more, a batch a transaction; returns how much of what.

    Terms:   Forwarding §7.
    Reading: the terms give no period; the edition's is as long as a redirection may run and a complaint be made about
    it (A-61, decision 0102). Of the dead everything goes but the reference, by which evidence names them.
    """
    before = before_which(today, edition=forwarding_on(today))
    done: dict[str, int] = {}
    with acting_as(CARRIER), connection.cursor() as cursor:
        for what in _ENDED:
            cursor.execute("SELECT forget_of_register(%s, %s)", [what, before])
            done[what] = int(cursor.fetchone()[0])
        done["contact_change"] = _forget_contact_changes(now)
        _, gone = Visit.objects.filter(touched_at__lte=now - _VISITS_KEPT).delete()
        done["visit"] = gone.get(Visit._meta.label, 0)
    done["person"] = _forget_the_dead(before, today=today, now=now)
    return done


def _forget_contact_changes(now: datetime) -> int:
    """Erase new ways that never counted after a day, and changes once nobody can undo them or was kept by that."""
    never = Q(changed_at=None, asked_at__lte=now - CODES_WITHIN)
    over = Q(changed_at__lte=now - UNDONE_WITHIN) & (
        Q(undone_at=None) | Q(undone_at__lte=now - UNDONE_WITHIN)
    )
    return ContactChange.objects.filter(never | over).delete()[0]


def _forget_the_dead(before: date, *, today: date, now: datetime) -> int:
    count = 0
    while True:
        with acting_as(CARRIER):
            due = list(
                Person.objects.select_for_update(skip_locked=True)
                .filter(died_on__lt=before)
                .exclude(given_name="", surname="")
                .order_by("id")[:_BATCH]
            )
            for person in due:
                assert person.died_on is not None
                note_change(
                    person,
                    code=Change.FORGOTTEN,
                    decision=kept_until(person.died_on, edition=forwarding_on(today)),
                    source="staff",
                    actor=_ACTOR,
                    now=now,
                )
            with connection.cursor() as cursor:
                cursor.execute("SELECT forget_persons(%s::bigint[])", [[person.id for person in due]])
        count += len(due)
        if len(due) < _BATCH:
            return count
