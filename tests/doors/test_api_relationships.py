"""The end of customer relationships, told by a sender's program: whose letters, once, and corrected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.actions import line
from tests.actions.keeping import delivered
from tests.actions.line import TODAY, number
from tests.doors.api_caller import Caller, other_sender, program, with_key

from budstikke.kit import clock
from budstikke.post.terms.pum.keeping import years_after
from budstikke.post.terms.roles import Role
from budstikke.post.terms.scopes import Scope

PATH = "/ended-relationships"
ENDED = years_after(TODAY, years=3)  # Friday, 23 November 2029


@pytest.fixture
def caller(installation: None) -> Iterator[Caller]:
    """The sender's owner, three years after a hand-over."""
    from budstikke.post.records.ceilings import LEASES

    LEASES.clear()
    delivered(1)
    clock.move_to(line.at(ENDED))
    yield with_key()
    clock.move_to(clock.real_now())


def _told(caller: Caller, *numbers: str, ended_on: str = f"{ENDED}", **head: str):
    answer = caller.post(PATH, {"ended_on": ended_on, "letters": list(numbers)}, **head)
    assert answer.status_code == 200, answer.content
    return answer.json()["letters"]


def _ends() -> list[str]:
    from budstikke.post.records.models import RelationshipEnd
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        rows = RelationshipEnd.objects.order_by("id").values_list("ended_on", "told_by")
        assert {by for _, by in rows} <= {"api"}
        return [f"{day}" for day, _ in rows]


def test_each_letter_is_told_refused_or_not_found(caller: Caller) -> None:
    """One handed over, one only booked, one of nobody, and what is no number."""
    line.book(line.file_of([line.order(2)], reference="B"))
    told = _told(caller, number(1), number(2), number(3), "no number")
    assert [each["outcome"] for each in told] == ["told", "refused", "not_found", "not_found"]
    assert told[0]["erase_from"] == f"{years_after(ENDED, years=5) + timedelta(days=1)}"
    (refusal,) = told[1]["refusals"]
    assert refusal["code"] == "RELATIONSHIP_NOT_BEGUN"
    assert refusal["clauses"] == ["PUM §12"] and refusal["cure"]["no"]
    assert _ends() == [f"{ENDED}"]


def test_another_senders_letter_is_not_found(caller: Caller) -> None:
    """As one that nobody booked; nothing is written down of it."""
    other = other_sender()
    theirs, nobodys = (_told(other, each)[0] for each in (number(1), number(8)))
    assert {**theirs, "number": ""} == {**nobodys, "number": ""}
    assert theirs["outcome"] == "not_found"
    assert _ends() == []


def test_a_late_repetition_undoes_no_correction(caller: Caller) -> None:
    """The first request comes again after the second: it is answered as it was, and the second's day counts."""
    earlier = f"{ENDED - timedelta(days=300)}"
    first = _told(caller, number(1), **{"Idempotency-Key": "one"})
    _told(caller, number(1), ended_on=earlier, **{"Idempotency-Key": "two"})
    assert _told(caller, number(1), **{"Idempotency-Key": "one"}) == first
    assert _ends() == [f"{ENDED}", earlier]


def test_a_key_names_one_request_of_one_sender(caller: Caller) -> None:
    """Other content under it is refused; another sender's key of the same name is another."""
    _told(caller, number(1), **{"Idempotency-Key": "one"})
    said = {"ended_on": f"{ENDED}", "letters": [number(3)]}
    answer = caller.post(PATH, said, **{"Idempotency-Key": "one"})
    assert (answer.status_code, answer.json()["code"]) == (409, "KEY_USED")
    assert _told(other_sender(), number(3), **{"Idempotency-Key": "one"})[0]["outcome"] == "not_found"


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"ended_on": "yesterday", "letters": ["RR"]}, "ended_on"),
        ({"ended_on": f"{ENDED}", "letters": []}, "letters"),
        ({"ended_on": f"{ENDED}", "letters": ["R" * 41]}, "letters.0"),
    ],
)
def test_what_cannot_be_read_is_named(caller: Caller, said: dict[str, object], where: str) -> None:
    """By its place."""
    answer = caller.post(PATH, said)
    assert (answer.status_code, answer.json()["code"]) == (422, "FIELDS")
    assert answer.json()["faults"][0]["where"].endswith(where)


def test_only_who_may_erase_may_tell_it(caller: Caller) -> None:
    """The owner's key, and a token with the scope; nobody else's."""
    for role in Role:
        if role is not Role.OWNER:
            assert with_key(role).post(PATH, {}).status_code == 403
    assert Caller().post(PATH, {}).status_code == 401
    for scope, status in ((Scope.LETTERS_WRITE, 403), (Scope.RELATIONSHIPS_WRITE, 200)):
        own = program(scope)
        token = own.ask(scope=scope.value).json()["access_token"]
        said = {"ended_on": f"{ENDED}", "letters": [number(1)]}
        assert Caller({"Authorization": f"Bearer {token}"}).post(PATH, said).status_code == status
