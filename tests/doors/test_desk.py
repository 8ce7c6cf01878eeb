"""The desk's door: who may pass, what is found, and that every look-up of a person is written down."""

from __future__ import annotations

import pytest
from tests.actions import line
from tests.doors.desk import browser, enter, searches
from tests.doors.routes import routes_of

TO_SIGN_IN = {"account_login", "account_logout", "mfa_authenticate", "mfa_login_webauthn"}
TO_ADD_A_FACTOR = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}
REF = "7b0c3a52-5d3c-4d3b-9a55-0f2a6b1c9d10"
GIVEN = {
    "number": "RR473124829NO",
    "act": 1,
    "claim": 1,
    "proof": 1,
    "payment": 1,
    "language": "no",
    "reference": "F0123456789",
    "ref": REF,
}


def routes() -> list[tuple[str, str]]:
    """Every route of the door: its name and an address."""
    from budstikke.post.doors.desk import urls

    return routes_of(urls, given=GIVEN.__getitem__, urlconf="budstikke.wiring.desk_urls")


def test_every_page_names_its_roles_and_every_name_is_a_page(installation: None) -> None:
    """A page in no row opens to nobody, and a row without a page is dead."""
    from budstikke.post.doors.desk.guard import MAY

    assert {name for name, _ in routes() if name.startswith("desk:")} == set(MAY)


@pytest.mark.parametrize("role", ["desk", "desk_lead", "auditor"])
def test_a_page_opens_to_its_roles_and_to_no_other(installation: None, role: str) -> None:
    """Each route times each role: what is not the role's answers 403 to reading and to writing."""
    from budstikke.post.doors.desk.guard import MAY
    from budstikke.post.terms.roles import StaffRole

    client = browser("somebody", role)
    for name, address in routes():
        if name in MAY:
            for answer in (client.get(address), client.post(address)):
                assert (answer.status_code == 403) is (StaffRole(role) not in MAY[name]), (name, answer)


def test_nobody_is_led_to_the_desks_own_sign_in(installation: None) -> None:
    """Without a session only the sign-in answers, and it is not the counter's."""
    from django.test import Client

    for name, address in routes():
        assert address.startswith("/desk/")
        if name not in TO_SIGN_IN:
            for answer in (Client().get(address), Client().post(address)):
                assert answer.status_code == 302 and answer["Location"].startswith("/desk/sign-in/"), name
    assert "Kundeservice" in Client(SERVER_NAME="localhost").get("/desk/sign-in/").content.decode()


def test_a_clerk_of_a_counter_reaches_nothing(installation: None) -> None:
    """Serving at an outlet opens no desk."""
    client = browser("clerk-7", "clerk", outlet=line.BERGEN)
    for name, address in routes():
        if name not in TO_SIGN_IN:
            assert client.get(address).status_code == 403, name


def test_the_desk_reaches_no_counter(installation: None) -> None:
    """Not even at a station: hand-over is for the outlet's clerks."""
    from tests.stories.browser.counter import enrolled

    client = browser("desk-1", "desk", outlet=line.BERGEN)
    client.cookies["post_station"] = enrolled("Skranke 1")
    assert client.get("/counter/").status_code == 403


def test_a_password_alone_opens_only_the_making_of_a_second_factor(installation: None) -> None:
    """Every other route leads there."""
    client = browser(factors=False)
    for name, address in routes():
        if name not in TO_SIGN_IN | TO_ADD_A_FACTOR:
            answer = client.get(address)
            assert (answer.status_code, answer["Location"]) == (302, "/desk/factors/"), name


def test_signing_in_with_a_password_and_a_code_leads_home(installation: None) -> None:
    """Through django-allauth's own pages, each at the desk's addresses."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.contrib.auth.models import User
    from django.core.cache import cache
    from django.test import Client
    from tests.stories.browser.counter import PASSWORD
    from tests.stories.browser.test_sign_in import code_of

    cache.clear()
    secret = generate_totp_secret()
    TOTP.activate(User.objects.get(pk=enter("desk-1", "desk")), secret)
    client = Client(SERVER_NAME="localhost")
    answer = client.post("/desk/sign-in/", {"login": "desk-1", "password": PASSWORD})
    assert answer["Location"].startswith("/desk/sign-in/second/")
    answer = client.post(answer["Location"], {"code": code_of(secret)})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    ("by", "text", "postcode"),
    [
        ("number", "rr 000 000 015 no", ""),
        ("tracking", "70707074500000001", ""),
        ("order", "ORDRE-1", ""),
        ("name", "nordmann KARI", "5004"),
    ],
)
def test_a_letter_is_found(installation: None, by: str, text: str, postcode: str) -> None:
    """By its number, its consignment, its order, and by a name with its postcode."""
    line.book(line.file_of([line.order(1)]))
    text = line.number(1).lower() if by == "number" else text
    answer = searches(browser(), text, by=by, postcode=postcode)
    assert line.number(1) in answer.content.decode()


@pytest.mark.parametrize(
    ("by", "postcode", "reason"), [("name", "", "claim"), ("number", "", ""), ("letter", "", "claim")]
)
def test_a_search_without_its_reason_or_postcode_is_not_made(
    installation: None, by: str, postcode: str, reason: str
) -> None:
    """Nobody fishes for a name in all the letters there are, and nobody looks without saying why."""
    answer = searches(browser(), "Kari", by=by, postcode=postcode, reason=reason)
    assert answer.status_code == 400
    assert looked_up() == []


def looked_up() -> list[tuple[str, str, str]]:
    """Who looked up what and why, the newest first."""
    from budstikke.post.actions.helping.look_up import look_ups

    return [(row.clerk, row.by, row.reason) for row in look_ups()]


def test_a_letter_opens_with_the_reason_of_the_search_and_both_are_written_down(installation: None) -> None:
    """Its page shows recipient, events and clauses; without a reason it leads to the search."""
    line.wait_for_recipient(1)
    client = browser()
    address = f"/desk/letter/{line.number(1)}/"
    assert client.get(address)["Location"] == "/desk/"
    searches(client, line.number(1), reason="sender_asks")
    page = client.get(address).content.decode()
    assert "Kari Nordmann" in page and "Brevet kan hentes" in page and "PUM §14" in page
    assert looked_up() == [("desk-1", "letter", "sender_asks"), ("desk-1", "number", "sender_asks")]


def test_an_auditor_sees_who_looked_and_never_what_stands_there(installation: None) -> None:
    """A name is found by whoever knows it, and no page shows it."""
    line.book(line.file_of([line.order(1)]))
    searches(browser("desk-1"), "Kari  Nordmann", by="name", postcode="5004")
    searches(browser("desk-2"), "Ola Nordmann", by="name", postcode="5004")
    auditor = browser("auditor-1", "auditor")
    everything = auditor.get("/desk/look-ups/").content.decode()
    assert "desk-1" in everything and "desk-2" in everything and "Nordmann" not in everything
    asked = auditor.post("/desk/look-ups/", {"searched": "kari nordmann"}).content.decode()
    assert "desk-1" in asked and "desk-2" not in asked
    assert auditor.get("/desk/")["Location"] == "/desk/look-ups/"


def test_a_page_asks_a_constant_number_of_questions(installation: None) -> None:
    """However many letters are found."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    line.book(line.file_of([line.order(1)]))
    client = browser()
    with CaptureQueriesContext(connection) as few:
        searches(client, "nordmann", by="name", postcode="5004")
    orders = [line.order(each, reference=str(each)) for each in range(2, 9)]
    line.book(line.file_of(orders, reference="P2"))
    with CaptureQueriesContext(connection) as many:
        searches(client, "nordmann", by="name", postcode="5004")
    assert len(few) == len(many) < 20


def test_no_copy_of_a_page_stays_in_the_browser(installation: None) -> None:
    """And a request from another site writes nothing."""
    from django.test import Client

    inside = browser()
    assert searches(inside, "x")["Cache-Control"] == "no-store"
    strict = Client(enforce_csrf_checks=True)
    strict.cookies.update(inside.cookies)
    assert searches(strict, "x").status_code == 403


def asks(client, what: str, serial: int = 1, *, why: str = "recipient_asked", **fields: object):
    """Ask for help with a letter; return the answer."""
    searches(client, line.number(serial))
    address = f"/desk/letter/{line.number(serial)}/help/"
    return client.post(address, {"what": what, "why": why, **fields})


def at_the_tests_day():
    """The clock of the test installation, moved to the day of the tests."""
    from contextlib import contextmanager

    from budstikke.kit.clock import move_to
    from budstikke.kit.installation import data_folder

    @contextmanager
    def moved():
        move_to(line.NOW)
        try:
            yield
        finally:
            (data_folder() / "clock-offset-seconds").unlink(missing_ok=True)

    return moved()


def test_help_is_given_from_the_letters_page_and_stands_on_it(installation: None) -> None:
    """Done, with who did it; what lacks its field is told, and what cannot be is refused with its clause."""
    line.wait_for_recipient(1)
    client = browser()
    with at_the_tests_day():
        done = asks(client, "extend", until="2026-12-20")
        assert done.status_code == 200 and "Gjort." in done.content.decode()
        assert "desk-1 · Forleng hentefristen" in done.content.decode()
        assert asks(client, "extend", until="soon").status_code == 400
        assert asks(client, "move", outlet="1").status_code == 400
        refused = asks(client, "found")
        assert refused.status_code == 409 and "PUM §10" in refused.content.decode()
    assert line.codes(1)[-1] == "DEADLINE_EXTENDED"


def test_an_override_is_confirmed_by_a_lead_who_did_not_ask(installation: None) -> None:
    """The lead's own stands there without a button; another lead's does it."""
    line.wait_for_recipient(1)
    lead, other = browser("lead-1", "desk_lead"), browser("lead-2", "desk_lead")
    with at_the_tests_day():
        assert "venter på at en leder" in asks(lead, "return", return_reason="37").content.decode()
        own = lead.get("/desk/waiting/").content.decode()
        assert "Du ba om dette selv" in own and "/desk/waiting/1/" not in own
        assert lead.post("/desk/waiting/1/", {"agrees": "yes"}).status_code == 409
        assert line.states()[line.number(1)] == "ready"
        assert "/desk/waiting/1/" in other.get("/desk/waiting/").content.decode()
        assert other.post("/desk/waiting/1/", {"agrees": "yes"}).status_code == 200
        assert other.post("/desk/waiting/1/", {"agrees": "yes"}).status_code == 409
    assert line.states()[line.number(1)] == "returning"


def test_a_claim_is_made_computed_granted_and_answered(installation: None) -> None:
    """From the letter's page to the answer on paper; the paper names somebody, and so its opening is written down."""
    from budstikke.post.actions.moving.finish import lost

    line.wait_for_recipient(1)
    lost([line.number(1)], place=str(line.BERGEN), actor="clerk-7", now=line.NOW)
    client, lead = browser(), browser("lead-1", "desk_lead")
    searches(client, line.number(1), reason="claim")
    with at_the_tests_day():
        address = f"/desk/letter/{line.number(1)}/claim/"
        assert client.post(address, {"kind": "lost", "claimant": "nobody"}).status_code == 400
        assert (
            client.post(address, {"kind": "lost", "claimant": "sender", "told_on": "2027-01-01"}).status_code
            == 400
        )
        made = client.post(address, {"kind": "lost", "claimant": "sender", "claimed": "1 500,50"})
        assert made["Location"] == "/desk/claims/1/"
        page = client.get("/desk/claims/1/").content.decode()
        assert "1\u00a0500,50" in page and "Kari" not in page
        assert client.post("/desk/claims/1/decide/", {"do": "grant", "value": "much"}).status_code == 400
        computed = client.post("/desk/claims/1/decide/", {"do": "compute", "value": "1500"}).content.decode()
        assert "Kravet gir NOK 1\u00a0000,00." in computed and "PUM §17" in computed
        assert client.post("/desk/claims/1/decide/", {"do": "grant"}).status_code == 409
        assert client.get("/desk/claims/1/answer-no.pdf").status_code == 404
        waits = client.post("/desk/claims/1/decide/", {"do": "grant", "value": "1500"}).content.decode()
        assert "venter på at en leder" in waits
        assert client.post("/desk/claims/1/confirm/", {"agrees": "yes"}).status_code == 403
        assert "/desk/claims/1/" in lead.get("/desk/waiting/").content.decode()
        assert lead.post("/desk/claims/1/confirm/", {"agrees": "yes"}).status_code == 200
        assert lead.post("/desk/claims/1/confirm/", {"agrees": "yes"}).status_code == 409
        before = len(looked_up())
        paper = client.get("/desk/claims/1/answer-en.pdf")
    assert paper.content.startswith(b"%PDF") and paper["Cache-Control"] == "no-store"
    assert looked_up()[0] == ("desk-1", "letter", "claim") and len(looked_up()) == before + 1
    assert "innvilget" in client.get("/desk/claims/").content.decode()


def test_an_address_is_corrected_from_the_letters_page(installation: None) -> None:
    """What is wrong with it is told with the clause; the letter shows the new one."""
    from budstikke.post.actions.moving.hand_in import Dispatch, hand_in

    line.book(line.file_of([line.order(1)]))
    dispatch = Dispatch(customer_number=line.CUSTOMER, numbers=[line.number(1)], place="OSLO")
    hand_in(dispatch, clerk="clerk-1", today=line.TODAY, now=line.NOW)
    client = browser()
    searches(client, line.number(1))
    address = f"/desk/letter/{line.number(1)}/address/"
    new = {"street": "Sartor 7", "postcode": "5353"}
    with at_the_tests_day():
        assert client.post(address, new).status_code == 400
        refused = client.post(address, {**new, "postcode": "0000", "why": "sender_asked"})
        assert refused.status_code == 409 and "PUM §5" in refused.content.decode()
        done = client.post(address, {**new, "why": "sender_asked"})
    assert done.status_code == 200 and "5353 STRAUME" in done.content.decode()
