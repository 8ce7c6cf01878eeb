"""What sorting machines ask: verdicts one by one or many, and no address in any answer."""

from __future__ import annotations

import pytest
from tests.actions import forwarding as street
from tests.doors.api_caller import Caller, program, with_key

from budstikke.post.records.published import deny_number
from budstikke.post.terms.scopes import Scope

LETTER = {"kind": "letter", "name": "Kari Nordmann", "street": "Lilleveien 2", "postcode": "5004"}


@pytest.fixture
def machine(installation: None, monkeypatch: pytest.MonkeyPatch) -> Caller:
    """A program that may sort, while an order of Kari's runs: Tuesday 8 December 2026."""
    import datetime

    street.order(street.wanted(street.person()))
    street.send_all()
    street.publish()
    monkeypatch.setattr(
        "budstikke.post.doors.api.sorting.now", lambda: street.noon(datetime.date(2026, 12, 8))
    )
    token = program(Scope.SORTING).ask(scope=Scope.SORTING.value).json()["access_token"]
    return Caller({"Authorization": f"Bearer {token}"})


def test_one_item_gets_one_verdict_and_no_address(machine: Caller) -> None:
    """The code on it stands for where it goes."""
    answer = machine.post("/sorting/items", LETTER)
    assert answer.status_code == 200, answer.content
    said = answer.json()
    assert (said["verdict"], len(said["routing_code"])) == ("redirect", 12)
    assert b"Nygata" not in answer.content
    assert b"9008" not in answer.content


def test_a_batch_is_answered_in_its_order_with_one_look_at_what_is_published(
    machine: Caller,
) -> None:
    """Hundreds of items, more than between two looks at who is denied, ask the database little more than one does."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        machine.post("/sorting/items", LETTER)
    items = [LETTER if n % 2 else {**LETTER, "name": f"Nr{n} Ukjent"} for n in range(600)]
    with CaptureQueriesContext(connection) as many:
        answer = machine.post("/sorting/batches", {"items": items})
    assert len(many) <= 2 * len(one) + 2
    assert [each["verdict"] for each in answer.json()["verdicts"]] == ["deliver", "redirect"] * 300
    codes = [each["routing_code"] for each in answer.json()["verdicts"]]
    assert len(set(codes) - {None}) == 300


def test_a_verdict_is_given_again(machine: Caller) -> None:
    """And one nobody gave is not there."""
    number = machine.post("/sorting/items", LETTER).json()["number"]
    said = machine.get(f"/sorting/verdicts/{number}").json()
    assert said["same"]
    assert said["kept_whole"]
    assert said["again"]["to"] is None
    assert machine.get("/sorting/verdicts/999999").status_code == 404


def test_only_the_carriers_machines_may_sort(machine: Caller) -> None:
    """A sender's owner, who may do everything else, learns nothing of who has moved."""
    assert with_key().post("/sorting/items", LETTER).status_code == 403
    assert Caller().post("/sorting/items", LETTER).status_code == 401


def test_too_many_items_and_unknown_fields_are_named(machine: Caller) -> None:
    """Nothing is sorted then."""
    assert machine.post("/sorting/batches", {"items": [LETTER] * 1001}).status_code == 422
    assert machine.post("/sorting/batches", {"items": []}).status_code == 422
    assert machine.post("/sorting/items", {**LETTER, "kind": "pigeon"}).status_code == 422
    assert machine.post("/sorting/items", {**LETTER, "to": "somewhere"}).status_code == 422


def test_before_anything_is_published_nothing_is_sorted(installation: None) -> None:
    """Everything would be delivered as addressed, and nobody would know why."""
    token = program(Scope.SORTING).ask(scope=Scope.SORTING.value).json()["access_token"]
    answer = Caller({"Authorization": f"Bearer {token}"}).post("/sorting/items", LETTER)
    assert (answer.status_code, answer.json()["code"]) == (409, "NOTHING_PUBLISHED")
    assert deny_number() == 0
