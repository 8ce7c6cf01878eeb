"""The station: server time of each step from the letter's number to the hand-over, with a million letters stored."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from bench import site
from bench.clocks import Clock
from bench.counter_pages import Pages
from bench.filling import fill_letters
from bench.site import Connection
from budstikke.formats import s10

_OUTLET, _CLERK, _DEVICE = 122608, "clerk-7", "document-scanner-1"
# As many lie on the shelf of a large outlet; a day's hand-overs there are far fewer than are measured.
_WAITING = 2_000
_LINES = ["P<NORNORDMANN<<KARI<<<<<<<<<<<<<<<<<<<<<<<<<", "CCC0022514NOR4611200F3001019<<<<<<<<<<<<<<<8"]
_GOAL_MS = 50
_WARM_UP = 5
_WHOLE = "all of it, check to hand-over"
_AT = {"today": site.TODAY, "now": site.NOW}
_Value = TypeVar("_Value")
_Times = dict[str, list[float]]

_EVENTS = """
INSERT INTO event (letter_id, sender_id, code, happened_at, recorded_at, at_place, actor, from_place, to_place)
SELECT id, 1, CASE WHEN state = 'ready' THEN 'READY_FOR_PICKUP' ELSE 'DELIVERED' END, moment, moment, '122608',
    'clerk-7', CASE WHEN state = 'ready' THEN 'on_the_way' ELSE 'at_outlet:122608' END,
    CASE WHEN state = 'ready' THEN 'at_outlet:122608' ELSE 'with_recipient' END
FROM (SELECT *, '2026-11-03'::timestamptz - id % 300 * interval '1 day' AS moment FROM letter) AS dated
"""


def measure(clock: Clock, *, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Serve recipients one after the other; the middle and the slowest twentieth of each step."""
    del clock
    letters, rounds = (100_000, 50) if small else (1_000_000, 200)
    site.empty()
    with site.owner() as connection:
        fill_letters(
            connection,
            count=letters,
            state="delivered",
            place="with_recipient",
            waiting=_WAITING,
            due_a_day=_WAITING // 20,
        )
        station = _furnish(connection)
        numbers = _numbered(connection, 2 * (rounds + _WARM_UP))
    times: _Times = defaultdict(list)
    sealer = _sealer(folder)
    for number in numbers[:_WARM_UP]:
        _serve(number, station, sealer, defaultdict(list))
    for number in numbers[_WARM_UP : rounds + _WARM_UP]:
        _serve(number, station, sealer, times)
    _serve_pages(numbers[rounds + _WARM_UP :], sealer, times)
    for step, taken in times.items():
        yield _line(step, taken, letters)


def _serve_pages(numbers: Sequence[str], sealer, times: _Times) -> None:  # type: ignore[no-untyped-def]
    """Recipients after each other by the pages of another station; the first five warm up."""
    pages = Pages(outlet=_OUTLET, sealer=sealer)
    for place, number in enumerate(numbers):
        kept = times if place >= _WARM_UP else defaultdict(list)
        pages.serve(number, partial(_timed, kept), signature=_signature())
    pages.close()


def _timed(times: _Times, name: str, work: Callable[[], _Value]) -> _Value:
    before = time.perf_counter()
    done = work()
    times[name].append(time.perf_counter() - before)
    return done


def _furnish(connection: Connection) -> int:
    """Give the letters their events, and the outlet a station with a scanner."""
    from budstikke.post.actions.outlets.enroll_station import claim_station, enroll_station, station_of
    from budstikke.post.actions.outlets.hear_device import hear_device
    from budstikke.post.actions.outlets.register_device import register_device

    connection.execute("ALTER TABLE event DISABLE TRIGGER USER")
    connection.execute(_EVENTS)
    connection.execute("ALTER TABLE event ENABLE TRIGGER USER")
    connection.execute("VACUUM ANALYZE event")
    secret = claim_station(enroll_station(_OUTLET, name="Counter 1", now=site.NOW), now=site.NOW)
    assert isinstance(secret, str), "the code is fresh"
    station = station_of(secret)
    assert station is not None, "it has just been claimed"
    register_device(_DEVICE, outlet_id=_OUTLET, kind="document_scanner", model="X1", station_id=station.id)
    hear_device(_DEVICE, works=True, routine="4.2", now=site.NOW)
    return station.id


def _numbered(connection: Connection, count: int) -> list[str]:
    """Give letters that wait numbers with their check digits, which filled ones lack."""
    waiting = connection.execute(
        "SELECT id, number FROM letter WHERE state = 'ready' ORDER BY id LIMIT %s", [count]
    )
    numbered = {
        key: s10.make(prefix="RR", serial=int(str(number)[2:10]), country="NO")
        for key, number in waiting.fetchall()
    }
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE letter SET number = %s WHERE id = %s", [(number, key) for key, number in numbered.items()]
        )
    return list(numbered.values())


def _sealer(folder: Path):  # type: ignore[no-untyped-def]
    from budstikke.post.channels.seal import LocalSealer

    return LocalSealer(folder / "seal")


def _serve(number: str, station: int, sealer, times: _Times) -> None:  # type: ignore[no-untyped-def]
    """One recipient, as the station and its scanner ask."""
    from budstikke.post.actions.counter.hand_over import Signature, hand_over
    from budstikke.post.actions.outlets.hear_device import hear_device
    from budstikke.post.records.outlet_day import outlet_day
    from budstikke.post.records.scope import CARRIER, acting_as

    began = time.perf_counter()

    step = partial(_timed, times)

    def day() -> None:
        with acting_as(CARRIER):
            outlet_day(_OUTLET, today=site.TODAY)

    answer = _checked(number, station, sealer, step)
    done = step(
        "hand over",
        lambda: hand_over(
            number,
            check_id=answer.check_id,
            clerk=_CLERK,
            signature=Signature(picture=_signature()),
            sealer=sealer,
            **_AT,
        ),
    )
    assert done.outcome == "released", done.outcome
    times[_WHOLE].append(time.perf_counter() - began)
    step("the device says it is well", lambda: hear_device(_DEVICE, works=True, now=site.NOW))
    step("the outlet's day", day)


def _checked(number: str, station: int, sealer, step):  # type: ignore[no-untyped-def]
    """From the number to a passed check."""
    from budstikke.law.refusal import Refusal
    from budstikke.post.actions.counter.decide_check import decide_check
    from budstikke.post.actions.counter.draft import Draft
    from budstikke.post.actions.counter.keep_draft import keep_draft
    from budstikke.post.actions.counter.open_check import open_check
    from budstikke.post.actions.counter.under_way import under_way
    from budstikke.post.actions.reading.presented import Typed
    from budstikke.post.actions.reading.push import push
    from budstikke.post.terms.pum.id_check import ALL_PASSED

    nonce = uuid4()
    taken = step("open", lambda: open_check(number, station_id=station, clerk=_CLERK, nonce=nonce, **_AT))
    if isinstance(taken, Refusal):
        raise SystemExit(f"{taken.code}: this measures something else")
    draft = Draft(kind="no_passport", typed=Typed(national_number="20914695016"), findings=ALL_PASSED)
    step("keep what was put in", lambda: keep_draft(nonce, draft, clerk=_CLERK, now=site.NOW))
    read = {"mrz_lines": _LINES, "holds": True}
    step(
        "take a reading",
        lambda: push(device_id=_DEVICE, nonce=uuid4(), source="mrz_swiped", content=read, now=site.NOW),
    )
    step("show", lambda: under_way(nonce=nonce, **_AT))
    answer = step("decide", lambda: decide_check(nonce, clerk=_CLERK, online=True, sealer=sealer, **_AT))
    if isinstance(answer, Refusal) or not answer.passed:
        raise SystemExit("the check was refused: this measures something else")
    return answer


def _signature() -> bytes:
    import io

    from PIL import Image

    drawn = io.BytesIO()
    Image.new("L", (400, 150), 255).save(drawn, "PNG")
    return drawn.getvalue()


def _line(step: str, taken: list[float], letters: int) -> dict[str, object]:
    ordered = sorted(taken)
    return {
        "measure": "station_step",
        "of": f"{step}, {letters} letters stored, {_WAITING} on the shelf, {len(taken)} times",
        "p50_ms": round(ordered[len(ordered) // 2] * 1000, 1),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)] * 1000, 1),
        # The goal is for one step; the whole of a recipient's visit has none.
        **({} if step == _WHOLE else {"goal": f"p95 <= {_GOAL_MS} ms"}),
    }
