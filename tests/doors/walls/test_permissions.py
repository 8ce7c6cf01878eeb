"""Every route of the post service times everybody who may ask: who is let in is what who_may.txt says, by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.http import HttpResponse
from tests.doors.walls.askers import Asker, askers
from tests.doors.walls.routes import TABLE, routes
from tests.walls import Route

from budstikke.post.terms.roles import Role

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_SENDERS = tuple(role.value for role in Role)
_OF_A_SENDER = (*_SENDERS, "owner-by-password")
_OF_THE_DESK = ("desk", "desk_lead", "auditor", "desk-by-password")
_BY_STATION = ("clerk", "clerk-of-another-outlet", "clerk-by-password", "desk", "desk_lead", "auditor")
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "no-one": (),
    "of-a-sender-by-two-factors": _SENDERS,
    "of-a-sender": _OF_A_SENDER,
    "of-the-desk": _OF_THE_DESK,
    "at-a-station": ("station", *_BY_STATION),
    "signed-in-at-a-station": _BY_STATION,
    "signed-in": (*_BY_STATION, "clerk-without-station", "desk-by-password", *_OF_A_SENDER),
    "key:every": tuple(f"key:{role}" for role in _SENDERS),
}
# What is everybody's is asked by some of everybody: one of each kind of proof, and none.
_SOME = ("nobody", "clerk", "owner", "key:owner", "device-revoked")
_WAYS_OUT = ("/sign-in/", "/factors/")


@pytest.fixture(scope="module")
def everybody(town: None) -> dict[str, Asker]:
    """Everybody who may ask."""
    return askers()


def _named(audience: str, everybody: Mapping[str, Asker]) -> set[str]:
    """Return whom an audience names; a word that names nobody fails."""
    if audience == "everybody":
        return set(everybody)
    found: set[str] = set()
    for word in audience.split(","):
        kind, colon, roles = word.partition(":")
        names = _GROUPS.get(word) or [f"{kind}{colon}{role}" for role in roles.split("+")]
        if word not in _GROUPS:
            assert set(names) <= set(everybody), word
        found |= set(names) if word != "no-one" else set()
    return found


def _is_let_in(answer: HttpResponse) -> bool:
    """Say whether somebody was: neither refused nor shown the way to a sign-in or a second factor."""
    assert answer.status_code < 500, answer
    if answer.status_code == 302:
        return not any(way in answer["Location"] for way in _WAYS_OUT)
    return answer.status_code not in (401, 403)


def _wrong(route: Route, everybody: Mapping[str, Asker]) -> list[str]:
    found = []
    for methods, audience in TABLE[route.path].items():
        let_in = _named(audience, everybody)
        asked = everybody if audience != "everybody" else _SOME
        for method in ("GET", "POST") if methods == "ANY" else (methods,):
            # Signing off ends what the others stand for, and is asked for by whoever may.
            for name in () if (method, route.name) == ("POST", "account_logout") else asked:
                answer = everybody[name].ask(method, route.address())
                if answer.status_code == 405 or _is_let_in(answer) is not (name in let_in):
                    found.append(f"{method} {route.path}: {name} is answered {answer.status_code}")
    return found


def test_every_route_stands_in_the_table_and_every_row_is_a_route() -> None:
    """What was added to a door is looked at before it opens to anybody."""
    assert {route.path for route in routes()} == set(TABLE)


DOORS = sorted({path.partition("/")[0] for path in TABLE})


@pytest.mark.parametrize("door", DOORS)
def test_a_route_opens_to_its_audience_and_to_nobody_else(everybody: dict[str, Asker], door: str) -> None:
    """Each is asked by everybody: signed in or not, in each role, by each key, token and device."""
    there = [route for route in routes() if route.path.partition("/")[0] == door]
    assert there
    assert [fault for route in there for fault in _wrong(route, everybody)] == []


def test_a_method_that_is_not_named_is_not_answered(everybody: dict[str, Asker]) -> None:
    """Not even to who may use the others; what is said instead is in our words, with the methods there are."""
    for route in routes():
        named = TABLE[route.path]
        if "ANY" in named:
            continue
        audience = _named(next(iter(named.values())), everybody)
        asker = everybody[sorted(audience)[0]] if audience else everybody["nobody"]
        for method in set(_METHODS) - set(named):
            answer = asker.ask(method, route.address())
            assert answer.status_code == 405 and answer["Allow"], (method, route.path)
            assert answer.content.startswith((b"{", b"405 - ")), (method, route.path)
