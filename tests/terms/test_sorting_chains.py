"""Chains of orders at sorting: followed, stopped, and held against a plain reading of the decision order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.terms.forwarded import KARI, OLA, order, verdict

from budstikke.formats.postal_address import name_key
from budstikke.post.terms.editions import FORWARDING_EARLIER, FORWARDING_PRESENT, PUM_PRESENT
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.kinds import ItemKind, Service, Zone
from budstikke.post.terms.forwarding.orders import ForwardingOrder
from budstikke.post.terms.forwarding.snapshot import Snapshot, publish
from budstikke.post.terms.forwarding.sorting import Item, SortingRules, decide
from budstikke.post.terms.forwarding.storing import first_delivery
from budstikke.post.terms.forwarding.verdicts import Outcome
from budstikke.post.terms.forwarding.withholding import withholding

YEAR = ("Thu 1 Jan 2026", "Sun 28 Feb 2027")
DAY = "Wed 1 Jul 2026"


def moved(
    old: str, new: str, start: str = YEAR[0], last_day: str = YEAR[1], **more: object
) -> ForwardingOrder:
    """Return a permanent change of Kari's."""
    return order("permanent", start, last_day, old=old, new=new, **more)


def test_mail_follows_a_second_move_with_one_label() -> None:
    """A to B to C: what stands between is told, and not printed."""
    found = verdict(moved("A", "B"), moved("B", "C"), day=DAY)
    assert (found.outcome, found.to, found.via) == (Outcome.REDIRECT, "C", ("B",))
    assert found.orders == ("permanent A", "permanent B")


def test_what_is_ordered_at_the_new_address_is_done_there() -> None:
    """Stored at B, collected at B, withheld on the way to C."""
    stored = order("storage", "Mon 15 Jun 2026", "Mon 14 Sep 2026", old="B")
    found = verdict(moved("A", "B"), stored, day=DAY)
    assert (found.outcome, found.to, found.via, found.release_on) == (
        Outcome.STORE,
        "B",
        ("B",),
        date(2026, 9, 15),  # a Tuesday
    )
    assert verdict(moved("A", "B"), stored, day=DAY, kind="registered").outcome is Outcome.PICKUP
    away = order("temporary", "Mon 1 Jun 2026", "Thu 2 Jul 2026", old="B", new="C")
    assert verdict(moved("A", "B"), away, day=DAY).outcome is Outcome.WITHHOLD


def test_what_may_not_go_on_from_the_new_address_stays_there() -> None:
    """Parcels were asked for on the first way and not on the second; customs stops on the way abroad."""
    first, on = (
        moved("A", "B", parcels=True),
        order("temporary", *YEAR, old="B", new="C", new_zone=Zone.WORLD),
    )
    parcel = verdict(first, on, day=DAY, kind="parcel")
    assert (parcel.outcome, parcel.to, parcel.reason) == (Outcome.REDIRECT, "B", "PARCEL_NOT_REQUESTED")
    assert parcel.recipient_pays
    goods = verdict(first, on, day=DAY, kind="small_packet", customs=True)
    assert (goods.outcome, goods.to, goods.via) == (Outcome.REDIRECT, "B", ())


def test_a_chain_whose_last_link_has_run_out_goes_back() -> None:
    """Nobody of that name is at B any more."""
    found = verdict(moved("A", "B"), moved("B", "C", last_day="Tue 30 Jun 2026"), day=DAY)
    assert (found.outcome, found.to, found.reason) == (Outcome.RETURN, None, "REDIRECTION_EXPIRED")


@pytest.mark.parametrize("links", range(1, 8))
def test_mail_is_followed_four_times_at_most(links: int) -> None:
    """A to B to C to D to E, and no further."""
    names = "ABCDEFGHI"
    chain = [moved(names[i], names[i + 1]) for i in range(links)]
    found = verdict(*chain, day=DAY)
    assert found.to == names[min(links, 4)]
    assert len(found.via) == min(links, 4) - 1
    assert ("hops" in found.path) == (links >= 4)


def test_the_newest_order_of_a_circle_counts() -> None:
    """Moved from A to B, and for the summer back at A: mail to A is delivered, mail to B redirected."""
    summer = order("temporary", "Mon 1 Jun 2026", "Fri 14 Aug 2026", old="B", new="A")
    home = verdict(moved("A", "B"), summer, day=DAY)
    assert (home.outcome, home.path) == (Outcome.DELIVER, ("permanent", "temporary", "circle"))
    assert verdict(moved("A", "B"), summer, day=DAY, address="B").to == "A"
    # B to A in January, A to B in March: the person is at B.
    back = moved("A", "B", start="Mon 2 Mar 2026")
    assert verdict(moved("B", "A"), back, day=DAY).to == "B"
    assert verdict(moved("B", "A"), back, day=DAY, address="B").outcome is Outcome.DELIVER


def test_a_circle_further_on_is_left_where_its_newest_order_leads() -> None:
    """A to B; B and C lead to each other, C to B since March."""
    ring = (moved("A", "B"), moved("B", "C"), moved("C", "B", start="Mon 2 Mar 2026"))
    assert verdict(*ring, day=DAY).to == "B"
    assert verdict(*ring, day="Mon 2 Feb 2026").to == "C"


def test_who_comes_back_gets_mail_at_the_old_address_again() -> None:
    """The order away from A has run out; a later one leads to A."""
    away = moved("A", "B", last_day="Sat 28 Feb 2026")
    back = moved("B", "A", start="Mon 4 May 2026")
    assert verdict(away, back, day="Thu 30 Apr 2026").outcome is Outcome.RETURN
    assert verdict(away, back, day="Mon 4 May 2026").outcome is Outcome.DELIVER
    assert verdict(away, replace(back, covered=(OLA,)), day="Mon 4 May 2026").outcome is Outcome.RETURN


# A plain reading of the decision order, with no snapshot: every order is looked at for every item.
_DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 12, 31))


@st.composite
def _orders(draw: st.DrawFn) -> ForwardingOrder:
    service = draw(st.sampled_from(list(Service)))
    old, new = draw(st.permutations("ABCD"))[:2]
    start = draw(_DAYS)
    return ForwardingOrder(
        ref=draw(st.sampled_from(["r1", "r2", "r3"])),
        service=service,
        period=Period(start, start + timedelta(days=draw(st.integers(0, 200)))),
        old=old,
        new=None if service is Service.STORAGE else new,
        new_zone=draw(st.sampled_from(list(Zone))),
        covered=tuple(draw(st.sets(st.sampled_from([KARI, OLA]), min_size=1))),
        parcels=draw(st.booleans()),
        edition=draw(st.sampled_from([FORWARDING_PRESENT, FORWARDING_EARLIER])),
    )


_LISTS = st.lists(_orders(), max_size=5)


def _stage(each: ForwardingOrder, day: date) -> str | None:
    """Say what an order does on a day, if anything."""
    if day < each.period.start:
        return None
    if each.service is Service.PERMANENT:
        return "redirect" if day <= each.period.last_day else "expired"
    if day > each.period.last_day:
        return None
    if each.service is Service.STORAGE:
        return "store"
    held = withholding(last_day=each.period.last_day, zone=each.new_zone, edition=each.edition).window
    return "withhold" if day >= held.start else "redirect"


def _came_back(each: ForwardingOrder, orders: list[ForwardingOrder], name: str, day: date) -> bool:
    return any(
        other.new == each.old
        and other.service is Service.PERMANENT
        and name in {person.name for person in other.covered}
        and each.period.start < other.period.start <= day
        for other in orders
    )


def _applies(
    orders: list[ForwardingOrder], name: str, address: str, day: date
) -> tuple[ForwardingOrder, str] | None:
    found = [
        (each, stage)
        for each in orders
        if each.old == address and name in {person.name for person in each.covered}
        for stage in [_stage(each, day)]
        if stage is not None and not (stage == "expired" and _came_back(each, orders, name, day))
    ]
    ranks = {Service.TEMPORARY: 1, Service.PERMANENT: 2, Service.STORAGE: 3}
    return max(
        found,
        key=lambda one: (
            one[1] != "expired",
            0 if one[1] == "expired" else ranks[one[0].service],
            one[0].period.start,
            orders.index(one[0]),
        ),
        default=None,
    )


@given(_LISTS, _DAYS, st.sampled_from("ABCD"), st.sampled_from([KARI, OLA]))
def test_a_letter_is_decided_as_a_plain_reading_would(
    orders: list[ForwardingOrder], day: date, address: str, person: object
) -> None:
    """Letters only, up to the first circle; there the plain reading has nothing to say."""
    name = person.name  # type: ignore[attr-defined]
    item = Item(ItemKind.LETTER, address, name_key(name), day.toordinal())
    found = decide(
        item,
        snapshot=publish(orders, number=1, edition=FORWARDING_PRESENT),
        rules=SortingRules.of(FORWARDING_PRESENT, pum=PUM_PRESENT),
    )
    here, seen, expected = address, [address], None
    for _ in range(4):
        one = _applies(orders, name, here, day)
        if one is None or one[1] != "redirect":
            break
        here = one[0].new or ""
        if here in seen:
            assert "circle" in found.path
            return
        seen.append(here)
    else:
        one = None
    if one is not None:
        expected = {"store": Outcome.STORE, "withhold": Outcome.WITHHOLD, "expired": Outcome.RETURN}[one[1]]
        if expected is Outcome.STORE:
            assert found.release_on == first_delivery(last_day=one[0].period.last_day, edition=one[0].edition)
    else:
        expected = Outcome.DELIVER if here == address else Outcome.REDIRECT
    assert found.outcome is expected
    if expected is Outcome.REDIRECT:
        assert found.to == here


@given(_LISTS)
def test_rows_of_a_snapshot_do_not_overlap_and_can_be_packed_again(orders: list[ForwardingOrder]) -> None:
    """What PostgreSQL stores is what sorting reads."""
    snapshot = publish(orders, number=1, edition=FORWARDING_PRESENT)
    rows = list(snapshot.rows())
    assert len(rows) == len(snapshot)
    assert list(Snapshot.of(rows, number=1).rows()) == rows
    for before, after in pairwise(rows):
        if (before.address, before.name) == (after.address, after.name):
            assert before.until_on < after.from_on


@given(_LISTS, _DAYS, st.sampled_from("ABCD"), st.sampled_from(list(ItemKind)), st.booleans(), st.booleans())
def test_every_item_has_one_verdict_and_the_same_for_ever(
    orders: list[ForwardingOrder], day: date, address: str, kind: ItemKind, customs: bool, ea: bool
) -> None:
    """Whatever lies on the belt; asked again of the rows as they were kept, the answer is the same."""
    item = Item(kind, address, name_key(KARI.name), day.toordinal(), customs=customs, ea_no_redirect=ea)
    rules = SortingRules.of(FORWARDING_PRESENT, pum=PUM_PRESENT)
    snapshot = publish(orders, number=11, edition=FORWARDING_PRESENT)
    found = decide(item, snapshot=snapshot, rules=rules)
    assert found.outcome in Outcome
    assert found.clauses
    assert found.snapshot == 11
    assert (found.to is None) <= (found.outcome is not Outcome.REDIRECT)
    assert (found.release_on is not None) == (found.outcome in (Outcome.STORE, Outcome.WITHHOLD))
    again = decide(item, snapshot=Snapshot.of(snapshot.rows(), number=11), rules=rules)
    assert again.as_json() == found.as_json()


@pytest.mark.parametrize("broken", ["overlap", "apart"])
def test_rows_that_do_not_fit_together_are_not_taken(broken: str) -> None:
    """Two answers for one item would be none."""
    first, other = (
        list(publish([moved(old, "Z")], number=1, edition=FORWARDING_PRESENT).rows()) for old in ("A", "B")
    )
    rows = [first[0], first[0]] if broken == "overlap" else [first[0], *other, first[1]]
    with pytest.raises(ValueError, match=r"overlap|apart"):
        Snapshot.of(rows, number=2)
