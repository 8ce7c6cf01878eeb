"""A zone read with doubts, corrected field by field by somebody who sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from budstikke.formats.malformed import Fault, Malformed
from budstikke.formats.mrz.findings import Zone
from budstikke.formats.mrz.layouts import FIELDS, LAYOUTS, Format, Layout
from budstikke.formats.mrz.reading import read

_PARTS = ("surname", "given_names")


def correctable(lines: Sequence[str], *, today: date) -> Zone | None:
    """Return a zone whose lines are whole, so that a field of it can be put in the place of another; else None."""
    zone = read(lines, today=today)
    layout = LAYOUTS.get(zone.layout)
    if layout is None or [len(line) for line in lines] != [layout.width] * layout.lines:
        return None
    return zone


def corrected(lines: Sequence[str], said: Mapping[str, str], *, today: date) -> tuple[str, ...]:
    """
    Put fields into the lines of a zone, where they differ from what was read there.

    Reading: the check digits stay as they were read. They are what shows that a correction is none; computed anew,
    they would agree with every mistake.
    Raises: Malformed with every field that has no room or foreign characters, or lines that are no zone.
    """
    zone = correctable(lines, today=today)
    if zone is None:
        raise Malformed((Fault("lines", "MRZ_FORMAT", "these lines are not a whole zone; take them anew"),))
    layout = LAYOUTS[zone.layout]
    changed = {
        name: value
        for name in FIELDS
        if name in said and (value := _plain(said[name])) != _plain(zone.fields[name] or "")
    }
    if layout.format is not Format.FRENCH and any(name in changed for name in _PARTS):
        surname, given = (changed.pop(name, _plain(zone.fields[name] or "")) for name in _PARTS)
        changed["names"] = f"{surname}<<{given}" if given else surname
    if faults := tuple(_faults(layout, zone, changed)):
        raise Malformed(faults)
    text = "".join(lines)
    for name, value in changed.items():
        cut = layout.cuts[name]
        text = text[: cut.start] + value.ljust(cut.stop - cut.start, "<") + text[cut.stop :]
    return tuple(text[at : at + layout.width] for at in range(0, len(text), layout.width))


def _plain(value: str) -> str:
    return re.sub(r"[\s<-]+", "<", value.upper()).strip("<")


def _faults(layout: Layout, zone: Zone, changed: Mapping[str, str]) -> Iterator[Fault]:
    for name, value in changed.items():
        fields = _PARTS if name == "names" else (name,)
        cut = layout.cuts.get(name)
        width = cut.stop - cut.start if cut else 0
        # A long number goes on in another field, and moving it is not for one field alone.
        if len(value) > width or len(zone.fields[fields[0]] or "") > width:
            yield from (
                Fault(each, "MRZ_TOO_LONG", f"there is room for {width} characters") for each in fields
            )
        elif re.search("[^A-Z<]" if name == "names" else "[^A-Z0-9<]", value):
            yield from (Fault(each, "MRZ_CHARACTER", "has letters A to Z and digits only") for each in fields)
