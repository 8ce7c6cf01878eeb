"""
The order of segments in an IFTMIN order: a table, and a walk through it that names every misplaced segment.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """
    A segment that may stand here, at least and at most so often, with the group that follows it each time.
    """

    tag: str
    least: int
    most: int
    group: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A fault of order: the segment's index in the message, the code, and what its sentence needs."""

    at: int
    code: str
    tag: str
    limit: int = 0


_CONTACT = Step("CTA", 0, 9, (Step("COM", 0, 9),))
_REFERENCE = Step("RFF", 0, 99, (Step("DTM", 0, 9),))

# BIG14, in the order of the standard, with what the older directories place elsewhere (TSR at the top).
# The bounds are the standard's where BIG14 splits one segment over several lines.
IFTMIN: tuple[Step, ...] = (
    Step("UNH", 1, 1),
    Step("BGM", 1, 1),
    Step("CTA", 0, 1, (Step("COM", 0, 3),)),
    Step("DTM", 0, 9),
    Step("TSR", 0, 9),
    Step("CUX", 0, 9),
    Step("MOA", 0, 99),
    Step("FTX", 0, 107),
    Step("CNT", 0, 9),
    Step("GDS", 0, 9),
    Step("LOC", 0, 9, (Step("DTM", 0, 9),)),
    Step("TOD", 0, 2, (Step("LOC", 0, 9),)),
    _REFERENCE,
    Step("TDT", 1, 1, (Step("DTM", 0, 9), Step("TSR", 0, 9), Step("LOC", 0, 9, (Step("DTM", 0, 9),)))),
    Step("NAD", 0, 99, (Step("LOC", 0, 9), _CONTACT, _REFERENCE)),
    Step(
        "GID",
        1,
        999,
        (
            Step("TMP", 0, 1, (Step("RNG", 0, 1),)),
            Step("LOC", 0, 9),
            Step("MOA", 0, 9),
            Step("PIA", 0, 9),
            Step("FTX", 0, 9),
            Step("MEA", 0, 99),
            Step("DIM", 0, 9),
            _REFERENCE,
            Step("PCI", 0, 999, (Step("RFF", 0, 1), Step("GIN", 0, 9))),
            Step("DGS", 0, 99, (Step("FTX", 0, 9), Step("MEA", 0, 9))),
        ),
    ),
    Step("EQD", 0, 2, (Step("EQN", 0, 1), Step("MEA", 0, 9), Step("DIM", 0, 9))),
    Step("UNT", 0, 1),
)


def _tags(steps: tuple[Step, ...]) -> set[str]:
    return {step.tag for step in steps} | {tag for step in steps for tag in _tags(step.group)}


KNOWN = frozenset(_tags(IFTMIN))


_STRAYS_NAMED = 100  # so that a message of nothing but misplaced segments stays in bounds


def misplaced(tags: tuple[str, ...]) -> tuple[Misplaced, ...]:
    """
    Walk the tags of a message through the table; every fault of order, () when there is none.

    A segment that fits nowhere is named and taken out, and the walk begins anew without it, so that one stray
    does not make strays of its neighbours.
    """
    faults = [_stray(at, tag) for at, tag in enumerate(tags) if tag not in KNOWN][:_STRAYS_NAMED]
    left = [(at, tag) for at, tag in enumerate(tags) if tag in KNOWN]
    while len(faults) < _STRAYS_NAMED:
        found: list[Misplaced] = []
        end = _walk(IFTMIN, left, 0, found)
        if end == len(left):
            faults += found
            break
        faults.append(_stray(*left.pop(end)))
    return tuple(sorted(faults, key=lambda one: one.at))


def _stray(at: int, tag: str) -> Misplaced:
    if tag in KNOWN:
        return Misplaced(at, "SEGMENT_OUT_OF_PLACE", tag)
    return Misplaced(at, "SEGMENT_UNKNOWN" if tag else "SEGMENT_EMPTY", "")


def _walk(steps: tuple[Step, ...], tags: list[tuple[int, str]], at: int, found: list[Misplaced]) -> int:
    """Take as many segments as fit the steps; the index of the first one that does not."""
    for step in steps:
        seen = 0
        while at < len(tags) and tags[at][1] == step.tag:
            seen += 1
            if seen == step.most + 1:
                found.append(Misplaced(tags[at][0], "SEGMENT_REPEATED", step.tag, step.most))
            at = _walk(step.group, tags, at + 1, found)
        if seen < step.least:
            # Told at the segment that stands where the missing one should.
            found.append(Misplaced(tags[min(at, len(tags) - 1)][0], "SEGMENT_MISSING", step.tag))
    return at
