"""From an order to a letter that is printed, followed and paid back; and what is kept of it."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.issuer.carrier import LETTER_NUMBER, Carrier, House
from tests.issuer.customer import KARI, NOW, NUMBER, letter_of, ordered, wanted

from budstikke.cli.print_house import said_in
from budstikke.issuer.actions.ask_refund import ask_refund
from budstikke.issuer.actions.follow_letters import follow_letters
from budstikke.issuer.actions.order_status import find_order, order_status
from budstikke.issuer.actions.place_order import place_order
from budstikke.issuer.actions.print_letters import print_letters
from budstikke.issuer.actions.send_again import send_again
from budstikke.issuer.actions.send_orders import send_orders
from budstikke.issuer.records.models import Interchange, Letter, LetterEvent, Order, OrderDecision
from budstikke.issuer.terms.letters import Event, State, replay
from budstikke.law.refusal import Refusal

pytestmark = pytest.mark.usefixtures("issuer_database", "secrets_of_the_webhook")


def printed(carrier: Carrier, house: House) -> Letter:
    """An order of Kari's, booked and printed."""
    order = ordered()
    send_orders(files=carrier, now=NOW)
    follow_letters([letter_of(order).consignment], api=carrier, now=NOW)
    assert print_letters(house=house, now=NOW) == 1
    return letter_of(order)


def test_an_order_becomes_a_booked_and_printed_letter() -> None:
    """Passport only, personal delivery, the number ordered with; the file is emptied once it is answered."""
    carrier, house = Carrier(), House()
    letter = printed(carrier, house)
    (booking,) = carrier.bookings
    assert (booking.service_code, booking.passport_only) == ("2563", True)
    assert booking.recipient_national_number == NUMBER and booking.recipient.name == KARI.name
    assert (letter.state, letter.number) == (State.PRINTED, LETTER_NUMBER)
    (file,) = Interchange.objects.all()
    assert file.stands and file.content_sealed is None
    assert carrier.subscribed == [letter.consignment] and len(carrier.removed) == 1
    assert send_orders(files=carrier, now=NOW).ordered == 0 and len(carrier.bookings) == 1


def test_an_answer_that_never_came_is_asked_for_with_the_same_bytes() -> None:
    """A visit that breaks off after the file was written down brings it again, and books once."""
    ordered()

    class Breaks(Carrier):
        def visit(self, files, *, after=""):  # type: ignore[no-untyped-def]
            self.files |= files
            raise TimeoutError

    broken, carrier = Breaks(), Carrier()
    with pytest.raises(TimeoutError):
        send_orders(files=broken, now=NOW)
    send_orders(files=carrier, now=NOW + timedelta(minutes=1))
    assert broken.files == carrier.files and len(carrier.bookings) == 1


def test_what_the_company_ordered_elsewhere_is_left_where_it_lies() -> None:
    """An acknowledgement of a file that is not ours is neither taken nor removed."""
    carrier = Carrier()
    other = b"UNB+UNOC:3+7080003248381:14+310000019:30+261123:0900+1'UNH+1+CONTRL:D:3:UN'"
    other += b"UCI+THEIRS+a+b+8'UNT+3+1'UNZ+1+1'"
    carrier.waiting["CONTRL_theirs.edi"] = other
    ordered()
    send_orders(files=carrier, now=NOW)
    assert "CONTRL_theirs.edi" in carrier.waiting and "CONTRL_theirs.edi" not in carrier.removed


def test_an_order_the_carrier_refuses_costs_no_code() -> None:
    """The customer is told, nothing is printed, and another letter may be had."""
    carrier, house, order = Carrier(faulty=True), House(), ordered()
    send_orders(files=carrier, now=NOW)
    assert letter_of(order).state == State.REJECTED
    assert print_letters(house=house, now=NOW) == 0 and not house.letters
    assert order_status(order, now=NOW + timedelta(days=2)).may_have_letter


def test_nobody_can_read_a_code_in_the_issuers_database(caplog: pytest.LogCaptureFixture) -> None:
    """Neither the code nor a plain hash of it is in any table, any job or any line of the log."""
    carrier, house = Carrier(), House()
    with caplog.at_level(logging.DEBUG):
        letter = printed(carrier, house)
    code = said_in(house.letters[letter.consignment])["code"].replace("-", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        dump = ""
        for name in tables:
            cursor.execute(f"SELECT coalesce(string_agg(row::text, chr(10)), '') FROM \"{name}\" AS row")
            dump += cursor.fetchone()[0]
    hashes = [hashlib.new(kind, code.encode()).hexdigest() for kind in ("md5", "sha1", "sha256")]
    for secret in (code, code[:5], code[5:], *hashes, NUMBER, "Lilleveien"):
        assert secret not in dump and secret not in caplog.text
    assert letter.consignment in dump


def test_a_code_is_never_changed_for_another_and_history_stays() -> None:
    """PostgreSQL itself refuses, whatever our code would do."""
    letter = printed(Carrier(), House())
    for changing in (
        lambda: Letter.objects.filter(pk=letter.pk).update(code_hash=b"another"),
        lambda: LetterEvent.objects.update(code="DELIVERED"),
        lambda: LetterEvent.objects.all().delete(),
        lambda: Order.objects.update(ended_at=NOW, ended_as="activated"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            changing()


def test_the_state_is_what_the_history_makes_it() -> None:
    """Told twice, out of order, or of things we do not know, the letter is where its events lead."""
    carrier = Carrier()
    letter = printed(carrier, House())
    for code, hours in (
        ("READY_FOR_PICKUP", 48),
        ("HANDED_IN", 24),
        ("NOTIFICATION_SENT", 49),
        ("DELIVERED", 50),
    ):
        carrier.tells(code, at=NOW + timedelta(hours=hours))
        for _ in range(2):
            follow_letters([letter.consignment], api=carrier, now=NOW + timedelta(days=3))
    letter.refresh_from_db()
    events = [Event(each.code) for each in LetterEvent.objects.filter(letter=letter).order_by("id")]
    assert letter.state == State.COLLECTED == replay(events)
    assert events.count(Event.DELIVERED) == 1


def test_a_refusal_at_the_counter_is_told_in_the_customers_words() -> None:
    """The cause, what helps, advice for the clerk, the last day; and why nothing can be bypassed."""
    carrier = Carrier(last_collect_day=date(2026, 12, 14))  # a Monday
    letter = printed(carrier, House())
    carrier.tells("READY_FOR_PICKUP", at=NOW + timedelta(days=1))
    carrier.tells("ATTEMPTED_DELIVERY", at=NOW + timedelta(days=2), rule="SCAN_FAILED")
    follow_letters([letter.consignment], api=carrier, now=NOW + timedelta(days=2))
    order = find_order(letter.order.number.lower(), postcode="5004")
    assert order is not None and find_order(order.number, postcode="0155") is None
    found = order_status(order, now=NOW + timedelta(days=2))
    assert [each.code for each in found.advice] == ["SCAN_FAILED"] and found.advice[0].for_clerk
    assert found.last_collect_day == date(2026, 12, 14)  # the Monday
    assert not found.may_have_letter


def test_nobody_comes_it_is_returned_and_the_money_goes_back_once() -> None:
    """Decided by rule with the events as evidence; the code is worth nothing from then on."""
    carrier = Carrier()
    letter = printed(carrier, House())
    order = letter.order
    assert isinstance(ask_refund(order.number, "RR473124829NO", now=NOW), Refusal)
    early = ask_refund(order.number, LETTER_NUMBER, now=NOW)
    assert not isinstance(early, Refusal) and [each.code for each in early.refusals] == ["REFUND_NOT_DUE"]
    for code, days in (("HANDED_IN", 1), ("READY_FOR_PICKUP", 2), ("RETURN", 24), ("DELIVERED_SENDER", 26)):
        carrier.tells(code, at=NOW + timedelta(days=days))
    later = NOW + timedelta(days=27)
    follow_letters([letter.consignment], api=carrier, now=later)
    decision = ask_refund(order.number.lower(), " rr 410 000 006 no ", now=later)
    assert not isinstance(decision, Refusal) and decision.answer == {"amount_ore": order.price_ore}
    kept = OrderDecision.objects.order_by("-id")[0].decision
    assert "RETURN" in [each["code"] for each in kept["evidence"]] and kept["clauses"] == ["eID §6", "eID §7"]
    order.refresh_from_db()
    letter.refresh_from_db()
    assert order.ended_as == "refunded" and letter.code_hash is None
    again = ask_refund(order.number, LETTER_NUMBER, now=later)
    assert not isinstance(again, Refusal) and [each.code for each in again.refusals] == ["REFUNDED_BEFORE"]


def test_another_letter_has_another_code_and_the_old_one_is_gone() -> None:
    """Not while one is on its way; the next is ordered under its own consignment."""
    carrier, house = Carrier(), House()
    letter = printed(carrier, house)
    assert isinstance(send_again(letter.order_id, actor="customer", now=NOW), Refusal)
    carrier.tells("DELIVERED_SENDER", at=NOW + timedelta(days=3))
    follow_letters([letter.consignment], api=carrier, now=NOW + timedelta(days=3))
    second = send_again(letter.order_id, actor="customer", now=NOW + timedelta(days=3))
    assert isinstance(second, Letter) and second.consignment != letter.consignment
    letter.refresh_from_db()
    assert letter.code_hash is None and letter.code_pepper_sealed is None


@pytest.mark.parametrize("where", ["192.0.2.1", "anywhere"])
def test_ordering_has_its_limits(where: str) -> None:
    """Three orders a month of one person, twenty a day from one place."""
    if where == "anywhere":
        for nth in range(3):
            ordered(caller=f"192.0.2.{nth}")
        refused = place_order(wanted(), caller="192.0.2.77", now=NOW)
        assert not isinstance(refused, Order) and refused[""].code == "TOO_MANY_ORDERS"
        assert ordered(caller="192.0.2.78", now=NOW + timedelta(days=31))
    else:
        for _ in range(20):
            assert not isinstance(place_order(wanted(consents=False), caller=where, now=NOW), Order)
        refused = place_order(wanted(), caller=where, now=NOW)
        assert not isinstance(refused, Order) and refused[""].code == "TOO_OFTEN"


def test_ordering_pauses_and_resumes_to_the_second() -> None:
    """In the second it begins nothing is ordered; in the second it ends everything is."""
    from budstikke.issuer.actions.maintenance import announce
    from budstikke.issuer.terms.maintenance import Window
    from budstikke.issuer.terms.products import Product
    from budstikke.law.words import Words

    ends = NOW + timedelta(hours=2)
    announce(
        Window(
            code="w1",
            products=frozenset({Product.MOBILE}),
            from_at=NOW,
            to_at=ends,
            announced_at=NOW,
            reason=Words(no="bytte", en="change"),
        )
    )
    second = timedelta(seconds=1)
    assert ordered(now=NOW - second)
    for at in (NOW, ends - second):
        refused = place_order(wanted(), caller="192.0.2.1", now=at)
        assert not isinstance(refused, Order) and refused[""].code == "ORDERING_PAUSED"
    assert ordered(now=NOW, product=Product.FIDO2)
    assert ordered(now=ends)


def test_a_call_of_the_carrier_is_believed_by_its_signature_only() -> None:
    """Right, wrong, and too old; a call about somebody else's letter is taken and means nothing."""
    from django.test import Client

    from budstikke.kit.clock import now
    from budstikke.kit.installation import data_folder

    secret = (data_folder() / "issuer" / "webhook-secret").read_bytes()
    body = json.dumps({"status": "DELIVERED", "shipment": "X", "package": LETTER_NUMBER}).encode()

    def call(at: int, *, key: bytes = secret) -> int:
        proof = hmac.new(key, f"{at}.".encode() + body, "sha256").hexdigest()
        headers = {"host": "localhost", "X-Budstikke-Signature": f"t={at},v1={proof}"}
        answer = Client(headers=headers).post("/api/carrier/events", body, content_type="application/json")
        return int(answer.status_code)

    moment = int(now().timestamp())
    assert call(moment) == 204
    assert call(moment, key=b"guessed") == call(moment - 400) == 401
