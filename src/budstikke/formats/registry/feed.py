"""A page of the registry's feed of events, and the few other answers that are JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from budstikke.formats.malformed import Fault, Malformed

PAGE = 1000
_NUMBER = re.compile(r"[0-9]{11}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryEvent:
    """Something happened to a person; what, only the person's document tells."""

    sequence: int
    kind: str
    number: str = field(repr=False)
    at: datetime


def read_page(content: bytes) -> tuple[RegistryEvent, ...]:
    """
    Read a page of the feed in JSON: events with rising sequence numbers, none of them twice.

    Reading: an event of a kind nobody knows is an event; a page with one entry that cannot be read is none, so that
    nothing is passed over unseen.
    Raises:  Malformed with every fault; none repeats what stands in the page.
    """
    rows = _json(content)
    if not isinstance(rows, list):
        raise Malformed((Fault("page", "NOT_A_LIST", "a page is a list of events"),))
    faults: list[Fault] = []
    events: list[RegistryEvent] = []
    for place, row in enumerate(rows, start=1):
        event = _event(row)
        if isinstance(event, str):
            faults.append(Fault(f"entry {place}", "BAD_ENTRY", event))
        elif events and event.sequence <= events[-1].sequence:
            faults.append(
                Fault(f"entry {place}", "OUT_OF_ORDER", "sequence numbers rise from entry to entry")
            )
        else:
            events.append(event)
    if len(rows) > PAGE:
        faults.append(Fault("page", "TOO_LONG", f"a page has at most {PAGE} events"))
    if faults:
        raise Malformed(tuple(faults))
    return tuple(events)


def write_page(events: Iterable[RegistryEvent]) -> bytes:
    """Write a page, as the registry does."""
    rows = [
        {
            "sekvensnummer": event.sequence,
            "hendelse": {
                "folkeregisteridentifikator": event.number,
                "hendelsetype": event.kind,
                "hendelsesdokument": f"{event.sequence:032x}",
                "persondokument": f"{event.sequence:032x}",
                "ajourholdstidspunkt": event.at.isoformat(),
            },
        }
        for event in events
    ]
    return json.dumps(rows).encode()


def read_sequence(content: bytes) -> int:
    """
    Read the newest sequence number.

    Raises: Malformed.
    """
    number = _json(content)
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise Malformed((Fault("answer", "BAD_NUMBER", "the newest sequence number is a whole number"),))
    return number


def read_job(content: bytes) -> str:
    """
    Read the name of an extract that was ordered.

    Raises: Malformed.
    """
    answer = _json(content)
    job = answer.get("jobbId") if isinstance(answer, Mapping) else None
    if not isinstance(job, str) or not re.fullmatch(r"[\w-]{1,64}", job):
        raise Malformed((Fault("answer", "NO_JOB", "an ordered extract has a jobbId"),))
    return job


def read_batch(content: bytes) -> tuple[str, ...]:
    """
    Read one batch of an extract: the names of documents, none behind the last batch.

    Raises: Malformed.
    """
    answer = _json(content)
    names = answer.get("dokumentidentifikator", []) if isinstance(answer, Mapping) else None
    if not isinstance(names, list) or not all(
        isinstance(each, str) and re.fullmatch(r"\w{1,64}", each) for each in names
    ):
        raise Malformed((Fault("answer", "BAD_BATCH", "a batch is a list of dokumentidentifikator"),))
    return tuple(names)


def _event(row: object) -> RegistryEvent | str:
    if not isinstance(row, Mapping) or not isinstance(row.get("hendelse"), Mapping):
        return "an entry has sekvensnummer and hendelse"
    inner = row["hendelse"]
    sequence, kind = row.get("sekvensnummer"), inner.get("hendelsetype")
    number, at = inner.get("folkeregisteridentifikator"), inner.get("ajourholdstidspunkt")
    if not isinstance(sequence, int) or isinstance(sequence, bool) or sequence < 0:
        return "sekvensnummer is a whole number"
    if not isinstance(kind, str) or not kind:
        return "hendelsetype is missing"
    if not isinstance(number, str) or not _NUMBER.fullmatch(number):
        return "folkeregisteridentifikator is eleven digits"
    try:
        moment = datetime.fromisoformat(str(at))
    except ValueError:
        return "ajourholdstidspunkt is no moment"
    if moment.tzinfo is None:
        return "ajourholdstidspunkt has no offset"
    return RegistryEvent(sequence=sequence, kind=kind, number=number, at=moment)


def _json(content: bytes) -> object:
    try:
        read: object = json.loads(content)
    except (ValueError, RecursionError):
        raise Malformed(
            (Fault("answer", "NOT_JSON", "the answer is no JSON, or not all of it came"),)
        ) from None
    return read
