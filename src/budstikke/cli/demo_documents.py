"""The documents that the demo's recipients show: drawn pages, chips, and what the outlet's device makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any

from budstikke.cli.device_failures import FAILURES
from budstikke.cli.device_plan import (
    Laid,
    Plan,
    healthy,
    scanned,
    send_pattern,
    send_picture,
    send_zone,
    with_glare,
)
from budstikke.formats import picture
from budstikke.post.papers.specimen import KINDS, Specimen, photographed, zone_lines
from budstikke.post.papers.specimen.chip_state import SpecimenState

# How many pictures by hand are taken until one is doubtful; about every third is.
_ATTEMPTS = 16
_DATES = ("born_on", "issued_on", "expires_on")


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture to be kept for who wants to look at it."""

    name: str
    content: bytes = field(repr=False)


def laid(kind: str, holder: Mapping[str, str], *, state: SpecimenState | None) -> Laid | None:
    """Lay a holder's document on the device; None for a kind that nobody can draw, as one on a telephone."""
    if kind not in KINDS:
        return None
    given: dict[str, Any] = {
        name: date.fromisoformat(value) if name in _DATES else value for name, value in holder.items()
    }
    specimen = Specimen(kind=kind, **given)
    return Laid(
        specimen=specimen,
        state=state,
        signed_at=datetime.combine(specimen.issued_on, time(9), UTC),
    )


def plans(document: Laid, *, read: list[str], wrong: str, today: date) -> tuple[Plan, ...]:
    """Return what the device does with a document, in as many goes as it takes."""
    specimen = document.specimen
    if wrong == "glare":
        again = Plan(sends=(send_picture(scanned(specimen)), send_pattern()), only_wanted=False)
        return Plan(sends=(send_picture(with_glare(specimen)),)), again
    if wrong == "doubtful":
        return (Plan(sends=(send_picture(doubtful(specimen, today=today)), send_pattern())),)
    if wrong:
        return (FAILURES[wrong].plan(document),)
    if "picture" in read:
        return (healthy(document if "chip" in read else replace(document, state=None)),)
    zone = (send_zone(zone_lines(specimen)),) if "swipe" in read else ()
    # Its zone is not looked for on this picture; the report shows the page all the same.
    page = send_picture(scanned(specimen), page="front")
    return (Plan(sends=(page, send_pattern(), *zone), only_wanted=False),)


def doubtful(specimen: Specimen, *, today: date) -> bytes:
    """Return a picture taken by hand of which the lines are read, but not for sure."""
    for seed in range(_ATTEMPTS):
        taken = photographed(specimen, tier="mid", seed=seed)
        if picture.missing():
            break
        reading = picture.read(taken, today=today)
        if reading.lines and not reading.automatic and not reading.retake:
            break
    return taken


def to_keep(document: Laid, plan: Plan, *, wrong: str) -> Shown:
    """Return the page as the device saw it, under a name that says what it is."""
    (content,) = (send.picture for send in plan.sends[:1] if send.picture is not None)
    return Shown(f"{document.specimen.kind}{f'-{wrong}' if wrong else ''}.jpg", content)
