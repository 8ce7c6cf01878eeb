"""An eID is issued once for an order, and what happens to it can be added to and not changed."""

from __future__ import annotations

import pytest
from tests.issuer.people import NOW, customer, issued

from budstikke.issuer.terms.eids import CannotHappen, Happening, State
from budstikke.issuer.terms.products import Product


@pytest.mark.parametrize("product", list(Product))
def test_an_eid_of_every_kind_is_issued_and_waits(issuer_database: None, product: Product) -> None:
    """It is not in use by being issued."""
    eid = issued(customer(), product)
    assert (eid.state, eid.activated_at) == (State.ISSUED, None)
    assert [event.code for event in eid.events.all()] == ["ISSUED"]


def test_an_order_issues_once(issuer_database: None) -> None:
    """A job that runs twice makes one eID."""
    kari = customer()
    assert issued(kari).pk == issued(kari).pk
    assert issued(kari, order="E-1002").pk != issued(kari).pk


def test_what_happened_is_never_changed_not_even_by_the_owner(issuer_database: None) -> None:
    """The trigger stops whom no grant stops."""
    import psycopg

    from budstikke.kit.database import address

    issued(customer())
    with psycopg.connect(address("issuer", "owner")) as owner:
        for statement in ("UPDATE eid_event SET code = 'CLOSED'", "DELETE FROM eid_event", "DELETE FROM eid"):
            with pytest.raises(psycopg.errors.RestrictViolation), owner.transaction():
                owner.execute(statement)


def test_a_history_with_an_event_left_out_does_not_hold(issuer_database: None) -> None:
    """Each event binds the one before."""
    from django.db import transaction

    from budstikke.issuer.actions.eid_history import chain_holds, write_event

    eid = issued(customer())
    with transaction.atomic():
        write_event(eid, Happening.ACTIVATED, now=NOW)
        write_event(eid, Happening.BLOCKED, now=NOW, reason="lost")
    events = list(eid.customer.eid_events.order_by("id"))
    assert chain_holds(events)
    assert not chain_holds([events[0], events[2]])
    events[1].reason = "stolen"
    assert not chain_holds(events)


def test_what_is_over_stays_over(issuer_database: None) -> None:
    """No action, and no statement, brings a closed eID back."""
    from django.db import IntegrityError, transaction

    from budstikke.issuer.actions.eid_history import write_event

    eid = issued(customer())
    with transaction.atomic():
        write_event(eid, Happening.CLOSED, now=NOW)
    with pytest.raises(CannotHappen), transaction.atomic():
        write_event(eid, Happening.ACTIVATED, now=NOW)
    eid.state = State.ACTIVE
    with pytest.raises(IntegrityError):
        eid.save(update_fields=["state"])
