"""Every way in which a device can fail, end to end over real HTTP: what it hears, and what the letter comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.actions import line
from tests.doors import device_bench as bench

from budstikke.cli.device_failing import HANDED_OVER, NOTHING
from budstikke.cli.device_failures import FAILURES
from budstikke.cli.device_plan import healthy
from budstikke.cli.device_sending import carry_out
from budstikke.formats import picture
from budstikke.kit import clock


@pytest.fixture(scope="module")
def service(databases: None) -> Iterator[str]:
    """The post's web process."""
    with bench.served() as url:
        yield url


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """Let it be a Monday morning: a silent device is missed in opening hours only."""
    clock.move_to(line.NOW)
    yield
    clock.move_to(clock.real_now())


def test_a_device_that_is_well_leads_to_a_hand_over(service: str, installation: None) -> None:
    """Page, pattern and chip are taken; the zone was read from the page and is not asked for again."""
    counter = bench.set_up()
    check = bench.open_check(counter)
    heard = list(carry_out(healthy(counter.laid), url=service, secret=counter.secret))
    assert [(each.to, each.answer) for each in heard] == [
        ("heartbeat", "works"),
        ("picture", "taken"),
        ("pattern", "taken"),
        ("chip", "taken"),
        *([("mrz", "taken")] if picture.missing() else []),
    ]
    assert bench.decide(counter, check) == []


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_leads_to_its_verdict(service: str, installation: None, name: str) -> None:
    """The device hears what the row says, with its finding, and the check leads to what the row says."""
    failure = FAILURES[name]
    if picture.missing() and (failure.found.startswith("PICTURE_") or "Pushes the page" in failure.does):
        pytest.skip(f"pictures are not read here: {', '.join(picture.missing())}")
    counter = bench.set_up()
    if name == "heartbeat_stops":
        bench.fall_silent(counter)
    check = None if failure.without_check else bench.open_check(counter)
    lies = replace(bench.laid(failure.document), specimen=_same_person(counter, failure.document))
    heard = list(carry_out(failure.plan(lies), url=service, secret=counter.secret))
    assert failure.answer in [each.answer for each in heard], heard
    if failure.found:
        assert failure.found in heard[-1].found, heard
    if check is None:
        assert failure.letter == NOTHING
        return
    against = bench.decide(counter, check)
    assert against == [] if failure.letter == HANDED_OVER else failure.letter in against, (against, heard)


def _same_person(counter: bench.Counter, document: str):
    return replace(counter.laid.specimen, kind=document)
