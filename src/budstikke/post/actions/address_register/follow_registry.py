"""Follow the National Registry: page by page, and once through everybody when its feed has forgotten where we were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection

from budstikke.formats.registry.feed import PAGE, RegistryEvent
from budstikke.formats.registry.person import RegistryPerson
from budstikke.kit.vault import look_up_for
from budstikke.post.actions.address_register.apply_registry import Told, apply_person
from budstikke.post.actions.sealing import NUMBER
from budstikke.post.channels.errors import Unreachable
from budstikke.post.channels.registry import FeedPage, NotReady, PointerTooOld, Registry
from budstikke.post.records.models import RegistryPointer
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.protection import PROTECTION_EVENT
from budstikke.post.terms.forwarding.register import EVENTS, GENERAL_EVENT

_POINTER = "folkeregisteret"
_LOOKED_UP = frozenset({*EVENTS, GENERAL_EVENT, PROTECTION_EVENT})
# Everything that may be taken from a person's document when nobody says what has changed.
_ANYTHING = GENERAL_EVENT


@dataclass(slots=True)
class Followed:
    """What a run has done; `gaps` are sequence numbers that were missing when asked for twice."""

    events: int = 0
    applied: int = 0
    pages: int = 0
    gaps: list[int] = field(default_factory=list)
    extracting: bool = False


def follow_registry(
    *, registry: Registry, today: date, now: datetime, most_pages: int = 1_000_000
) -> Followed:
    """
    Take over what has happened since the last time: national number, name, death, and protection.

    Terms:   Forwarding §7.
    Reading: what is asked of the registry is asked before the transaction in which a page is applied and the pointer
    moved, so a process that dies leaves a page applied or not at all; two who follow at once apply it once. A page
    that holds nothing beyond our pointer is taken for nothing new. A pointer older than the feed begins a full
    extract, whose batches are resumed likewise (decision 0101).
    Raises:  Unreachable or Rejected from the registry; what was applied until then stays.
    """
    done, edition = Followed(), forwarding_on(today)
    while done.pages < most_pages:
        pointer = _pointer(now=now)
        if pointer.extract_since is not None:
            if not _extract(pointer, registry, done, edition=edition, today=today, now=now):
                done.extracting = True
                return done
            continue
        try:
            page = _next_page(pointer, registry, done)
        except PointerTooOld:
            _begin_extract(pointer, registry, now=now)
            continue
        if page is None or not _apply_page(
            pointer, page, registry, done, edition=edition, today=today, now=now
        ):
            return done
    return done


def _pointer(*, now: datetime) -> RegistryPointer:
    with acting_as(CARRIER):
        pointer, _ = RegistryPointer.objects.get_or_create(
            name=_POINTER, defaults={"sequence": 0, "read_at": now}
        )
    return pointer


def _next_page(pointer: RegistryPointer, registry: Registry, done: Followed) -> FeedPage | None:
    page = registry.page(first=pointer.sequence + 1, etag=pointer.etag)
    if page is None:
        return None
    missing = _missing(page.events, after=pointer.sequence)
    if missing:
        # What is only late is there when asked for again; what was never given out is missing twice.
        again = registry.page(first=pointer.sequence + 1)
        page = again or page
        done.gaps += sorted(missing & _missing(page.events, after=pointer.sequence))
    return page


def _missing(events: Sequence[RegistryEvent], *, after: int) -> set[int]:
    new = {event.sequence for event in events if event.sequence > after}
    return set(range(after + 1, max(new) + 1)) - new if new else set()


def _apply_page(
    pointer: RegistryPointer,
    page: FeedPage,
    registry: Registry,
    done: Followed,
    *,
    edition: ForwardingEdition,
    today: date,
    now: datetime,
) -> bool:
    """Apply a page and move the pointer, or neither; returns whether another may follow."""
    new = [event for event in page.events if event.sequence > pointer.sequence]
    if page.events and not new:
        raise Unreachable("the registry gives a page we have had")
    told = _told(new)
    documents = registry.persons(sorted(told)) if told else ()
    with acting_as(CARRIER):
        held = RegistryPointer.objects.select_for_update().get(name=_POINTER)
        if held.sequence != pointer.sequence:
            # Somebody else was faster; what they left is the next page's.
            return True
        done.applied += _apply(documents, told, edition=edition, today=today, now=now)
        # A tag is that of one page: asked with it, a page that has grown is told as new.
        held.sequence, held.read_at = (new[-1].sequence if new else held.sequence), now
        held.etag = page.etag if not new else ""
        held.save(update_fields=["sequence", "etag", "read_at"])
    done.events += len(new)
    done.pages += 1
    return len(page.events) == PAGE


def _told(events: Sequence[RegistryEvent]) -> dict[str, list[RegistryEvent]]:
    """Return the events that matter of persons we have, by their numbers."""
    wanted: dict[str, list[RegistryEvent]] = {}
    for event in events:
        if event.kind in _LOOKED_UP:
            wanted.setdefault(event.number, []).append(event)
    hashed = {value: number for number in wanted for value in look_up_for("post").hashes(number, kind=NUMBER)}
    with acting_as(CARRIER):
        ours = {hashed[value] for value in _known(list(hashed))}
    # A number we do not have may be the new one of somebody we have.
    numbers = {number for number, rows in wanted.items() if any(row.kind in _NUMBERS for row in rows)}
    return {number: wanted[number] for number in wanted if number in ours | numbers}


_NUMBERS = frozenset(kind for kind, taken in EVENTS.items() if "national_id" in taken)


def _apply(
    documents: Sequence[RegistryPerson],
    told: Mapping[str, Sequence[RegistryEvent]],
    *,
    edition: ForwardingEdition,
    today: date,
    now: datetime,
) -> int:
    changed = 0
    for document in documents:
        events = [event for number in document.numbers for event in told.get(number, ())]
        kinds = {event.kind for event in events} if told else {_ANYTHING}
        sequence = max((event.sequence for event in events), default=0)
        day = max((event.at.date() for event in events), default=today)
        changed += apply_person(
            document,
            told=Told(kinds=frozenset(kinds), source_ref=str(sequence or ""), on=day),
            edition=edition,
            now=now,
        )
    return changed


def _begin_extract(pointer: RegistryPointer, registry: Registry, *, now: datetime) -> None:
    newest = registry.newest()
    job = registry.order_extract(at=newest)
    with acting_as(CARRIER):
        held = RegistryPointer.objects.select_for_update().get(name=_POINTER)
        if held.extract_since is None and held.sequence == pointer.sequence:
            held.extract_since, held.extract_after, held.extract_sequence = now, f"{job} 0", newest
            held.save(update_fields=["extract_since", "extract_after", "extract_sequence"])


def _extract(
    pointer: RegistryPointer,
    registry: Registry,
    done: Followed,
    *,
    edition: ForwardingEdition,
    today: date,
    now: datetime,
) -> bool:
    """Apply one batch of the extract under way, or end it; returns whether to go on."""
    job, _, nth = pointer.extract_after.partition(" ")
    try:
        names = registry.batch(job, nth=int(nth))
    except NotReady:
        return False
    documents = registry.documents(names) if names else ()
    with acting_as(CARRIER):
        held = RegistryPointer.objects.select_for_update().get(name=_POINTER)
        if held.extract_after != pointer.extract_after:
            return True
        if names:
            done.applied += _apply(_ours(documents), {}, edition=edition, today=today, now=now)
            held.extract_after = f"{job} {int(nth) + 1}"
        else:
            held.sequence, held.etag = held.extract_sequence or held.sequence, ""
            held.extract_since, held.extract_after, held.extract_sequence = None, "", None
        held.read_at = now
        held.save()
    done.pages += 1
    return True


def _ours(documents: Sequence[RegistryPerson]) -> list[RegistryPerson]:
    """Return the documents of persons we have; the rest of the country is nothing to us."""
    hashed = {
        value: document
        for document in documents
        for number in document.numbers
        for value in look_up_for("post").hashes(number, kind=NUMBER)
    }
    return list({id(hashed[value]): hashed[value] for value in _known(list(hashed))}.values())


def _known(hashes: list[bytes]) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT national_number_lookup FROM person WHERE national_number_lookup = ANY(%s)", [hashes]
        )
        return [bytes(row[0]) for row in cursor.fetchall()]
