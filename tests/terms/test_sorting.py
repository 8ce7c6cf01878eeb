"""The decision at sorting: one verdict for every item, rule by rule."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.terms.days import on
from tests.terms.forwarded import KARI, OLA, order, verdict

from budstikke.post.terms.editions import FORWARDING_PRESENT, PUM_PRESENT
from budstikke.post.terms.forwarding import switches
from budstikke.post.terms.forwarding.kinds import AddressKind, ItemKind, Zone
from budstikke.post.terms.forwarding.orders import Scope
from budstikke.post.terms.forwarding.persons import Covered
from budstikke.post.terms.forwarding.snapshot import DenySet, denied_keys
from budstikke.post.terms.forwarding.verdicts import RULES, Outcome
from budstikke.post.terms.pum.edition import Redirection

MOVED = order("permanent", "Mon 5 Jan 2026", "Thu 4 Mar 2027", new="B")
AWAY = order("temporary", "Mon 1 Jun 2026", "Fri 14 Aug 2026", new="C")
STORED = order("storage", "Mon 15 Jun 2026", "Mon 14 Sep 2026")
ABROAD = replace(MOVED, new_zone=Zone.EU)
AWAY_ABROAD = replace(AWAY, new_zone=Zone.WORLD)


def told(found: object) -> tuple[str, str | None, str | None]:
    """Return outcome, new address and reason."""
    return str(found.outcome), found.to, found.reason  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("Sun 4 Jan 2026", "deliver"),  # the day before it starts
        ("Mon 5 Jan 2026", "redirect"),
        ("Thu 4 Mar 2027", "redirect"),  # the last day counts
        ("Fri 5 Mar 2027", "return_to_sender"),  # §2: and not to the old box
        ("Fri 5 Mar 2032", "return_to_sender"),
    ],
)
def test_a_permanent_change_holds_on_its_days_and_returns_after_them(day: str, expected: str) -> None:
    """§2."""
    assert verdict(MOVED, day=day).outcome == expected


@pytest.mark.parametrize(
    ("day", "expected", "release"),
    [
        ("Sun 31 May 2026", "deliver", None),
        ("Mon 1 Jun 2026", "redirect", None),
        ("Wed 12 Aug 2026", "redirect", None),
        ("Thu 13 Aug 2026", "withhold", "Mon 17 Aug 2026"),  # two working days before the end
        ("Fri 14 Aug 2026", "withhold", "Mon 17 Aug 2026"),
        ("Sat 15 Aug 2026", "deliver", None),
    ],
)
def test_a_temporary_redirection_withholds_and_comes_home(
    day: str, expected: str, release: str | None
) -> None:
    """§3, A-8."""
    found = verdict(AWAY, day=day)
    assert found.outcome == expected
    assert found.release_on == (on(release) if release else None)


def test_mail_may_be_withheld_after_the_period_instead() -> None:
    """A-8, the other reading: two working days after Friday 14 August, home on Wednesday."""
    after = replace(FORWARDING_PRESENT, tail_hold=switches.TailHold.AFTER_END)
    assert verdict(AWAY, day="Fri 14 Aug 2026", edition=after).outcome is Outcome.REDIRECT
    held = verdict(AWAY, day="Tue 18 Aug 2026", edition=after)
    assert (held.outcome, held.release_on) == (Outcome.WITHHOLD, on("Wed 19 Aug 2026"))
    assert verdict(AWAY, day="Wed 19 Aug 2026", edition=after).outcome is Outcome.DELIVER


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("letter", ("store", None, None)),
        ("small_packet", ("store", None, None)),
        ("newspaper", ("store", None, None)),
        ("registered", ("pickup", None, "SIGNED_FOR_NOT_STORED")),
        ("insured", ("pickup", None, "SIGNED_FOR_NOT_STORED")),
        ("cod", ("pickup", None, "SIGNED_FOR_NOT_STORED")),
        ("parcel", ("pickup", None, "SIGNED_FOR_NOT_STORED")),
        ("pum", ("pickup", None, "SIGNED_FOR_NOT_STORED")),
        ("unaddressed", ("deliver", None, None)),
    ],
)
def test_each_kind_of_item_is_stored_or_collected(kind: str, expected: object) -> None:
    """§4: what must be signed for keeps its own deadline."""
    found = verdict(STORED, day="Wed 1 Jul 2026", kind=kind)
    assert told(found) == expected
    assert found.release_on == (on("Tue 15 Sep 2026") if expected[0] == "store" else None)  # type: ignore[index]


ALL_KINDS = [str(kind) for kind in ItemKind]


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_each_kind_of_item_follows_or_stays(kind: str) -> None:
    """§2: letters, packets, registered, insured, newspapers follow; parcels only when asked for."""
    stays = {
        "parcel": ("deliver", None, "PARCEL_NOT_REQUESTED"),
        "cod": ("deliver", None, "PARCEL_NOT_REQUESTED"),
        "unaddressed": ("deliver", None, None),
    }
    expected = stays.get(kind, ("redirect", "B", None))
    assert told(verdict(MOVED, day="Tue 10 Mar 2026", kind=kind)) == expected


@pytest.mark.parametrize("kind", ["parcel", "cod"])
def test_a_parcel_that_was_asked_for_follows_at_the_recipient_s_expense(kind: str) -> None:
    """§2: paid on delivery; nothing else is."""
    asked = replace(MOVED, parcels=True)
    found = verdict(asked, day="Tue 10 Mar 2026", kind=kind)
    assert told(found) == ("redirect", "B", None)
    assert found.recipient_pays
    assert not verdict(asked, day="Tue 10 Mar 2026").recipient_pays


def test_editions_may_say_otherwise_of_parcels() -> None:
    """A-19, A-20."""
    returns = replace(FORWARDING_PRESENT, unrequested_parcel=switches.UnrequestedParcel.RETURN)
    never = replace(FORWARDING_PRESENT, cod=switches.Cod.NEVER)
    day = "Tue 10 Mar 2026"
    assert told(verdict(MOVED, day=day, kind="parcel", edition=returns))[0] == "return_to_sender"
    asked = replace(MOVED, parcels=True)
    assert told(verdict(asked, day=day, kind="cod", edition=never)) == ("deliver", None, "COD_NOT_REDIRECTED")
    assert told(verdict(asked, day=day, kind="parcel", edition=never)) == ("redirect", "B", None)


@pytest.mark.parametrize(
    ("moved", "day", "expected"),
    [
        (MOVED, "Tue 10 Mar 2026", ("redirect", "B", None)),  # within Norway
        (ABROAD, "Tue 10 Mar 2026", ("return_to_sender", None, "CUSTOMS_NOT_REDIRECTED_ABROAD")),
        (AWAY_ABROAD, "Tue 9 Jun 2026", ("deliver", None, "CUSTOMS_NOT_REDIRECTED_ABROAD")),
        # Before the window: what customs must see is not withheld either.
        (AWAY_ABROAD, "Wed 12 Aug 2026", ("deliver", None, "CUSTOMS_NOT_REDIRECTED_ABROAD")),
    ],
)
def test_contents_for_customs_do_not_go_abroad(moved: object, day: str, expected: object) -> None:
    """§2, §3, A-18: back to the sender after a move, home during a journey."""
    assert told(verdict(moved, day=day, kind="small_packet", customs=True)) == expected  # type: ignore[arg-type]


def test_an_edition_may_always_return_what_customs_must_see() -> None:
    """A-18, the other reading."""
    edition = replace(FORWARDING_PRESENT, customs=switches.Customs.ALWAYS_RETURN)
    found = verdict(AWAY_ABROAD, day="Tue 9 Jun 2026", kind="small_packet", customs=True, edition=edition)
    assert found.outcome is Outcome.RETURN


@pytest.mark.parametrize(
    ("moved", "scope", "expected"),
    [
        (MOVED, "every_permanent", "return_to_sender"),
        (ABROAD, "every_permanent", "return_to_sender"),
        (MOVED, "abroad_only", "redirect"),
        (ABROAD, "abroad_only", "return_to_sender"),
        (replace(AWAY_ABROAD, period=MOVED.period), "every_permanent", "redirect"),
    ],
)
def test_a_sender_may_stop_permanent_redirection(moved: object, scope: str, expected: str) -> None:
    """§2, A-17: never a temporary one."""
    edition = replace(FORWARDING_PRESENT, ea_scope=switches.EaScope(scope))
    found = verdict(moved, day="Tue 10 Mar 2026", ea_no_redirect=True, edition=edition)  # type: ignore[arg-type]
    assert found.outcome == expected
    assert found.reason == ("EA_NO_REDIRECT" if expected == "return_to_sender" else None)


@pytest.mark.parametrize(
    ("moved", "never", "expected"),
    [
        (MOVED, False, ("redirect", "B", None)),
        (MOVED, True, ("return_to_sender", None, "PUM_NEVER_REDIRECTED")),
        (
            replace(MOVED, new_kind=AddressKind.BUSINESS),
            False,
            ("return_to_sender", None, "PUM_NOT_TO_BUSINESS"),
        ),
        (
            replace(MOVED, new_kind=AddressKind.WORKPLACE),
            False,
            ("return_to_sender", None, "PUM_NOT_TO_BUSINESS"),
        ),
        (ABROAD, False, ("return_to_sender", None, "PUM_NOT_ABROAD")),
    ],
)
def test_a_pum_letter_follows_by_its_own_terms(moved: object, never: bool, expected: object) -> None:
    """PUM §5, A-40: the very rule of the other contract."""
    pum = replace(PUM_PRESENT, redirection=Redirection.NEVER if never else Redirection.PRIVATE_NO)
    found = verdict(moved, day="Tue 10 Mar 2026", kind="pum", pum=pum)  # type: ignore[arg-type]
    assert told(found) == expected
    if found.reason:
        assert "PUM §5" in [str(clause) for clause in found.clauses]


def test_storage_counts_before_redirection_and_a_move_before_a_journey() -> None:
    """Decision 0072; Wednesday 1 July has all three."""
    day = "Wed 1 Jul 2026"
    assert verdict(MOVED, AWAY, STORED, day=day).outcome is Outcome.STORE
    assert verdict(AWAY, MOVED, day=day).to == "B"
    last = replace(FORWARDING_PRESENT, overlap=switches.Overlap.LAST_WINS)
    assert verdict(MOVED, AWAY, day=day, edition=last).to == "C"


def test_an_order_for_a_person_counts_before_one_for_the_household() -> None:
    """Kari went along with nobody; the family's mail is stored."""
    family = replace(STORED, scope=Scope.HOUSEHOLD, covered=(KARI, OLA), ref="family")
    assert verdict(family, AWAY, day="Wed 1 Jul 2026").to == "C"
    assert verdict(family, AWAY, day="Wed 1 Jul 2026", name="Ola Testesen").outcome is Outcome.STORE


def test_a_surname_alone_is_the_household_s() -> None:
    """And nobody's, if only persons ordered."""
    family = replace(STORED, scope=Scope.HOUSEHOLD, covered=(KARI, OLA))
    for name in ("Testesen", "Fam. Testesen", "Familien TESTESEN"):
        assert verdict(family, day="Wed 1 Jul 2026", name=name).outcome is Outcome.STORE
        assert verdict(STORED, day="Wed 1 Jul 2026", name=name).outcome is Outcome.DELIVER


@pytest.mark.parametrize("name", ["Per Testesen", "Kari Prøvestad", "K. Testesen", "Kari og Ola Testesen"])
def test_nobody_else_s_mail_is_moved(name: str) -> None:
    """Strict: near is not the same; also after the order has run out (A-23)."""
    for day in ("Tue 10 Mar 2026", "Mon 8 Mar 2027"):
        assert told(verdict(MOVED, day=day, name=name)) == ("deliver", None, None)


def test_an_edition_may_return_everybody_s_mail_after_a_move() -> None:
    """A-23, the other reading."""
    whole = replace(FORWARDING_PRESENT, expiry=switches.Expiry.WHOLE_ADDRESS)
    assert verdict(MOVED, day="Mon 8 Mar 2027", name="Per Prøvestad", edition=whole).outcome is Outcome.RETURN
    assert (
        verdict(MOVED, day="Tue 10 Mar 2026", name="Per Prøvestad", edition=whole).outcome is Outcome.DELIVER
    )


def test_a_name_that_was_changed_still_finds_its_person() -> None:
    """§7, A-25."""
    married = Covered(ref="p1", name="Kari Prøvestad", earlier_names=("Kari Testesen",))
    moved = replace(MOVED, covered=(married,))
    drop = replace(FORWARDING_PRESENT, old_name=switches.OldName.DROP)
    assert verdict(moved, day="Tue 10 Mar 2026").to == "B"
    assert verdict(moved, day="Tue 10 Mar 2026", edition=drop).outcome is Outcome.DELIVER


def test_two_of_one_name_who_ordered_differently_are_not_guessed_at() -> None:
    """Mother and daughter: neither's order counts, and the reason is said."""
    hers = replace(AWAY, covered=(Covered(ref="p9", name="Kari Testesen"),), ref="other")
    found = verdict(STORED, hers, day="Wed 1 Jul 2026")
    assert told(found) == ("deliver", None, "NAME_AMBIGUOUS")
    assert verdict(MOVED, replace(MOVED, covered=hers.covered), day="Tue 10 Mar 2026").to == "B"


def test_a_business_order_moves_all_its_mail() -> None:
    """§1: as it is registered, as people write it, and to its people."""
    firm = replace(
        MOVED,
        scope=Scope.BUSINESS,
        covered=(Covered(ref="b1", name="Prøvedal Fisk AS"),),
        new_kind=AddressKind.BUSINESS,
    )
    for name in (
        "Prøvedal Fisk AS",
        "PRØVEDAL FISK",
        "Prøvedal Fisk AS v/ Kari Testesen",
        "Prøvedal Fisk as, att: Ola",
    ):
        assert verdict(firm, day="Tue 10 Mar 2026", name=name).to == "B", name
    assert verdict(firm, day="Tue 10 Mar 2026", name="Prøvedal Kjøtt AS").outcome is Outcome.DELIVER


def test_an_estate_s_mail_runs_to_the_end_of_the_order() -> None:
    """A-26: the register's death changes nothing, unless the edition stops there."""
    died = replace(MOVED, covered=(replace(KARI, died_on=on("Mon 2 Mar 2026")),))
    stops = replace(FORWARDING_PRESENT, on_death=switches.OnDeath.STOPS)
    assert verdict(died, day="Tue 10 Mar 2026").to == "B"
    assert verdict(died, day="Mon 2 Mar 2026", edition=stops).to == "B"
    assert verdict(died, day="Tue 10 Mar 2026", edition=stops).outcome is Outcome.RETURN


def test_our_own_notice_goes_where_it_is_addressed() -> None:
    """The letter that warns of an order is moved by none, stored by none."""
    for each in (MOVED, AWAY, STORED):
        assert verdict(each, day="Wed 1 Jul 2026", own_notice=True).outcome is Outcome.DELIVER


def test_the_day_of_sorting_decides_unless_the_edition_says_posting() -> None:
    """A-30: posted on the last day of an order, sorted on the day after."""
    posted = on("Thu 4 Mar 2027").toordinal()
    by_posting = replace(FORWARDING_PRESENT, sorting_date=switches.SortingDate.POSTED)
    assert verdict(MOVED, day="Fri 5 Mar 2027", posted_day=posted).outcome is Outcome.RETURN
    assert verdict(MOVED, day="Fri 5 Mar 2027", posted_day=posted, edition=by_posting).to == "B"


def test_a_frozen_order_delivers_as_if_there_were_none() -> None:
    """The deny set is looked at first, and its verdict is that of a stranger, rule by rule."""
    denied = DenySet(number=3, keys=denied_keys(MOVED))
    for day in ("Tue 10 Mar 2026", "Mon 8 Mar 2027"):
        frozen = verdict(MOVED, day=day, denied=denied)
        assert frozen == verdict(MOVED, day=day, denied=denied, name="Per Prøvestad")
        assert (frozen.outcome, frozen.path, frozen.denied) == (Outcome.DELIVER, ("no_order",), 3)


def test_a_frozen_order_is_not_met_on_the_way_either() -> None:
    """A goes to B; that B goes on to C is frozen."""
    on_to_c = replace(AWAY, old="B")
    denied = DenySet(number=3, keys=denied_keys(on_to_c))
    assert verdict(MOVED, on_to_c, day="Wed 1 Jul 2026").to == "C"
    assert verdict(MOVED, on_to_c, day="Wed 1 Jul 2026", denied=denied).to == "B"


def test_every_rule_on_a_path_has_its_clause_and_its_words() -> None:
    """And the verdict cites them once each."""
    found = verdict(ABROAD, day="Tue 10 Mar 2026", kind="pum")
    decision = found.decision(edition="forwarding-present")
    assert [str(clause) for clause in found.clauses] == ["PUM §5", "Forwarding §2"]
    assert decision.clauses == found.clauses
    assert decision.words.no != decision.words.en
    assert all(rule.clauses and rule.words.no and rule.words.en for rule in RULES.values())
    assert found.as_json()["snapshot"] == 7
