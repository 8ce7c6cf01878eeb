"""A visit to the counter about forwarding: identified first, then ordered, stopped, confirmed, collected."""

from __future__ import annotations

import base64
import re
from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.actions import forwarding as street
from tests.actions import line, registered
from tests.doors.test_counter import browser
from tests.stories.browser.counter import ALL_WELL, KARI

from budstikke.kit.clock import now, today

DOT = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"SPECIMEN" * 20).decode()
ORDER = {
    "service": "storage",
    "old_street": "Lilleveien 2",
    "old_postcode": "5004",
    "old_city": "BERGEN",
    "customer": "private",
}


def days(start: int = 21, length: int = 30) -> dict[str, str]:
    """A period that begins late enough on any day of the year."""
    first = today() + timedelta(days=start)
    return {"start": first.isoformat(), "last_day": (first + timedelta(days=length)).isoformat()}


def document(**changed: str) -> dict[str, str]:
    """Kari's driving licence as the clerk keys it, and all findings passed."""
    return {**KARI, "issued_on": "01.01.2020", **dict.fromkeys(ALL_WELL, "passed"), **changed}


def begins(client, *, kind: str = "no_driving_licence", **changed: str) -> str:
    """Open a visit and show a document; returns its address."""
    at = client.post("/counter/forwarding/", {"nonce": str(uuid4())})["Location"]
    client.post(at, {"kind": kind})
    client.post(f"{at}document/", document(**changed))
    return str(at)


def orders(client, at: str, **changed: str):
    """Fill in the form, read what was shown, and sign."""
    form = {**ORDER, **days(), **changed}
    answer = client.post(f"{at}order/", form)
    if answer.status_code != 302:
        return answer
    page = client.get(f"{at}sign/")
    shown = value(page, "shown")
    signed = {"shown": shown, "signature": f"data:image/png;base64,{DOT}", "signature_agrees": "passed"}
    return client.post(f"{at}sign/", signed)


def value(page, name: str) -> str:
    """The value of a hidden field; empty where there is none."""
    found = re.search(rf'name="{name}" value="([^"]+)"', page.content.decode())
    return found[1] if found else ""


def faults(page) -> set[str]:
    """The names of fields that are told to be wrong."""
    return set(re.findall(r'id="([a-z_]+)-fault"', page.content.decode()))


def test_whoever_is_not_identified_reaches_no_order(installation: None) -> None:
    """A picture that shows another person, a mistyped number, another name in the register: nothing leads on."""
    registered_kari()
    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    for changed in (
        {"photo": "failed"},
        {"national_number": "12345678901"},
        {"surname": "Solheim"},
        {"scanned": ""},
    ):
        at = begins(client, **changed)
        for page in ("orders/", "order/", "sign/"):
            assert client.get(f"{at}{page}").status_code == 302, (changed, page)
        client.post(f"{at}end/")
    from budstikke.post.records.models import ForwardingOrder
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        assert not ForwardingOrder.objects.exists()


def test_what_speaks_against_a_document_says_nothing_of_a_letter(installation: None) -> None:
    """Nobody here waits for one: each refusal and its cure is of the person and the document, and leads to another."""
    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    at = begins(client)
    for changed in (
        {"photo": "failed"},
        {"genuine": "failed"},
        {"expires_on": "01.01.2020"},
        {"issued_on": "", "then": "all_shown"},
    ):
        page = client.post(f"{at}document/", document(**changed)).content.decode()
        panel = page[page.index('id="panel"') : page.index("</aside>")]
        assert 'data-state="no"' in panel and "brev" not in panel.lower(), (changed, panel)
        assert f'href="{at}"' in panel


def registered_kari() -> None:
    """Enter Kari into the register, by the number that stands in her document."""
    from budstikke.post.actions.address_register.persons import NewPerson, enter_person
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        enter_person(
            NewPerson(given_name="Kari", surname="Nordmann", national_number=KARI["national_number"]),
            now=line.NOW,
        )


def test_storage_is_ordered_in_person_with_its_days_and_price(installation: None) -> None:
    """The order keeps what was shown, how its orderer was identified, and the signature, sealed; then the receipt."""
    from budstikke.post.records.models import ForwardingEvent, ForwardingOrder, Visit
    from budstikke.post.records.scope import CARRIER, acting_as

    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    at = begins(client)
    form = {**ORDER, **days()}
    client.post(f"{at}order/", form)
    page = client.get(f"{at}sign/").content.decode()
    assert "Forwarding §4" in page and "Forwarding §6" in page and "faktura" in page
    answer = orders(client, at)
    assert answer.status_code == 200, answer.content.decode()
    with acting_as(CARRIER):
        (order,) = ForwardingOrder.objects.select_related("orderer")
        first = ForwardingEvent.objects.filter(order=order).order_by("id")[0]
    assert (order.channel, order.identified_by, order.orderer.surname) == ("counter", "document", "Nordmann")
    assert len(order.shown_sha256) == 64 and order.signature_sealed is not None
    asked = [each["question"] for each in first.decision["also"]]
    assert "identified_in_person" in asked
    (paper_at,) = re.findall(r'href="(/counter/visit/[^"]+/receipt/[^"]+)"', answer.content.decode())
    paper = client.get(paper_at)
    assert paper.content.startswith(b"%PDF")
    client.post(f"{at}end/")
    with acting_as(CARRIER):
        assert not Visit.objects.exists()


def test_an_order_that_the_rules_refuse_is_refused_before_anybody_signs(installation: None) -> None:
    """Too early at a counter (§4): the words, the clause and the cure; and nothing was ordered."""
    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    at = begins(client)
    client.post(f"{at}order/", {**ORDER, **days(start=1)})
    page = client.get(f"{at}sign/")
    text = page.content.decode()
    assert "Tidligste start" in text or "tidligst" in text.lower()
    assert 'id="pad"' not in text and 'name="shown"' not in text


def test_a_yes_is_to_what_was_shown(installation: None) -> None:
    """Signed on a page that showed something else, nothing is ordered."""
    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    at = begins(client)
    client.post(f"{at}order/", {**ORDER, **days()})
    signed = {"shown": "0" * 64, "signature": f"data:image/png;base64,{DOT}", "signature_agrees": "passed"}
    assert client.post(f"{at}sign/", signed).status_code == 409


def test_faults_of_the_form_are_named_by_field(installation: None) -> None:
    """No service, no day, an unknown number: each by its field, none guessed."""
    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    at = begins(client)
    answer = client.post(f"{at}order/", {"covered": registered.number(7)})
    assert answer.status_code == 400
    assert faults(answer) == {"service", "start", "covered"}


def test_a_permanent_change_without_a_new_address_is_no_order(installation: None) -> None:
    """The parts are held against each other before a rule is asked."""
    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    at = begins(client)
    answer = client.post(f"{at}order/", {**ORDER, **days(), "service": "permanent"})
    assert answer.status_code == 400 and "new" in faults(answer)


def test_an_estate_is_ordered_for_with_its_document(installation: None) -> None:
    """Of the deceased, by whoever shows the certificate; without it the form is not taken (§1)."""
    from budstikke.post.records.models import ForwardingCover, ForwardingEvent, Person
    from budstikke.post.records.scope import CARRIER, acting_as

    dead = registered.entered(3, given="Ola")
    with acting_as(CARRIER):
        Person.objects.filter(given_name="Ola").update(died_on=line.TODAY)
    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    at = begins(client)
    asked = {
        "service": "temporary",
        "customer": "estate_manager",
        "deceased": dead,
        "new_street": "Nygata 7",
        "new_postcode": "9008",
        "new_city": "TROMSØ",
    }
    assert "role" in faults(orders(client, at, **asked))
    shown = {"role_document": "probate_certificate", "role_document_on": line.TODAY.isoformat()}
    shown["role_document_on"] = (today() - timedelta(days=3)).isoformat()
    answer = orders(client, at, **asked, **shown)
    assert answer.status_code == 200, answer.content.decode()
    with acting_as(CARRIER):
        (cover,) = ForwardingCover.objects.select_related("person")
        assert cover.person.given_name == "Ola" and cover.confirmed_at is not None
        first = ForwardingEvent.objects.order_by("id")[0]
    assert "role" in [each["question"] for each in first.decision["also"]]


def test_a_business_is_ordered_for_and_its_document_is_taken_at_the_same_counter(installation: None) -> None:
    """Whoever came is the order's, as on the web, so the document goes to it, as an estate's does (§1)."""
    from budstikke.post.records.models import ForwardingCover, ForwardingOrder, ForwardingProof
    from budstikke.post.records.scope import CARRIER, acting_as

    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    at = begins(client)
    business = {
        "customer": "business",
        "organisation_number": "314159268",
        "organisation_name": "Eksempel Handel AS",
        "role_document": "registration_certificate",
        "role_document_on": (today() - timedelta(days=3)).isoformat(),
    }
    page = orders(client, at, **business)
    assert page.status_code == 200, page.content.decode()
    reference = value(page, "reference")
    document = SimpleUploadedFile("certificate.pdf", b"%PDF-1.7 SPECIMEN")
    added = client.post(f"{at}act/", {"do": "prove", "reference": reference, "document": document})
    assert added.status_code == 200
    with acting_as(CARRIER):
        order = ForwardingOrder.objects.select_related("orderer").get(reference=reference)
        (cover,) = ForwardingCover.objects.filter(order=order)
        proof = ForwardingProof.objects.get(order=order)
    assert order.orderer is not None and order.orderer.surname == "Nordmann"
    assert (cover.person, cover.subject) == (None, "org:314159268")
    assert proof.added_by != "person" and proof.document_sealed is not None
    assert "PROOF_ADDED" in street.history(reference) and not order.role_waits


def test_a_visitor_changes_their_own_orders_only(installation: None) -> None:
    """Another's order by its reference is not there; the own one is stopped, and a stop pays nothing back."""
    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    at = begins(client)
    orders(client, at)
    reference = value(client.get(f"{at}orders/"), "reference")
    strange = street.order(street.wanted(street.person("Ola Solheim")), now=now()).reference
    last = (today() + timedelta(days=30)).isoformat()
    assert client.post(f"{at}act/", {"do": "stop", "reference": strange, "last_day": last}).status_code == 404
    assert client.post(f"{at}act/", {"do": "extend", "reference": reference, "months": "99"}).status_code in (
        400,
        409,
    )
    answer = client.post(f"{at}act/", {"do": "cancel", "reference": reference})
    assert answer.status_code == 200 and "CANCELLED" in street.history(reference)


def test_a_visit_is_the_clerks_own(installation: None) -> None:
    """Another station of the outlet does not see it, and the next visit erases what was left."""
    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    at = begins(client)
    client.post("/counter/forwarding/", {"nonce": str(uuid4())})
    from budstikke.post.actions.counter.visit import open_visit, visit_at
    from budstikke.post.records.models import Station
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        station = Station.objects.get()
    nonce = at.split("/")[3]
    assert visit_at(nonce, station_id=station.id, clerk="somebody") is None
    open_visit(station_id=station.id, clerk="somebody", nonce=uuid4(), now=now())
    assert client.get(f"{at}orders/").status_code == 302


def test_who_is_named_in_anothers_order_confirms_or_objects_and_changes_nothing_else(
    installation: None,
) -> None:
    """As on the web: to cancel, to stop and to buy more is for whoever ordered."""
    from budstikke.post.actions.address_register.persons import find_person
    from budstikke.post.records.scope import CARRIER, acting_as

    registered_kari()
    with acting_as(CARRIER):
        kari = find_person(KARI["national_number"]).ref
    ola = street.person("Ola Nordmann")
    reference = street.order(street.wanted(ola, covered=(ola, kari)), now=now()).reference
    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    at = begins(client)
    page = client.get(f"{at}orders/").content.decode()
    assert reference in page and set(re.findall(r'name="do" value="(\w+)"', page)) == {"confirm", "object"}
    for act in ("stop", "cancel", "extend", "interim", "prove"):
        asked = {"do": act, "reference": reference, "months": "1", "last_day": today().isoformat()}
        assert client.post(f"{at}act/", asked).status_code == 404, act
    for act in ("confirm", "object"):
        assert client.post(f"{at}act/", {"do": act, "reference": reference}).status_code == 200, act
    assert street.history(reference)[-2:] == ["COVER_CONFIRMED", "OBJECTED"]


def test_a_document_that_was_put_away_lets_nobody_in(installation: None) -> None:
    """Judged while another was put in its place: who stands there is identified by that one."""
    from dataclasses import replace

    from budstikke.post.actions.counter.visit import identify_visitor, keep_document, visit_at
    from budstikke.post.records.models import Station

    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    at = begins(client)
    nonce, station = at.split("/")[3], Station.objects.get()
    first = visit_at(nonce, station_id=station.id, clerk=clerk_of(nonce))
    assert first is not None and first.person is not None
    another = replace(first.draft, typed=replace(first.draft.typed, surname="Solheim"))
    keep_document(first.nonce, another, clerk=first.clerk, now=now())
    identify_visitor(first, today=today(), now=now())
    now_there = visit_at(nonce, station_id=station.id, clerk=first.clerk)
    assert now_there is not None and now_there.person is None


def test_with_the_signature_no_other_document_comes_in(installation: None) -> None:
    """Of what is sent to the page of the signature only the signature is taken."""
    from budstikke.post.actions.counter.visit import visit_at
    from budstikke.post.records.models import Station

    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    at = begins(client)
    client.post(f"{at}order/", {**ORDER, **days()})
    client.post(f"{at}sign/", document(surname="Solheim", national_number=registered.number(7)))
    nonce = at.split("/")[3]
    kept = visit_at(nonce, station_id=Station.objects.get().id, clerk=clerk_of(nonce))
    assert kept is not None and kept.draft.typed.surname == KARI["surname"]
    assert kept.draft.typed.national_number == KARI["national_number"]


def test_a_visit_that_nobody_ended_is_erased_the_next_day(installation: None) -> None:
    """Also at a station where no other begins; one of today goes on."""
    from budstikke.post.actions.keeping.forget_register import forget_register
    from budstikke.post.records.models import Visit
    from budstikke.post.records.scope import CARRIER, acting_as

    begins(browser(station=line.BERGEN, clerk=line.BERGEN))
    for later, erased in ((timedelta(hours=20), 0), (timedelta(days=1, minutes=1), 1)):
        assert forget_register(today=today(), now=now() + later)["visit"] == erased
    with acting_as(CARRIER):
        assert not Visit.objects.exists()


def clerk_of(nonce: str) -> str:
    """Whose a visit is."""
    from budstikke.post.records.models import Visit
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        return str(Visit.objects.get(nonce=nonce).clerk)
