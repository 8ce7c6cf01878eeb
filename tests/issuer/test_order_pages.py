"""The pages of ordering, following and activating: both languages, no script, nothing secret in an address."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from joserfc.jwk import ECKey
from tests.issuer.carrier import LETTER_NUMBER, Carrier, House, sealed_report, trust
from tests.issuer.customer import KARI, NOW, NUMBER, letter_of

from budstikke.cli.print_house import said_in
from budstikke.issuer.actions.follow_letters import follow_letters
from budstikke.issuer.actions.print_letters import print_letters
from budstikke.issuer.actions.send_orders import send_orders
from budstikke.issuer.actions.take_reports import keep_report
from budstikke.issuer.channels import chosen
from budstikke.issuer.channels.verifier import Verifier
from budstikke.issuer.doors.order import activating, ordering, other_way, status
from budstikke.issuer.records.models import AuditRow, Order
from budstikke.issuer.terms.clauses import HEADINGS
from budstikke.issuer.terms.edition import PRESENT
from budstikke.kit.clock import real_now
from budstikke.kit.rsa_keys import KeyFile

pytestmark = pytest.mark.usefixtures("issuer_database", "secrets_of_the_webhook")
GIVEN = {
    **KARI.as_json(),
    "national_number": NUMBER,
    "product": "mobile",
    "channel": "letter",
    "consent": "yes",
    "conditions": PRESENT.id,
}


class Register:
    """Postcodes of the carrier's; None stands for nobody answering."""

    def knows(self, code: str) -> bool | None:
        """Know two, and nothing of one."""
        return {"5004": True, "0155": True, "0001": None}.get(code, False)


def _verifier(key: Path) -> Verifier:
    """One without pages, which is told of nothing."""
    account = KeyFile(key.with_name("account.pem"), name="Eksempel-ID TEST", now=real_now)
    return Verifier(url="", key=key, account=account, real_now=real_now)


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The doors' clock stands on the Thursday after the order; a verifier without pages is registered."""
    key = tmp_path / "reader.pem"
    key.write_bytes(ECKey.generate_key("P-256").as_pem(private=False))
    monkeypatch.setattr(chosen, "verifier", lambda: _verifier(key))
    monkeypatch.setattr(chosen, "postcodes", Register)
    for door in (activating, ordering, other_way, status):
        monkeypatch.setattr(door, "now", lambda: NOW + timedelta(days=3))
    monkeypatch.setattr(activating, "trust", trust)
    yield


def browser(language: str = "en") -> Client:
    """A browser that was asked for a language."""
    client = Client(headers={"host": "localhost"})
    client.get("/order/", {"language": language})
    return client


@pytest.mark.parametrize("language", ["no", "en"])
def test_an_order_shows_its_number_and_no_address_shows_a_person(language: str) -> None:
    """The receipt; the national number is in no address and on no page."""
    client = browser(language)
    answer = client.post("/order/", GIVEN, follow=True)
    order = Order.objects.get()
    page = answer.content.decode()
    assert order.number in page and NUMBER not in page
    assert [address for address, _ in answer.redirect_chain] == ["/order/receipt/"]
    assert "no-store" in answer["Cache-Control"]


def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept() -> None:
    """The number is asked for anew; nothing is ordered."""
    answer = browser().post("/order/", {**GIVEN, "postcode": "50", "national_number": "123", "consent": ""})
    page = answer.content.decode()
    assert answer.status_code == 422 and not Order.objects.exists()
    for field in ("postcode", "national_number", "consent"):
        assert re.search(rf'id="{field}-fault"', page), field
    assert 'value="Lilleveien 2"' in page and 'value="123"' not in page


@pytest.mark.parametrize("broken", [{"product": "spaceship"}, {"channel": "owl"}, {"product": ""}])
def test_a_form_nobody_filled_in_here_is_refused(broken: dict[str, str]) -> None:
    """What is not offered cannot be ordered."""
    assert browser().post("/order/", {**GIVEN, **broken}).status_code == 422
    assert not Order.objects.exists()


def test_from_the_order_to_the_activated_page() -> None:
    """Looked up by number and postcode, turned away once, proven, activated; another postcode finds nothing."""
    client, carrier, house = browser(), Carrier(), House()
    client.post("/order/", GIVEN)
    order = Order.objects.get()
    letter = letter_of(order)
    send_orders(files=carrier, now=NOW + timedelta(days=3))
    follow_letters([letter.consignment], api=carrier, now=NOW + timedelta(days=3))
    print_letters(house=house, now=NOW + timedelta(days=3))
    assert client.post("/order/status/", {"order": order.number, "postcode": "0155"}).status_code == 422
    carrier.tells("READY_FOR_PICKUP", at=NOW + timedelta(days=3))
    carrier.tells("ATTEMPTED_DELIVERY", at=NOW + timedelta(days=3, hours=1), rule="SCAN_FAILED")
    follow_letters([letter.consignment], api=carrier, now=NOW + timedelta(days=3, hours=2))
    shown = client.post("/order/status/", {"order": order.number, "postcode": "5004"}, follow=True)
    page = shown.content.decode()
    assert "The letter can be collected" in page and "glass" in page and "cannot skip the check" in page
    code = said_in(house.letters[letter.consignment])["code"]
    refused = client.post("/activate/", {"order": order.number, "code": code})
    assert refused.status_code == 422 and code not in refused.content.decode()
    at = NOW + timedelta(days=3)
    report = sealed_report(letter.consignment, happened_at=at, recorded_at=at, report={"dato": at})
    assert keep_report(report, document_id=1, trust=trust(), now=at + timedelta(minutes=1))
    done = client.post("/activate/", {"order": order.number, "code": code}, follow=True)
    page = done.content.decode()
    assert "Your eID is activated" in page and "30 minutes" in page
    after = client.get("/order/status/").content.decode()
    assert "/my/" in after and "by phone instead" not in after and "deadline extended" not in after
    assert not [address for address, _ in done.redirect_chain if code in address]


def test_money_back_is_decided_on_the_page() -> None:
    """Numbers that do not belong together, and a letter that is still to be collected."""
    client = browser()
    assert client.get("/order/refund/").status_code == 200
    page = client.post("/order/refund/", {"order": "E123456789", "tracking": LETTER_NUMBER})
    assert page.status_code == 422 and "We find no order" in page.content.decode()


def test_the_other_way_is_begun_from_the_orders_page() -> None:
    """Switched to the reader, whose session is shown; a browser that looked nothing up gets nothing."""
    client = browser()
    client.post("/order/", GIVEN)
    order = Order.objects.get()
    assert client.post("/order/reading/").status_code == 422, "it goes by letter"
    assert browser().post("/order/reading/").status_code == 302
    client.post("/order/status/", {"order": order.number, "postcode": "5004"})
    client.post("/order/way/", {"to": "reader"})
    order.refresh_from_db()
    assert order.channel == "reader"
    assert 'id="session"' in client.post("/order/reading/", follow=True).content.decode()
    # A reason that cannot be true of it is not written down.
    client.post("/order/way/", {"to": "letter", "reason": "channel_down"})
    assert [row.facts["reason"] for row in AuditRow.objects.filter(verb="channel.switched")] == ["asked"] * 2


def test_a_way_nobody_runs_is_not_offered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever chose it before goes the other way, and the receipt says so."""
    monkeypatch.setattr(chosen, "verifier", lambda: _verifier(tmp_path / "none.pem"))
    client = browser()
    assert "channel-reader" not in client.get("/order/").content.decode()
    page = client.post("/order/", {**GIVEN, "channel": "reader"}, follow=True).content.decode()
    assert 'id="fell-back"' in page and Order.objects.get().channel == "letter"
    refused = client.post("/order/way/", {"to": "reader"})
    assert refused.status_code == 422 and "not offered now" in refused.content.decode()


def test_the_conditions_are_read_accepted_and_kept() -> None:
    """The form names the edition, the order keeps it; a form opened before they changed is shown the new ones."""
    client = browser()
    page = client.get("/order/").content.decode()
    assert f'href="/conditions/{PRESENT.id}/"' in page
    for address in ("/conditions/", f"/conditions/{PRESENT.id}/"):
        read = client.get(address).content.decode()
        assert "1 January 2025" in read and "§10" in read and "with a chip" in read
    assert client.get("/conditions/eid-1900/").status_code == 404
    old = client.post("/order/", {**GIVEN, "conditions": "eid-1900"})
    assert old.status_code == 422 and "The conditions have changed" in old.content.decode()
    assert 'id="consent" name="consent" value="yes"  checked' not in old.content.decode()
    kept = client.post("/order/", GIVEN, follow=True).content.decode()
    order = Order.objects.get()
    assert order.edition == PRESENT.id and f"/conditions/{PRESENT.id}/" in kept
    assert AuditRow.objects.get(verb="order.placed").facts["conditions"] == PRESENT.id


def test_a_postcode_that_is_nowhere_is_refused_at_the_form() -> None:
    """Before the post would refuse the letter; where the post cannot be asked, the order stands."""
    client = browser()
    page = client.post("/order/", {**GIVEN, "postcode": "9999"})
    assert page.status_code == 422 and "There is no such postcode." in page.content.decode()
    assert not Order.objects.exists()
    assert client.post("/order/", {**GIVEN, "postcode": "0001"}).status_code == 302


def test_a_letter_the_post_did_not_take_is_not_said_to_count() -> None:
    """Before that it counts, also for whoever goes the other way; customer service is a link away."""
    client = browser()
    client.post("/order/", GIVEN)
    looked_up = {"order": Order.objects.get().number, "postcode": "5004"}
    assert "still counts" in client.post("/order/status/", looked_up, follow=True).content.decode()
    letter = letter_of(Order.objects.get())
    letter.state = "rejected"
    letter.save(update_fields=["state"])
    page = client.post("/order/status/", looked_up, follow=True).content.decode()
    assert "by phone instead" in page and "still counts" not in page
    assert 'href="/help/contact/"' in page


def test_a_form_sent_empty_says_all_that_is_missing() -> None:
    """Not only that nothing was chosen, and the next time that there is no name."""
    page = browser().post("/order/", {"channel": "letter"}).content.decode()
    assert "Choose one." in page and "Something is missing" in page and "We cannot use this" not in page
    for field in ("surname", "postcode", "national_number", "consent"):
        assert f'id="{field}-fault"' in page
    wrong = browser("no").post("/order/", {**GIVEN, "postcode": "50"}).content.decode()
    assert "Dette kan vi ikke bruke. Skriv fire sifre." in wrong


@pytest.mark.parametrize("language", ["no", "en"])
def test_whoever_accepts_the_conditions_can_read_them(language: str) -> None:
    """Every clause that decisions cite, in words, with the numbers that decide."""
    page = browser(language).get("/conditions/").content.decode()
    for number, heading in HEADINGS.items():
        assert f'id="clause-{number}"' in page and heading.about.in_(language) in html.unescape(page)
    assert not re.search(r"\{\w+\}", page) and str(PRESENT.refund_days) in page


def test_an_address_that_is_not_there_has_a_page() -> None:
    """With the way back, in the reader's language."""
    page = browser().get("/nothing-here/")
    assert page.status_code == 404 and "There is no such page" in page.content.decode()


def test_looking_orders_up_has_its_limit() -> None:
    """Twenty from one place in ten minutes, whether they find anything or not."""
    client = browser()
    said = [
        client.post("/order/status/", {"order": f"E{nth:09}", "postcode": "5004"}).content.decode()
        for nth in range(21)
    ]
    assert "no order" in said[0] and "Too many attempts" in said[-1]
