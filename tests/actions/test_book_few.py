"""Orders that come by an API: the rules and rows of an order file, in a handful of statements."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.actions import line

from budstikke.formats.gs1 import check_digit
from budstikke.post.actions.booking.book_few import Outcome, book_few
from budstikke.post.records.scope import CARRIER, acting_as

DIGEST = "0" * 64


def _order(**changed: object):
    return replace(line.order(None, **changed), consignment_number="", document_number="")


def _book(orders: list, **changed: object) -> list[Outcome]:
    from budstikke.post.records.models import Sender

    with acting_as(CARRIER):
        sender = Sender.objects.get(customer_number=line.CUSTOMER)
    given = {"sender_id": sender.id, "sha256": DIGEST, "today": line.TODAY, "now": line.NOW, **changed}
    return book_few(orders, **given)


def _letters() -> list:
    from budstikke.post.records.models import Letter

    with acting_as(CARRIER):
        return list(Letter.objects.order_by("id"))


def _events() -> list:
    from budstikke.post.records.models import Event

    with acting_as(CARRIER):
        return list(Event.objects.order_by("id"))


def test_an_order_by_api_makes_the_letter_an_order_file_would(installation: None) -> None:
    """Every column alike, but for its numbers and how it came."""
    from budstikke.post.actions.sealing import contact_of

    (outcome,) = _book([_order(mobile="+4799999999", passport_only=True)])
    line.book(line.file_of([line.order(7, mobile="+4799999999", passport_only=True)]))
    by_id = {letter.number: letter for letter in _letters()}
    ours, filed = by_id[outcome.numbers[0]], by_id[line.number(7)]
    own = {
        "_state",
        "id",
        "number",
        "interchange_id",
        "consignment_number",
        "order_reference",
        "contact_sealed",
    }
    assert {name: value for name, value in vars(ours).items() if name not in own} == {
        name: value for name, value in vars(filed).items() if name not in own
    }
    assert contact_of(ours) == contact_of(filed)
    assert ours.consignment_number == outcome.consignment_number
    assert check_digit(ours.consignment_number[:-1]) == int(ours.consignment_number[-1])
    first, second = _events()
    assert (first.code, first.actor, second.actor) == ("PRE_NOTIFIED", "api", "edi")
    assert first.decision == second.decision


def test_each_order_stands_by_itself(installation: None) -> None:
    """A good one is booked beside bad ones, and a bad one hears every reason."""
    orders = [
        _order(weight_g=900, customer="10000000000"),
        _order(weight_g=900, email="no address"),
        _order(postcode="9999"),
        _order(),
    ]
    outcomes = _book(orders)
    assert [outcome.refused for outcome in outcomes] == [
        ("UNKNOWN_CUSTOMER",), ("WEIGHT", "CONTACT_INVALID"), ("POSTCODE_UNKNOWN",), (),
    ]  # fmt: skip
    assert [letter.number for letter in _letters()] == list(outcomes[3].numbers)


def test_what_is_only_tried_asks_every_rule_and_leaves_nothing(installation: None) -> None:
    """Its numbers are of a series nobody has."""
    good, bad = _book([_order(), _order(weight_g=900)], try_only=True)
    assert good.numbers[0].startswith("ZZ")
    assert bad.refused == ("WEIGHT",)
    assert _letters() == []


def test_the_same_request_books_nothing_twice(installation: None) -> None:
    """It is answered as the first time; another under its name is refused."""
    first = _book([_order(), _order(weight_g=900)], key="a")
    assert _book([_order(), _order(weight_g=900)], key="a") == first
    assert _book([_order()], key="b")[0].numbers != first[0].numbers
    (other,) = _book([_order()], key="a", sha256="1" * 64)
    assert other.refused == ("INTERCHANGE_REPEATED",)
    assert len(_letters()) == 2


def test_a_number_that_an_order_file_used_is_passed_over(installation: None) -> None:
    """A sender may give numbers of its own range."""
    line.book(line.file_of([line.order(50_000_000), line.order(50_000_001, reference="2")]))
    (outcome,) = _book([_order()])
    assert outcome.numbers == (line.number(50_000_002),)


def test_when_the_numbers_are_used_up_the_order_is_refused(installation: None) -> None:
    """The range of the test holds ten."""
    letters = _order().letters * 10
    assert len(_book([replace(_order(), letters=letters)])[0].numbers) == 10
    assert _book([_order()])[0].refused == ("NO_NUMBERS_LEFT",)


def test_booking_takes_three_statements(installation: None) -> None:
    """One look, one for the numbers, one that writes; however many letters."""
    from tests.doors.bring import data_statements

    for many in (1, 5):
        with data_statements() as asked:
            _book([replace(_order(), letters=_order().letters * many)])
        # The first is the test's own, to find its sender.
        assert len(asked) == 1 + 3, asked


def test_every_letter_of_an_api_gets_its_evidence(installation: None) -> None:
    """The order by API is evidenced like one by file."""
    from budstikke.post.actions.proving.evidence_of_events import evidence_events

    _book([_order()])
    assert evidence_events(sealer=line.sealer(), now=line.NOW) == 1


@pytest.mark.parametrize("digits", ["7070707450000012", "7043810126801853", "7070102000000003"])
def test_the_check_digit_is_that_of_the_published_numbers(digits: str) -> None:
    """Three consignment numbers that are printed in public guides."""
    known = {"7070707450000012": 8, "7043810126801853": 9, "7070102000000003": 4}
    assert check_digit(digits) == known[digits]


def test_of_the_same_request_twice_at_once_one_is_booked(installation: None) -> None:
    """Whoever comes second waits, finds it taken, and is answered as the first."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    def ask(_: int) -> list[Outcome]:
        try:
            return _book([_order()], key="same")
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=4) as callers:
        outcomes = list(callers.map(ask, range(4)))
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert len(_letters()) == 1
