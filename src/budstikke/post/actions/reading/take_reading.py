"""Take a reading of a device: read what it brings, say what is wrong with it, and put it into what is open."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from budstikke.formats import mrz
from budstikke.formats.chip.findings import Weight
from budstikke.law.refusal import Refusal
from budstikke.post.actions.outlets.device_states import state_of
from budstikke.post.actions.reading import found as said
from budstikke.post.actions.reading.found import Found
from budstikke.post.actions.reading.judge_chip import judge_chip
from budstikke.post.actions.reading.open_here import content_of, holder_of, open_here
from budstikke.post.actions.reading.push import push
from budstikke.post.actions.reading.read_page import read_page
from budstikke.post.records.models import Device, Pushed
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.id_check import ChipVerdict, Finding

# A person with one document gives a handful of readings; a device that sends more has gone wrong.
MOST_READINGS = 30
MOST_READINGS_WITHIN = timedelta(minutes=1)


# What a chip leads to, by the gravest of what was found: the outcome, and what the terms are told.
_CHIP = (
    (Weight.AGAINST, "doubt", ChipVerdict.FAILED),
    (Weight.AGAIN, "retake", ChipVerdict.NOT_READ),
    (Weight.UNJUDGED, "confirm", ChipVerdict.NOT_READ),
)
_VERDICTS: Mapping[str, tuple[Finding, str, tuple[Found, ...]]] = {
    "pass": (Finding.PASSED, "taken", ()),
    "fail": (Finding.FAILED, "doubt", (said.PATTERN_FAILED,)),
    "unsure": (Finding.NOT_DONE, "retake", (said.PATTERN_UNSURE,)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """Which device brings a reading, for which check or visit, and when it read it (by this service's clock)."""

    device_id: str
    check: UUID
    nonce: UUID
    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """A reading that lies in the open check or visit; `outcome` is taken, confirm, retake or doubt."""

    outcome: str
    found: tuple[Mapping[str, object], ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Why a reading was not taken; the code is one of the device door's problems."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a reading came to: under which source it is kept, with what content and which picture."""

    source: str
    outcome: str
    content: Mapping[str, object] = field(repr=False)
    found: Sequence[Found] = ()
    picture: bytes | None = field(default=None, repr=False)


def take_zone(
    brought: Brought, *, lines: Sequence[str], swiped: bool, today: date, now: datetime
) -> TakenIn | NotTaken | Refusal:
    """
    Take the lines of a zone.

    Terms:   PUM §12.
    Reading: a zone that does not agree with itself is kept too, so that the clerk sees what was read; the terms
             refuse it, and the next reading takes its place. One of a national layout that does is for the clerk to
             complete.
    """

    def read() -> Read:
        zone = mrz.read(tuple(lines), today=today)
        return Read(
            source="mrz_swiped" if swiped else "mrz_picture",
            outcome="taken" if zone.accept else "confirm" if zone.consistent else "retake",
            content={"mrz_lines": list(lines), "holds": zone.consistent},
            found=said.of_zone(zone),
        )

    return _take(brought, read, digest=_digest("zone", *lines, str(swiped)), now=now)


def take_pattern(
    brought: Brought, *, verdict: str, routine: str, light: Sequence[str], now: datetime
) -> TakenIn | NotTaken | Refusal:
    """
    Take the verdict of a device's routine on the security pattern.

    Terms:   PUM §11, §12.
    Reading: a verdict counts when it comes from the routine the device last told of; one nobody knows of is none.
    """
    finding, outcome, found = _VERDICTS[verdict]
    read = Read(
        source="pattern",
        outcome=outcome,
        content={"verdict": finding, "routine": routine, "light": list(light), "holds": not found},
        found=found,
    )
    digest = _digest("pattern", verdict, routine, *light)
    return _take(brought, lambda: read, digest=digest, now=now, routine=routine)


def take_chip(
    brought: Brought, *, sod: bytes, groups: Mapping[int, bytes], now: datetime
) -> TakenIn | NotTaken | Refusal:
    """
    Take the files of a chip, judged by the country certificates that were imported.

    Terms:   PUM §12.
    Reading: what is missing, and what we lack to judge it, says nothing against the document: it counts as if it
             had no chip. What a chip says counts only where its state signed it.
    """

    def read() -> Read:
        judged, face = judge_chip(sod=sod, groups=groups, now=now)
        weight, outcome, verdict = next(
            (row for row in _CHIP if any(each.weight is row[0] for each in judged.faults)),
            (Weight.REMARK, "taken", ChipVerdict.AUTHENTIC),
        )
        believed = {
            "mrz_lines": list(judged.mrz_lines),
            "full_name": judged.full_name or "",
            "personal_number": judged.personal_number or "",
        }
        return Read(
            source="chip",
            outcome=outcome,
            content={
                **(believed if judged.authentic else {}),
                "verdict": verdict,
                "code": next((each.code for each in judged.faults if each.weight is weight), ""),
                "judged": judged.as_json(),
                "holds": judged.authentic,
            },
            found=said.of_chip(judged),
            picture=face.content if face else None,
        )

    parts = (f"{number}:{content.hex()}" for number, content in sorted(groups.items()))
    return _take(brought, read, digest=_digest("chip", sod.hex(), *parts), now=now)


def take_picture(
    brought: Brought, *, picture: bytes, page: str, today: date, now: datetime
) -> TakenIn | NotTaken | Refusal:
    """
    Take the picture of a page, and read its zone where pictures can be read here.

    Terms:   PUM §12.
    Reading: lines count without a clerk only where two readings agree and every check holds; else the clerk
             confirms them, or the picture is taken again. `page` is zone, front, back or unknown: one that is to
             have a zone and shows none is taken again.
    Raises:  Malformed for what is no picture, or one too large.
    """

    def read() -> Read:
        seen = read_page(picture, page=page, today=today)
        return Read(
            source=seen.source,
            outcome=seen.outcome,
            content={**seen.content(), "page": page},
            found=seen.found,
            picture=picture,
        )

    return _take(brought, read, digest=_digest("picture", page, hashlib.sha256(picture).hexdigest()), now=now)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _take(
    brought: Brought, read: Callable[[], Read], *, digest: str, now: datetime, routine: str | None = None
) -> TakenIn | NotTaken | Refusal:
    """Look, read outside of any lock, and write; the same reading again is answered as it was."""
    answer = _answered_before(brought, digest) or _why_not(brought, routine=routine, now=now)
    if answer is not None:
        return answer
    what = read()
    answered = {"outcome": what.outcome, "found": [each.as_json() for each in what.found]}
    try:
        pushed = push(
            device_id=brought.device_id,
            check=brought.check,
            nonce=brought.nonce,
            source=what.source,
            content={**what.content, "answer": answered, "digest": digest},
            picture=what.picture,
            now=now,
        )
    except IntegrityError:
        # The same reading came twice at once, and the other one was faster.
        return _answered_before(brought, digest) or NotTaken("NONCE_TAKEN")
    if isinstance(pushed, Refusal):
        # Meanwhile the check was decided, or another was opened.
        return _why_not(brought, routine=routine, now=now) or pushed
    if pushed.repeated:
        return _answered_before(brought, digest) or NotTaken("NONCE_TAKEN")
    return TakenIn(outcome=what.outcome, found=tuple(each.as_json() for each in what.found))


def _answered_before(brought: Brought, digest: str) -> TakenIn | NotTaken | None:
    with acting_as(CARRIER):
        row = Pushed.objects.select_related("open_check", "visit").filter(nonce=brought.nonce).first()
        if row is None:
            return None
        holder = holder_of(row)
        same = (row.device_id, holder.nonce) == (brought.device_id, brought.check)
        kept: dict[str, Any] = content_of(row, holder=holder) if same else {}
    if kept.get("digest") != digest:
        return NotTaken("NONCE_TAKEN")
    answer = kept["answer"]
    return TakenIn(outcome=answer["outcome"], found=tuple(answer["found"]), repeated=True)


def _why_not(brought: Brought, *, routine: str | None, now: datetime) -> NotTaken | None:
    with acting_as(CARRIER):
        device = Device.objects.select_related("station").get(id=brought.device_id)
        check = open_here(device.station_id) if device.station_id is not None else None
        lately = Pushed.objects.filter(device=device, received_at__gt=now - MOST_READINGS_WITHIN).count()
    rules = (
        (device.station_id is None, "NO_STATION"),
        (check is None, "NO_CHECK_OPEN"),
        (check is not None and check.nonce != brought.check, "CHECK_IS_ANOTHER"),
        (check is not None and brought.read_at < check.opened_at, "READ_BEFORE_CHECK"),
        (not state_of(device, now=now).works, "NOT_WELL"),
        (routine is not None and routine != device.routine, "ROUTINE_UNKNOWN"),
        (lately >= MOST_READINGS, "TOO_MANY"),
    )
    return next((NotTaken(code) for applies, code in rules if applies), None)
