"""Which other outlet is named while one can hand nothing over."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from budstikke.law.decision import Decision
from budstikke.post.actions.outlets.route import outlet_facts
from budstikke.post.actions.recorded import recorded
from budstikke.post.records.models import Outage, Outlet
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.outlets import OutletFacts, outlet_meanwhile


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanwhile:
    """The decision, what it was made of (of the others only the one that is named), and the outlet named."""

    decision: Decision
    here: OutletFacts
    others: tuple[OutletFacts, ...]
    outlet: Outlet | None

    def written(self) -> dict[str, object]:
        """Return the decision as it is written down where a recipient was told of it."""
        return recorded(self.decision, here=self.here, others=[asdict(each) for each in self.others])


def meanwhile(here: Outlet, *, edition: PumEdition) -> Meanwhile:
    """
    Name the other outlet.

    Terms: PUM §11 (no hand-over during an outage; another outlet).
    """
    cut_off = Outage.objects.filter(until_at=None).values("outlet_id")
    working = Outlet.objects.filter(has_scanner=True, scanner_works=True).exclude(id__in=cut_off)
    outlets = {outlet.id: outlet for outlet in working}
    facts = outlet_facts(here, usual=here)
    others = [outlet_facts(each, usual=here) for each in outlets.values()]
    decision = outlet_meanwhile(here=facts, others=others, edition=edition)
    named = decision.answer["outlet"]
    return Meanwhile(
        decision=decision,
        here=facts,
        others=tuple(each for each in others if each.id == named),
        outlet=outlets[named] if isinstance(named, int) else None,
    )
