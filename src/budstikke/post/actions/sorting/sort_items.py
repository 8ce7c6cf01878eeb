"""Sort items: one verdict each, from the snapshot in force and the deny set of this moment, kept to be asked again."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from secrets import choice, token_hex

from budstikke.formats.postal_address import address_key, name_key
from budstikke.kit.clock import local_day
from budstikke.post.actions.sorting.sorting_keys import SortingKeys, keys_of
from budstikke.post.records import published
from budstikke.post.records.models import ForwardingNotice, SortedItem, SortingBatch
from budstikke.post.records.models import Snapshot as SnapshotRecord
from budstikke.post.records.published import EVERYBODYS, bytes_of, text_of
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import forwarding_on, pum_on
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import ItemKind
from budstikke.post.terms.forwarding.orders import EVERYBODY
from budstikke.post.terms.forwarding.snapshot import Snapshot
from budstikke.post.terms.forwarding.sorting import Item, SortingRules, decide
from budstikke.post.terms.forwarding.spans import Row, under
from budstikke.post.terms.forwarding.verdicts import Outcome, Verdict

# So many are decided on one look at the deny set: an objection inside a batch counts from the next of them on.
CHUNK = 500
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 12


class NothingPublished(LookupError):
    """No snapshot was ever published, so nothing can be sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemToSort:
    """One item as a machine read it; `mark` is that of a message of our own, as it stands on it."""

    kind: ItemKind
    name: str = field(repr=False)
    street: str = field(repr=False)
    postcode: str = field(repr=False)
    city: str = field(default="", repr=False)
    country: str = "NO"
    posted_on: date | None = None
    customs: bool = False
    ea_no_redirect: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """One item's verdict, and the code printed on it where it goes on; `number` finds it again."""

    number: int
    verdict: Verdict
    routing_code: str | None = None

    def as_json(self) -> dict[str, object]:
        """Return it as a machine is answered: never an address, nor anything made of one."""
        said = self.verdict
        return {
            "number": self.number,
            "verdict": str(said.outcome),
            "reason": said.reason,
            "clauses": [str(clause) for clause in said.clauses],
            "path": list(said.path),
            "release_on": said.release_on.isoformat() if said.release_on else None,
            "routing_code": self.routing_code,
            "recipient_pays": said.recipient_pays,
            "snapshot": said.snapshot,
            "denied": said.denied,
        }


def sort_batch(items: Iterable[ItemToSort], *, machine: str, now: datetime) -> tuple[Sorted, ...]:
    """
    Sort items, and keep every verdict, all of them or none.

    Terms:   Forwarding §1 to §4; PUM §5.
    Reading: the snapshot is that of the beginning; the deny set is looked at again on the way, so that a name that is
    denied meanwhile counts within the batch (decision 0097).
    Raises:  NothingPublished.
    """
    today = local_day(now)
    edition = forwarding_on(today)
    with acting_as(CARRIER):
        snapshot = published.latest()
        if snapshot is None:
            raise NothingPublished
        rules = SortingRules.of(edition, pum=pum_on(today))
        waiting, rows = iter(items), list[SortedItem]()
        verdicts: list[Verdict] = []
        while chunk := list(islice(waiting, CHUNK)):
            asked = _asked(chunk, keys_of(snapshot.look_up_key), today=today)
            denied = published.deny_number()
            decided = decide_all(asked, snapshot=snapshot.number, rules=rules, denied=denied)
            verdicts += decided
            rows += [
                _row(nth, item, given, verdict, today=today)
                for nth, (item, given, verdict) in enumerate(
                    zip(chunk, asked, decided, strict=True), start=len(rows)
                )
            ]
        _keep(rows, snapshot, edition, machine=machine, now=now)
    return tuple(
        Sorted(number=row.id, verdict=verdict, routing_code=row.routing_code)
        for row, verdict in zip(rows, verdicts, strict=True)
    )


def foresee(items: Sequence[ItemToSort], *, days: Sequence[date], now: datetime) -> list[tuple[Verdict, ...]]:
    """
    Say for each item what sorting would decide on each of some days, as things stand; nothing is kept.

    Terms:  Forwarding §1 to §4; PUM §5.
    Raises: NothingPublished.
    """
    today = local_day(now)
    with acting_as(CARRIER):
        snapshot = published.latest()
        if snapshot is None:
            raise NothingPublished
        rules = SortingRules.of(forwarding_on(today), pum=pum_on(today))
        asked = _asked(items, keys_of(snapshot.look_up_key), today=today)
        each_day = [item._replace(sorted_day=day.toordinal()) for item in asked for day in days]
        decided = iter(
            decide_all(each_day, snapshot=snapshot.number, rules=rules, denied=published.deny_number())
        )
    return [tuple(islice(decided, len(days))) for _ in asked]


def decide_all(
    items: Sequence[Item],
    *,
    snapshot: int,
    rules: SortingRules,
    denied: int,
    instead: ForwardingEdition | None = None,
) -> list[Verdict]:
    """
    Decide items of hashed names from one snapshot and one deny set by their numbers, any there ever was.

    `instead`: the edition under which the orders treat items, where it is not their own; their days stay.
    """
    found = _rows_met(items, snapshot, max_hops=rules.max_hops)
    met = (row for rows in found.values() for row in rows)
    if instead is not None:
        met = (replace(row, shape=under(row.shape, edition=instead)) for row in met)
    small = Snapshot.of(met, number=snapshot)
    pairs = [(bytes_of(address), _name_bytes(name)) for address, name in found]
    among = published.denied_among(pairs, number=denied)
    return [decide(item, snapshot=small, rules=rules, denied=among) for item in items]


def _rows_met(items: Sequence[Item], number: int, *, max_hops: int) -> dict[tuple[str, str], list[Row]]:
    """Read what items may meet: the rows of their names at their addresses, and wherever those lead."""
    found: dict[tuple[str, str], list[Row]] = {}
    asked = {(item.address, item.name) for item in items if item.name}
    for _ in range(max_hops + 1):
        fresh = {(address, each) for address, name in asked for each in (name, EVERYBODY)} - found.keys()
        if not fresh:
            break
        found |= {pair: [] for pair in fresh}
        pairs = [(bytes_of(address), _name_bytes(name)) for address, name in fresh]
        for row in published.rows_of_keys(pairs, number=number):
            found[row.address, row.name].append(row)
        asked = {
            (row.to, name)
            for address, name in asked
            for each in (name, EVERYBODY)
            for row in found[address, each]
            if row.to is not None
        }
    return found


def _name_bytes(name: str) -> bytes:
    return EVERYBODYS if name == EVERYBODY else bytes_of(name)


def _asked(items: Sequence[ItemToSort], keys: SortingKeys, *, today: date) -> list[Item]:
    marks = [item.mark for item in items if item.mark]
    # What stands on an item anybody can write; ours is what we made.
    ours = (
        set(ForwardingNotice.objects.filter(mark__in=marks).values_list("mark", flat=True))
        if marks
        else set[str]()
    )
    return [_item(item, keys, own_notice=item.mark in ours, today=today) for item in items]


def _item(item: ItemToSort, keys: SortingKeys, *, own_notice: bool, today: date) -> Item:
    name = name_key(item.name)
    address = address_key(item.street, postcode=item.postcode, country=item.country, city=item.city)
    return Item(
        kind=item.kind,
        address=text_of(keys.address(address)),
        name=text_of(keys.name(name)) if name else "",
        sorted_day=today.toordinal(),
        posted_day=item.posted_on.toordinal() if item.posted_on else 0,
        customs=item.customs,
        ea_no_redirect=item.ea_no_redirect,
        own_notice=own_notice,
    )


_FLAGS = (("c", "customs"), ("e", "ea_no_redirect"), ("o", "own_notice"))


def _row(nth: int, item: ItemToSort, asked: Item, verdict: Verdict, *, today: date) -> SortedItem:
    goes_on = verdict.to is not None and verdict.outcome is not Outcome.RETURN
    return SortedItem(
        nth=nth,
        kind=item.kind,
        address=bytes_of(asked.address),
        name=bytes_of(asked.name),
        sorted_on=today,
        posted_on=item.posted_on,
        flags="".join(letter for letter, name in _FLAGS if getattr(asked, name)),
        snapshot=verdict.snapshot,
        denied=verdict.denied,
        outcome=verdict.outcome,
        path=list(verdict.path),
        reason=verdict.reason or "",
        release_on=verdict.release_on,
        to=bytes_of(verdict.to) if verdict.to is not None else None,
        via=[bytes_of(each) for each in verdict.via],
        orders=list(verdict.orders),
        routing_code="".join(choice(_LETTERS) for _ in range(_CODE_LENGTH)) if goes_on else None,
    )


def _keep(
    rows: list[SortedItem],
    snapshot: SnapshotRecord,
    edition: ForwardingEdition,
    *,
    machine: str,
    now: datetime,
) -> None:
    batch = SortingBatch.objects.create(
        reference="S" + token_hex(8),
        machine=machine,
        sorted_at=now,
        edition=edition.id,
        snapshot=snapshot.number,
        items=len(rows),
        outcomes=dict(Counter(str(row.outcome) for row in rows)),
        sha256=digest_of(rows),
    )
    for row in rows:
        row.batch = batch
    SortedItem.objects.bulk_create(rows, batch_size=1_000)


def digest_of(rows: Iterable[SortedItem]) -> str:
    """Return the hash of verdicts as they are kept, a line of JSON each: the evidence of a batch names it."""
    digest = hashlib.sha256()
    for line in _lines(rows):
        digest.update(line)
    return digest.hexdigest()


def _lines(rows: Iterable[SortedItem]) -> Iterator[bytes]:
    for row in rows:
        said = [
            row.nth,
            str(row.kind),
            bytes(row.address).hex(),
            bytes(row.name).hex(),
            row.sorted_on.isoformat(),
            row.posted_on.isoformat() if row.posted_on else None,
            row.flags,
            row.snapshot,
            row.denied,
            str(row.outcome),
            list(row.path),
            row.reason,
            row.release_on.isoformat() if row.release_on else None,
            bytes(row.to).hex() if row.to is not None else None,
            [bytes(each).hex() for each in row.via],
            list(row.orders),
            row.routing_code,
        ]
        yield json.dumps(said, separators=(",", ":")).encode() + b"\n"
