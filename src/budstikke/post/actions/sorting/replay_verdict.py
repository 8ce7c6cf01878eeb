"""Ask a past verdict again: the same item, the same snapshot, the same deny set, whatever has changed since."""

from __future__ import annotations

from dataclasses import dataclass

from budstikke.post.actions.sorting.sort_items import decide_all, digest_of
from budstikke.post.records.models import SortedItem, SortingBatch
from budstikke.post.records.published import bytes_of, text_of
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import FORWARDING_BY_ID, pum_on
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import ItemKind
from budstikke.post.terms.forwarding.sorting import Item, SortingRules
from budstikke.post.terms.forwarding.verdicts import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A verdict as it was given and as it is given again; `kept_whole`: its batch is still the one evidenced."""

    given: dict[str, object]
    again: Verdict
    same: bool
    kept_whole: bool

    def as_json(self) -> dict[str, object]:
        """Return both, with the clauses and words of the second; hashes of addresses are left out."""
        said = self.again.as_json() | {"to": None, "via": []}
        return {"given": self.given, "again": said, "same": self.same, "kept_whole": self.kept_whole}


def replay_verdict(number: int, *, edition: ForwardingEdition | None = None) -> Replayed | None:
    """
    Ask again what was decided for one item.

    Terms:   Forwarding §1 to §4; PUM §5, each under the edition in force when it was sorted.
    Reading: under another edition the orders treat items as that one says, on the days they have (decision 0182).
    Returns: None for an item nobody sorted, or that was forgotten.
    """
    with acting_as(CARRIER):
        row = SortedItem.objects.select_related("batch").filter(id=number).first()
        if row is None:
            return None
        rules = SortingRules.of(edition or FORWARDING_BY_ID[row.batch.edition], pum=pum_on(row.sorted_on))
        (again,) = decide_all(
            [item_asked(row)], snapshot=row.snapshot, rules=rules, denied=row.denied, instead=edition
        )
        given: dict[str, object] = {
            "verdict": row.outcome,
            "path": row.path,
            "reason": row.reason or None,
            "release_on": row.release_on.isoformat() if row.release_on else None,
            "orders": row.orders,
            "snapshot": row.snapshot,
            "denied": row.denied,
        }
        said = again.as_json()
        to = bytes_of(again.to) if again.to is not None else None
        same = all(said[name] == value for name, value in given.items())
        same = same and to == (bytes(row.to) if row.to is not None else None)
        return Replayed(given=given, again=again, same=same, kept_whole=_kept_whole(row.batch))


def _kept_whole(batch: SortingBatch) -> bool:
    rows = SortedItem.objects.filter(batch=batch).order_by("nth")
    return digest_of(rows.iterator(chunk_size=2_000)) == batch.sha256


def item_asked(row: SortedItem) -> Item:
    """Return an item as it was asked about."""
    return Item(
        kind=ItemKind(row.kind),
        address=text_of(row.address),
        name=text_of(row.name),
        sorted_day=row.sorted_on.toordinal(),
        posted_day=row.posted_on.toordinal() if row.posted_on else 0,
        customs="c" in row.flags,
        ea_no_redirect="e" in row.flags,
        own_notice="o" in row.flags,
    )
