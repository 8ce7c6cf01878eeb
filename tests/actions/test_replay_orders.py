"""`budstikke terms replay` over orders of forwarding that were really made, paid, cancelled and refused."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from tests.actions import forwarding as street

from budstikke.cli.main import main
from budstikke.law.decision import plain
from budstikke.post.actions.forwarding.cancel_forwarding import cancel_forwarding
from budstikke.post.actions.forwarding.complain_forwarding import Complaint, complain_forwarding
from budstikke.post.actions.forwarding.extend_forwarding import (
    change_new_address,
    extend_forwarding,
    order_interim_delivery,
)
from budstikke.post.actions.forwarding.let_go_by_two import ask_to_let_go, confirm_letting_go
from budstikke.post.actions.forwarding.object_to_order import object_to_order
from budstikke.post.actions.forwarding.run_orders import run_orders
from budstikke.post.actions.proving.replay_orders import replay_orders
from budstikke.post.records.models import OrderAct
from budstikke.post.records.past_orders import orders_with_records
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.asked_again import ask_again
from budstikke.post.terms.editions import FORWARDING_BY_ID, FORWARDING_PRESENT
from budstikke.post.terms.forwarding.at_the_desk import Settling
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.kinds import Channel, Service

pytestmark = pytest.mark.usefixtures("installation")
MONDAY = date(2026, 12, 7)  # Monday
STORED = Period(MONDAY, date(2027, 2, 5))  # Monday to Friday
LATER = date(2027, 3, 8)  # Monday


def _agreed(name: str, **changed: object) -> str:
    taken = street.order(street.wanted(street.person(name), **changed))
    street.send_all()
    return taken.reference


def _everything() -> dict[str, str]:
    """Orders that between them ask whatever is asked of an order after it is made."""
    stored = _agreed("Kari Nordmann", service=Service.STORAGE, period=STORED, new=None)
    sent = _agreed("Ola Nordmann")
    given_up = _agreed("Per Nordmann")
    extend_forwarding(sent, extra_months=1, channel=Channel.COUNTER, by="desk", now=street.NOW)
    change_new_address(sent, by="desk", now=street.NOW)
    object_to_order(reference=sent, by="desk", now=street.NOW)
    ask_to_let_go(sent, why=Settling.OBJECTED_BY_MISTAKE, clerk="desk-1", now=street.NOW)
    with acting_as(CARRIER):
        act = OrderAct.objects.get(waits=True)
    confirm_letting_go(act.id, agrees=True, clerk="lead-1", now=street.NOW)
    cancel_forwarding(
        given_up, contacted_on=street.NOW.date(), contacted_by=Channel.WEB, by="desk", now=street.NOW
    )
    too_early = street.order(
        street.wanted(
            street.person("Anne Nordmann"), period=Period(date(2026, 12, 2), street.LAST)
        )  # Wednesday
    ).reference
    run_orders(today=MONDAY, now=street.noon(MONDAY))
    order_interim_delivery(stored, channel=Channel.COUNTER, by="desk", now=street.noon(MONDAY))
    run_orders(today=LATER, now=street.noon(LATER))
    complaint = Complaint(channel="web", discovered_on=MONDAY, claimed_ore=90_000)
    complain_forwarding(stored, complaint, by="desk", now=street.noon(LATER))
    return {"stored": stored, "sent": sent, "given up": given_up, "too early": too_early}


def test_every_recorded_decision_of_an_order_is_answered_alike_from_its_record() -> None:
    """Word for word, and no order ends otherwise under its own edition."""
    _everything()
    asked = set()
    with acting_as(CARRIER):
        for order in orders_with_records():
            for entry in order.history:
                for each in entry.decisions:
                    again = ask_again(each, edition=FORWARDING_BY_ID[each["edition"]])
                    assert json.loads(json.dumps(again.as_json())) == {
                        name: value for name, value in each.items() if name not in ("inputs", "also")
                    }, plain(each)
                    asked.add(each["question"])
    # Who stands at a counter or calls is asked at the doors; what comes too late is stopped in the terms' own tests.
    assert asked >= {
        *("order_check", "eligible", "overlaps", "storage_chain", "temporary_chain", "watch", "cooling_off"),
        *("payment", "may_be_covered", "agreement", "extend", "change_target", "cancel", "may_let_go"),
        *("interim_delivery", "storage_release", "complaint", "compensation"),
    }
    replayed = list(replay_orders(edition=FORWARDING_PRESENT, since=None, today=LATER))
    assert len(replayed) == 4 and not any(each.differs or each.instead.differs for each in replayed)
    assert [str(each.ended.ended) for each in replayed] == ["ended", "ended", "cancelled", "not_taken"]


def test_the_command_names_the_order_and_both_answers(capsys: pytest.CaptureFixture[str]) -> None:
    """Cancelled online: paid back under the terms as they are, and not under the earlier ones."""
    made = _everything()
    assert main(["terms", "replay", "--edition", "forwarding-earlier", "--json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert [each["order"] for each in document["changes"]] == [made["given up"]]
    (only,) = document["changes"]
    assert (only["recorded"]["paid_back"], only["replayed"]["paid_back"]) == (True, False)
    (difference,) = only["differs"]
    assert difference["recorded"]["clauses"] == ["Forwarding §5"]
    assert {name: document[name] for name in ("orders", "different", "not_known")} == {
        "orders": 4,
        "different": 1,
        "not_known": 0,
    }
    assert main(["terms", "replay", "--edition", "forwarding-earlier", "--since", "2026-11-24"]) == 0
    assert "0 orders made since 2026-11-24" in capsys.readouterr().out
    assert main(["terms", "replay", "--edition", "forwarding-earlier"]) == 0
    assert f"{made['given up']}  cancelled, paid back -> cancelled" in capsys.readouterr().out
