"""Every page of the issuer: no form without its token, nothing of a person kept by a browser, no fault of ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.issuer.walls.askers import Asker, Town, given
from tests.issuer.walls.routes import NOBODYS, TABLE, routes
from tests.walls import Route

from budstikke.kit.look.headers import POLICY

if TYPE_CHECKING:
    from django.http import HttpResponse

# No cookie proves anything there: a signature over what is said does, or nothing is changed by it.
_EXEMPT = {"api/carrier/events", "api/reader/results", "api/v1/maintenance", "api/v1/transfers", "ca/ocsp"}
# What is the same for everybody, and holds nothing of who asks; everything else is kept by no browser.
_ALIKE = ("help/", "help/search/", "help/topics/", "help/articles/", "maintenance/", "ca/", "app/", "api/carrier/",
          "api/reader/", "api/v1/", "conditions/")  # fmt: skip
ODD = {
    "a number no column holds": "9" * 30,
    "the end of a text in C": "%00",
    "half a character": "%ff%ed%a0%80",
    "a line's end, and a minus": "-1%0d%0aSet-Cookie:%20x=1",
}
_FIELDS = (
    "act eid why reason number order_number order postcode tracking code pin card to next step form topic text lift"
    " hold until_on"
)


def _best(route: Route, town: Town) -> Asker:
    return town.askers["lead" if "staff/" in route.path else "kari"]


def test_only_programs_are_let_off_the_token() -> None:
    """A page that is exempt is no page."""
    assert {route.path for route in routes() if route.csrf_exempt} == _EXEMPT


def test_what_changes_anything_needs_the_token_of_a_form(town: Town) -> None:
    """Every form, sent by who is let in with it: without a token, and with one of another site's making."""
    for route in routes():
        if "POST" not in TABLE[route.path] or route.csrf_exempt:
            continue
        strict = Asker(_best(route, town).session, csrf=True)
        address = route.address(**given(route.path, town.karis))
        assert strict.ask("POST", address).status_code == 403, route
        strict.client.cookies["issuer_csrf"] = "a" * 32
        told = {"headers": {"Origin": "https://elsewhere.example", "X-CSRFToken": "a" * 32}}
        assert strict.client.generic("POST", address, **told).status_code == 403, route


def _is_safe(answer: HttpResponse) -> None:
    policy = answer["Content-Security-Policy"]
    assert policy == POLICY or policy == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_every_answer_tells_a_browser_what_it_may_and_keeps_nothing_of_a_person(town: Town) -> None:
    """Pages, files, refusals and the ways to a sign-in; the next person at the screen turns no page back."""
    for route in routes():
        address = route.address(**given(route.path, town.karis))
        for method in TABLE[route.path]:
            for asker in (_best(route, town), town.askers["nobody"]):
                answer = asker.ask(method, address)
                _is_safe(answer)
                kept = route.path == "" or (route.path.startswith(_ALIKE) and "staff/" not in route.path)
                if not kept or route.path.startswith("help/contact/"):
                    assert "no-store" in answer.headers.get("Cache-Control", ""), (method, route, answer)
    for address in ("/nowhere/", "/static/nothing.css"):
        _is_safe(town.askers["nobody"].ask("GET", address))


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_value_is_answered_wherever_it_stands(town: Town, kind: str) -> None:
    """In each part of each address, in each field of a form; by no fault of ours, and by no header of theirs."""
    said = "&".join(f"{name}={ODD[kind]}" for name in _FIELDS.split())
    for route in routes():
        asker, things = _best(route, town), given(route.path, town.karis)
        form = {"content_type": "application/x-www-form-urlencoded", "data": said.encode()}
        addresses = [route.address(**{**things, part: ODD[kind]}) for part in route.parts]
        asked = [(method, address, {}) for address in addresses for method in TABLE[route.path]]
        whole = route.address(**things)
        asked += [("POST", whole, form)] if "POST" in TABLE[route.path] else [("GET", f"{whole}?{said}", {})]
        for method, address, sent in asked:
            answer = asker.ask(method, address, **sent)
            assert answer.status_code < 500, (method, route.path, address)
            assert "x" not in answer.cookies
    act = f"/staff/customers/{town.karis['customer']}/act/"
    form = {
        "content_type": "application/x-www-form-urlencoded",
        "data": f"act=block&eid={ODD[kind]}".encode(),
    }
    assert town.askers["lead"].ask("POST", act, **form).status_code < 500


def _told(answer: HttpResponse, *typed: str) -> tuple[int, str, str]:
    text = re.sub(
        r'name="(csrfmiddlewaretoken|form)" value="[^"]*"', "", answer.content.decode("utf-8", "replace")
    )
    where = answer.headers.get("Location", "")
    for each in typed:
        text, where = text.replace(each, ""), where.replace(each, "")
    return answer.status_code, text, where


def test_what_another_customer_has_is_answered_like_what_nobody_has(town: Town) -> None:
    """To the byte: an eID, one that waits to be put into use, and every act on them; by guessing and by a leaked id."""
    guessed = [route for route in routes() if route.path.startswith(("my/eids/", "set-up/"))]
    assert len(guessed) == 6
    for route in guessed:
        theirs, nobodys = given(route.path, town.olas), {"reference": NOBODYS}
        for method in TABLE[route.path]:
            answers = [
                _told(town.askers["kari"].ask(method, route.address(**which)), str(which["reference"]))
                for which in (theirs, nobodys)
            ]
            assert answers[0][0] in (302, 403, 404), (method, route)
            assert answers[0] == answers[1], (method, route)


def test_staff_open_no_customer_by_an_id(town: Town) -> None:
    """Whoever was not looked up is closed, known or not; what staff send there does nothing."""
    for reference in (town.olas["customer"], NOBODYS):
        for method, path in (("GET", ""), ("POST", "act/")):
            answer = town.askers["lead"].ask(method, f"/staff/customers/{reference}/{path}")
            assert (answer.status_code, answer["Location"]) == (302, "/staff/")


def test_what_a_page_does_not_offer_a_role_it_does_not_do_either(town: Town) -> None:
    """An auditor sees no button to block by, and blocks nothing by sending what it would send."""
    said = f"act=block&eid={town.karis['eid']}&why=lost".encode()
    form = {"content_type": "application/x-www-form-urlencoded", "data": said}
    address = f"/staff/customers/{town.karis['customer']}/act/"
    answers = {
        role: town.askers[role].ask("POST", address, **form) for role in ("support", "lead", "auditor")
    }
    assert {role: answer.status_code for role, answer in answers.items()} == {
        "support": 302, "lead": 302, "auditor": 400,
    }  # fmt: skip


def test_an_order_is_found_by_nobody_who_does_not_know_it(town: Town) -> None:
    """Its number alone, with a wrong postcode, tracking number or code, is answered like a number nobody has."""
    from tests.issuer.customer import ordered

    from budstikke.kit.clock import now

    number, unknown = ordered(now=now()).number, "E0000-00000"
    forms = {
        "/order/status/": {"postcode": "9999"},
        "/order/refund/": {"tracking": "RR000000005NO"},
        "/activate/": {"code": "AAAAA-AAAAA"},
    }
    nobody = town.askers["nobody"]
    for address, said in forms.items():
        told = [
            _told(nobody.client.post(address, {"order": each, **said}), each) for each in (number, unknown)
        ]
        assert told[0][0] == 422, address
        assert told[0] == told[1], address
    for address in ("/order/letter/", "/order/way/", "/order/reading/"):
        answer = town.askers["ola"].ask("POST", address)
        assert (answer.status_code, answer["Location"]) == (302, "/order/status/")
