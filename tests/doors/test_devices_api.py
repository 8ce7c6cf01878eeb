"""The API of devices: what it refuses and how it says so, what it keeps, and what it keeps to itself."""

from __future__ import annotations

import io
import json
import logging
import random
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from PIL import Image
from tests.actions import line
from tests.doors import device_bench as bench
from tests.formats.zones import FRENCH, with_text

from budstikke.cli.device_plan import ROUTINE, scanned
from budstikke.kit.clock import real_now
from budstikke.post.actions.reading.take_reading import MOST_READINGS
from budstikke.post.doors.devices.problems import PROBLEMS
from budstikke.post.papers.specimen import zone_lines

PATH = "/devices/v1"


class Asker:
    """A device as the test plays it."""

    def __init__(self, secret: str) -> None:
        from django.test import Client

        self._client, self._head = Client(), {"Authorization": f"Bearer {secret}"}

    def get(self, path: str):
        """Ask."""
        return self._client.get(PATH + path, headers=self._head)

    def post(self, path: str, said: object):
        """Say."""
        return self._client.post(PATH + path, said, content_type="application/json", headers=self._head)

    def put(self, path: str, content: object, kind: str = "application/json", **environment: object):
        """Push."""
        return self._client.put(
            PATH + path, content, content_type=kind, headers=self._head, query_params=None, **environment
        )

    def zone(self, check: object, lines: object, *, nonce: UUID | None = None, **changed: object):
        """Push a zone."""
        said = {"kind": "mrz", "read_at": real_now().isoformat(), "lines": lines, **changed}
        return self.put(f"/checks/{check}/readings/{nonce or uuid4()}", said)

    def pattern(self, check: object, *, nonce: UUID | None = None, **changed: object):
        """Push a verdict."""
        said = {"kind": "pattern", "read_at": real_now().isoformat(), "verdict": "pass", "routine": ROUTINE}
        return self.put(f"/checks/{check}/readings/{nonce or uuid4()}", {**said, **changed})

    def picture(self, check: object, content: bytes, kind: str = "image/jpeg", **environment: object):
        """Push a picture."""
        when = real_now().isoformat().replace("+", "%2B")
        path = f"/checks/{check}/pictures/{uuid4()}?read_at={when}&page=zone"
        return self.put(path, content, kind, **environment)


@pytest.fixture
def counter(installation: None) -> bench.Counter:
    """A counter with one letter."""
    return bench.set_up()


@pytest.fixture
def device(counter: bench.Counter) -> Asker:
    """The scanner of that counter."""
    return Asker(counter.secret)


@pytest.fixture
def check(counter: bench.Counter) -> UUID:
    """The check that is open there."""
    return bench.open_check(counter)


def _code(answer) -> str:
    assert answer["Content-Type"] == "application/problem+json", answer.content
    said = answer.json()
    assert (said["status"], said["type"]) == (answer.status_code, f"urn:budstikke:device:{said['code']}")
    assert all(said[name][language] for name in ("words", "cure") for language in ("no", "en"))
    return str(said["code"])


@pytest.mark.parametrize("proof", [{}, {"Authorization": "Bearer "}, {"Authorization": "Basic x"}])
def test_who_proves_nothing_learns_nothing(counter: bench.Counter, proof: dict[str, str]) -> None:
    """Each address answers alike, whether a check is open or not."""
    from django.test import Client

    for path in ("/asked", f"/checks/{uuid4()}/readings/{uuid4()}"):
        answer = Client().get(PATH + path, headers=proof) if path == "/asked" else Client().put(PATH + path)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
        assert _code(answer) == "NOT_A_DEVICE"


def test_a_secret_is_kept_as_its_hash(counter: bench.Counter) -> None:
    """Whoever reads the table has no secret."""
    from budstikke.post.records.models import Device

    assert counter.secret.encode() not in bytes(Device.objects.get().secret_sha256)


def test_a_revoked_device_is_told_so(counter: bench.Counter, device: Asker) -> None:
    """It is known, and does nothing any more."""
    from budstikke.kit.clock import now
    from budstikke.post.actions.outlets.register_device import revoke_device

    revoke_device(bench.DEVICE, now=now())
    answer = device.get("/asked")
    assert (answer.status_code, _code(answer)) == (403, "DEVICE_REVOKED")


def test_a_device_without_a_station_is_told_so(device: Asker) -> None:
    """Nothing is open for it."""
    from budstikke.post.records.models import Device

    Device.objects.update(station=None)
    assert device.get("/asked").json()["check"] is None
    assert _code(device.pattern(uuid4())) == "NO_STATION"


def test_a_national_card_that_agrees_with_itself_is_completed_and_not_read_again(
    device: Asker, check: UUID
) -> None:
    """The French card of two lines of 36 is read, and the clerk keys its expiry; a wrong digit is read again."""
    answer = device.zone(check, FRENCH).json()
    assert (answer["outcome"], [each["code"] for each in answer["found"]]) == ("confirm", ["ZONE_NATIONAL"])
    assert not answer["found"][0]["stops"]
    wrong = device.zone(check, with_text(FRENCH, 2, 36, "7")).json()
    assert (wrong["outcome"], wrong["found"][0]["code"]) == ("retake", "ZONE_COMPOSITE")


def test_what_is_asked_names_nobody_and_shrinks(counter: bench.Counter, device: Asker, check: UUID) -> None:
    """The check, and what is wanted of it; what has come is wanted no more."""
    before = device.get("/asked").json()
    assert before["check"] == str(check)
    assert (before["wanted"], before["taken"]) == (["picture", "pattern", "chip", "mrz"], [])
    assert set(before) == {"check", "since", "wanted", "taken"}
    assert device.zone(check, list(zone_lines(counter.laid.specimen))).status_code == 201
    after = device.get("/asked").json()
    assert (after["wanted"], after["taken"]) == (["picture", "pattern", "chip"], ["mrz"])
    assert line.number(1) not in json.dumps([before, after])


def test_the_same_reading_again_gets_the_same_answer_and_changes_nothing(
    counter: bench.Counter, device: Asker, check: UUID
) -> None:
    """Whoever heard no answer sends again."""
    from budstikke.post.records.models import Pushed
    from budstikke.post.records.scope import CARRIER, acting_as

    lines, nonce = list(zone_lines(counter.laid.specimen))[:1], uuid4()
    first, again = device.zone(check, lines, nonce=nonce), device.zone(check, lines, nonce=nonce)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "repeated": True} and first.json()["found"]
    with acting_as(CARRIER):
        assert Pushed.objects.count() == 1
    assert _code(device.zone(check, [*lines, "X"], nonce=nonce)) == "NONCE_TAKEN"


def test_the_nonce_of_a_decided_check_is_answered_without_its_content(
    counter: bench.Counter, device: Asker, check: UUID
) -> None:
    """What was read for one person is told to nobody who asks for the next."""
    nonce = uuid4()
    device.pattern(check, nonce=nonce, verdict="fail")
    bench.decide(counter, check)
    assert _code(device.pattern(check, nonce=nonce, verdict="fail")) == "NO_CHECK_OPEN"


def test_what_comes_in_is_sealed(counter: bench.Counter, device: Asker, check: UUID) -> None:
    """Neither lines nor pictures lie readable in the database."""
    from budstikke.post.records.models import Pushed
    from budstikke.post.records.scope import CARRIER, acting_as

    lines, page = zone_lines(counter.laid.specimen), scanned(counter.laid.specimen)
    assert device.zone(check, list(lines)).status_code == 201
    assert device.picture(check, page).status_code == 201
    with acting_as(CARRIER):
        kept = [bytes(row.content_sealed) + bytes(row.picture_sealed or b"") for row in Pushed.objects.all()]
    assert len(kept) == 2
    assert not any(secret in row for row in kept for secret in (lines[0].encode(), page[:200]))


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"lines": []}, "lines"),
        ({"lines": ["A"] * 4}, "lines"),
        ({"lines": ["A" * 65]}, "lines.0"),
        ({"lines": 7}, "lines"),
        ({"read_at": "2026-11-21T08:00:00"}, "read_at"),
        ({"how": "guessed"}, "how"),
        ({"NORDMANN": 1}, "mrz"),
        ({"kind": "dream"}, "reading"),
    ],
)
def test_a_field_that_cannot_be_read_is_named_with_its_cure(
    device: Asker, check: UUID, changed: dict[str, object], where: str
) -> None:
    """The place and what to do; never what was sent, not even the name of an unknown field."""
    answer = device.zone(check, **{"lines": ["P<NORNORDMANN<<KARI"], **changed})
    assert (answer.status_code, _code(answer)) == (422, "FIELDS")
    (fault,) = answer.json()["faults"]
    assert fault["where"].endswith(where) and fault["text"]
    assert "NORDMANN" not in answer.content.decode()


def test_files_of_a_chip_that_are_no_base64_are_a_fault(device: Asker, check: UUID) -> None:
    """Nothing is skipped over in silence."""
    said = {"kind": "chip", "read_at": real_now().isoformat(), "sod": "d28=", "dg1": "not*base64"}
    answer = device.put(f"/checks/{check}/readings/{uuid4()}", said)
    assert _code(answer) == "FIELDS"
    assert [fault["where"].rpartition(".")[2] for fault in answer.json()["faults"]] == ["dg1"]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 90_000, b"NaN", b"[]", b'"x"'])
def test_what_is_no_object_in_json_is_told_so(device: Asker, check: UUID, content: bytes) -> None:
    """Half an object, another encoding, a thousand brackets: a fault of the request, never of ours."""
    answer = device.put(f"/checks/{check}/readings/{uuid4()}", content)
    assert _code(answer) in ("NOT_JSON", "FIELDS")


def test_no_bytes_make_the_service_fail(counter: bench.Counter, device: Asker, check: UUID) -> None:
    """A sound reading with bytes changed is taken or is a fault of the request."""
    rng = random.Random(7)
    said = {
        "kind": "mrz",
        "read_at": real_now().isoformat(),
        "lines": list(zone_lines(counter.laid.specimen)),
    }
    sound = json.dumps(said).encode()
    for _ in range(60):
        broken = bytearray(sound)
        for _ in range(rng.randrange(1, 6)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        answer = device.put(f"/checks/{check}/readings/{uuid4()}", bytes(broken))
        assert answer.status_code in (201, 400, 422, 429), answer.content


def test_a_body_that_stops_short_is_not_taken(device: Asker, check: UUID) -> None:
    """What came is not what was sent."""
    picture, said = {"wsgi.input": io.BytesIO(b"\xff\xd8\xff")}, {"wsgi.input": io.BytesIO(b'{"kind"')}
    assert _code(device.picture(check, bytes(4000), **picture)) == "CUT_SHORT"
    assert _code(device.put(f"/checks/{check}/readings/{uuid4()}", bytes(400), **said)) == "CUT_SHORT"


def test_a_body_of_unknown_or_of_too_great_length_is_refused(device: Asker, check: UUID) -> None:
    """Its length is said first, and is not read when it is too much."""
    path = f"/checks/{check}/readings/{uuid4()}"
    assert _code(device.put(path, b"{}", HTTP_TRANSFER_ENCODING="chunked")) == "LENGTH_MISSING"
    assert _code(device.put(path, b"x" * 1_000_001)) == "TOO_LARGE"


def test_another_kind_of_file_is_no_picture(device: Asker, check: UUID) -> None:
    """JPEG and PNG, said and meant."""
    content = io.BytesIO()
    Image.new("L", (300, 200), 255).save(content, "GIF")
    answer = device.picture(check, content.getvalue(), "image/gif")
    assert (answer.status_code, _code(answer)) == (415, "NOT_A_PICTURE")
    answer = device.picture(check, content.getvalue(), "image/png")
    assert (answer.status_code, _code(answer)) == (422, "PICTURE")


def test_a_page_without_a_zone_that_need_not_have_one_is_taken(device: Asker, check: UUID) -> None:
    """The front of a card is a picture for the clerk and the report."""
    content = io.BytesIO()
    Image.new("L", (300, 200), 200).save(content, "PNG")
    when = real_now().isoformat().replace("+", "%2B")
    path = f"/checks/{check}/pictures/{uuid4()}?read_at={when}&page=front"
    answer = device.put(path, content.getvalue(), "image/png")
    assert (answer.status_code, answer.json()["outcome"], answer.json()["found"]) == (201, "taken", [])


@pytest.mark.parametrize(("off_s", "code"), [(-301, "CLOCK_WRONG"), (121, "CLOCK_WRONG"), (60, None)])
def test_a_reading_is_of_now(device: Asker, check: UUID, off_s: int, code: str | None) -> None:
    """Older than five minutes, or ahead by more than two, says that a clock is wrong."""
    when = (real_now() + timedelta(seconds=off_s)).isoformat()
    answer = device.pattern(check, read_at=when)
    assert answer.status_code == 201 if code is None else _code(answer) == code


def test_a_device_that_tells_of_a_fault_closes_the_counter_until_it_is_well(
    device: Asker, check: UUID
) -> None:
    """PUM §11: no scanner, no hand-over; what it reads meanwhile does not count."""
    from budstikke.post.records.models import Outlet
    from budstikke.post.records.scope import CARRIER, acting_as

    beat = {"works": False, "fault": "LAMP", "routine": ROUTINE, "clock": real_now().isoformat()}
    assert device.post("/heartbeat", beat).json()["fault"] == "LAMP"
    with acting_as(CARRIER):
        assert not Outlet.objects.get(id=line.BERGEN).scanner_works
    assert _code(device.pattern(check)) == "NOT_WELL"
    assert device.post("/heartbeat", {**beat, "works": True, "fault": ""}).json()["works"]
    with acting_as(CARRIER):
        assert Outlet.objects.get(id=line.BERGEN).scanner_works
    assert device.pattern(check).status_code == 201


def test_a_clock_that_is_off_is_told_by_how_much(device: Asker) -> None:
    """The device can put it right by itself."""
    clock = (real_now() - timedelta(hours=2)).isoformat()
    heard = device.post("/heartbeat", {"works": True, "clock": clock}).json()
    assert (heard["works"], heard["fault"]) == (False, "CLOCK")
    assert -7205 < heard["clock_off_s"] < -7195


def test_a_device_that_chatters_is_told_to_wait(device: Asker, check: UUID) -> None:
    """With how long."""
    answers = [device.pattern(check) for _ in range(MOST_READINGS + 1)]
    assert [each.status_code for each in answers[:-1]] == [201] * MOST_READINGS
    assert (answers[-1].status_code, _code(answers[-1])) == (429, "TOO_MANY")
    assert int(answers[-1]["Retry-After"]) > 0


def test_no_log_says_what_was_read(
    counter: bench.Counter, device: Asker, check: UUID, caplog: pytest.LogCaptureFixture
) -> None:
    """Not when it is taken, not when it is refused, at the most talkative level."""
    lines = zone_lines(counter.laid.specimen)
    with caplog.at_level(logging.DEBUG):
        device.zone(check, list(lines))
        device.zone(check, [*lines, *lines])
        device.zone(uuid4(), list(lines))
        device.picture(check, scanned(counter.laid.specimen))
    said = "\n".join(f"{record.name}: {record.getMessage()}" for record in caplog.records)
    assert said and not any(secret in said for secret in (*lines, counter.laid.specimen.surname))


def test_a_fault_of_ours_says_nothing_of_the_reading(
    counter: bench.Counter, device: Asker, check: UUID, monkeypatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An exception's message may hold what was read; its kind and its place are logged, and nothing of it answered."""
    from budstikke.post.doors.devices import api

    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError(counter.laid.specimen.surname)

    monkeypatch.setattr(api, "take_zone", fails)
    answer = device.zone(check, ["A"])
    assert (answer.status_code, _code(answer)) == (500, "OUR_FAULT")
    assert counter.laid.specimen.surname not in answer.content.decode() + caplog.text
    assert "RuntimeError at api.py:" in caplog.text and "test_devices_api.py:" in caplog.text


def test_an_address_that_is_none_is_answered_as_a_problem(device: Asker) -> None:
    """A check that is no UUID is no check."""
    assert _code(device.put(f"/checks/seven/readings/{uuid4()}", b"{}")) == "FIELDS"


def test_what_is_asked_takes_few_queries(device: Asker, check: UUID) -> None:
    """It is asked every second or two by every device."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(5):
        device.pattern(check)
    with CaptureQueriesContext(connection) as queries:
        device.get("/asked")
    assert len(queries) <= 7


def test_every_problem_a_reading_can_meet_has_its_row() -> None:
    """What the action refuses with, the door can say."""
    import re
    from pathlib import Path

    from budstikke.post.actions.reading import take_reading

    code = Path(take_reading.__file__).read_text(encoding="utf-8")
    told = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', code))
    assert {"NO_CHECK_OPEN", "NONCE_TAKEN", "TOO_MANY"} <= told <= set(PROBLEMS)
