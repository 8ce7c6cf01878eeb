"""Orders for a business or an estate by a role that was only declared: the document, and who accepts it."""

from __future__ import annotations

from datetime import date

import pytest
from tests.actions import forwarding as street

from budstikke.law.refusal import Refusal
from budstikke.post.actions.address_register.register_access import own_copy
from budstikke.post.actions.forwarding.own_orders import own_order
from budstikke.post.actions.forwarding.pay_at_provider import payment_settled
from budstikke.post.actions.forwarding.prove_role import (
    add_proof,
    ask_for_proof,
    open_proof,
    roles_waiting,
    settle_declared_role,
)
from budstikke.post.actions.forwarding.run_orders import run_orders
from budstikke.post.actions.keeping.forget_orders import forget_orders
from budstikke.post.actions.proving.replay_orders import replay_orders
from budstikke.post.channels.payment import PaymentState
from budstikke.post.records.models import ForwardingEvent, ForwardingOrder, ForwardingPayment, ForwardingProof
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import FORWARDING_EARLIER
from budstikke.post.terms.forwarding.kinds import Channel, Customer
from budstikke.post.terms.forwarding.role import Proof, RoleDoubt, RoleShown

pytestmark = pytest.mark.usefixtures("post_database")
MONDAY = date(2026, 12, 7)  # Monday
MOBILE = "+4790000012"
PDF = b"%PDF-1.7\nSPECIMEN"


def declared(*, by: Proof | None = Proof.PROBATE, channel: Channel = Channel.WEB) -> str:
    """An estate's redirection, paid by card where that is asked for; its reference."""
    manager, dead = street.person(mobile=MOBILE), street.person("Ola Nordmann")
    shown = RoleShown(
        customer=Customer.ESTATE_MANAGER,
        by=by,
        declared=True,
        document_on=date(2026, 11, 2),  # Monday
    )
    taken = street.order(
        street.wanted(
            manager,
            covered=(dead,),
            customer=Customer.ESTATE_MANAGER,
            channel=channel,
            identified_by="eid" if channel is Channel.WEB else "document",
            role=shown,
        )
    )
    assert not taken.refused, taken.decision.as_json()
    if taken.means == "card":
        payment_settled(taken.payment, PaymentState.RESERVED, now=street.NOW)
    street.send_all()
    return taken.reference


def code_of(said: Refusal | None) -> str:
    """The code of a refusal."""
    assert isinstance(said, Refusal)
    assert [str(each) for each in said.clauses] == ["Forwarding §1"] or said.code == "ORDER_NOT_OPEN"
    return said.code


def test_an_order_by_a_declared_role_is_agreed_once_the_desk_has_seen_the_document() -> None:
    """Paid it waits all the same; nobody accepts what nobody can look at (§1)."""
    reference = declared()
    assert street.state(reference) == "ordered"
    assert [(row.reference, documents) for row, documents in roles_waiting()] == [(reference, 0)]
    without = settle_declared_role(reference, accepts=True, by="desk-1", now=street.NOW)
    assert code_of(without) == "NO_DOCUMENT_SEEN"
    for _ in range(2):
        assert add_proof(reference, PDF, by="person", now=street.NOW) is None
    with acting_as(CARRIER):
        row = ForwardingProof.objects.get()
        assert PDF not in bytes(row.document_sealed or b"") and row.media_type == "application/pdf"
    opened = open_proof(reference, proof=row.id, reader="desk-1", now=street.NOW)
    assert opened is not None and opened.content == PDF and "SPECIMEN" not in repr(opened)
    assert open_proof("F0", proof=row.id, reader="desk-1", now=street.NOW) is None
    assert settle_declared_role(reference, accepts=True, by="desk-1", now=street.NOW) is None
    told = street.send_all().sent
    assert "Rollen din er godtatt" in told[0].short_text and "Your role is accepted" in told[0].short_text
    assert (street.state(reference), roles_waiting()) == ("agreed", [])
    again = settle_declared_role(reference, accepts=False, by="desk-1", now=street.NOW)
    assert code_of(again) == "ORDER_NOT_OPEN"
    with acting_as(CARRIER):
        settled = ForwardingEvent.objects.get(code="ROLE_ACCEPTED")
    assert settled.actor == "desk-1" and settled.decision["clauses"] == ["Forwarding §1"]
    run_orders(today=MONDAY, now=street.noon(MONDAY))
    assert street.state(reference) == "running"


def test_a_role_that_is_refused_ends_the_order_and_takes_no_money() -> None:
    """The reason is one of a list; under an edition that asks for no document it had been taken."""
    reference = declared()
    add_proof(reference, PDF, by="person", now=street.NOW)
    refused = settle_declared_role(
        reference, accepts=False, why=RoleDoubt.ANOTHER, by="desk-1", now=street.NOW
    )
    assert refused is None and street.state(reference) == "lapsed"
    with acting_as(CARRIER):
        decision = ForwardingEvent.objects.get(code="ROLE_REFUSED").decision
        assert ForwardingPayment.objects.get().state == "cancel_due"
    assert [each["rule"] for each in decision["reasons"]] == ["ROLE_NOT_ACCEPTED"]
    assert "another person" in decision["reasons"][0]["words"]["en"]
    (told,) = street.send_all().sent
    assert told.mobile == MOBILE and "annen person" in told.short_text and "another person" in told.short_text
    assert "Forwarding §1" in told.short_text and "Order anew" in told.short_text
    assert not street.send_all().sent
    (own,) = replay_orders(edition=FORWARDING_EARLIER, since=None, today=MONDAY)
    assert (str(own.ended.ended), str(own.instead.ended)) == ("lapsed", "taken")


def test_an_order_whose_role_nobody_accepted_lapses_on_its_first_day() -> None:
    """And says so, not that it was not paid."""
    reference = declared()
    run_orders(today=MONDAY, now=street.noon(MONDAY))
    assert street.state(reference) == "lapsed"
    with acting_as(CARRIER):
        decision = ForwardingEvent.objects.get(code="LAPSED").decision
    assert [each["rule"] for each in decision["reasons"]] == ["ROLE_NOT_SETTLED"]
    (told,) = street.send_all().sent
    assert "had not accepted your document" in told.short_text


def test_another_document_is_asked_for_once_until_it_came() -> None:
    """Who ordered reads why and where to add it; the page says it too, and the order waits as before."""
    reference = declared()
    add_proof(reference, PDF, by="person", now=street.NOW)
    blurred = {"why": RoleDoubt.NOT_LEGIBLE, "by": "desk-1", "now": street.NOW}
    assert ask_for_proof(reference, **blurred) is None  # type: ignore[arg-type]
    assert code_of(ask_for_proof(reference, **blurred)) == "DOCUMENT_ASKED_BEFORE"  # type: ignore[arg-type]
    (told,) = street.send_all().sent
    assert "kan ikke leses" in told.short_text and "cannot be read" in told.short_text
    assert f"/forwarding/mine/{reference}/" in told.text and "Forwarding §1" in told.text
    with acting_as(CARRIER):
        order = ForwardingOrder.objects.select_related("orderer").get()
        assert order.orderer is not None
    page = own_order(reference, person=order.orderer.ref, today=street.NOW.date())
    assert page is not None and page.document_wanted and page.state == "ordered"
    add_proof(reference, PDF + b"2", by="person", now=street.NOW)
    page = own_order(reference, person=order.orderer.ref, today=street.NOW.date())
    assert page is not None and page.document_wanted is None
    assert ask_for_proof(reference, **{**blurred, "why": RoleDoubt.ANOTHER}) is None  # type: ignore[arg-type]
    (again,) = street.send_all().sent
    assert "annen person" in again.short_text and roles_waiting()


def test_the_copy_of_what_is_held_lists_the_documents_and_who_looked() -> None:
    """Which, from when, until when; not what is in them, which whoever gave it sees on their own page alone."""
    reference = declared()
    add_proof(reference, PDF, by="person", now=street.NOW)
    with acting_as(CARRIER):
        proof = ForwardingProof.objects.select_related("order__orderer").get()
        person = proof.order.orderer
        assert person is not None
    assert open_proof(reference, proof=proof.id, reader="desk-1", now=street.NOW) is not None
    other = street.person("Anne Hansen")
    assert open_proof(reference, proof=proof.id, reader="x", of=other, now=street.NOW) is None
    copy = own_copy(person, now=street.NOW)
    (row,) = copy.holdings["proofs"]
    assert row == {
        "order": reference,
        "kind": "probate_certificate",
        "at": street.NOW.isoformat(),
        "by": "person",
        "kept_until": "2030-01-29",  # Tuesday
        "seen": f"desk-1 {street.NOW.date()}",
    }
    assert "SPECIMEN" not in str(copy.as_json()) and copy.as_paper().sections


def test_a_role_the_clerk_has_seen_waits_for_nobody_and_its_document_may_be_kept() -> None:
    """At a counter; one that is over takes no document, and an order for oneself none at all."""
    reference = declared(channel=Channel.COUNTER)
    assert street.state(reference) == "agreed"
    assert add_proof(reference, b"\xff\xd8\xff SPECIMEN", by="clerk-1", now=street.NOW) is None
    own = street.order(street.wanted(street.person("Anne Hansen"))).reference
    assert code_of(add_proof(own, PDF, by="person", now=street.NOW)) == "ORDER_NOT_OPEN"


def test_what_is_no_document_or_too_large_is_not_kept() -> None:
    """By how it begins, whatever it is called."""
    reference = declared()
    for content, code in (
        (b"", "DOCUMENT_NOT_READABLE"),
        (b"<html>%PDF-", "DOCUMENT_NOT_READABLE"),
        (b"GIF89a", "DOCUMENT_NOT_READABLE"),
        (PDF + bytes(8_000_000), "DOCUMENT_TOO_LARGE"),
    ):
        assert code_of(add_proof(reference, content, by="person", now=street.NOW)) == code
    with acting_as(CARRIER):
        assert not ForwardingProof.objects.exists()


def test_the_documents_of_an_order_are_few_and_are_erased_with_it() -> None:
    """The hash stays, as the events name it."""
    reference = declared()
    for nth in range(3):
        assert add_proof(reference, PDF + bytes([nth]), by="person", now=street.NOW) is None
    assert code_of(add_proof(reference, PDF, by="person", now=street.NOW)) == "TOO_MANY_DOCUMENTS"
    settle_declared_role(reference, accepts=False, why=RoleDoubt.NONE_CAME, by="desk-1", now=street.NOW)
    long_after = date(2031, 1, 6)  # Monday
    assert forget_orders(today=long_after, now=street.noon(long_after)) == 1
    with acting_as(CARRIER):
        assert set(ForwardingProof.objects.values_list("document_sealed", flat=True)) == {None}
        row = ForwardingProof.objects.first()
    assert row is not None and row.sha256
    assert open_proof(reference, proof=row.id, reader="desk-1", now=street.NOW) is None
