"""Lists of somebody's orders: what they say, and that more orders cost no more statements."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.actions import forwarding as street

from budstikke.post.actions.forwarding.orders_of_person import orders_of_person
from budstikke.post.actions.forwarding.own_orders import own_orders
from budstikke.post.terms.forwarding.days import Period

pytestmark = pytest.mark.usefixtures("post_database")
AWAY = [
    Period(date(2027, 2, 1), date(2027, 2, 26)),  # Monday to Friday
    Period(date(2027, 4, 5), date(2027, 4, 30)),  # Monday to Friday
    Period(date(2027, 6, 7), date(2027, 6, 25)),  # Monday to Friday
]


@pytest.mark.parametrize("list_orders", [orders_of_person, own_orders])
def test_a_list_of_orders_takes_as_many_statements_however_many_there_are(list_orders) -> None:
    """At the counter, at the desk, and on one's own page."""
    kari = street.person()
    counts = []
    for nth, period in enumerate(AWAY):
        street.order(street.wanted(kari, period=period))
        if nth != 1:
            with CaptureQueriesContext(connection) as asked:
                assert len(list_orders(kari)) == nth + 1
            counts.append(len(asked))
    assert counts[0] == counts[1]
