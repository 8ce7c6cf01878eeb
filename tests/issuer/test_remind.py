"""Reminding: whom, when, of what and once; and what becomes of it when a mail is not taken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from tests.issuer.customer import KARI, NOW, letter_of, ordered

from budstikke.issuer.actions.remind import remind
from budstikke.issuer.channels.errors import Rejected, Unreachable
from budstikke.issuer.records.models import AuditRow, Letter, Order
from budstikke.issuer.terms.edition import PRESENT
from budstikke.issuer.terms.letters import State

pytestmark = pytest.mark.usefixtures("issuer_database")
DUE = NOW + timedelta(days=PRESENT.reminder_days)
OTHERS = ("20914695024", "20914695032")


@dataclass
class Outbox:
    """A mail server that keeps what it takes; it refuses, or is away, for whom a test names."""

    refuses: str = ""
    away_for: str = ""
    sent: list[tuple[str, str, str]] = field(default_factory=list)
    lines: int = 0

    @contextmanager
    def line(self) -> Iterator[Outbox]:
        """Open a connection."""
        self.lines += 1
        yield self

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Take a mail."""
        if to == self.away_for:
            raise Unreachable("gone")
        if to == self.refuses:
            raise Rejected("NOT_TAKEN")
        self.sent.append((to, subject, text))


def waiting(state: State = State.READY, **changed: object) -> Order:
    """An order whose letter was printed on the Monday and is in a state."""
    order = ordered(**changed)
    letter = letter_of(order)
    letter.state, letter.printed_at = state, NOW
    letter.save(update_fields=["state", "printed_at"])
    return order


def audited() -> list[str]:
    """What the audit log says of reminders."""
    return list(
        AuditRow.objects.filter(verb__startswith="reminder").order_by("id").values_list("verb", flat=True)
    )


def test_nobody_is_reminded_before_the_day_and_nobody_twice() -> None:
    """Not the second before; on the day once; never again."""
    order, mail = waiting(), Outbox()
    assert remind(mail=mail, now=DUE - timedelta(days=1)) == 0
    assert remind(mail=mail, now=DUE) == 1
    assert remind(mail=mail, now=DUE) == remind(mail=mail, now=DUE + timedelta(days=30)) == 0
    ((to, subject, text),) = mail.sent
    assert (to, subject) == (KARI.email, "Du har en eID som venter")
    assert letter_of(order).reminded_at == DUE and audited() == ["reminder.sent"]
    assert order.number in text and "Brevet kan hentes" in text and "Vi ber deg aldri om koden" in text


def test_what_is_reminded_of_is_the_next_step_in_the_customers_language() -> None:
    """Who has collected is told to type the code; nothing of the person stands in the mail."""
    waiting(State.PROVEN, language="en")
    mail = Outbox()
    assert remind(mail=mail, now=DUE) == 1
    ((_, subject, text),) = mail.sent
    assert (
        subject == "An eID is waiting for you" and "You can activate. Type the code from the letter." in text
    )
    for secret in ("Nordmann", KARI.street, KARI.mobile, "20914695016"):
        assert secret not in text and secret not in subject


@pytest.mark.parametrize(
    "state",
    [
        State.ORDERED,
        State.BOOKED,
        State.REJECTED,
        State.RETURNING,
        State.RETURNED,
        State.LOST,
        State.DOUBTED,
        State.CODE_DEAD,
        State.ACTIVATED,
        State.OVERTAKEN,
    ],
)
def test_who_has_nothing_to_do_is_not_reminded(state: State) -> None:
    """No letter yet, or none that still counts."""
    waiting(state)
    mail = Outbox()
    assert remind(mail=mail, now=DUE) == 0 and not mail.sent


def test_an_order_that_has_ended_is_not_reminded_of() -> None:
    """Paid back: nothing waits any more."""
    order, mail = waiting(), Outbox()
    order.ended_at, order.ended_as = DUE, "refunded"
    order.save(update_fields=["ended_at", "ended_as"])
    assert remind(mail=mail, now=DUE) == 0 and not mail.sent


def test_who_has_no_mail_address_counts_as_reminded() -> None:
    """There is nowhere to send it, and it is not tried every hour."""
    order, mail = waiting(particulars=replace(KARI, email="")), Outbox()
    assert remind(mail=mail, now=DUE) == 1 and not mail.sent
    assert letter_of(order).reminded_at == DUE
    assert AuditRow.objects.get(verb="reminder.sent").facts == {"mail": False}


def test_a_mail_that_is_refused_is_not_sent_again_and_stops_no_other() -> None:
    """The refusal is written down by its code; the next customer is reminded all the same."""
    waiting()
    waiting(national_number=OTHERS[0], particulars=replace(KARI, email="ola@example.no"))
    mail = Outbox(refuses=str(KARI.email))
    assert remind(mail=mail, now=DUE) == 1 and [to for to, _, _ in mail.sent] == ["ola@example.no"]
    assert audited() == ["reminder.refused", "reminder.sent"]
    assert AuditRow.objects.get(verb="reminder.refused").facts == {"code": "NOT_TAKEN"}
    assert remind(mail=mail, now=DUE) == 0


def test_while_the_mail_server_is_away_nobody_is_lost_or_reminded_twice() -> None:
    """Who had theirs keeps it; the others get it the next time, once."""
    for number, mail_address in zip(("20914695016", *OTHERS), "abc", strict=True):
        waiting(national_number=number, particulars=replace(KARI, email=f"{mail_address}@example.no"))
    mail = Outbox(away_for="b@example.no")
    with pytest.raises(Unreachable):
        remind(mail=mail, now=DUE)
    mail.away_for = ""
    assert remind(mail=mail, now=DUE + timedelta(hours=1)) == 2
    assert sorted(to for to, _, _ in mail.sent) == ["a@example.no", "b@example.no", "c@example.no"]
    assert audited() == ["reminder.sent"] * 3


def test_a_run_takes_one_connection_and_as_many_statements_for_three_letters_as_for_one() -> None:
    """However many are due; what it reads and writes is of a run."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counted = []
    for numbers in (("20914695016",), (*OTHERS, "20914695040")):
        for number in numbers:
            waiting(national_number=number)
        mail = Outbox()
        with CaptureQueriesContext(connection) as asked:
            assert remind(mail=mail, now=DUE) == len(numbers)
        counted.append((len(asked), mail.lines))
    assert counted[0] == counted[1] and counted[0][1] == 1


def test_whoever_set_out_and_was_killed_is_followed_after_half_an_hour() -> None:
    """Meanwhile nobody else sends the same; then it is sent."""
    order, mail = waiting(), Outbox()
    Letter.objects.update(reminding_at=DUE)
    assert remind(mail=mail, now=DUE + timedelta(minutes=29)) == 0
    assert remind(mail=mail, now=DUE + timedelta(minutes=30)) == 1 and len(mail.sent) == 1
    assert letter_of(order).reminded_at == DUE + timedelta(minutes=30)
