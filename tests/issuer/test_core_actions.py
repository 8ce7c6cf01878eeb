"""From an order to a letter that is printed, and what is kept of it."""

from __future__ import annotations


def test_an_order_is_placed(issuer_database: None) -> None:
    from tests.issuer.customer import ordered

    order = ordered()
    assert order.number[0] == "E"
