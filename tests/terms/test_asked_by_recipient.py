"""PUM §11, §14: more time once and another outlet once, by rule and for everybody alike."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.terms.days import on

from budstikke.post.terms.editions import PUM_PRESENT
from budstikke.post.terms.pum.asked_by_recipient import WaitFacts, choose_outlet, extend_by_recipient
from budstikke.post.terms.pum.outlets import OutletFacts

LAST = on("Mon 23 Mar 2026")
HERE, THERE = OutletFacts(id=10, has_scanner=True), OutletFacts(id=20, has_scanner=True, distance_m=900)


@pytest.mark.parametrize(
    ("today", "extended", "code"),
    [
        ("Mon 2 Mar 2026", 0, None),
        ("Mon 23 Mar 2026", 0, None),
        ("Tue 24 Mar 2026", 0, "EXTENSION_TOO_LATE"),
        ("Mon 2 Mar 2026", 1, "EXTENSION_USED"),
        ("Tue 24 Mar 2026", 1, "EXTENSION_TOO_LATE"),
    ],
)
def test_a_recipient_gets_a_week_more_once(today: str, extended: int, code: str | None) -> None:
    """§14, our reading: counted from the last day as it stands, up to and including that day."""
    wait = WaitFacts(last_collect_day=LAST, extended=extended)
    decision = extend_by_recipient(wait=wait, today=on(today), edition=PUM_PRESENT)
    assert [each.code for each in decision.refusals] == ([code] if code else [])
    assert decision.answer["last_collect_day"] == (LAST if code else on("Mon 30 Mar 2026"))
    assert "PUM §14" in {str(clause) for clause in decision.clauses}


def test_an_edition_may_give_another_number_of_days_and_times() -> None:
    """Both are the edition's; an edition that gives none refuses everybody."""
    wait = WaitFacts(last_collect_day=LAST, extended=1)
    generous = replace(PUM_PRESENT, extension_days=14, extensions_by_recipient=2)
    decision = extend_by_recipient(wait=wait, today=LAST, edition=generous)
    assert decision.answer["last_collect_day"] == on("Mon 6 Apr 2026")
    none = replace(PUM_PRESENT, extensions_by_recipient=0)
    fresh = WaitFacts(last_collect_day=LAST)
    assert extend_by_recipient(wait=fresh, today=LAST, edition=none).refusals[0].code == "EXTENSION_USED"


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"today": on("Wed 18 Mar 2026")}, []),
        ({"today": on("Thu 19 Mar 2026")}, ["OUTLET_TOO_LATE"]),
        ({"wanted": HERE}, ["OUTLET_THE_SAME"]),
        ({"wanted": replace(THERE, has_scanner=False)}, ["OUTLET_CANNOT_CHECK"]),
        ({"wanted": replace(THERE, scanner_works=False)}, ["OUTLET_CANNOT_CHECK"]),
        ({"wanted": replace(THERE, connected=False)}, ["OUTLET_CANNOT_CHECK"]),
        ({"wait": WaitFacts(last_collect_day=LAST, moved=1)}, ["OUTLET_CHOSEN_BEFORE"]),
        ({"wait": WaitFacts(last_collect_day=LAST, being_served=True)}, ["BEING_SERVED"]),
        (
            {"wanted": replace(THERE, has_scanner=False), "wait": WaitFacts(last_collect_day=LAST, moved=1)},
            ["OUTLET_CANNOT_CHECK", "OUTLET_CHOSEN_BEFORE"],
        ),
    ],
)
def test_another_outlet_is_chosen_once_and_only_where_identity_is_checked(
    changed: dict[str, object], codes: list[str]
) -> None:
    """§11: with a working scanner and its line, days enough for the way, nobody at the counter meanwhile."""
    asked = {"here": HERE, "wanted": THERE, "wait": WaitFacts(last_collect_day=LAST)}
    asked |= {"today": on("Mon 2 Mar 2026"), **changed}
    decision = choose_outlet(**asked, edition=PUM_PRESENT)  # type: ignore[arg-type]
    assert [each.code for each in decision.refusals] == codes
    assert decision.answer["outlet"] == (HERE.id if codes else THERE.id)
