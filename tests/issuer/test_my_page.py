"""The sign-in, My Page and the pages that put eIDs into use, by Django's own client."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.issuer.authenticator import Phone, SoftwareKey
from tests.issuer.people import (
    KARI,
    OLA,
    PIN,
    SITE_ORIGIN,
    customer,
    issued,
    sent_codes,
    with_card,
    with_code_app,
)

from budstikke.issuer.terms.products import Product

if TYPE_CHECKING:
    from django.test import Client

    from budstikke.issuer.records.models import Eid


@pytest.fixture
def browser(issuer_database: None) -> Iterator[Client]:
    """Give a browser, and real time: sessions and codes go by it."""
    from django.test import Client

    yield Client(headers={"host": "localhost"})


def now() -> object:
    """The installation's time."""
    from budstikke.kit.clock import now

    return now()


def enters(browser: Client, card: str, *, pin: str = PIN, status: int = 302) -> str:
    """Sign in by a card; returns where it leads, or the page."""
    answer = browser.post("/sign-in/card/", {"card": card, "pin": pin})
    assert answer.status_code == status, answer.content.decode()
    return str(answer.headers.get("Location", answer.content.decode()))


def signed_in(browser: Client) -> Eid:
    """Sign Kari in by a card; returns the card's eID."""
    eid, number, _ = with_card(customer(), now=now())  # type: ignore[arg-type]
    assert enters(browser, number) == "/my/"
    return eid


@pytest.mark.parametrize(
    "path", ["/my/", "/my/use/", "/my/money/", "/my/contact/", "/staff/", "/staff/waiting/"]
)
def test_nobody_sees_a_page_of_a_person(browser: Client, path: str) -> None:
    """Whoever has not signed in is led to where one does, and back afterwards."""
    answer = browser.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/?next=%2F")
    _, number, _ = with_card(customer(), now=now())  # type: ignore[arg-type]
    browser.get(answer.headers["Location"])
    assert enters(browser, number) == path
    assert browser.get(path).status_code == (403 if path.startswith("/staff") else 200)


def test_one_is_never_led_to_another_site(browser: Client) -> None:
    """A link that signs in and then leads elsewhere is how people are deceived."""
    _, number, _ = with_card(customer(), now=now())  # type: ignore[arg-type]
    browser.get("/sign-in/?next=https://evil.example/")
    assert enters(browser, number) == "/my/"


@pytest.mark.parametrize("language", ["no", "en"])
def test_my_page_shows_ones_own_eids_and_nobody_elses(browser: Client, language: str) -> None:
    """Also under an address that somebody guesses."""
    eid = signed_in(browser)
    other = issued(customer(OLA), order="E-9001", now=now())  # type: ignore[arg-type]
    page = browser.get("/my/", {"language": language}).content.decode()
    assert ("I bruk" if language == "no" else "In use") in page
    assert "E-9001" not in page
    assert browser.get(f"/my/eids/{eid.reference}/").status_code == 200
    for address in (f"/my/eids/{other.reference}/", f"/my/eids/{other.reference}/block/"):
        assert browser.get(address).status_code == 404
    assert browser.get(f"/set-up/{other.reference}/").status_code == 404


def test_a_session_ends_with_the_eid_it_was_begun_with(browser: Client) -> None:
    """Who blocks a stolen eID also ends what the thief has open."""
    from budstikke.issuer.actions.eid_life import block
    from budstikke.issuer.terms.eid_rights import BlockedFor

    eid = signed_in(browser)
    assert browser.get("/my/").status_code == 200
    block(eid.pk, why=BlockedFor.STOLEN, now=now())  # type: ignore[arg-type]
    assert browser.get("/my/").status_code == 302


@pytest.mark.parametrize(("minutes", "status"), [(10, 200), (16, 302)])
def test_a_session_left_alone_ends(
    browser: Client, monkeypatch: pytest.MonkeyPatch, minutes: int, status: int
) -> None:
    """After a quarter of an hour somebody else may sit there."""
    from budstikke.issuer.doors.signin import session
    from budstikke.kit.clock import real_now

    signed_in(browser)
    monkeypatch.setattr(session, "real_now", lambda: real_now() + timedelta(minutes=minutes))
    assert browser.get("/my/").status_code == status


def test_what_matters_wants_a_fresh_proof(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing does; blocking does not, for it cannot wait."""
    from budstikke.issuer.doors.signin import session
    from budstikke.kit.clock import real_now

    eid, number, _ = with_card(customer(), now=now())  # type: ignore[arg-type]
    enters(browser, number)
    address = f"/my/eids/{eid.reference}/close/"
    assert browser.get(address).status_code == 200
    with monkeypatch.context() as later:
        later.setattr(session, "real_now", lambda: real_now() + timedelta(minutes=6))
        assert browser.post(address).status_code == 302
        assert browser.get(f"/my/eids/{eid.reference}/block/").status_code == 200
        assert browser.get("/my/contact/").status_code == 302
        page = browser.get("/sign-in/?next=/my/contact/").content.decode()
        assert "Bekreft at det er deg" in page
        assert enters(browser, number) == "/my/contact/"
        assert browser.get("/my/contact/").status_code == 200


def test_somebody_elses_eid_does_not_prove_oneself(browser: Client) -> None:
    """What the one before had open is over."""
    signed_in(browser)
    _, number, _ = with_card(customer(OLA, surname="Annen"), now=now())  # type: ignore[arg-type]
    assert enters(browser, number) == "/my/"
    assert "Annen" in browser.get("/my/contact/").content.decode()


def test_a_code_app_is_set_up_from_the_letter_to_the_first_sign_in(browser: Client) -> None:
    """A grant, an SMS, a PIN, the first code; then one signs in; without any script."""
    import re
    from base64 import b32decode

    from budstikke.issuer.actions.code_app import code_at
    from budstikke.issuer.terms.eid_editions import EDITIONS
    from budstikke.kit.clock import real_now

    eid = issued(customer(), now=now())  # type: ignore[arg-type]
    address = f"/set-up/{eid.reference}/"
    assert browser.get(address).status_code == 302
    granted(browser, eid)
    assert browser.get(address).status_code == 200
    assert "App-ID" in browser.post(address, {"step": "send"}).content.decode()
    page = browser.post(address, {"step": "code", "code": sent_codes()[-1], "pin": PIN}).content.decode()
    assert "<svg" in page
    found = re.search(r'class="shown-once">([A-Z2-7]{32})<', page)
    assert found
    secret = b32decode(found.group(1))
    page = browser.post(
        address, {"step": "confirm", "code": code_at(secret, terms=EDITIONS[0], at=real_now())}
    ).content.decode()
    assert "eID-en er i bruk" in page
    assert browser.post(address, {"step": "send"}).status_code == 400
    later = code_at(secret, terms=EDITIONS[0], at=real_now() + timedelta(seconds=30))
    answer = browser.post("/sign-in/code/", {"number": KARI, "code": later, "pin": PIN})
    assert answer.headers.get("Location") == "/my/"


def test_another_sms_is_suggested_only_while_one_would_be_sent(browser: Client) -> None:
    """Three a day; after the last the page says what helps instead."""
    from budstikke.issuer.actions.app_codes import send_code
    from budstikke.kit.clock import now

    eid = issued(customer(), now=now())
    granted(browser, eid)
    address = f"/set-up/{eid.reference}/"
    assert "send en ny" in browser.post(address, {"step": "send"}).content.decode()
    for minutes in (2, 4):
        assert send_code(eid.pk, link="", now=now() + timedelta(minutes=minutes)) is None
    page = browser.get(address).content.decode()
    assert "send en ny" not in page
    assert "Flere SMS sendes ikke i dag" in page


def granted(browser: Client, eid: Eid) -> None:
    """Let the browser set an eID up, as an activation code does."""
    session = browser.session
    from budstikke.kit.clock import real_now

    session["set_up"] = {str(eid.reference): real_now().timestamp() + 600}
    session.save()


def test_a_card_is_put_into_use_and_its_puk_is_shown_once(browser: Client) -> None:
    """Loaded again, the page has it no more."""
    import re

    eid = issued(customer(), Product.SMART_CARD, now=now())  # type: ignore[arg-type]
    granted(browser, eid)
    address = f"/set-up/{eid.reference}/"
    assert browser.post(address, {"pin": "1234"}).status_code == 400
    page = browser.post(address, {"pin": PIN})
    assert page.headers["Cache-Control"] == "no-store"
    number, puk = re.findall(r'class="shown-once">(\d+)<', page.content.decode())
    assert puk not in browser.get(address).content.decode()
    assert enters(browser, number) == "/my/"


def test_a_fido2_key_is_registered_and_signs_in_by_the_pages(browser: Client) -> None:
    """The challenge is the session's, and counts once."""
    eid = issued(customer(), Product.FIDO2, now=now())  # type: ignore[arg-type]
    granted(browser, eid)
    key, kind = SoftwareKey(origin=SITE_ORIGIN), "application/json"
    options = browser.post(f"/set-up/{eid.reference}/key/options/").json()
    made = json.dumps(key.register(options))
    answer = browser.post(f"/set-up/{eid.reference}/key/", made, content_type=kind)
    assert answer.json() == {"to": f"/set-up/{eid.reference}/?done=1"}
    signed = json.dumps(key.sign_in(browser.post("/sign-in/key/options/").json()))
    assert browser.post("/sign-in/key/", signed, content_type=kind).json() == {"to": "/my/"}
    assert browser.post("/sign-in/key/", signed, content_type=kind).status_code == 400


def test_the_mobile_app_is_paired_and_approves_by_its_addresses(browser: Client) -> None:
    """The page waits, the phone says yes, the page goes on."""
    import re
    from base64 import b64decode, b64encode

    from django.test import Client

    eid = issued(customer(), Product.MOBILE, now=now())  # type: ignore[arg-type]
    granted(browser, eid)
    page = browser.post(f"/set-up/{eid.reference}/").content.decode()
    app_id, code = re.findall(r'class="shown-once" id="[a-z-]+">(\d+)<', page)
    phone, there = Phone(), Client(headers={"host": "localhost"})

    def told(path: str, **what: object) -> dict[str, object]:
        shown = {name: b64encode(it).decode() if isinstance(it, bytes) else it for name, it in what.items()}
        answer = there.post(path, json.dumps({"app_id": app_id, **shown}), content_type="application/json")
        return {"status": answer.status_code, **answer.json()}

    signature = phone.signs(f"pair:{app_id}".encode())
    paired = told("/app/pair/", code=code, pin=PIN, public_key=phone.public_key, signature=signature)
    assert paired == {"status": 200, "done": True}
    assert browser.post("/sign-in/app/", {"number": KARI}).status_code == 302
    page = browser.get("/sign-in/app/waiting/").content.decode()
    match = re.search(r'match-number">(\d\d)<', page).group(1)  # type: ignore[union-attr]
    stamp = str(int(now().timestamp()))  # type: ignore[attr-defined]
    assert told("/app/waiting/", stamp=stamp, signature=secrets.token_bytes(64))["status"] == 403
    heard = told("/app/waiting/", stamp=stamp, signature=phone.signs(f"waiting:{app_id}:{stamp}".encode()))
    row = heard["waiting"][0]  # type: ignore[index]
    signed = phone.signs(f"approve:{row['reference']}:{match}:".encode() + b64decode(row["challenge"]))
    given = {"reference": row["reference"], "approves": True, "match": match, "pin": PIN, "signature": signed}
    assert told("/app/answer/", **given) == {"status": 200, "done": True}
    assert browser.get("/sign-in/app/waiting/").headers["Location"] == "/my/"


def test_each_act_does_what_it_says(browser: Client) -> None:
    """A second eID is blocked, unblocked, given a new PIN, and closed; each is told on its page."""
    kari = customer()
    _, number, puk = with_card(kari, now=now())  # type: ignore[arg-type]
    app, _ = with_code_app(kari, now=now())  # type: ignore[arg-type]
    enters(browser, number)
    address = f"/my/eids/{app.reference}/"
    assert browser.post(address + "block/", {"why": ""}).status_code == 400
    assert browser.post(address + "block/", {"why": "suspected"}).status_code == 400
    for act, given in (
        ("block", {"why": "lost"}),
        ("unblock", {}),
        ("new-pin", {"new": "8305"}),
        ("pin", {"old": "8305", "new": "7194"}),
        ("close", {}),
    ):
        answer = browser.post(f"{address}{act}/", given)
        assert answer.headers.get("Location") == f"{address}?done=1", act
    page = browser.get(address).content.decode()
    for words in ("Sperret", "Åpnet igjen", "PIN-kode endret", "Avsluttet"):
        assert words in page
    card = f"/my/eids/{kari.eids.get(product='smart_card').reference}/"
    assert browser.post(card + "puk/", {"puk": puk, "new": "8305"}).status_code == 302
    assert browser.get(card + "renew/").headers["Location"] == card


def test_what_was_stolen_is_not_unblocked_by_anybody(browser: Client) -> None:
    """The button is not there, nor is what it would do."""
    kari = customer()
    _, number, _ = with_card(kari, now=now())  # type: ignore[arg-type]
    app, _ = with_code_app(kari, now=now())  # type: ignore[arg-type]
    enters(browser, number)
    address = f"/my/eids/{app.reference}/"
    browser.post(address + "block/", {"why": "stolen"})
    assert "unblock" not in browser.get(address).content.decode()
    browser.post(address + "unblock/")
    app.refresh_from_db()
    assert app.state == "blocked"


def test_an_eid_in_its_last_days_is_renewed_without_an_identity_check(browser: Client) -> None:
    """The old one goes on until the new one is in use."""
    from budstikke.issuer.records.models import Eid

    kari = customer()
    before, number, _ = with_card(kari, now=now() - timedelta(days=3 * 365 - 30))  # type: ignore[operator]
    enters(browser, number)
    answer = browser.post(f"/my/eids/{before.reference}/renew/")
    new = Eid.objects.get(renews=before)
    assert answer.headers["Location"] == f"/set-up/{new.reference}/"
    before.refresh_from_db()
    assert before.state == "active"
    browser.post(f"/set-up/{new.reference}/", {"pin": PIN})
    before.refresh_from_db()
    new.refresh_from_db()
    assert (before.state, new.state) == ("closed", "active")


def test_both_numbers_are_told_that_contact_details_changed(browser: Client) -> None:
    """Whoever takes over an eID changes the number first."""
    from budstikke.kit.installation import data_folder

    signed_in(browser)
    path = data_folder() / "sent" / "issuer-sms.jsonl"
    before = len(path.read_text().splitlines()) if path.exists() else 0
    assert browser.post("/my/contact/", {"mobile": "tull", "email": "x@y.example"}).status_code == 400
    page = browser.post("/my/contact/", {"mobile": "90000002", "email": "ny@example.com"}).content.decode()
    assert "Lagret" in page
    told = [json.loads(line)["to"] for line in path.read_text().splitlines()[before:]]
    assert told == ["+4790000001", "+4790000002"]


def test_money_under_way_is_shown_with_what_to_do(browser: Client) -> None:
    """Late money says whom to write to."""
    from budstikke.issuer.actions.transfers import TransferNews, note_transfer
    from budstikke.issuer.terms.transfers import Direction, TransferState

    eid = signed_in(browser)
    sent = TransferNews(
        reference="T-1",
        direction=Direction.FROM_PLAYER,
        amount_ore=25_050,
        state=TransferState.SENT,
        sent_at=now() - timedelta(days=14),  # type: ignore[operator]
    )
    note_transfer(sent, customer_id=eid.customer_id, now=now())  # type: ignore[arg-type]
    page = browser.get("/my/money/").content.decode()
    assert "250,50" in page
    assert "skulle vært framme" in page
