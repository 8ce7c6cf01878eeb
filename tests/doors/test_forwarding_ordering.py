"""Ordering at the web door: every fault at its field with its clause, the days and the price before the order."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.actions import forwarding as street
from tests.doors.citizen import (
    AWAY,
    DAYS,
    HOME,
    KARI,
    LIV,
    OLA,
    PERMANENT,
    STORAGE,
    STRANGER,
    TEMPORARY,
    family,
    ordered,
    signed_in,
    words,
)

from budstikke.kit.clock import move_to
from budstikke.post.records.models import (
    ForwardingCover,
    ForwardingOrder,
    ForwardingPayment,
    Person,
    Postcode,
)
from budstikke.post.records.scope import CARRIER, acting_as

WHOLE = {**HOME, **AWAY, **DAYS, "step": "look"}


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


def faults(answer) -> dict[str, str]:
    """What the page says is wrong, by field."""
    rows = re.findall(r'<div id="(\w+)-fault">(.*?)</div>', answer.content.decode(), re.DOTALL)
    return {name: " ".join(re.sub(r"<[^>]*>", " ", text).split()) for name, text in rows}


def test_nobody_sees_a_page_of_their_own_without_signing_in() -> None:
    """And comes back to it afterwards; what is for everybody stays open."""
    for page in ("mine/", "register/", "order/", "order/storage/private/", "mine/F0/", "register/copy.pdf"):
        answer = Client().get(f"/forwarding/{page}")
        assert answer.status_code == 302 and answer["Location"].startswith("/forwarding/sign-in/?next=")
    assert Client().get("/forwarding/").status_code == 200
    client = Client()
    found = client.post("/forwarding/sign-in/test/", {"number": KARI, "next": "/forwarding/register/"})
    assert found["Location"] == "/forwarding/register/"
    assert client.post("/forwarding/sign-off/").status_code == 302
    assert client.get("/forwarding/mine/").status_code == 302
    elsewhere = {"number": KARI, "next": "https://evil.example/forwarding/"}
    assert Client().post("/forwarding/sign-in/test/", elsewhere)["Location"] == "/forwarding/mine/"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (STRANGER, "kjenner ikke dette nummeret"),
        ("12345678901", "syntetisk fødselsnummer"),
        ("", "syntetisk fødselsnummer"),
    ],
)
def test_a_number_that_nobody_vouches_for_lets_nobody_in(number: str, said: str) -> None:
    """A stranger's, one with a wrong check digit, and none."""
    answer = Client().post("/forwarding/sign-in/test/", {"number": number})
    assert answer.status_code == 422 and said in words(answer)
    with acting_as(CARRIER):
        assert Person.objects.count() == 3


def test_the_form_knows_the_home_and_the_earliest_day() -> None:
    """In both languages; the national number is on no page and in no session."""
    from django.contrib.sessions.models import Session

    client = signed_in()
    for language, heading in (("no", "Midlertidig ettersending"), ("en", "Temporary redirection")):
        page = client.get(f"{TEMPORARY}?language={language}").content.decode()
        assert heading in page and 'value="Lilleveien 2"' in page and 'value="2026-11-27"' in page
        assert KARI not in page
    assert all(KARI not in str(each.get_decoded()) for each in Session.objects.all())


@pytest.mark.parametrize(
    ("address", "changed", "at", "said"),
    [
        (TEMPORARY, {"old_street": ""}, "old_street", "Må fylles ut. (Forwarding §1)"),
        (TEMPORARY, {"start": "i morgen"}, "start", "Er ingen dag; skriv år-måned-dag. (Forwarding §3)"),
        (TEMPORARY, {"last_day": "2026-11-30"}, "last_day", "Slutter før den begynner. (Forwarding §1)"),
        (TEMPORARY, {"start": "2026-11-24"}, "start", "(Forwarding §3)"),
        (TEMPORARY, {"last_day": "2028-01-01"}, "last_day", "(Forwarding §3)"),
        (TEMPORARY, {"last_day": "2026-12-02"}, "last_day", "(Forwarding §3)"),
        (PERMANENT, {"last_day": "2028-06-01"}, "last_day", "(Forwarding §2)"),
        (STORAGE, {"last_day": "2027-06-01"}, "last_day", "(Forwarding §4)"),
        (TEMPORARY, {"old_kind": "institution"}, "old_kind", "(Forwarding §1)"),
        (TEMPORARY, {"old_kind": "workplace"}, "old_kind", "(Forwarding §1)"),
        (TEMPORARY, {"old_kind": "poste_restante"}, "old_kind", "(Forwarding §1)"),
        (TEMPORARY, {"old_kind": "castle"}, "old_kind", "Velg ett av svarene. (Forwarding §1)"),
        (TEMPORARY, HOME | {"new_street": "Lilleveien 2", "new_postcode": "5004", "new_city": "BERGEN"},
         "new_street", "Er den gamle adressen. (Forwarding §2)"),
        (TEMPORARY, {"new_country": "Norway"}, "new_street", "to store bokstaver. (Forwarding §1)"),
        (TEMPORARY, {"number_1": OLA}, "number_1", "Fyll ut både nummer og navn. (Forwarding §7)"),
        (TEMPORARY, {"number_1": OLA, "name_1": "Per Hansen"}, "number_1", "(Forwarding §1, Forwarding §7)"),
        (TEMPORARY, {"number_1": STRANGER, "name_1": "Per Hansen"}, "number_1", "(Forwarding §1, Forwarding §7)"),
        (TEMPORARY, {"number_1": KARI, "name_1": "Kari Nordmann"}, "number_1", "Du er med uansett"),
    ],
)  # fmt: skip
def test_each_wrong_part_is_told_at_its_field(
    address: str, changed: dict[str, str], at: str, said: str
) -> None:
    """With the clause it rests on; nothing is written."""
    answer = signed_in().post(address, {**WHOLE, **changed})
    assert answer.status_code == 422
    found = faults(answer)
    assert set(found) == {at} and said in found[at], found
    with acting_as(CARRIER):
        assert not ForwardingOrder.objects.exists()


def test_a_fault_is_told_in_english_too() -> None:
    """The words and the cure."""
    answer = signed_in().post(f"{TEMPORARY}?language=en", {**WHOLE, "start": "2026-11-24"})
    assert "Something must be put right" in words(answer) and "before 27 Nov 2026" in faults(answer)["start"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [({}, "What you filled in"), ({"start": "2026-11-24"}, "must be put right"), ({"step": "change"}, "")],
)
def test_the_other_language_of_a_posted_page_keeps_what_was_typed(changed: dict[str, str], said: str) -> None:
    """The days and the price, the form with its faults, the form changed again: by the switch's own form."""
    client = signed_in()
    page = client.post(TEMPORARY, {**WHOLE, "number_1": OLA, "name_1": "Ola Nordmann", **changed})
    (switch,) = re.findall(
        r'<form method="post" action="([^"]+language=en)">(.*?)</form>', page.content.decode()
    )
    pressed = re.findall(r'name="([^"]+)" value="([^"]*)"', switch[1])
    other = client.post(switch[0], dict(pressed))
    assert 'lang="en"' in other.content.decode()[:200] and said in words(other)
    for typed in ("Nygata 7", OLA, "Ola Nordmann", "Lilleveien 2"):
        assert f'value="{typed}"' in other.content.decode()
    assert "?language=en" in client.get(f"{TEMPORARY}?language=no").content.decode()


def test_unknown_and_of_another_name_are_answered_alike() -> None:
    """Whoever tries numbers learns nothing of them; a protected person is answered like all others."""
    client, said = signed_in(), []
    for number, name in ((OLA, "Per Hansen"), (STRANGER, "Per Hansen")):
        said.append(faults(client.post(TEMPORARY, {**WHOLE, "number_1": number, "name_1": name})))
    assert said[0] == said[1]
    plain = words(client.post(TEMPORARY, {**WHOLE, "number_1": OLA, "name_1": "Ola Nordmann"}))
    with acting_as(CARRIER):
        Person.objects.filter(given_name__in=("Ola", "Kari")).update(protection="strictly_confidential")
    again = client.post(TEMPORARY, {**WHOLE, "number_1": OLA, "name_1": "Ola Nordmann"})
    assert words(again) == plain
    assert faults(client.post(TEMPORARY, {**WHOLE, "number_1": OLA, "name_1": "Per Hansen"})) == said[0]


def test_the_days_and_the_price_stand_there_before_anything_is_ordered() -> None:
    """Each with its clause; what was filled in can be changed again."""
    client = signed_in()
    filled = {**WHOLE, "number_1": OLA, "name_1": "ola nordmann", "number_2": LIV, "name_2": "Liv Nordmann"}
    told = words(client.post(TEMPORARY, filled))
    for part in (
        "mandag 23. november 2026 Du bestiller.",
        "tirsdag 1. desember 2026 Posten ettersendes til den midlertidige adressen. Forwarding §3",
        "torsdag 28. januar 2027 Fra nå holdes posten tilbake",
        "mandag 1. februar 2027 Posten leveres igjen på den faste adressen",
        "Bestilling Forwarding §6 349,00",
        "Flere personer Forwarding §6 98,00",
        "betales med kort. Forwarding §6",
    ):
        assert part in told, (part, told)
    assert OLA not in told
    with acting_as(CARRIER):
        assert not ForwardingOrder.objects.exists()
    back = client.post(TEMPORARY, {**filled, "step": "change"})
    assert back.status_code == 200 and 'value="Nygata 7"' in back.content.decode()


def test_an_order_is_what_was_shown_and_made_once() -> None:
    """Pressed twice it is one order; what changed since it was shown is shown again."""
    client = signed_in()
    reference = ordered(client, number_1=OLA, name_1="Ola Nordmann", number_2=LIV, name_2="Liv Nordmann")
    with acting_as(CARRIER):
        order = ForwardingOrder.objects.get(reference=reference)
        payment = ForwardingPayment.objects.get(order=order)
        covers = list(
            ForwardingCover.objects.filter(order=order)
            .order_by("id")
            .values_list("person__given_name", "adult", "confirmed_by")
        )
    assert (order.identified_by, order.channel, payment.means) == ("eid", "web", "card")
    assert sorted(covers) == [("Kari", True, "eid"), ("Liv", False, "orderer"), ("Ola", True, "")]
    again = client.post(
        TEMPORARY,
        {**WHOLE, "number_1": OLA, "name_1": "Ola Nordmann", "number_2": LIV, "name_2": "Liv Nordmann",
         "step": "order", "shown": order.shown_sha256},
    )  # fmt: skip
    assert again["Location"] == f"/forwarding/mine/{reference}/"
    changed = client.post(TEMPORARY, {**WHOLE, "start": "2026-12-02", "step": "order", "shown": "0" * 64})
    assert changed.status_code == 422 and "start" in faults(changed)


def test_a_refused_order_is_kept_by_its_clause() -> None:
    """What the rules refuse at the last moment is evidenced; the page says it at its field."""
    client = signed_in()
    looked = client.post(STORAGE, WHOLE).content.decode()
    assert "kvitteres for og ligger på hentestedet" in looked and "Forwarding §4" in looked
    shown = re.search(r'name="shown" value="(\w+)"', looked)
    assert shown
    ordered(client, STORAGE, last_day="2027-01-28")
    late = client.post(STORAGE, {**WHOLE, "step": "order", "shown": shown[1]})
    assert late.status_code == 422 and "Forwarding §1" in faults(late)["start"]
    with acting_as(CARRIER):
        assert ForwardingOrder.objects.filter(state="refused").count() == 1


BUSINESS = {
    "orgnr": "314159268",
    "orgname": "Eksempel Handel AS",
    "established": "NO",
    "covers_all": "yes",
    "old_kind": "business",
}


@pytest.mark.parametrize(
    ("changed", "at"),
    [
        ({"orgnr": "123456789"}, "orgnr"),
        ({"established": "SE"}, "established"),
        ({"covers_all": ""}, "covers_all"),
        ({"document": ""}, "document"),
        ({"declared": ""}, "document"),
        ({"document_on": "2030-01-01"}, "document"),
    ],
)
def test_a_business_order_says_who_may_place_it(changed: dict[str, str], at: str) -> None:
    """By the sign-in, or by a document with its day and a declaration."""
    role = {"document": "registration_certificate", "document_on": "2026-11-02", "declared": "yes"}
    address = "/forwarding/order/permanent/business/"
    form = {**BUSINESS, **role, "last_day": "2027-11-30"}
    refused = signed_in().post(address, {**WHOLE, **form, **changed})
    assert refused.status_code == 422 and set(faults(refused)) == {at}


def test_a_business_orders_by_its_claim_or_its_document() -> None:
    """For all its mail at the address, and pays by its own price list."""
    address = "/forwarding/order/permanent/business/"
    form = {**BUSINESS, "last_day": "2027-11-30"}
    ordered(signed_in(organisation="314159268"), address, **form)
    with acting_as(CARRIER):
        order = ForwardingOrder.objects.get()
    assert (order.organisation_number, order.customer) == ("314159268", "business")
    role = {"document": "registration_certificate", "document_on": "2026-11-02", "declared": "yes"}
    told = words(signed_in().post(address, {**WHOLE, **form, **role, "old_street": "Storgata 5"}))
    assert "Linjene er uten mva., summen med." in told


def test_the_manager_of_an_estate_orders_for_who_has_died() -> None:
    """A temporary redirection and nothing else, with the document named."""
    from datetime import date

    with acting_as(CARRIER):
        Person.objects.filter(given_name="Ola").update(died_on=date(2026, 10, 1))  # Thursday
    role = {"document": "probate_certificate", "document_on": "2026-11-02", "declared": "yes"}
    form = {"number_1": OLA, "name_1": "Ola Nordmann", **role}
    client = signed_in()
    reference = ordered(client, "/forwarding/order/temporary/estate_manager/", **form)
    with acting_as(CARRIER):
        cover = ForwardingCover.objects.get(order__reference=reference)
        assert cover.person is not None and cover.person.given_name == "Ola"
    refused = client.post("/forwarding/order/storage/estate_manager/", {**WHOLE, **form})
    assert refused.status_code == 422 and "Forwarding §1" in words(refused)
    own = f"/forwarding/mine/{reference}/"
    assert "the document that shows you may order" in words(client.get(f"{own}?language=en"))
    act = f"{own}act/"
    wrong = SimpleUploadedFile("certificate.pdf", b"MZ", content_type="application/pdf")
    assert client.post(act, {"do": "prove", "document": wrong}).status_code == 409
    assert client.post(act, {"do": "prove"}).status_code == 409
    file = SimpleUploadedFile("certificate.exe", b"%PDF-1.7 SPECIMEN", content_type="text/html")
    told = client.post(act, {"do": "prove", "document": file})
    assert told.status_code == 200 and "PDF, 1 kB" in words(told)
    (at,) = re.findall(rf'href="({own}document/\d+)"', told.content.decode())
    shown = client.get(at)
    assert shown.content.endswith(b"SPECIMEN") and "attachment" in shown["Content-Disposition"]
    assert signed_in(LIV).get(at).status_code == 404


def test_the_manager_of_a_bankrupt_persons_estate_orders_and_the_person_is_told() -> None:
    """In words of their own: nobody waits for them to confirm, and one word of theirs stops it (§1)."""
    role = {"document": "bankruptcy_order", "document_on": "2026-11-02", "declared": "yes"}
    form = {"number_1": OLA, "name_1": "Ola Nordmann", **role}
    reference = ordered(signed_in(), "/forwarding/order/temporary/estate_manager/", **form)
    (told,) = [each.text for each in street.send_all().sent if "bostyrer" in each.text]
    assert "waits for nobody else to confirm" in told and "/forwarding/" in told and reference in told


def test_a_town_comes_by_its_postcode_and_all_faults_are_told_together() -> None:
    """What was typed stays; what the rules say to the days stands beside what is missing elsewhere."""
    with acting_as(CARRIER):
        Postcode.objects.update_or_create(
            code="9008", defaults={"city": "TROMSØ", "municipality_number": "5501", "category": "G"}
        )
    client = signed_in()
    looked = client.post(TEMPORARY, {**WHOLE, "new_city": ""})
    assert looked.status_code == 200 and "TROMSØ" in words(looked)
    soon = (street.NOW.date() + timedelta(days=1)).isoformat()
    answer = client.post(TEMPORARY, {**WHOLE, "new_street": "", "start": soon})
    assert answer.status_code == 422
    assert set(re.findall(r'id="(\w+)-fault"', answer.content.decode())) == {"new_street", "start"}


def test_prices_are_seen_by_everybody_with_vat_and_without() -> None:
    """Both lists, as they price an order (§6)."""
    page = words(Client().get("/forwarding/prices/?language=en"))
    assert "For businesses" in page and "Without VAT" in page and "349.00" in page
    assert "invented" in page and "Forwarding §6" in page


def test_a_locked_person_orders_in_person_only() -> None:
    """The lock that somebody set on their own page holds against themselves, too."""
    client = signed_in()
    assert client.post("/forwarding/register/lock/", {"locked": "yes"}).status_code == 200
    answer = client.post(TEMPORARY, WHOLE)
    assert answer.status_code == 422 and "sperret" in words(answer)
    assert client.post("/forwarding/register/lock/", {"locked": "no"}).status_code == 409
