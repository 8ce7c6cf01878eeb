"""A counter to test with: two stations and a scanner at the outlet in Bergen, and what a clerk does there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from tests.actions.line import BERGEN, NOW, SIGNATURE, TODAY, number, presented, sealer

CLERK = "clerk-7"


def stations(count: int = 2, *, outlet: int = BERGEN) -> list[int]:
    """Enrol stations whose browsers have their secrets."""
    from budstikke.post.actions.outlets.enroll_station import claim_station, enroll_station, station_of

    made = []
    for each in range(count):
        secret = claim_station(enroll_station(outlet, name=f"Skranke {each + 1}", now=NOW), now=NOW)
        assert isinstance(secret, str)
        known = station_of(secret)
        assert known is not None
        made.append(known.id)
    return made


def scanner(station: int, *, device: str = "document-scanner-2", heard: datetime | None = NOW) -> str:
    """Register a document scanner at a station, and hear from it that it works."""
    from budstikke.post.actions.outlets.hear_device import hear_device
    from budstikke.post.actions.outlets.register_device import register_device

    register_device(
        device, outlet_id=BERGEN, kind="document_scanner", model="Eksempel X1", station_id=station
    )
    if heard is not None:
        assert hear_device(device, works=True, routine="4.2", now=heard) is None
    return device


def opened(
    serial: int,
    station: int,
    *,
    clerk: str = CLERK,
    today: date = TODAY,
    now: datetime = NOW,
    nonce: UUID | None = None,
):
    """Take up a letter, whatever comes of it."""
    from budstikke.post.actions.counter.open_check import open_check

    return open_check(
        number(serial), station_id=station, clerk=clerk, nonce=nonce or uuid4(), today=today, now=now
    )


def draft(**changed: object):
    """What a clerk puts in for Kari Nordmann with her specimen passport."""
    from budstikke.post.actions.counter.draft import Draft

    shown = presented(1)
    return replace(
        Draft(kind=shown.kind, typed=shown.typed, findings=shown.findings),
        **changed,  # type: ignore[arg-type]
    )


def kept(nonce: UUID, **changed: object):
    """Keep that draft."""
    from budstikke.post.actions.counter.keep_draft import keep_draft

    return keep_draft(nonce, draft(**changed), clerk=CLERK, now=NOW)


def decided(nonce: UUID, *, today: date = TODAY, now: datetime = NOW):
    """Decide a check."""
    from budstikke.post.actions.counter.decide_check import decide_check

    return decide_check(nonce, clerk=CLERK, online=True, sealer=sealer(), today=today, now=now)


def sent(
    device: str | None,
    content: dict,
    *,
    source: str = "mrz_swiped",
    nonce: UUID | None = None,
    picture: bytes | None = None,
    now: datetime = NOW,
    check: UUID | None = None,
):
    """Send a reading."""
    from budstikke.post.actions.reading.push import push

    return push(
        device_id=device,
        nonce=nonce or uuid4(),
        source=source,
        content=content,
        picture=picture,
        now=now,
        check=check,
    )


def shown(nonce: UUID, *, today: date = TODAY, now: datetime = NOW):
    """What the station shows."""
    from budstikke.post.actions.counter.under_way import under_way

    return under_way(nonce=nonce, today=today, now=now)


def rows_left() -> tuple[int, int]:
    """How many open checks and readings are stored."""
    from budstikke.post.records.models import OpenCheck, Pushed
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        return OpenCheck.objects.count(), Pushed.objects.count()


__all__ = [
    "CLERK",
    "SIGNATURE",
    "decided",
    "draft",
    "kept",
    "opened",
    "rows_left",
    "scanner",
    "sent",
    "shown",
    "stations",
]
