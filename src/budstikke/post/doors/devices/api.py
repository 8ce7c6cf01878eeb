"""The API of the outlet's devices, version 1: heartbeat, what is asked for, readings, pictures."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Body, Query, Status
from pydantic import AwareDatetime

from budstikke.formats.malformed import Malformed
from budstikke.kit.clock import local_day, now, real_now
from budstikke.law.refusal import Refusal
from budstikke.post.actions.outlets.hear_device import hear_device
from budstikke.post.actions.reading.take_reading import (
    Brought,
    NotTaken,
    TakenIn,
    take_chip,
    take_pattern,
    take_picture,
    take_zone,
)
from budstikke.post.doors.devices import shapes
from budstikke.post.doors.devices.asked_for import asked_for
from budstikke.post.doors.devices.problems import Problem, of_refusal
from budstikke.post.doors.devices.proving import Asking, DeviceSecret
from budstikke.post.doors.problem_api import ProblemApi
from budstikke.post.doors.problem_shapes import ProblemShape
from budstikke.post.records.models import Device

# A device's clock may be off by this much; a reading is pushed at once.
CLOCK_MAY_BE_OFF = timedelta(minutes=2)
_OLDEST_READING = timedelta(minutes=5)
_CLOCK_FAULT = "CLOCK"
_PICTURES = ("image/jpeg", "image/png")


_CURES = {
    "uuid_parsing": "is no UUID; make a random one",
    "timezone_aware": "has no time zone; send an offset, such as Z",
    "union_tag_invalid": "is of an unknown kind; send mrz, chip or pattern",
    "union_tag_not_found": "does not say its kind; send kind",
    "literal_error": "is none of the words of the description",
}

api = ProblemApi(
    problem=Problem,
    cures=_CURES,
    title="Budstikke: devices of an outlet",
    version="1",
    description="Document scanners, chip readers and swipe readers say how they are, ask what is wanted, and push"
    " what they read into the check that is open at their station. See docs/devices.md.",
    docs_url=None,
    urls_namespace="devices",
    auth=DeviceSecret(),
)
_PROBLEMS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 409, 411, 413, 422, 429), ProblemShape)


@api.post("/heartbeat", response={200: shapes.Heard, **_PROBLEMS}, operation_id="heartbeat")
def heartbeat(request: HttpRequest, said: Body[shapes.Heartbeat]) -> shapes.Heard:
    """Say how the device is; send it at least every thirty seconds."""
    off = said.clock - real_now()
    right = abs(off) <= CLOCK_MAY_BE_OFF
    # A fault of its own weighs more than its clock.
    fault = said.fault if not said.works else "" if right else _CLOCK_FAULT
    works = said.works and right
    refusal = hear_device(
        _device(request).id, works=works, fault=fault, routine=said.routine or "", now=now()
    )
    if refusal is not None:
        raise of_refusal(refusal)
    return shapes.Heard(works=works, fault=fault, clock_off_s=round(off.total_seconds()))


@api.get("/asked", response={200: shapes.Asked, **_PROBLEMS}, operation_id="asked")
def asked(request: HttpRequest) -> shapes.Asked:
    """Ask whether a check is open at the device's station, and which readings are wanted for it."""
    return asked_for(_device(request))


@api.put(
    "/checks/{check}/readings/{nonce}",
    response={200: shapes.Taken, 201: shapes.Taken, **_PROBLEMS},
    operation_id="pushReading",
)
def push_reading(
    request: HttpRequest, check: UUID, nonce: UUID, reading: Body[shapes.Reading]
) -> Status[shapes.Taken]:
    """Push a zone, a chip or a verdict on the security pattern; the same nonce again is harmless."""
    at = now()
    brought = _brought(request, check=check, nonce=nonce, read_at=reading.read_at, at=at)
    match reading:
        case shapes.MrzReading():
            taken = take_zone(
                brought, lines=reading.lines, swiped=reading.how == "swiped", today=local_day(at), now=at
            )
        case shapes.ChipReading():
            given = {1: reading.dg1, 2: reading.dg2, 11: reading.dg11}
            groups = {number: content for number, content in given.items() if content}
            taken = take_chip(brought, sod=reading.sod, groups=groups, now=at)
        case shapes.PatternReading():
            taken = take_pattern(
                brought, verdict=reading.verdict, routine=reading.routine, light=reading.light, now=at
            )
    return _answer(brought, taken)


@api.put(
    "/checks/{check}/pictures/{nonce}",
    response={200: shapes.Taken, 201: shapes.Taken, 415: ProblemShape, **_PROBLEMS},
    operation_id="pushPicture",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in _PICTURES},
        }
    },
)
def push_picture(
    request: HttpRequest,
    check: UUID,
    nonce: UUID,
    read_at: Query[AwareDatetime],
    page: Query[Literal["zone", "front", "back", "unknown"]] = "unknown",
) -> Status[shapes.Taken]:
    """Push the picture of a page, as JPEG or PNG; its zone is read here. The same nonce again is harmless."""
    picture, at = _asking(request).picture, now()
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if picture is None or kind not in _PICTURES:
        raise Problem("NOT_A_PICTURE")
    brought = _brought(request, check=check, nonce=nonce, read_at=read_at, at=at)
    taken = take_picture(brought, picture=picture, page=page, today=local_day(at), now=at)
    return _answer(brought, taken)


def _asking(request: HttpRequest) -> Asking:
    asking = request.auth  # type: ignore[attr-defined]  # the API puts it there
    assert isinstance(asking, Asking)
    return asking


def _device(request: HttpRequest) -> Device:
    return _asking(request).device


def _brought(request: HttpRequest, *, check: UUID, nonce: UUID, read_at: datetime, at: datetime) -> Brought:
    age = real_now() - read_at
    if not -CLOCK_MAY_BE_OFF <= age <= _OLDEST_READING:
        raise Problem("CLOCK_WRONG")
    # By this service's clock, which a test installation moves; no reading is of the future.
    return Brought(
        device_id=_device(request).id, check=check, nonce=nonce, read_at=at - max(age, timedelta(0))
    )


def _answer(brought: Brought, taken: TakenIn | NotTaken | Refusal) -> Status[shapes.Taken]:
    if isinstance(taken, Refusal):
        raise of_refusal(taken)
    if isinstance(taken, NotTaken):
        raise Problem(taken.code)
    answer = shapes.Taken.model_validate(
        {
            "nonce": brought.nonce,
            "check": brought.check,
            "outcome": taken.outcome,
            "repeated": taken.repeated,
            "found": taken.found,
        }
    )
    return Status(200 if taken.repeated else 201, answer)


@api.exception_handler(Malformed)
def _malformed(request: HttpRequest, malformed: Malformed) -> HttpResponse:
    too_large = any(fault.code == "PICTURE_TOO_LARGE" for fault in malformed.faults)
    return Problem("TOO_LARGE" if too_large else "PICTURE", faults=malformed.faults).answer()
