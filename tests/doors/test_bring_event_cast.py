"""Webhooks as clients of Bring use them, and what subscribers hear of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.actions import line
from tests.channels.subscriber import Heard, subscriber
from tests.doors.bring import Program, data_statements, other_sender, program

from budstikke.post.actions.telling.tell_webhooks import SIGNATURE, cast_events, signature, tell_webhooks
from budstikke.post.channels.callback import Callback
from budstikke.post.doors.bring.shapes_event_cast import WebhookShape
from budstikke.post.terms.roles import Role

HOOKS, BATCH = "/event-cast/api/v1/webhooks", "/event-cast/batch/api/v1/webhooks"
SERIAL = 40_000_001
CONSIGNMENT = "70707074500000128"


@pytest.fixture
def heard() -> Iterator[Heard]:
    """A subscriber on this machine."""
    with subscriber() as listening:
        yield listening


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The door's clock stands where the tests' orders are."""
    monkeypatch.setattr("budstikke.post.doors.bring.event_cast.now", lambda: line.NOW)


def _wanted(url: str, **changed: Any) -> dict[str, Any]:
    return {
        "trackingId": line.number(SERIAL),
        "event_groups": ["READY_FOR_PICKUP", "DELIVERED"],
        "configuration": {
            "url": url,
            "content_type": "application/json",
            "headers": [{"key": "x-protection-header", "value": "12345-67890"}],
        },
        **changed,
    }


def _bring_to_outlet() -> None:
    line.book(line.file_of([line.order(SERIAL, consignment=CONSIGNMENT)]))
    line.bring_to_outlet([SERIAL])


def _tell(at: datetime = line.NOW + timedelta(days=2)) -> int:
    """What the timer does, at a moment."""
    cast_events(now=at)
    return tell_webhooks(callback=Callback(loopback=True), now=at)


def test_a_subscription_is_answered_as_it_stands_without_its_headers_values(
    installation: None, heard: Heard
) -> None:
    """201 with its id; it lives for thirty days."""
    asking = program()
    answer = asking.post(HOOKS, _wanted(heard.url))
    assert answer.status_code == 201, answer.content
    said = answer.json()
    WebhookShape.model_validate(said)
    assert said["configuration"]["headers"] == [{"key": "x-protection-header"}]
    assert "12345" not in answer.content.decode()
    assert (said["created"], said["expiry"]) == ("2026-11-23T08:00:00+0000", "2026-12-23T08:00:00+0000")
    assert len(said["id"]) == 36
    assert asking.get(f"{HOOKS}/{said['id']}").json() == said
    assert asking.get(HOOKS).json() == asking.get(f"{HOOKS}/").json() == [said]


def test_the_same_subscription_stands_once(installation: None, heard: Heard) -> None:
    """Other groups are another one, and one that ended can be made again."""
    asking = program()
    first = asking.post(HOOKS, _wanted(heard.url)).json()
    again = asking.post(HOOKS, _wanted(heard.url, event_groups=["DELIVERED", "READY_FOR_PICKUP"]))
    assert again.status_code == 409
    assert set(again.json()) == {"uuid", "status", "reason"}
    assert asking.post(HOOKS, _wanted(heard.url, event_groups=["RETURN"])).status_code == 201
    assert asking.client.delete(f"{HOOKS}/{first['id']}", headers=asking.headers).status_code == 204
    assert asking.post(HOOKS, _wanted(heard.url)).status_code == 201


def test_a_hundred_can_be_taken_at_once_and_no_more(installation: None, heard: Heard) -> None:
    """In one statement; those that stand already are left out."""
    asking = program()
    ids = [line.number(SERIAL + nth) for nth in range(100)]
    wanted = {**_wanted(heard.url), "trackingIds": ids}
    with data_statements() as asked:
        answer = asking.post(BATCH, wanted)
    assert answer.status_code == 201
    assert [each["trackingId"] for each in answer.json()] == ids
    assert len(asked) == 2, asked
    assert asking.post(BATCH, wanted).json() == []
    assert asking.post(BATCH, {**wanted, "trackingIds": [*ids, "x"]}).status_code == 400
    assert len(asking.get(HOOKS, limit="7").json()) == 7


@pytest.mark.parametrize("changed", [
    {"trackingId": None}, {"trackingId": " "}, {"trackingId": "x" * 101}, {"trackingId": 7}, {"event_groups": []},
    {"event_groups": ["*"]}, {"event_groups": "DELIVERED"}, {"event_groups": ["UNKNOWN"]}, {"configuration": None},
    {"configuration": {"url": "http://10.0.0.7/"}}, {"configuration": {"url": "https://x.example/", "headers": [1]}},
    {"configuration": {"url": "https://x.example/", "headers": [{"key": "Host", "value": "a"}]}},
    {"configuration": {"url": "https://x.example/", "content_type": "text/plain"}},
    {"configuration": {"url": "https://x.example/", "secret": 7}},
])  # fmt: skip
def test_what_cannot_be_subscribed_to_is_refused_with_the_reason(
    installation: None, changed: dict[str, Any]
) -> None:
    """In the shape clients know."""
    answer = program().post(HOOKS, _wanted("https://x.example/", **changed))
    assert answer.status_code == 400
    assert answer.json()["status"] == "400"
    assert answer.json()["reason"]


def test_a_subscriber_hears_what_happens_in_the_words_of_the_interface(
    installation: None, heard: Heard
) -> None:
    """With its own headers, once; what it did not ask for it does not hear."""
    hook = program().post(HOOKS, _wanted(heard.url)).json()
    _bring_to_outlet()
    assert _tell() == 1
    assert _tell() == 0
    ((headers, body),) = heard.requests
    said = json.loads(body)
    assert (said["status"], said["id"], said["shipment"], said["package"]) == (
        "READY_FOR_PICKUP", hook["id"], CONSIGNMENT, line.number(SERIAL),
    )  # fmt: skip
    assert datetime.strptime(said["created"], "%Y-%m-%dT%H:%M:%S%z").utcoffset() == timedelta(0)
    assert datetime.strptime(said["pushed"], "%Y-%m-%dT%H:%M:%S%z")
    assert headers["X-Bring-Application"] == "BMEC"
    assert headers["x-protection-header"] == "12345-67890"
    assert {"X-bring-Correlation", "X-bring-Version"} <= set(headers)
    assert SIGNATURE not in headers


def test_a_consignment_is_followed_like_a_letter(installation: None, heard: Heard) -> None:
    """By the number of the shipment."""
    program().post(HOOKS, _wanted(heard.url, trackingId=CONSIGNMENT))
    _bring_to_outlet()
    assert _tell() == 1


def test_with_a_secret_each_callback_can_be_proved(installation: None, heard: Heard) -> None:
    """The header is ours; who gives no secret does not get it."""
    wanted = _wanted(heard.url)
    wanted["configuration"]["secret"] = "shared"
    program().post(HOOKS, wanted)
    _bring_to_outlet()
    at = line.NOW + timedelta(days=2)
    _tell(at)
    ((headers, body),) = heard.requests
    assert headers[SIGNATURE] == signature("shared", body, at=at)
    assert headers[SIGNATURE] != signature("other", body, at=at)


def test_who_does_not_answer_is_called_again_after_30_60_and_120_minutes(
    installation: None, heard: Heard
) -> None:
    """Then no more; every try is in the log."""
    asking = program()
    hook = asking.post(HOOKS, _wanted(heard.url)).json()
    _bring_to_outlet()
    heard.answers = [500, 302, 404, 503]
    start = line.NOW + timedelta(days=2)
    called = [minute for minute in range(0, 400, 5) if _tell(start + timedelta(minutes=minute))]
    assert called == [0, 30, 60, 120]
    (told,) = asking.get(f"{HOOKS}/{hook['id']}/deliveries").json()
    assert [each["answer"] for each in told["attempts"]] == ["500", "302", "404", "503"]
    assert told["due"] is None


def test_who_answers_at_last_is_not_called_again(installation: None, heard: Heard) -> None:
    """The second try took it."""
    program().post(HOOKS, _wanted(heard.url))
    _bring_to_outlet()
    heard.answers = [500, 204]
    start = line.NOW + timedelta(days=2)
    assert [_tell(start + timedelta(minutes=minute)) for minute in (0, 30, 60, 120)] == [1, 1, 0, 0]


def test_what_a_crash_cut_short_is_called_again_soon(installation: None, heard: Heard) -> None:
    """What was claimed and not settled is due again, with all of its tries."""
    from budstikke.post.records import webhooks
    from budstikke.post.records.scope import CARRIER, acting_as

    program().post(HOOKS, _wanted(heard.url))
    _bring_to_outlet()
    at = line.NOW + timedelta(days=2)
    cast_events(now=at)
    with acting_as(CARRIER):
        assert webhooks.claim(most=10, until=at + timedelta(minutes=5), now=at)
    assert _tell(at) == 0
    assert _tell(at + timedelta(minutes=6)) == 1


def test_a_subscription_that_ended_hears_nothing_more(installation: None, heard: Heard) -> None:
    """Not even what was due."""
    asking = program()
    hook = asking.post(HOOKS, _wanted(heard.url)).json()
    _bring_to_outlet()
    cast_events(now=line.NOW + timedelta(days=2))
    path = f"{HOOKS}/{hook['id']}?includeWebhook=true"
    gone = asking.client.delete(path, headers=asking.headers)
    assert (gone.status_code, gone.json()) == (200, hook)
    assert _tell() == 0
    assert asking.get(f"{HOOKS}/{hook['id']}").status_code == 404


def test_the_end_of_thirty_days_and_a_number_nobody_knows_are_told(installation: None, heard: Heard) -> None:
    """As the interface does: NOT_REGISTERED after two days, EXPIRED at the end."""
    program().post(HOOKS, _wanted(heard.url, trackingId="NOSUCHNUMBER"))
    for days in (1, 2, 3, 29, 30, 31):
        _tell(line.NOW + timedelta(days=days))
    assert [json.loads(body)["status"] for _, body in heard.requests] == ["NOT_REGISTERED", "EXPIRED"]


def test_a_subscriber_can_be_tried_out_once(installation: None, heard: Heard) -> None:
    """202; if it does not answer nobody calls again."""
    asking = program()
    hook = asking.post(HOOKS, _wanted(heard.url)).json()
    answer = asking.client.post(f"{HOOKS}/{hook['id']}/test", headers=asking.headers)
    assert answer.status_code == 202
    heard.answers = [500]
    assert _tell(line.NOW) == 1
    assert _tell(line.NOW + timedelta(hours=1)) == 0
    assert json.loads(heard.requests[0][1])["status"] == "DELIVERED"


def test_another_senders_subscription_is_as_unknown_as_none(installation: None, heard: Heard) -> None:
    """It is not shown, not ended, not tried out; and another's letter tells nothing to who follows it."""
    hook = program().post(HOOKS, _wanted(heard.url)).json()
    stranger: Program = program(other_sender())
    path = f"{HOOKS}/{hook['id']}"
    assert stranger.get(HOOKS).json() == []
    for answer in (
        stranger.get(path),
        stranger.get(f"{path}/deliveries"),
        stranger.client.delete(path, headers=stranger.headers),
        stranger.client.post(f"{path}/test", headers=stranger.headers),
    ):
        assert answer.status_code == 404
    assert stranger.post(HOOKS, _wanted(heard.url)).status_code == 201
    _bring_to_outlet()
    # Before two days are over, when a stranger hears that the number is not registered.
    _tell(line.NOW + timedelta(days=1, hours=23))
    assert [json.loads(body)["id"] for _, body in heard.requests] == [hook["id"]]


def test_a_key_is_needed_and_a_role(installation: None, heard: Heard) -> None:
    """In the interface's own shape."""
    asking = program(roles=(Role.SUBCONTRACTOR,))
    assert asking.post(HOOKS, _wanted(heard.url)).status_code == 403
    answer = asking.client.get(HOOKS)
    assert answer.status_code == 401
    assert answer.json()["status"] == "401"
