"""PUM §13: sums, rounding, credit notes that add up, names, months, the statement of account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.terms.days import on

from budstikke.law.refusal import Refusal
from budstikke.post.terms.editions.pum_prices import PAYMENT
from budstikke.post.terms.pum.account import Entry, Posting, account
from budstikke.post.terms.pum.billing import total, total_to_credit
from budstikke.post.terms.pum.invoicing import (
    CREDIT_REASONS,
    Kind,
    due_on,
    kind_and_number,
    may_invoice,
    month_after,
    month_before,
    name_of,
)


@dataclass(frozen=True)
class Line:
    """A line with a net amount and a rate."""

    net_ore: int
    vat_percent: int


LINES = st.lists(st.builds(Line, st.integers(0, 10**9), st.sampled_from([0, 12, 15, 25])), max_size=20)
DAYS = st.dates(date(2018, 1, 1), date(2040, 12, 31))


def test_nothing_adds_up_to_nothing() -> None:
    """No lines, no rates."""
    assert (total([]).net_ore, total([]).vat_ore, total([]).rates) == (0, 0, ())


@pytest.mark.parametrize(
    ("net_ore", "rate", "vat_ore"), [(1, 25, 0), (2, 25, 1), (50, 25, 13), (54, 25, 14), (10, 15, 2)]
)
def test_half_an_ore_is_rounded_up(net_ore: int, rate: int, vat_ore: int) -> None:
    """0.25 down, 0.5 up, 12.5 up, 13.5 up, 1.5 up."""
    assert total([Line(net_ore, rate)]).vat_ore == vat_ore


@given(LINES)
def test_the_vat_is_within_half_an_ore_of_each_rate(lines: list[Line]) -> None:
    """And the sum is that of the lines."""
    summed = total(lines)
    assert summed.net_ore == sum(line.net_ore for line in lines)
    assert len(summed.rates) == len({line.vat_percent for line in lines})
    for rate in summed.rates:
        assert -50 < rate.vat_ore * 100 - rate.net_ore * rate.vat_percent <= 50
    assert summed.gross_ore == summed.net_ore + summed.vat_ore


@given(LINES, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_changes_nothing(lines: list[Line], random: object) -> None:
    """An invoice is a sum."""
    other = list(lines)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert total(other) == total(lines)


@given(LINES, st.data())
def test_credit_notes_give_back_exactly_the_invoice(lines: list[Line], data: st.DataObject) -> None:
    """However it is taken back, piece by piece, no øre is left over, and no note takes more than it may."""
    left, credited, notes = list(lines), [], []
    while left:
        some = left[: data.draw(st.integers(1, len(left)))]
        left = left[len(some) :]
        notes.append(total_to_credit(some, credited=credited))
        assert notes[-1].net_ore == sum(line.net_ore for line in some)
        for rate in notes[-1].rates:
            assert abs(rate.vat_ore * 100 - rate.net_ore * rate.vat_percent) < 100
        credited += some
    assert sum(note.net_ore for note in notes) == total(lines).net_ore
    assert sum(note.vat_ore for note in notes) == total(lines).vat_ore


@pytest.mark.parametrize(
    ("today", "may"), [("Mon 30 Nov 2026", False), ("Tue 1 Dec 2026", True), ("Fri 1 Jan 2027", True)]
)
def test_a_month_is_invoiced_once_it_is_over(today: str, may: bool) -> None:
    """§13, on the first of the next."""
    refusal = may_invoice(on("Sun 1 Nov 2026"), today=on(today))
    assert (refusal is None) is may
    if isinstance(refusal, Refusal):
        assert refusal.code == "MONTH_NOT_OVER"
        assert "01.12.2026" in refusal.cure.no


@given(DAYS)
def test_months_follow_each_other(day: date) -> None:
    """The month after the one before is this one."""
    assert month_after(month_before(day)) == day.replace(day=1)
    assert month_before(month_after(day)) == day.replace(day=1)


@given(st.sampled_from(Kind), st.integers(1, 10**11))
def test_a_name_is_read_back(kind: Kind, number: int) -> None:
    """Also where it is longer than six digits."""
    assert kind_and_number(name_of(kind, number)) == (kind, number)


@pytest.mark.parametrize("text", ["", "F", "F-1", "F1 ", "X000001", "000001", "F١", "F" + "1" * 13])
def test_what_is_no_name_is_none(text: str) -> None:
    """Nothing is guessed."""
    assert kind_and_number(text) is None


def test_an_invoice_is_to_be_paid_in_fourteen_days() -> None:
    """An invented number, and marked so."""
    assert due_on(on("Tue 1 Dec 2026"), terms=PAYMENT) == on("Tue 15 Dec 2026")
    assert PAYMENT.terms_are_invented


@pytest.mark.parametrize("reason", CREDIT_REASONS.values(), ids=lambda reason: reason.code)
def test_a_reason_to_credit_cites_a_clause(reason: object) -> None:
    """§13 and whichever says why."""
    assert "PUM §13" in map(str, reason.clauses)  # type: ignore[attr-defined]
    assert reason.words.no != reason.words.en  # type: ignore[attr-defined]


def _entry(
    posting: Posting, ore: int, *, name: str = "F1", invoice: str = "F1", day: str = "Tue 1 Dec 2026"
) -> Entry:
    due = on("Tue 15 Dec 2026") if posting is Posting.INVOICE else None
    return Entry(posting=posting, on=on(day), name=name, invoice=invoice, amount_ore=ore, due_on=due)


def test_an_account_without_entries_owes_nothing() -> None:
    """A new customer."""
    empty = account([], today=on("Tue 1 Dec 2026"))
    assert (empty.balance_ore, empty.overdue_ore, empty.open) == (0, 0, ())


def test_what_comes_later_is_not_on_the_statement_yet() -> None:
    """The statement is as of a day."""
    entries = [_entry(Posting.PAYMENT, -100, day="Wed 2 Dec 2026"), _entry(Posting.INVOICE, 100)]
    assert account(entries, today=on("Tue 1 Dec 2026")).balance_ore == 100
    assert account(entries, today=on("Wed 2 Dec 2026")).balance_ore == 0


def test_too_much_paid_stands_in_the_senders_favour() -> None:
    """It settles no other invoice by itself, and is never overdue."""
    entries = [
        _entry(Posting.INVOICE, 100),
        _entry(Posting.INVOICE, 100, name="F2", invoice="F2"),
        _entry(Posting.PAYMENT, -150, name="R", day="Wed 2 Dec 2026"),
    ]
    stated = account(entries, today=on("Wed 16 Dec 2026"))
    assert [(each.invoice, each.left_ore, each.days_overdue) for each in stated.open] == [
        ("F1", -50, 1),
        ("F2", 100, 1),
    ]
    assert (stated.balance_ore, stated.overdue_ore) == (50, 100)


@given(st.lists(st.tuples(st.sampled_from(Posting), st.integers(-(10**9), 10**9)), max_size=30))
def test_the_last_balance_is_the_sum(postings: list[tuple[Posting, int]]) -> None:
    """And what is open adds up to it, where every entry names an invoice of the account."""
    entries = [_entry(posting, ore) for posting, ore in postings]
    stated = account(entries, today=on("Tue 1 Dec 2026"))
    assert stated.balance_ore == sum(ore for _, ore in postings)
    assert [balance for _, balance in stated.entries][-1:] == ([stated.balance_ore] if postings else [])
