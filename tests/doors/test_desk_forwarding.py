"""Orders of forwarding at the desk: looked up with a reason, helped by rule, let go by two, and no place shown."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.actions import forwarding as street
from tests.actions import registered
from tests.doors import desk

from budstikke.kit.clock import now, today
from budstikke.post.terms.forwarding.days import Period

pytestmark = pytest.mark.usefixtures("installation")
WHERE = ("Lilleveien", "Nygata", "BERGEN", "TROMSØ", "5004", "9008", "Nordmann", "NORDMANN")


def ordered(person=None, **changed: object) -> str:
    """An order that begins late enough on any day; its reference."""
    first = today() + timedelta(days=30)
    period = Period(first, first + timedelta(days=40))
    orderer = person or street.person("Kari Nordmann")
    return street.order(street.wanted(orderer, period=period, **changed), now=now()).reference


def finds(client, text: str, *, by: str = "forwarding", reason: str = "recipient_asks"):
    """Search; return the answer."""
    return client.post("/desk/forwarding/search/", {"by": by, "text": text, "reason": reason})


def acts(client, reference: str, do: str, **told: object):
    """Do something about an order; return the answer."""
    return client.post(f"/desk/forwarding/order/{reference}/act/", {"do": do, **told})


def text_of(answer) -> str:
    """What a page says, without its markup."""
    return re.sub(r"<[^>]+>", " ", answer.content.decode())


def test_an_order_is_found_with_a_reason_and_shows_no_place_and_no_name() -> None:
    """Its days, state and clauses; who looked is written down, and told to those the order is about."""
    from budstikke.post.actions.helping.look_up import look_ups
    from budstikke.post.records.models import RegisterRead
    from budstikke.post.records.scope import CARRIER, acting_as

    reference = ordered()
    client = desk.browser("desk-1")
    assert client.get(f"/desk/forwarding/order/{reference}/").status_code == 302
    assert finds(client, reference, reason="").status_code == 400
    assert reference in finds(client, reference).content.decode()
    page = text_of(client.get(f"/desk/forwarding/order/{reference}/"))
    assert "Forwarding §1" in page and "Bestilling mottatt" in page
    assert not [word for word in WHERE if word in page]
    assert [row.by for row in look_ups(clerk="desk-1")] == ["forwarding_page", "forwarding"]
    with acting_as(CARRIER):
        (read,) = RegisterRead.objects.filter(purpose="desk")
    assert (read.reader, read.about) == ("desk-1", reference)


def test_who_is_protected_is_found_by_number_like_somebody_unknown() -> None:
    """The same page, but for what was never shown back; by the reference nothing tells either."""
    from budstikke.post.records.models import Person
    from budstikke.post.records.scope import CARRIER, acting_as

    number = registered.entered(1)
    reference = ordered(registered.person(1).ref)
    client = desk.browser("desk-1")
    assert reference in finds(client, number, by="person").content.decode()
    before = client.get(f"/desk/forwarding/order/{reference}/").content
    with acting_as(CARRIER):
        Person.objects.filter(ref=registered.person(1).ref).update(protection="strictly_confidential")

    def bare(answer) -> str:
        return re.sub(r'value="[\w-]{20,}"', "", answer.content.decode())

    assert bare(finds(client, number, by="person")) == bare(finds(client, registered.number(9), by="person"))
    after = client.get(f"/desk/forwarding/order/{reference}/").content
    assert [len(before.split(b"\n")), b"rotect" in after] == [len(after.split(b"\n")), False]


def test_a_frozen_order_is_let_go_by_two_and_never_by_one() -> None:
    """The desk asks, cannot confirm; a lead confirms; the event says who did what (§1, §7)."""
    from budstikke.post.records.models import ForwardingEvent
    from budstikke.post.records.scope import CARRIER, acting_as

    reference = ordered()
    lead, other = desk.browser("lead-1", "desk_lead"), desk.browser("lead-2", "desk_lead")
    finds(lead, reference)
    assert acts(lead, reference, "freeze").status_code == 200
    assert street.state(reference).startswith("frozen")
    why = "spoke_with_objector"
    assert acts(lead, reference, "let_go", why="false_order").status_code == 400
    assert "venter på" in text_of(acts(lead, reference, "let_go", why=why))
    assert acts(lead, reference, "let_go", why=why).status_code == 409
    (act,) = re.findall(r"/desk/forwarding/let-go/(\d+)/", other.get("/desk/waiting/").content.decode())
    assert "/let-go/" not in lead.get("/desk/waiting/").content.decode()
    path = f"/desk/forwarding/let-go/{act}/"
    assert lead.post(path, {"agrees": "yes"}).status_code == 409
    assert street.state(reference).startswith("frozen")
    assert desk.browser("desk-3").post(path, {"agrees": "yes"}).status_code == 403
    assert other.post(path, {"agrees": "yes"}).status_code == 200
    assert not street.state(reference).startswith("frozen")
    with acting_as(CARRIER):
        last = ForwardingEvent.objects.filter(code="LET_GO").get()
    assert last.actor == "lead-2" and last.decision["also"][0]["inputs"]["asked_by"] == "lead-1"


def test_an_objection_that_stands_withdraws_the_order_by_one() -> None:
    """It gives nobody's mail away; what was paid is credited."""
    reference = ordered()
    client = desk.browser("desk-1")
    finds(client, reference)
    acts(client, reference, "freeze")
    assert acts(client, reference, "withdraw", why="false_order").status_code == 200
    assert street.state(reference) == "cancelled" and "REFUNDED" in street.history(reference)


def test_a_complaint_pays_at_most_the_price_and_nothing_that_followed() -> None:
    """§8, with the day of discovery; closed once."""
    from budstikke.post.records.models import ForwardingCase, ForwardingPayment
    from budstikke.post.records.scope import CARRIER, acting_as

    reference = ordered()
    client = desk.browser("desk-1")
    finds(client, reference)
    told = {
        "channel": "phone",
        "discovered_on": today().isoformat(),
        "claimed": "99 999",
        "consequential": "50",
    }
    answer = acts(client, reference, "complain", **told)
    assert answer.status_code == 200 and "Forwarding §8" in text_of(answer)
    with acting_as(CARRIER):
        (case,), (paid,) = ForwardingCase.objects.all(), ForwardingPayment.objects.all()
    assert case.compensation_ore == paid.amount_ore and case.discovered_on == today()
    assert acts(client, reference, "close", case=str(case.id)).status_code == 200
    assert acts(client, reference, "close", case=str(case.id)).status_code == 409
    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert acts(client, reference, "complain", **{**told, "discovered_on": tomorrow}).status_code == 400


def test_an_order_is_cancelled_extended_and_stopped_by_telephone() -> None:
    """§5: the decision of the rule is told with its clause."""
    reference = ordered()
    client = desk.browser("desk-1")
    finds(client, reference)
    assert acts(client, reference, "extend", months="1").status_code in (200, 409)
    assert acts(client, reference, "stop").status_code == 400
    answer = acts(client, reference, "cancel")
    assert answer.status_code == 200 and "Forwarding §5" in text_of(answer)


def test_a_declared_role_is_seen_and_accepted_or_refused_at_the_desk() -> None:
    """From the list of those that wait; a document that came by post is added there; each no has its reason (§1)."""
    from budstikke.post.actions.forwarding.prove_role import add_proof
    from budstikke.post.actions.forwarding.wanted_order import Organisation
    from budstikke.post.terms.forwarding.kinds import Channel, Customer
    from budstikke.post.terms.forwarding.role import Proof, RoleShown

    def waits(number: str) -> str:
        return ordered(
            None,
            customer=Customer.BUSINESS,
            organisation=Organisation(number=number, name="Eksempel Handel AS"),
            covered=(),
            channel=Channel.WEB,
            role=RoleShown(
                customer=Customer.BUSINESS, by=Proof.REGISTRATION, declared=True, document_on=date(2026, 1, 5)
            ),  # Monday
        )

    first, second = waits("314159268"), waits("310028142")
    client = desk.browser("desk-1")
    home = text_of(client.get("/desk/forwarding/?language=en"))
    assert "Wait for the role to be accepted: 2" in home
    page = text_of(client.get(f"/desk/forwarding/order/{first}/"))
    assert "No documents were added" in page
    assert acts(client, first, "accept_role").status_code == 409
    add_proof(first, b"\x89PNG\r\n\x1a\n SPECIMEN", by="person", now=now())
    page = client.get(f"/desk/forwarding/order/{first}/").content.decode()
    (at,) = re.findall(r'href="(/desk/forwarding/order/\w+/document/\d+/)"', page)
    shown = client.get(at)
    assert shown.content.endswith(b"SPECIMEN") and shown["Content-Type"] == "image/png"
    assert "sandbox" in shown["Content-Security-Policy"] and shown["X-Content-Type-Options"] == "nosniff"
    assert client.get(at.replace(first, second)).status_code == 404
    answer = acts(client, first, "accept_role")
    assert answer.status_code == 200 and "The role is accepted" in text_of(answer)
    posted = SimpleUploadedFile("certificate.pdf", b"%PDF-1.7 SPECIMEN")
    assert acts(client, second, "prove", document=posted).status_code == 200
    assert acts(client, second, "refuse_role").status_code == 400
    assert acts(client, second, "ask_document", why="not_legible").status_code == 200
    again = acts(client, second, "ask_document", why="not_legible")
    assert again.status_code == 409 and "asked for already" in text_of(again)
    answer = acts(client, second, "refuse_role", why="out_of_date")
    assert answer.status_code == 200 and "holds no longer" in text_of(answer)


def known(client, number: str, **answers: str):
    """Ask a caller the questions."""
    asked = {"number": number, "name": "Kari Nordmann", "postcode": "5004", **answers}
    return client.post("/desk/forwarding/phone/", asked)


def test_a_caller_is_known_by_two_answers_besides_and_orders_storage_alone() -> None:
    """Read aloud first; the order says by what the caller was known, and nothing of the answers."""
    from budstikke.post.records.models import ForwardingEvent, ForwardingOrder
    from budstikke.post.records.scope import CARRIER, acting_as

    number = registered.entered(2)
    earlier = ordered(registered.person(2).ref, service=street_storage(), new=None, channel=phone())
    client = desk.browser("desk-1")
    assert known(client, number).status_code == 409
    page = known(client, number, reference=earlier).content.decode()
    (signed,) = re.findall(r'name="known" value="([^"]+)"', page)
    first = today() + timedelta(days=120)
    form = {
        "known": signed,
        "start": first.isoformat(),
        "months": "1",
        "old_street": "Lilleveien 3",
        "old_postcode": "5004",
        "old_city": "BERGEN",
        "service": "permanent",
    }
    path = "/desk/forwarding/phone/order/"
    # An estate has no service with a lead time by telephone.
    estate = client.post(path, {**form, "customer": "estate_manager"})
    assert estate.status_code == 409 and "Forwarding §3" in text_of(estate)
    page = client.post(path, form).content.decode()
    (shown,) = re.findall(r'name="shown" value="([0-9a-f]{64})"', page)
    assert desk.browser("desk-2").post(path, {**form, "shown": shown}).status_code == 409
    assert client.post(path, {**form, "shown": shown}).status_code == 200
    with acting_as(CARRIER):
        order = ForwardingOrder.objects.order_by("-id")[0]
        event = ForwardingEvent.objects.filter(order=order).order_by("id")[0]
    assert (order.service, order.channel, order.identified_by) == ("storage", "phone", "phone")
    assert "identified_by_phone" in [each["question"] for each in event.decision["also"]]
    assert "5004" not in repr(event.decision) and "Nordmann" not in repr(event.decision)


def test_an_estate_orders_by_telephone_where_an_edition_lets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the role waits for its document, as it does on the web (§1, A-21, A-28)."""
    from budstikke.post.records.models import ForwardingOrder, Person
    from budstikke.post.records.scope import CARRIER, acting_as
    from budstikke.post.terms import editions
    from budstikke.post.terms.editions import FORWARDING_PRESENT

    lets = replace(FORWARDING_PRESENT, temporary_lead_phone_days=8)
    monkeypatch.setattr(editions, "FORWARDING_EDITIONS", (lets,))
    monkeypatch.setitem(editions.FORWARDING_BY_ID, lets.id, lets)
    number, dead = registered.entered(2), registered.entered(3, given="Ola")
    with acting_as(CARRIER):
        Person.objects.filter(given_name="Ola").update(died_on=today() - timedelta(days=30))
    earlier = ordered(registered.person(2).ref, service=street_storage(), new=None, channel=phone())
    client = desk.browser("desk-1")
    (signed,) = re.findall(
        r'name="known" value="([^"]+)"', known(client, number, reference=earlier).content.decode()
    )
    first = today() + timedelta(days=120)
    form = {
        "known": signed,
        "start": first.isoformat(),
        "months": "1",
        "customer": "estate_manager",
        "old_street": "Lilleveien 3",
        "old_postcode": "5004",
        "old_city": "BERGEN",
        "new_street": "Nygata 7",
        "new_postcode": "9008",
        "new_city": "TROMSØ",
        "deceased": dead,
    }
    path = "/desk/forwarding/phone/order/"
    assert client.post(path, form).status_code == 400
    form |= {"role_document": "probate_certificate", "role_document_on": "2026-01-05"}  # Monday
    (shown,) = re.findall(r'name="shown" value="([0-9a-f]{64})"', client.post(path, form).content.decode())
    assert client.post(path, {**form, "shown": shown}).status_code == 200
    with acting_as(CARRIER):
        order = ForwardingOrder.objects.order_by("-id")[0]
    assert (order.service, order.customer, order.role_waits, order.state) == (
        *("temporary", "estate_manager"),
        *(True, "ordered"),
    )


def street_storage():
    """Storage, as the terms name it."""
    from budstikke.post.terms.forwarding.kinds import Service

    return Service.STORAGE


def phone():
    """The telephone, as the terms name it."""
    from budstikke.post.terms.forwarding.kinds import Channel

    return Channel.PHONE


def test_wrong_answers_are_counted_for_somebody_unknown_too() -> None:
    """After three a day the words change, for a number nobody has exactly as for one somebody has."""
    client = desk.browser("desk-1")
    number = registered.entered(3)
    for asked in (number, registered.number(8)):
        told = [text_of(known(client, asked, mobile="99999999")) for _ in range(4)]
        assert told[0] == told[2] != told[3], asked
    assert "for ofte" in told[3]


def test_a_case_of_the_register_is_opened_answered_and_listed_by_deadline() -> None:
    """A reservation in writing within a month; by telephone it is none (§7)."""
    client = desk.browser("desk-1")
    asked = {"number": registered.entered(4), "kind": "reservation", "channel": "phone", "identified": "on"}
    assert client.post("/desk/cases/", asked).status_code == 409
    at = client.post("/desk/cases/", {**asked, "channel": "letter"})["Location"]
    assert at in client.get("/desk/cases/").content.decode()
    assert client.post(f"{at}act/", {"do": "give", "as": "pdf-no"}).status_code == 400
    assert client.post(f"{at}act/", {"do": "prolong"}).status_code == 200
    assert client.post(f"{at}act/", {"do": "prolong"}).status_code == 409
    assert client.post(f"{at}act/", {"do": "reserve"}).status_code == 200
    assert client.post(f"{at}act/", {"do": "reserve"}).status_code == 409
    assert at not in client.get("/desk/cases/").content.decode()
    assert registered.person(4).reserved_at is not None


def test_access_gives_the_copy_once_and_the_copy_says_who_saw_it() -> None:
    """As JSON here; the case is closed by it."""
    client = desk.browser("desk-1")
    asked = {"number": registered.entered(5), "kind": "access", "channel": "letter", "identified": "on"}
    at = client.post("/desk/cases/", asked)["Location"]
    client.get(at)
    copy = client.post(f"{at}act/", {"do": "give", "as": "json"})
    assert copy["Content-Type"] == "application/json"
    reads = next(each for each in copy.json()["holdings"] if each["code"] == "reads")
    assert {"access", "case", "search"} <= {row["purpose"] for row in reads["rows"]}
    assert client.post(f"{at}act/", {"do": "give", "as": "json"}).status_code == 409


def test_a_correction_changes_what_is_filled_in_and_a_no_needs_its_reason() -> None:
    """Half an address is none."""
    client = desk.browser("desk-1")
    asked = {"number": registered.entered(6), "kind": "correction", "channel": "email", "identified": "on"}
    at = client.post("/desk/cases/", asked)["Location"]
    assert client.post(f"{at}act/", {"do": "decline"}).status_code == 400
    assert client.post(f"{at}act/", {"do": "correct", "street": "Storgata 1"}).status_code == 400
    assert client.post(f"{at}act/", {"do": "correct", "given_name": "Karin"}).status_code == 200
    assert registered.person(6).given_name == "Karin"


def test_a_case_of_somebody_protected_is_not_the_desks() -> None:
    """Neither listed nor opened: it is answered by whoever has the right."""
    from budstikke.post.records.models import Person
    from budstikke.post.records.scope import CARRIER, acting_as

    client = desk.browser("desk-1")
    asked = {"number": registered.entered(7), "kind": "access", "channel": "letter", "identified": "on"}
    at = client.post("/desk/cases/", asked)["Location"]
    with acting_as(CARRIER):
        Person.objects.filter(ref=registered.person(7).ref).update(protection="confidential")
    assert at not in client.get("/desk/cases/").content.decode()
    assert client.get(at).status_code == 404
    assert client.post("/desk/cases/", asked).status_code == 404
