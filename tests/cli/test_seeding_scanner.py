"""The scanner of the station to try: it follows the newest station, says how it is, and reads what is laid on it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from tests.actions import line
from tests.actions.counter import opened, rows_left, stations

from budstikke.cli import seeding_scanner, seeding_sign_ins
from budstikke.cli.seeding_scanner import Scanner
from budstikke.formats.picture import missing
from budstikke.kit.clock import move_to
from budstikke.kit.installation import data_folder
from budstikke.post.papers.specimen import invented, page_png

pytestmark = pytest.mark.usefixtures("installation")


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch):
    """A scanner whose post is this process, on the day the letters wait."""
    from django.core.wsgi import get_wsgi_application

    from budstikke.cli import device_sending

    served, client = get_wsgi_application(), httpx.Client
    monkeypatch.setattr(
        device_sending.httpx,
        "Client",
        lambda **_: client(transport=httpx.WSGITransport(app=served), base_url="http://localhost"),
    )
    move_to(line.NOW)
    made = Scanner("http://localhost")
    for left in made.glass.iterdir():
        left.unlink()
    yield made
    (data_folder() / "clock-offset-seconds").unlink(missing_ok=True)


def states() -> list[tuple[str, bool]]:
    """The devices of the outlet, and whether they work."""
    from budstikke.kit.clock import now
    from budstikke.post.actions.outlets.device_states import device_states

    return [(one.kind, one.works) for one in device_states(seeding_sign_ins.OUTLET, now=now())]


def test_without_a_station_it_waits(scanner: Scanner) -> None:
    """Nothing is said and nothing is lost before a browser was enrolled."""
    (scanner.glass / "page.png").write_bytes(b"laid down too early")
    scanner.look()
    assert states() == [] and [path.name for path in scanner.glass.iterdir()] == ["page.png"]


def test_it_says_how_it_is_and_moves_to_the_newest_station(scanner: Scanner) -> None:
    """Whoever enrols another browser has the scanner there."""
    from budstikke.post.records.models import Device, Station

    for station, minutes in zip(stations(2), (1, 2), strict=True):
        Station.objects.filter(id=station).update(enrolled_at=line.NOW + timedelta(minutes=minutes))
        scanner.look()
        assert states() == [("document_scanner", True)]
        assert Device.objects.get().station_id == station


@pytest.mark.skipif(bool(missing()), reason="the extra ocr is not installed")
def test_a_page_laid_on_it_is_read_into_the_open_check_and_taken_off(scanner: Scanner) -> None:
    """The picture and the verdict on its pattern; what is no picture is taken off and sent nowhere."""
    line.wait_for_recipient(1)
    (station,) = stations(1)
    scanner.look()
    opened(1, station, nonce=uuid4())
    (scanner.glass / "a.txt").write_bytes(b"no picture")
    (scanner.glass / "b.png").write_bytes(page_png(invented("no_passport", seed=7)))
    scanner.look()
    assert not list(scanner.glass.iterdir())
    assert rows_left() == (1, 2)


def test_a_post_that_does_not_answer_is_asked_again(
    scanner: Scanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is being started anew; what lies on the glass stays there."""
    stations(1)

    def gone(*_: object, **__: object) -> None:
        raise httpx.ConnectError("nobody there")

    monkeypatch.setattr(seeding_scanner, "carry_out", gone)
    (scanner.glass / "page.png").write_bytes(page_png(invented("no_passport", seed=7)))
    scanner.look()
    assert list(scanner.glass.iterdir())
