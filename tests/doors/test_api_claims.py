"""Claims by the API: made once, read by whose letters they are, refused with the clause."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.actions import line
from tests.doors.api_caller import Caller, other_sender, with_key
from tests.doors.test_desk import at_the_tests_day

from budstikke.post.terms.roles import Role


@pytest.fixture
def caller(installation: None) -> Iterator[Caller]:
    """The sender's owner, on the tests' day."""
    from budstikke.post.records.ceilings import LEASES

    LEASES.clear()
    with at_the_tests_day():
        yield with_key()


def made(caller: Caller, **changed: object):
    """Claim a loss."""
    return caller.post("/claims", {"number": line.number(1), "kind": "lost", **changed})


def test_a_claim_is_made_once_and_followed_to_its_decision(caller: Caller) -> None:
    """201, then 200 with the same; what waits for a second person is open to the sender, and nobody's name shows."""
    from budstikke.post.actions.helping.settle_claim import Verdict, confirm_claim, settle_claim
    from budstikke.post.actions.moving.finish import lost

    line.wait_for_recipient(1)
    lost([line.number(1)], place=str(line.BERGEN), actor="clerk-7", now=line.NOW)
    first, again = made(caller, claimed_ore=150_000), made(caller)
    assert (first.status_code, again.status_code) == (201, 200), first.content
    claim = first.json()["id"]
    assert again.json() == first.json() and first.json()["state"] == "open"
    settle_claim(claim, Verdict(value_ore=90_000), clerk="desk-1", today=line.TODAY, now=line.NOW)
    waits = caller.get(f"/claims/{claim}").json()
    assert (waits["state"], waits["amount_ore"], waits["reasons"]) == ("open", None, [])
    confirm_claim(claim, agrees=True, clerk="lead-1", today=line.TODAY, now=line.NOW)
    decided = caller.get(f"/claims/{claim}")
    said = decided.json()
    assert (said["state"], said["amount_ore"], said["credit_note"]) == ("granted", 90_000, None)
    assert ["PUM §17"] in [each["clauses"] for each in said["reasons"]]
    assert b"lead-1" not in decided.content and b"desk-1" not in decided.content


def test_a_page_has_its_next_and_those_of_recipients(caller: Caller) -> None:
    """The newest first."""
    from budstikke.post.actions.helping.report_problem import report_problem

    line.wait_for_recipient(1)
    made(caller)
    report_problem(line.number(1), cause="told_damaged", today=line.TODAY, now=line.NOW)
    page = caller.get("/claims", most=1).json()
    (newest,) = page["claims"]
    assert (newest["kind"], newest["claimant"]) == ("damaged", "recipient")
    (oldest,) = caller.get("/claims", before=page["next"]).json()["claims"]
    assert (oldest["kind"], oldest["claimant"]) == ("lost", "sender")
    assert caller.get("/claims", state="granted").json() == {"claims": [], "next": None}


def test_what_is_late_or_ahead_or_nowhere_is_refused(caller: Caller) -> None:
    """With the clause, the field, or as what is not there."""
    from budstikke.kit.clock import move_to

    line.wait_for_recipient(1)
    ahead = (line.TODAY + timedelta(days=1)).isoformat()
    assert made(caller, discovered_on=ahead).json()["faults"][0]["code"] == "AHEAD"
    assert made(caller, number="RR000000000NO").status_code == 404
    assert made(caller, number=line.number(2)).status_code == 404
    move_to(line.at(line.TODAY + timedelta(days=31)))
    late = made(caller)
    assert (late.status_code, late.json()["code"]) == (422, "CLAIM_REFUSED")
    (refusal,) = late.json()["refusals"]
    assert (refusal["code"], refusal["clauses"]) == ("COMPLAINT_TOO_LATE", ["PUM §18"])


def test_another_senders_claim_is_not_there(caller: Caller) -> None:
    """Neither to read nor to make, and a page has none of it."""
    line.wait_for_recipient(1)
    claim = made(caller).json()["id"]
    other = other_sender()
    assert other.get(f"/claims/{claim}").status_code == 404
    assert made(other).status_code == 404
    assert other.get("/claims").json()["claims"] == []


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.FINANCE, 404), (Role.ORDERS, 404), (Role.REPORTS, 403), (Role.SUBCONTRACTOR, 403)],
)
def test_finance_and_orders_claim_and_nobody_else(caller: Caller, role: Role, status: int) -> None:
    """By the role of the key."""
    key = with_key(role)
    assert made(key).status_code == status
    assert key.get("/claims/1").status_code == status


def test_an_idempotency_key_claims_once(caller: Caller) -> None:
    """The same again is the same claim, also after it was settled; other content under the key is refused."""
    from budstikke.post.actions.helping.settle_claim import Verdict, settle_claim
    from budstikke.post.actions.moving.finish import lost

    line.wait_for_recipient(1)
    lost([line.number(1)], place=str(line.BERGEN), actor="clerk-7", now=line.NOW)
    said, key = {"number": line.number(1), "kind": "lost"}, {"Idempotency-Key": "k-1"}
    first, again = (caller.post("/claims", said, **key) for _ in range(2))
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    settle_claim(
        first.json()["id"], Verdict(value_ore=10_000), clerk="desk-1", today=line.TODAY, now=line.NOW
    )
    late = caller.post("/claims", said, **key)
    assert (late.status_code, late.json()["id"]) == (201, first.json()["id"])
    assert len(caller.get("/claims").json()["claims"]) == 1
    other = caller.post("/claims", {**said, "kind": "damaged"}, **key)
    assert (other.status_code, other.json()["code"]) == (409, "KEY_USED")
    assert made(caller).json()["id"] != first.json()["id"]


def test_a_refused_claim_keeps_no_key(caller: Caller) -> None:
    """Nothing was done; once the letter is handed in the same request makes the claim."""
    line.book(line.file_of([line.order(1)]))
    said, key = {"number": line.number(1), "kind": "lost"}, {"Idempotency-Key": "k-1"}
    assert caller.post("/claims", said, **key).status_code == 422
    line.bring_to_outlet([1])
    assert caller.post("/claims", said, **key).status_code == 201
