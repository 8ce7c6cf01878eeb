"""One's own orders and register: who sees what, what can still be said, and what it comes to."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.actions import forwarding as street
from tests.doors.citizen import (
    DAYS,
    HOME,
    KARI,
    LIV,
    OLA,
    PERMANENT,
    STORAGE,
    TEMPORARY,
    family,
    ordered,
    signed_in,
    words,
)

from budstikke.cli.payment_stand_in import serving
from budstikke.kit.clock import move_to
from budstikke.post.actions.forwarding.pay_at_provider import payment_settled
from budstikke.post.actions.forwarding.run_orders import run_orders
from budstikke.post.channels.epayment import EPayment
from budstikke.post.channels.payment import PaymentState
from budstikke.post.records.models import (
    ForwardingCase,
    ForwardingCover,
    ForwardingPayment,
    MoveMessage,
    Person,
    RegisterCase,
)
from budstikke.post.records.scope import CARRIER, acting_as

TUESDAY = date(2026, 12, 1)  # Tuesday
YEAR = {"last_day": "2027-11-30"}  # Tuesday
ALL = {"number_1": OLA, "name_1": "Ola Nordmann", "number_2": LIV, "name_2": "Liv Nordmann"}


@pytest.fixture(autouse=True)
def at_home(installation: None) -> object:
    """A family in the register, on the day of the order."""
    from django.core.cache import cache

    from budstikke.kit.installation import data_folder

    cache.clear()
    move_to(street.NOW)
    family()
    yield
    (data_folder() / "clock-offset-seconds").unlink(missing_ok=True)


def paid(reference: str) -> None:
    """Have the provider say that what is open was reserved, and the confirmation sent."""
    with acting_as(CARRIER):
        due = ForwardingPayment.objects.get(order__reference=reference, state="created")
    payment_settled(due.reference, PaymentState.RESERVED, now=street.NOW)
    street.send_all()


def pressed(client, reference: str, do: str, **more: str):
    """Press a button of an order's page."""
    return client.post(f"/forwarding/mine/{reference}/act/", {"do": do, **more})


def test_who_ordered_sees_it_all_and_others_only_what_is_theirs() -> None:
    """Ola is named: no address, no name, no money; a stranger to it gets what is not there."""
    kari, ola, liv = signed_in(KARI), signed_in(OLA), signed_in(LIV)
    reference = ordered(kari, PERMANENT, **YEAR, number_1=OLA, name_1="Ola Nordmann")
    for language, heading in (("no", "Adresseendring"), ("en", "Permanent change of address")):
        told = words(kari.get(f"/forwarding/mine/{reference}/?language={language}"))
        assert heading in told and "Nygata 7, 9008 TROMSØ" in told and "Ola Nordmann" in told
    told = words(ola.get(f"/forwarding/mine/{reference}/?language=en"))
    assert "Do you want your mail to be included?" in told
    assert not [one for one in ("Nygata", "Lilleveien", "Kari", "399") if one in told]
    assert reference in words(ola.get("/forwarding/mine/"))
    assert liv.get(f"/forwarding/mine/{reference}/").status_code == 404
    assert "ingen bestilling" in words(liv.get("/forwarding/mine/?language=no"))
    assert pressed(ola, reference, "end").status_code == 404
    assert pressed(kari, reference, "sell").status_code == 404


def test_the_other_adult_confirms_and_the_registry_is_told_when_everybody_agreed() -> None:
    """Kari ticked it for herself and Liv, Ola when confirming; the message is made on the first day."""
    kari, ola = signed_in(KARI), signed_in(OLA)
    reference = ordered(kari, PERMANENT, **YEAR, **ALL, tell_registry="yes")
    paid(reference)
    assert "Posten din er med" in words(pressed(ola, reference, "confirm", tell_registry="yes"))
    assert "bekreftet alt" in words(pressed(ola, reference, "confirm"))
    with acting_as(CARRIER):
        agreed = ForwardingCover.objects.filter(order__reference=reference)
        assert [each.registry_agreed_at is not None for each in agreed] == [True, True, True]
        assert not MoveMessage.objects.exists()
    run_orders(today=TUESDAY, now=street.noon(TUESDAY))
    with acting_as(CARRIER):
        assert MoveMessage.objects.filter(order_ref=reference, refused="").count() == 1
    assert "kalles meldingen tilbake" in words(pressed(ola, reference, "disagree"))
    with acting_as(CARRIER):
        assert MoveMessage.objects.get(order_ref=reference).refused == "WITHDRAWN"


def test_without_everybodys_word_nothing_is_told_to_the_registry() -> None:
    """Ola confirms his mail and not the message."""
    kari, ola = signed_in(KARI), signed_in(OLA)
    reference = ordered(kari, PERMANENT, **YEAR, **ALL, tell_registry="yes")
    paid(reference)
    pressed(ola, reference, "confirm")
    run_orders(today=TUESDAY, now=street.noon(TUESDAY))
    assert street.state(reference) == "running"
    with acting_as(CARRIER):
        assert not MoveMessage.objects.exists()


def test_saying_no_stops_it_for_everybody() -> None:
    """From the page of who is named."""
    kari, ola = signed_in(KARI), signed_in(OLA)
    reference = ordered(kari, **ALL)
    paid(reference)
    assert pressed(ola, reference, "object").status_code == 200
    assert street.state(reference) == "frozen"
    assert pressed(ola, reference, "confirm").status_code == 409


def test_the_refund_stands_there_before_the_button_is_pressed() -> None:
    """In time all is paid back; afterwards it is a stop, and nothing."""
    kari = signed_in(KARI)
    first, second = ordered(kari), ordered(kari, STORAGE, old_street="Storgata 9", last_day="2027-01-20")
    for each in (first, second):
        paid(each)
    told = words(kari.get(f"/forwarding/mine/{first}/"))
    assert "Avbestill" in told and re.search(r"Du får tilbake kr 5\d\d,00|Du får tilbake kr \d+,00", told)
    assert "Du får tilbake kr 0,00" not in told
    assert "betales tilbake" in words(pressed(kari, first, "end")) and street.state(first) == "cancelled"
    run_orders(today=TUESDAY, now=street.noon(TUESDAY))
    move_to(street.noon(TUESDAY))
    told = words(kari.get(f"/forwarding/mine/{second}/"))
    assert "Stopp tjenesten" in told and "Du får tilbake kr 0,00" in told
    assert "Siste dag er tirsdag 1. desember 2026" in words(pressed(kari, second, "end"))


def test_an_extension_counts_once_it_is_paid_and_too_long_is_refused_by_clause() -> None:
    """Its price is told before."""
    kari = signed_in(KARI)
    reference = ordered(kari)
    paid(reference)
    told = words(pressed(kari, reference, "extend", months="1"))
    assert "gjelder når det er betalt" in told and "Gjenstår: å betale" in told
    # Asked for anew, the one that was not paid is gone.
    assert words(pressed(kari, reference, "extend", months="2")).count("Gjenstår: å betale") == 1
    paid(reference)
    assert "31. mars 2027" in words(kari.get(f"/forwarding/mine/{reference}/"))
    assert "29. januar 2027" not in words(kari.get(f"/forwarding/mine/{reference}/")).split("Dagene")[0]
    refused = pressed(kari, reference, "extend", months="12")
    assert refused.status_code == 409 and "Forwarding §3" in words(refused)


def test_another_new_address_is_another_order_and_stored_mail_can_be_asked_for() -> None:
    """Each by its clause."""
    kari = signed_in(KARI)
    reference = ordered(kari)
    paid(reference)
    refused = pressed(kari, reference, "target")
    assert refused.status_code == 409
    assert "Forwarding §5" in words(refused) and "Bestill på nytt" in words(refused)
    stored = ordered(kari, STORAGE, old_street="Storgata 9", last_day="2027-01-20")
    paid(stored)
    run_orders(today=TUESDAY, now=street.noon(TUESDAY))
    move_to(street.noon(TUESDAY))
    assert "99,00" in words(pressed(kari, stored, "interim"))
    refused = pressed(kari, stored, "interim", interim_on="2026-12-02")
    assert refused.status_code == 409 and "tidligst 03.12.2026" in words(refused)
    assert "Skriv en dag" in words(pressed(kari, stored, "interim", interim_on="yesterday"))
    assert "leveres 08.12.2026" in words(pressed(kari, stored, "interim", interim_on="2026-12-08"))


def test_a_delivery_meanwhile_is_asked_for_when_ordering_and_stands_in_the_calendar() -> None:
    """With its price; a day too early is told at its field."""
    kari = signed_in(KARI)
    wanted = {**HOME, **DAYS, "interim_on": "2026-12-10", "step": "look"}
    told = words(kari.post(STORAGE, wanted))
    assert "Det som er oppbevart til da" in told and "Utlevering underveis" in told and "99,00" in told
    early = kari.post(STORAGE, {**wanted, "interim_on": "2026-12-01"})
    assert early.status_code == 422 and "tidligst 02.12.2026" in words(early)
    reference = ordered(kari, STORAGE, interim_on="2026-12-10")
    assert "Det som er oppbevart til da" in words(kari.get(f"/forwarding/mine/{reference}/"))


def test_a_complaint_is_a_case_with_what_the_terms_say() -> None:
    """No consequential loss, no more than the price; what is no day or no amount is told, and nothing typed is lost."""
    kari = signed_in(KARI)
    reference = ordered(kari)
    for form, said in (
        ({"discovered_on": "2026-11-24", "claimed": "1000"}, "Skriv dagen"),
        ({"discovered_on": "", "claimed": "1000"}, "Skriv dagen"),
        ({"discovered_on": "2026-11-22", "claimed": "-5"}, "Skriv et beløp"),
        ({"discovered_on": "2026-11-22", "claimed": "5", "consequential": "6"}, "en del av kravet"),
    ):
        answer = kari.post(f"/forwarding/mine/{reference}/complain/", {**form, "words": "Posten kom ikke."})
        assert answer.status_code == 400 and said in words(answer) and "Posten kom ikke." in words(answer)
    with acting_as(CARRIER):
        assert not ForwardingCase.objects.exists()
    form = {"discovered_on": "2026-11-22", "claimed": "1000", "consequential": "600"}
    assert "inntil 400,00" in words(kari.post(f"/forwarding/mine/{reference}/complain/", form))
    with acting_as(CARRIER):
        assert ForwardingCase.objects.count() == 1


def test_the_register_is_seen_reserved_against_and_corrected() -> None:
    """All of it by who is signed in; a correction has its day."""
    kari = signed_in(KARI)
    for language, heading in (("no", "Deg i adresseregisteret"), ("en", "You in the address register")):
        assert heading in words(kari.get(f"/forwarding/register/?language={language}"))
    kari.get("/forwarding/register/?language=no")
    copy = kari.get("/forwarding/register/copy.json")
    assert copy.json()["holdings"] and "Lilleveien 2" in copy.content.decode()
    assert kari.get("/forwarding/register/copy.pdf").content.startswith(b"%PDF")
    assert kari.get("/forwarding/register/copy.doc").status_code == 404
    asks = "/forwarding/register/ask/"
    assert "Du er reservert" in words(kari.post(asks, {"what": "reserve"}))
    with acting_as(CARRIER):
        assert Person.objects.get(given_name="Kari").reserved_at is not None
    assert "opphevet" in words(kari.post(asks, {"what": "let_in"}))
    assert kari.post(asks, {"what": "correct", "words": " "}).status_code == 409
    said = words(kari.post(asks, {"what": "correct", "words": "Jeg bor i nummer 4."}))
    assert "Du får svar senest onsdag 23. desember 2026" in said
    with acting_as(CARRIER):
        assert RegisterCase.objects.filter(closed_at=None).count() == 1


def test_the_payer_goes_to_the_provider_and_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """To a stand-in that fails first; the receipt has the lines and their clauses."""
    import httpx

    from budstikke.kit.clock import real_now
    from budstikke.post.channels import chosen

    kari = signed_in(KARI)
    reference = ordered(kari)
    with serving() as provider:
        named = ("client_id", "client_secret", "subscription_key", "merchant_serial_number")
        channel = EPayment(base_url=provider.url, real_now=real_now, **dict.fromkeys(named, "stand-in"))
        monkeypatch.setattr(chosen, "payments", lambda: channel)
        provider.failing.plan("create:500:9")
        assert kari.get(f"/forwarding/mine/{reference}/pay/").status_code == 503
        provider.failing._left.clear()
        out = kari.get(f"/forwarding/mine/{reference}/pay/")
        assert out.status_code == 302 and out["Location"].startswith(f"{provider.url}/pay/")
        httpx.post(out["Location"], data={"answer": "yes"})
        with acting_as(CARRIER):
            payment = ForwardingPayment.objects.get()
        assert "Betalingen er mottatt" in words(kari.get(f"/forwarding/paid/{payment.reference}"))
        channel.close()
    told = words(kari.get(f"/forwarding/mine/{reference}/"))
    assert "Bestillingen: Betalt: beløpet er reservert" in told and "Bestilling Forwarding §6 349,00" in told
    assert kari.get(f"/forwarding/mine/{reference}/pay/")["Location"] == f"/forwarding/mine/{reference}/"
    receipt = f"/forwarding/mine/{reference}/receipt/{payment.reference}.pdf"
    assert kari.get(receipt).status_code == 404
    with acting_as(CARRIER):
        ForwardingPayment.objects.update(state="captured")
    assert kari.get(receipt).content.startswith(b"%PDF")
    assert "Kvitteringen som PDF" in words(kari.get(f"/forwarding/mine/{reference}/"))
    assert kari.get(receipt.replace("/receipt/", "/refund/")).status_code == 404
    assert signed_in(OLA).get(receipt).status_code == 404


def test_an_order_that_was_refused_or_forgotten_is_no_page() -> None:
    """And somebody who is protected sees their own like anybody."""
    kari = signed_in(KARI)
    with acting_as(CARRIER):
        Person.objects.filter(given_name="Kari").update(protection="strictly_confidential")
    reference = ordered(kari, TEMPORARY)
    assert "Nygata 7" in words(kari.get(f"/forwarding/mine/{reference}/"))
    assert kari.get("/forwarding/mine/F000/").status_code == 404
