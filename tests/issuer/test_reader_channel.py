"""The second way to prove who one is, over HTTP: issuer, verifier, and a customer between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from tests import own_process
from tests.issuer.customer import KARI, NUMBER
from tests.issuer.served import web_process

from budstikke.cli.reader_stand_in import StandIn, be_registered, serving, signing_key
from budstikke.issuer.records.models import AuditRow, Eid, Letter, Order, ReaderSession
from budstikke.issuer.terms.edition import PRESENT

pytestmark = pytest.mark.usefixtures("issuer_database", "secrets_of_the_webhook")
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_NOBODY = "http://127.0.0.1:9"


class Customer:
    """A browser without JavaScript at the issuer's pages, in English."""

    def __init__(self, address: str) -> None:
        self.client = httpx.Client(base_url=address, follow_redirects=True, timeout=60)
        self.client.cookies.set("issuer_language", "en")

    def sends(self, path: str, at: str = "", **fields: str) -> str:
        """Send a form that stands on a page; give what is shown then."""
        form = self.client.get(at or path)
        token = _TOKEN.search(form.text)
        assert token, form.text
        headers = {"Referer": str(form.url)}
        return self.client.post(path, data={"csrfmiddlewaretoken": token[1], **fields}, headers=headers).text

    def begins(self) -> str:
        """Begin a reading, and give the address of the verifier's page."""
        page = self.sends("/order/reading/", at="/order/status/")
        found = re.search(r'id="verifier" href="([^"]+)"', page)
        assert found, page
        return found[1]


def reads(address: str, **changed: str) -> str:
    """Read a document at the verifier; give what its page says."""
    assert "TEST" in httpx.get(address, timeout=60).text
    typed = {
        "document": "no_passport",
        "expires_on": "2036-01-01",
        "national_number": NUMBER,
        "surname": "NORDMANN",
        "outcome": "well",
        **changed,
    }
    return httpx.post(address, data=typed, timeout=60).text


@contextmanager
def both(folder: Path) -> Iterator[tuple[Customer, Customer, StandIn]]:
    """The issuer and a verifier it trusts; two browsers, and the verifier, which can be told to fail."""
    be_registered()
    key = folder / "reader.pem"
    key.write_bytes(signing_key().as_pem(private=False))
    with serving(issuer_url=_NOBODY) as verifier:
        settings = {"BUDSTIKKE_ISSUER_READER_URL": verifier.url, "BUDSTIKKE_ISSUER_READER_KEY": str(key)}
        with web_process(**settings, BUDSTIKKE_POST_URL=_NOBODY) as address:
            verifier.issuer_url = address
            kari, other = Customer(address), Customer(address)
            with kari.client, other.client:
                yield kari, other, verifier


def test_a_customer_goes_by_reader_with_everything_that_may_fail(tmp_path: Path) -> None:
    """Down, unreachable, refused, unsigned, back to the letter and on; then proven, once, in one browser."""
    with both(tmp_path) as (kari, other, verifier):
        verifier.failing.plan("look:500")
        form = {**KARI.as_json(), "national_number": NUMBER, "product": "mobile", "consent": "yes"}
        page = kari.sends("/order/", channel="reader", conditions=PRESENT.id, **form)
        order = Order.objects.get()
        assert 'id="fell-back"' in page and order.channel == "letter"

        page = kari.sends("/order/way/", at="/order/status/", to="reader", reason="asked")
        assert "Prove who you are by phone" in page and "still counts" in page
        verifier.failing.plan("begin:500")
        assert "does not answer" in kari.sends("/order/reading/", at="/order/status/")
        assert 'value="channel_down"' in kari.client.get("/order/status/").text

        refused = reads(kari.begins(), outcome="face")
        assert "not confirmed" in refused
        assert "The face is not the one in the document." in kari.client.get("/order/reading/").text
        kari.sends("/order/way/", at="/order/status/", to="letter", reason="reader_refused")
        assert Letter.objects.count() == 1, "the one under way goes on"
        kari.sends("/order/way/", at="/order/status/", to="reader")

        for failure, said in (
            ("result:wrong_signature", "did not arrive"),
            ("result:lost", "did not arrive"),
        ):
            verifier.failing.plan(failure)
            assert said in reads(kari.begins())
        address = kari.begins()
        verifier.failing.plan("result:double")
        shown = re.search(r'id="number">(\d{8})<', reads(address))
        assert shown, "told twice, it is taken once"

        looked_up = {"order": order.number, "postcode": KARI.postcode}
        other.sends("/order/status/", **looked_up)
        page = other.sends("/order/reading/number/", at="/order/status/", number=shown[1])
        assert "Your eID is activated" not in page and not Eid.objects.exists()
        wrong = kari.sends("/order/reading/number/", at="/order/reading/", number="00000000")
        assert "is not the one" in wrong and "0000" not in wrong
        done = kari.sends("/order/reading/number/", at="/order/reading/", number=shown[1])
        assert "Your eID is activated" in done

    order.refresh_from_db()
    assert order.ended_as == "activated" and Letter.objects.get().state == "overtaken"
    assert Eid.objects.get().order_number == order.number
    assert [
        row.facts["reason"] for row in AuditRow.objects.filter(verb="channel.switched").order_by("id")
    ] == [
        "asked",
        "reader_refused",
        "asked",
    ]
    outcomes = list(ReaderSession.objects.order_by("id").values_list("outcome", flat=True))
    assert outcomes == ["unreachable", "refused", "", "proven", "proven"]


def test_a_verifier_that_is_none_of_ours_is_a_command_that_refuses() -> None:
    """A failure it does not know is named with those there are; nothing is served."""
    ended = own_process.command("reader-stand-in", "--fail", "begin:sulks")
    assert ended.returncode == 2 and "begin:timeout|500|lost" in ended.stderr
