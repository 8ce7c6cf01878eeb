"""Ask every past verdict again under another edition of either contract: which items would have gone elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice

from budstikke.kit.clock import midnight
from budstikke.post.actions.replayed import decided, report
from budstikke.post.actions.sorting.replay_verdict import item_asked
from budstikke.post.actions.sorting.sort_items import CHUNK, decide_all
from budstikke.post.records.models import SortedItem
from budstikke.post.records.published import text_of
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.asked_again import Difference
from budstikke.post.terms.editions import FORWARDING_BY_ID, pum_on
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import ItemKind
from budstikke.post.terms.forwarding.sorting import SortingRules
from budstikke.post.terms.forwarding.verdicts import Outcome, Verdict
from budstikke.post.terms.pum.edition import PumEdition


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedVerdict:
    """One verdict as it was given, and as it would have been; `own` is the edition it was given under."""

    number: int
    own: str
    edition: str
    given: Verdict
    again: Verdict

    @property
    def differs(self) -> bool:
        """Whether the item would have gone elsewhere, on another day, or by other clauses."""
        return self._compared(self.given) != self._compared(self.again)

    @property
    def way(self) -> tuple[str, str, str]:
        """By what differences are counted: the verdict given, the one given again, and the clauses of that."""
        cited = ", ".join(str(clause) for clause in self.again.clauses)
        return str(self.given.outcome), str(self.again.outcome), cited

    def as_json(self) -> dict[str, object]:
        """Return both with their clauses and words; hashes of addresses are left out."""
        was = self.given._replace(to=None, via=()).decision(edition=self.own)
        now = self.again._replace(to=None, via=()).decision(edition=self.edition)
        differs = (Difference(recorded=was.as_json(), replayed=now),) if self.differs else ()
        return report(
            {"verdict": self.number},
            edition=self.own,
            recorded={"ended": was.outcome, "on": _day(self.given), "decision": decided(was)},
            replayed={
                "ended": now.outcome,
                "on": _day(self.again),
                "decision": decided(now),
                "not_known": None,
            },
            differs=differs,
        )

    @staticmethod
    def _compared(verdict: Verdict) -> tuple[object, ...]:
        return verdict.outcome, verdict.to, verdict.release_on, verdict.reason, verdict.clauses


def replay_verdicts(
    *, edition: PumEdition | ForwardingEdition, since: date | None
) -> Iterator[ReplayedVerdict]:
    """
    Replay every verdict given since a day, from the snapshot and the deny set of its moment; nothing is written.

    Terms:   Forwarding §1 to §4; PUM §5. Under an edition of the PUM terms, those of its letters only.
    Reading: orders treat items as the edition says, on the days they had (decision 0182).
    Returns: all of them, one by one; memory stays flat, and many are asked about at once.
    """
    rows = SortedItem.objects.select_related("batch").order_by("id")
    if isinstance(edition, PumEdition):
        rows = rows.filter(kind=ItemKind.PUM)
    if since is not None:
        rows = rows.filter(batch__sorted_at__gte=midnight(since))
    with acting_as(CARRIER):
        alike = groupby(
            rows.iterator(chunk_size=CHUNK),
            key=lambda row: (row.batch.edition, row.sorted_on, row.snapshot, row.denied),
        )
        for (own, sorted_on, snapshot, denied), found in alike:
            instead = edition if isinstance(edition, ForwardingEdition) else None
            pum = edition if isinstance(edition, PumEdition) else pum_on(sorted_on)
            rules = SortingRules.of(instead or FORWARDING_BY_ID[own], pum=pum)
            while chunk := list(islice(found, CHUNK)):
                decided_again = decide_all(
                    [item_asked(row) for row in chunk],
                    snapshot=snapshot,
                    rules=rules,
                    denied=denied,
                    instead=instead,
                )
                for row, again in zip(chunk, decided_again, strict=True):
                    yield ReplayedVerdict(
                        number=row.id, own=own, edition=edition.id, given=_given(row), again=again
                    )


def _day(verdict: Verdict) -> str | None:
    return verdict.release_on.isoformat() if verdict.release_on else None


def _given(row: SortedItem) -> Verdict:
    return Verdict(
        outcome=Outcome(row.outcome),
        path=tuple(row.path),
        snapshot=row.snapshot,
        denied=row.denied,
        to=text_of(row.to) if row.to is not None else None,
        via=tuple(text_of(each) for each in row.via),
        reason=row.reason or None,
        release_on=row.release_on,
        orders=tuple(row.orders),
    )
