"""The portal's door: who may pass which page, whose rows are shown, and how many questions a page asks."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests.actions import line
from tests.doors.portal import OTHER_CUSTOMER, PASSWORD, at_portal, enter, other_sender, routes

from budstikke.post.terms.roles import Role

GIVEN = {"number": line.number(1), "upload": uuid4(), "form": "sheet", "name": "F000001", "figure": "outlets",
         "webhook": uuid4(), "token": "x", "acceptance": 1, "claim": 1,
         "provider_id": "eid"}  # fmt: skip


def test_nobody_is_led_to_the_sign_in_and_back(installation: None) -> None:
    """Every page but those of the sign-in; where somebody wanted to go is kept."""
    from django.test import Client

    from budstikke.post.doors.sender.guard import TO_SIGN_IN

    for name, address in routes(GIVEN):
        if name not in TO_SIGN_IN:
            answer = Client().get(address)
            assert answer.status_code == 302, name
            assert answer["Location"].startswith("/sender/sign-in/?next="), name
            assert Client().post(address)["Location"] == "/sender/sign-in/", name


def test_a_password_alone_opens_only_the_making_of_a_second_factor(installation: None) -> None:
    """Every page leads there."""
    from budstikke.post.doors.sender.guard import TO_ADD_A_FACTOR, TO_SIGN_IN

    client = at_portal(Role.OWNER, factors=False)
    for name, address in routes(GIVEN):
        if name not in TO_ADD_A_FACTOR | TO_SIGN_IN:
            answer = client.get(address)
            assert (answer.status_code, answer["Location"]) == (302, "/sender/factors/"), name


@pytest.mark.parametrize("role", list(Role))
def test_each_page_opens_to_its_roles_and_to_no_other(installation: None, role: Role) -> None:
    """Every route times every role, read and written; what is not in the table opens to nobody."""
    from budstikke.post.doors.sender.guard import ROUTES, TO_SIGN_IN
    from budstikke.post.terms.roles import may

    client = at_portal(role)
    pages = [(name, address) for name, address in routes(GIVEN) if name.startswith("sender:")]
    assert {name for name, _ in pages} == set(ROUTES) | (TO_SIGN_IN & {name for name, _ in pages})
    for name, address in pages:
        if name in TO_SIGN_IN:
            continue
        turned_away = not may([role], *ROUTES[name])
        assert (client.get(address).status_code == 403) == turned_away, name
        assert (client.post(address).status_code == 403) == turned_away, name


def test_the_subcontractor_orders_nothing_and_sees_no_reports(installation: None) -> None:
    """What is said of the roles, said once more by hand: the table above is read from the product."""
    from budstikke.post.doors.sender.guard import ROUTES

    assert Role.SUBCONTRACTOR in ROUTES["sender:letters"]
    assert Role.FINANCE not in ROUTES["sender:letters"]
    assert at_portal(Role.FINANCE).get("/sender/letters/").status_code == 403


def test_a_clerk_is_nobody_here(installation: None) -> None:
    """An account of the counter signs in with the same pages, and gets no further."""
    from django.conf import settings
    from django.test import Client
    from tests.stories.browser import counter

    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = counter.session_of(counter.enter("clerk-7"))
    assert client.get("/sender/letters/").status_code == 403


def test_somebody_of_a_sender_is_nobody_at_the_counter(installation: None) -> None:
    """Not even at a station."""
    from tests.stories.browser.counter import enrolled

    client = at_portal(Role.OWNER)
    client.cookies["post_station"] = enrolled("Skranke 1")
    assert client.get("/counter/").status_code == 403


def test_somebody_who_has_left_opens_nothing(installation: None) -> None:
    """From that moment."""
    from budstikke.post.actions.senders.portal_users import portal_user_leaves

    client = at_portal(Role.OWNER)
    assert client.get("/sender/letters/").status_code == 200
    assert portal_user_leaves("per", now=line.NOW)
    assert client.get("/sender/letters/").status_code in (302, 403)


def test_a_name_of_another_sender_or_of_a_clerk_is_taken(installation: None) -> None:
    """Nobody's password is changed by whoever writes their name."""
    from tests.stories.browser import counter

    from budstikke.post.actions.senders.portal_users import NotAPortalUser

    other_sender()
    enter(Role.OWNER)
    counter.enter("clerk-7")
    for username in ("per", "clerk-7"):
        with pytest.raises(NotAPortalUser):
            enter(Role.OWNER, username=username, customer=OTHER_CUSTOMER)


def test_a_letter_of_another_sender_is_not_found(installation: None) -> None:
    """By its address as by the search; like one that nobody booked."""
    line.book(line.file_of([line.order(1)]))
    other_sender()
    client = at_portal(Role.OWNER, customer=OTHER_CUSTOMER)
    assert client.get(f"/sender/letters/{line.number(1)}/").status_code == 404
    assert client.get(f"/sender/letters/{line.number(2)}/").status_code == 404
    found = client.get("/sender/letters/", {"q": line.number(1)})
    assert found.status_code == 200 and "Nordmann" not in found.text
    assert "Nordmann" not in client.get("/sender/letters/").text


def test_the_list_finds_by_number_by_reference_and_by_state(installation: None) -> None:
    """A whole number leads to the letter; the beginning of a reference lists them in its order."""
    line.book(line.file_of([line.order(serial, reference=str(serial)) for serial in range(1, 13)]))
    client = at_portal(Role.ORDERS)
    to = client.get("/sender/letters/", {"q": f" {line.number(3).lower()} "})
    assert (to.status_code, to["Location"]) == (302, f"/sender/letters/{line.number(3)}/")
    begins = client.get("/sender/letters/", {"q": "ORDRE-1"}).text
    assert [f"ORDRE-{serial}<" in begins for serial in (1, 2, 10, 11, 12)] == [True, False, True, True, True]
    assert "Nordmann" in client.get("/sender/letters/", {"state": "booked"}).text
    assert "Nordmann" not in client.get("/sender/letters/", {"state": "delivered"}).text


def test_the_pages_of_the_list_hold_every_letter_once(installation: None) -> None:
    """Turned by place, in the order of orders, of one state, and of references."""
    import re

    line.book(line.file_of([line.order(serial, reference=str(serial)) for serial in range(1, 121)]))
    client = at_portal(Role.ORDERS)
    for asked in ("", "state=booked", "q=ORDRE-"):
        seen: list[str] = []
        address = f"/sender/letters/?{asked}"
        for _ in range(4):
            text = client.get(address).text
            seen += re.findall(r"/sender/letters/(RR[0-9]+NO)/", text)
            following = re.search(r'rel="next" href="([^"]+)"', text)
            if following is None:
                break
            address = "/sender/letters/" + following[1].replace("&amp;", "&")
        assert sorted(seen) == sorted(line.number(serial) for serial in range(1, 121)), asked


def test_a_letters_page_tells_its_events_notices_and_clauses(installation: None) -> None:
    """What happened, whom we told, and what a refusal rests on."""
    line.wait_for_recipient(1)
    text = at_portal(Role.REPORTS).get(f"/sender/letters/{line.number(1)}/").text
    for words in ("Hentemelding", "Kari Nordmann", "Bestilt", "5004"):
        assert words in text
    english = at_portal(Role.REPORTS).get(f"/sender/letters/{line.number(1)}/?language=en").text
    assert "What the recipient was told" in english


@pytest.mark.parametrize(
    ("address", "most"), [("/sender/letters/", 5), (f"/sender/letters/{line.number(1)}/", 7)]
)
def test_a_page_asks_few_questions(installation: None, address: str, most: int) -> None:
    """However many letters there are; the session, the account and whose it is are among them."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    line.book(line.file_of([line.order(serial, reference=str(serial)) for serial in range(1, 30)]))
    client = at_portal(Role.OWNER)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    data = [
        query["sql"]
        for query in asked.captured_queries
        if query["sql"].lstrip().upper().startswith(("SELECT", "UPDATE", "INSERT"))
        and "set_config" not in query["sql"]
    ]
    assert len(data) <= most + 1, data  # the session notes when it was last touched


def test_a_password_and_a_code_let_somebody_in(installation: None) -> None:
    """The shared pages of the sign-in, in this door's addresses and words."""
    from django.test import Client

    enter(Role.ORDERS)
    client = Client(SERVER_NAME="localhost")
    assert "For avsendere" in client.get("/sender/sign-in/").text
    entered = client.post("/sender/sign-in/", {"login": "per", "password": PASSWORD})
    assert entered["Location"] == "/sender/"
    assert client.get("/sender/")["Location"] == "/sender/factors/"
    assert "For avsendere" in client.get("/sender/factors/").text
