"""From an order to a verdict: published, sorted, frozen by one word, asked again."""

from __future__ import annotations

from datetime import date

import pytest
from tests.actions import forwarding as street

from budstikke.post.actions.object_to_order import Objected, object_to_order
from budstikke.post.actions.replay_verdict import replay_verdict
from budstikke.post.actions.sort_items import ItemToSort, Sorted, sort_item
from budstikke.post.terms.forwarding.kinds import ItemKind

pytestmark = pytest.mark.usefixtures("post_database")
ON_THE_WAY = street.noon(date(2026, 12, 8))  # Tuesday


def letter(name: str = "Kari Nordmann", **changed: object) -> ItemToSort:
    """A letter to the old address."""
    given = {"street": "Lilleveien 2", "postcode": "5004", "city": "BERGEN", **changed}
    return ItemToSort(kind=ItemKind.LETTER, name=name, **given)  # type: ignore[arg-type]


def sort(item: ItemToSort | None = None) -> Sorted:
    """Sort a letter while the order runs."""
    return sort_item(item or letter(), machine="m-1", now=ON_THE_WAY)


def test_an_agreed_order_moves_a_letter_and_its_answer_names_no_address() -> None:
    """The code printed on it says nothing."""
    taken = street.order(street.wanted(street.person()))
    street.send_all()
    street.publish()
    done = sort()
    assert street.state(taken.reference) == "agreed"
    assert str(done.verdict.outcome) == "redirect"
    assert done.routing_code and len(done.routing_code) == 12
    assert "Nygata" not in str(done.as_json()) and "9008" not in str(done.as_json())


def test_one_word_freezes_an_order_before_anything_is_published() -> None:
    """And the verdict given before is given again, from the snapshot and the deny set of its moment."""
    taken = street.order(street.wanted(street.person()))
    street.send_all()
    street.publish()
    before = sort()
    frozen = object_to_order(reference=taken.reference, by="desk", now=ON_THE_WAY)
    assert isinstance(frozen, Objected) and frozen.deny_number
    after = sort()
    assert (str(after.verdict.outcome), after.verdict.path) == ("deliver", ("no_order",))
    street.publish(now=ON_THE_WAY)
    for done in (before, after):
        again = replay_verdict(done.number)
        assert again is not None and again.same and again.kept_whole
    assert str(sort().verdict.outcome) == "deliver"
