"""Every route of the issuer times everybody who may ask: who is let in is what who_may.txt says, by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.issuer.walls.askers import Asker, Town, given
from tests.issuer.walls.routes import TABLE, routes
from tests.walls import Route

if TYPE_CHECKING:
    from django.http import HttpResponse

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_STAFF = ("support", "lead", "auditor")
_CUSTOMERS = ("kari", "ola", "left")
_LONG_AGO = ("kari-proved-long-ago", "support-proved-long-ago")
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "no-one": (),
    "staff": _STAFF,
    "staff-proved-long-ago": ("support-proved-long-ago",),
    "answers-cases": ("support", "lead"),
    "with-a-fresh-proof": (*_CUSTOMERS, *_STAFF),
    "signed-in": (*_CUSTOMERS, *_STAFF, *_LONG_AGO),
}
# What is everybody's is asked by some of everybody.
_SOME = ("nobody", "kari", "auditor")
_WAY_OUT = "/sign-in/?next="


def _named(audience: str, askers: Mapping[str, Asker]) -> set[str]:
    """Return whom an audience names; a word that names nobody fails."""
    if audience == "everybody":
        return set(askers)
    found: set[str] = set()
    for word in audience.split(","):
        found.update(_GROUPS.get(word, (word,)))
    assert found <= set(askers), found - set(askers)
    return found


def _is_let_in(answer: HttpResponse) -> bool:
    """Say whether somebody was: not refused, not told that there is nothing, not shown the way to a sign-in."""
    assert answer.status_code < 500, answer
    if answer.status_code == 302:
        return not answer["Location"].startswith(_WAY_OUT)
    return answer.status_code not in (401, 403, 404)


def _said(route: Route) -> dict[str, object]:
    """Return what is sent where an empty form would be answered as if there were nothing."""
    form = {"content_type": "application/x-www-form-urlencoded"}
    if route.path.endswith("/act/"):
        return {**form, "data": b"act=block"}
    return {**form, "data": b"helped=yes"} if route.path.endswith("/helped/") else {}


def _wrong(route: Route, town: Town) -> list[str]:
    found = []
    address = route.address(**given(route.path, town.karis))
    for method, audience in TABLE[route.path].items():
        let_in = _named(audience, town.askers)
        for name in town.askers if audience != "everybody" else _SOME:
            answer = town.askers[name].ask(method, address, **(_said(route) if method == "POST" else {}))
            if answer.status_code == 405 or _is_let_in(answer) is not (name in let_in):
                found.append(f"{method} {route.path}: {name} is answered {answer.status_code}")
    return found


def test_every_route_stands_in_the_table_and_every_row_is_a_route() -> None:
    """What was added to a door is looked at before it opens to anybody."""
    assert {route.path for route in routes()} == set(TABLE)


def test_a_route_opens_to_its_audience_and_to_nobody_else(town: Town) -> None:
    """Each is asked by everybody: customers, staff in each role, whose proof is old, whose eID is blocked, who left."""
    assert [fault for route in routes() for fault in _wrong(route, town)] == []


def test_a_method_that_is_not_named_is_not_answered(town: Town) -> None:
    """Not even to who may use the others; what is said instead is in our words, with the methods there are."""
    for route in routes():
        named = TABLE[route.path]
        audience = _named(next(iter(named.values())), town.askers)
        asker = town.askers[sorted(audience)[0] if audience else "nobody"]
        for method in set(_METHODS) - set(named):
            answer = asker.ask(method, route.address(**given(route.path, town.karis)))
            assert answer.status_code == 405 and answer["Allow"], (method, route.path, answer)
            assert answer.content.startswith(b"{"), (method, route.path)
