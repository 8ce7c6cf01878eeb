"""From an order to a verdict: published, sorted, frozen by one word, asked again."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from tests.actions import forwarding as street

from budstikke.cli.main import main
from budstikke.post.actions.forwarding.object_to_order import Objected, object_to_order
from budstikke.post.actions.sorting.deny import deny_person
from budstikke.post.actions.sorting.order_facts import MailAddress
from budstikke.post.actions.sorting.replay_verdict import replay_verdict
from budstikke.post.actions.sorting.replay_verdicts import replay_verdicts
from budstikke.post.actions.sorting.sort_items import ItemToSort, Sorted, sort_batch
from budstikke.post.records.models import ForwardingNotice, Person, SortingRow
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import FORWARDING_PRESENT, PUM_PRESENT
from budstikke.post.terms.forwarding.kinds import ItemKind
from budstikke.post.terms.forwarding.switches import Customs
from budstikke.post.terms.pum.edition import Redirection

pytestmark = pytest.mark.usefixtures("post_database")
ON_THE_WAY = street.noon(date(2026, 12, 8))  # Tuesday


def letter(name: str = "Kari Nordmann", **changed: object) -> ItemToSort:
    """A letter to the old address."""
    given = {"street": "Lilleveien 2", "postcode": "5004", "city": "BERGEN", **changed}
    return ItemToSort(kind=ItemKind.LETTER, name=name, **given)  # type: ignore[arg-type]


def sort(item: ItemToSort | None = None) -> Sorted:
    """Sort a letter while the order runs."""
    return street.sort_item(item or letter(), machine="m-1", now=ON_THE_WAY)


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


def test_an_objection_inside_a_batch_counts_from_the_next_look_on() -> None:
    """Letters sorted before it go on; letters after it are delivered."""
    from budstikke.post.actions.sorting import sort_items

    taken = street.order(street.wanted(street.person()))
    street.send_all()
    street.publish()

    def items() -> Iterator[ItemToSort]:
        yield from [letter()] * sort_items.CHUNK
        # Another process: its own connection, committed while the batch is under way.
        thread = threading.Thread(target=_object, args=(taken.reference,))
        thread.start()
        thread.join(timeout=30)
        yield from [letter()] * 2

    done = sort_batch(items(), machine="m-1", now=ON_THE_WAY)
    said = [str(each.verdict.outcome) for each in done]
    assert said == ["redirect"] * sort_items.CHUNK + ["deliver"] * 2
    assert all((again := replay_verdict(each.number)) and again.same for each in (done[0], done[-1]))


def _object(reference: str) -> None:
    object_to_order(reference=reference, by="desk", now=ON_THE_WAY)
    connection.close()


def test_our_own_letter_to_the_old_address_follows_no_order() -> None:
    """And a mark somebody made up does not help a stranger's letter."""
    street.order(street.wanted(street.person()))
    street.send_all()
    street.publish()
    with acting_as(CARRIER):
        mark = ForwardingNotice.objects.get(kind="to_old_address").mark
    assert sort(letter(mark=mark)).verdict.path == ("own_notice",)
    assert str(sort(letter(mark="Nmadeup")).verdict.outcome) == "redirect"


def test_nothing_that_is_published_or_kept_of_sorting_can_be_read() -> None:
    """Names and addresses are keyed hashes; a snapshot published whole is the same."""
    street.order(street.wanted(street.person()))
    street.send_all()
    street.publish()
    sort()
    with connection.cursor() as cursor, acting_as(CARRIER):
        cursor.execute(
            "SELECT string_agg(sorting_row::text, '') || (SELECT string_agg(i::text, '') FROM sorted_item i)"
            " FROM sorting_row"
        )
        (kept,) = cursor.fetchone()
    assert "nordmann" not in kept.lower() and "nygat" not in kept.lower()
    from budstikke.post.actions.sorting.publish_snapshot import publish_snapshot

    whole = publish_snapshot(everything=True, now=ON_THE_WAY)
    assert (whole.closed, whole.added) == (0, 0)


def test_two_rows_for_one_name_on_one_day_cannot_be_published() -> None:
    """The database refuses them, in any snapshot."""
    street.order(street.wanted(street.person()))
    street.send_all()
    street.publish()
    with acting_as(CARRIER):
        row = SortingRow.objects.first()
        assert row is not None
        row.id, row.order = None, "F2"  # type: ignore[assignment]
        with pytest.raises(IntegrityError, match="one_row_for_a_name"), transaction.atomic():
            row.save(force_insert=True)


def test_a_protected_person_is_delivered_as_a_stranger_at_once() -> None:
    """And no row of theirs is published any more."""
    kari = street.person()
    street.order(street.wanted(kari))
    street.send_all()
    street.publish()
    with acting_as(CARRIER):
        person = Person.objects.get(ref=kari)
        deny_person(person, now=ON_THE_WAY)
        Person.objects.filter(ref=kari).update(protection="confidential")
    verdict = sort().verdict
    assert verdict.path == ("no_order",)
    street.publish(everything=True, now=ON_THE_WAY)
    with acting_as(CARRIER):
        assert not SortingRow.objects.filter(snapshots__endswith__isnull=True).exists()


def test_verdicts_are_asked_again_under_another_edition_many_at_a_time() -> None:
    """Only what its terms turn differs: an item with its two verdicts and their clauses, and how many of each kind."""
    from django.test.utils import CaptureQueriesContext

    street.order(street.wanted(street.person(), new=street.away()))
    abroad = MailAddress(street="Storgatan 1", postcode="11122", city="STOCKHOLM", country="SE")
    street.order(street.wanted(street.person("Ola Nordmann"), new=abroad))
    street.send_all()
    street.publish()
    pum = replace(letter(), kind=ItemKind.PUM)
    goods = replace(letter("Ola Nordmann"), customs=True)
    sort_batch([letter(), pum, goods, letter("Per Ukjent")], machine="m-1", now=ON_THE_WAY)
    never = replace(PUM_PRESENT, redirection=Redirection.NEVER)
    (asked,) = replay_verdicts(edition=never, since=None)
    assert asked.differs and asked.way == ("redirect", "return_to_sender", "PUM §5, Forwarding §2")
    told = asked.as_json()
    assert told["differs"] and "NYGATA" not in str(told).upper()
    returns = replace(FORWARDING_PRESENT, customs=Customs.ALWAYS_RETURN)
    with CaptureQueriesContext(connection) as captured:
        others = list(replay_verdicts(edition=returns, since=None))
    assert len(others) == 4 and len(captured) < 12
    assert [each.way[:2] for each in others if each.differs] == [("deliver", "return_to_sender")]
    assert not any(each.differs for each in replay_verdicts(edition=FORWARDING_PRESENT, since=None))
    assert list(replay_verdicts(edition=returns, since=date(2026, 12, 9))) == []  # Wednesday


def test_the_command_counts_verdicts_beside_orders(capsys: pytest.CaptureFixture[str]) -> None:
    """In the same report, by verdict and clause."""
    street.order(street.wanted(street.person()))
    street.send_all()
    street.publish()
    sort()
    assert main(["terms", "replay", "--edition", "forwarding-present", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["verdicts"] == {"asked": 1, "different": 0, "by_verdict": []}
    assert (document["orders"], document["changes"]) == (1, [])
    assert main(["terms", "replay", "--edition", "forwarding-present"]) == 0
    assert "1 verdicts at sorting: 0 would have been others" in capsys.readouterr().out
