"""A counter to try devices at: one letter for an invented person, a station, a scanner with its secret."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from uuid import UUID, uuid4

import httpx
from tests.actions import line

from budstikke.cli.device_plan import ROUTINE, Laid
from budstikke.cli.processes import Ports
from budstikke.kit.clock import local_day, now
from budstikke.post.papers.specimen import invented
from budstikke.post.papers.specimen.chip_state import SpecimenState

CLERK, DEVICE = "clerk-7", "document-scanner-2"
STATE = SpecimenState.founded(country="NO", at=datetime(2012, 1, 2, tzinfo=UTC), days=30 * 365)  # Monday


@dataclass(frozen=True, slots=True)
class Counter:
    """What a test needs to know of the counter."""

    laid: Laid
    station: int
    secret: str


def laid(document: str = "no_passport", *, seed: int = 3) -> Laid:
    """An invented document with a chip of the invented state."""
    specimen = invented(document, seed=seed)
    return Laid(
        specimen=specimen,
        state=STATE,
        signed_at=datetime.combine(specimen.issued_on, clock_time(9), UTC),
    )


def set_up(document: str = "no_passport") -> Counter:
    """One letter at its outlet for the holder of the document, one station, one scanner that was heard just now."""
    from budstikke.post.actions.outlets.enroll_station import claim_station, enroll_station
    from budstikke.post.actions.outlets.hear_device import hear_device
    from budstikke.post.actions.outlets.register_device import register_device
    from budstikke.post.actions.reading.import_master_list import import_master_list
    from budstikke.post.records.models import Station

    lies = laid(document)
    name = f"{lies.specimen.given_names} {lies.specimen.surname}"
    line.book(line.file_of([line.order(1, name=name)]))
    line.bring_to_outlet([1])
    claim_station(enroll_station(line.BERGEN, name="Luke 1", now=now()), now=now())
    station = Station.objects.get().id
    secret = register_device(
        DEVICE, outlet_id=line.BERGEN, kind="document_scanner", model="SPECIMEN 1", station_id=station
    )
    hear_device(DEVICE, works=True, routine=ROUTINE, now=now())
    import_master_list([("state.cer", STATE.certificate)], publisher_sha256=None, now=now())
    return Counter(lies, station, secret)


def open_check(counter: Counter) -> UUID:
    """The clerk takes up the letter."""
    from budstikke.post.actions.counter.open_check import Opened
    from budstikke.post.actions.counter.open_check import open_check as take_up

    opened = take_up(
        line.number(1),
        station_id=counter.station,
        clerk=CLERK,
        nonce=uuid4(),
        today=local_day(now()),
        now=now(),
    )
    assert isinstance(opened, Opened), opened
    return opened.nonce


def decide(counter: Counter, check: UUID) -> list[str]:
    """The clerk, who saw nothing wrong, decides; returns the codes of what stands against the hand-over."""
    from budstikke.post.actions.counter.check_identity import Checked
    from budstikke.post.actions.counter.decide_check import decide_check
    from budstikke.post.actions.counter.draft import Draft
    from budstikke.post.actions.counter.keep_draft import keep_draft
    from budstikke.post.actions.outlets.outlet_health import outlet_health
    from budstikke.post.actions.reading.presented import Typed
    from budstikke.post.terms.pum.id_check import ALL_PASSED, Finding

    findings = replace(ALL_PASSED, scanned=Finding.NOT_DONE, security_pattern=Finding.NOT_DONE)
    draft = Draft(
        kind="no_passport",
        typed=Typed(national_number=counter.laid.specimen.national_number),
        findings=findings,
    )
    assert keep_draft(check, draft, clerk=CLERK, now=now()) is None
    decided = decide_check(
        check,
        clerk=CLERK,
        online=outlet_health(line.BERGEN, now=now()).works,
        sealer=line.sealer(),
        today=local_day(now()),
        now=now(),
    )
    assert isinstance(decided, Checked), decided
    reasons = decided.decision["reasons"]
    assert isinstance(reasons, list)
    return [] if decided.passed else [str(each["rule"]) for each in reasons]


def fall_silent(counter: Counter) -> None:
    """The scanner was last heard three minutes ago, and the timer has seen it."""
    from budstikke.post.actions.outlets.follow_outlet import follow_outlet
    from budstikke.post.records.models import Device
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        Device.objects.update(heard_at=now() - timedelta(minutes=3))
        follow_outlet(line.BERGEN, now=now())


@contextmanager
def served() -> Iterator[str]:
    """The post's web process on a port of its own; returns its address."""
    port = Ports.unused().post
    granian = str(Path(sys.executable).with_name("granian"))
    command = [granian, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    with subprocess.Popen(
        [*command, "--workers", "1", "--blocking-threads", "4", "budstikke.wiring.post_wsgi:application"],
        env=os.environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as started:
        try:
            url = f"http://localhost:{port}"
            _wait(url, started)
            yield url
        finally:
            started.terminate()
            started.wait(20)


def _wait(url: str, started: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert started.poll() is None, "the web process has ended"
        try:
            httpx.get(f"{url}/devices/v1/asked", timeout=5)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the web process did not answer")
