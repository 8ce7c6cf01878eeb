"""What no page of ours sends: odd values in every address, JSON without end, forms of a hundred thousand fields."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from tests.doors.walls.askers import Asker, askers
from tests.doors.walls.routes import TABLE, routes
from tests.walls import Route

ODD = {
    "a number no column holds": "9" * 30,
    "a number no machine holds": "9" * 5000,
    "the end of a text in C": "%00",
    "half a character": "%ff%ed%a0%80",
    "a line's end, and a minus": "-1%0d%0aSet-Cookie:%20x=1",
}
_QUERIES = "number q first second size after before cursor most limit from to state page language next postcode known"
_SECONDS = 5.0


@pytest.fixture(scope="module")
def everybody(town: None) -> dict[str, Asker]:
    """Everybody who may ask."""
    return askers()


def _asked(everybody: dict[str, Asker], route: Route) -> Asker:
    door = route.path.partition("/")[0]
    name = {"counter": "clerk", "desk": "desk_lead", "sender": "owner", "devices": "device"}.get(
        door, "key:owner"
    )
    return everybody[name]


def _is_sound(answer: HttpResponse, place: object) -> None:
    assert answer.status_code < 500, (place, answer)
    assert all("\n" not in value and "\r" not in value for _, value in answer.items()), place
    assert "x" not in answer.cookies, place


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_value_in_an_address_is_answered(everybody: dict[str, Asker], kind: str) -> None:
    """In each part of each address, and in each question behind it; by no fault of ours, and by no header of theirs."""
    for route in routes():
        asker = _asked(everybody, route)
        for part in route.parts:
            for method in ("GET", "POST") if "ANY" in TABLE[route.path] else TABLE[route.path]:
                _is_sound(asker.ask(method, route.address(**{part: ODD[kind]})), (method, route.path, part))
    for route in _with_questions():
        asked = "&".join(f"{name}={ODD[kind]}" for name in _QUERIES.split())
        _is_sound(_asked(everybody, route).ask("GET", f"{route.address()}?{asked}"), route.path)


def _with_questions() -> list[Route]:
    return [route for route in routes() if not route.parts and "openapi" not in route.name]


def _json() -> dict[str, bytes]:
    return {
        "deep lists": b"[" * 100_000,
        "a number of 4000 digits": b'{"weight_g": %s}' % (b"9" * 4000),
        "a number beyond measure": b'{"weight_g": 1e999999999}',
        "half a character": b'{"name": "\\ud800"}',
        "the end of a text in C": b'{"name": "\\u0000", "number": "\\u0000"}',
        "twenty thousand members": json.dumps({f"k{n}": 1 for n in range(20_000)}).encode(),
        "packed a thousand times smaller": gzip.compress(b'{"a": "' + b" " * 50_000_000 + b'"}'),
    }


_SPOKEN = [
    (method, route)
    for route in routes()
    for method in ("POST", "PUT")
    if route.name.startswith(("api:", "bring:", "devices:"))
    or route.name in ("payment-webhook", "sms_receipt")
]


@pytest.mark.parametrize("kind", _json())
def test_json_that_is_too_much_is_refused_at_once(everybody: dict[str, Asker], kind: str) -> None:
    """At every address that programs speak to: a problem, no fault of ours, and no waiting."""
    content = _json()[kind]
    packed = {"headers": {}} if "packed" not in kind else {"headers": {"Content-Encoding": "gzip"}}
    for method, route in _SPOKEN:
        asker = _asked(everybody, route) if route.name != "sms_receipt" else everybody["sms-gateway"]
        given: dict[str, Any] = {"data": content, "content_type": "application/json"}
        headers = {**asker.headers, **packed["headers"]}
        begun = time.process_time()
        answer = asker.client.generic(method, route.address(), headers=headers, **given)
        assert answer.status_code < 500, (method, route.path)
        assert len(answer.content) < 100_000, (method, route.path)
        assert time.process_time() - begun < _SECONDS, (method, route.path)


def _forms() -> Iterator[tuple[str, str]]:
    for route in routes():
        if route.path in (
            "track/mine/",
            "sender/order/",
            "counter/take/",
            "desk/search/",
            "counter/sign-in/",
        ):
            yield route.path, {"track/mine/": "nobody", "counter/sign-in/": "station"}.get(route.path) or {
                "sender/order/": "owner", "counter/take/": "clerk", "desk/search/": "desk",
            }[route.path]  # fmt: skip


@pytest.mark.parametrize(("path", "who"), list(_forms()))
def test_a_form_of_too_many_fields_is_refused(everybody: dict[str, Asker], path: str, who: str) -> None:
    """A hundred thousand of them, spelt in either way; a million files' names; and a field of ten megabytes."""
    client, begun = everybody[who].client, time.process_time()
    many = {f"f{n}": "" for n in range(100_000)}
    assert client.post(f"/{path}", many).status_code == 400
    spelt = "&".join(f"f{n}=" for n in range(100_000))
    kind = "application/x-www-form-urlencoded"
    assert client.post(f"/{path}", spelt, content_type=kind).status_code == 400
    files = {f"f{n}": SimpleUploadedFile("x", b"x") for n in range(200)}
    assert client.post(f"/{path}", files).status_code == 400
    assert client.post(f"/{path}", "a=" + "x" * 10_000_000, content_type=kind).status_code in (400, 413)
    assert time.process_time() - begun < 4 * _SECONDS


@pytest.mark.parametrize(("path", "who"), list(_forms()))
def test_a_form_with_the_end_of_a_text_in_c_is_refused(
    everybody: dict[str, Asker], path: str, who: str
) -> None:
    """In what is sent, and in the names it is sent under: no column holds one."""
    client = everybody[who].client
    for said in ({"number": "RR\0", "by": "number", "text": "x", "reason": "recipient_asks"}, {"a\0": "b"}):
        assert client.post(f"/{path}", said).status_code == 400


def test_a_table_too_large_to_be_held_is_told_so(everybody: dict[str, Asker]) -> None:
    """Also one larger than any file we hold at all, which is passed by unread."""
    for size in (8_000_001, 14_000_000):
        told = everybody["owner"].client.post(
            "/sender/order/table/", {"table": SimpleUploadedFile("letters.csv", b"x" * size)}
        )
        assert (told.status_code, "for stor" in told.text) == (422, True), size


def test_nothing_of_all_that_was_written(everybody: dict[str, Asker]) -> None:
    """No letter, no upload, no webhook, no claim came of a request that was refused."""
    from budstikke.post.records.models import Claim, Interchange, Letter, Upload, Webhook
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        for model in (Letter, Upload, Webhook, Claim, Interchange):
            assert not model.objects.exists(), model
