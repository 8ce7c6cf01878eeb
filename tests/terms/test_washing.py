"""§7: which moves a register of somebody else's may be told, and of whom nothing is told."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace

import pytest
from tests.terms.days import on
from tests.terms.forwarded import KARI, OLA, order

from budstikke.formats.malformed import Malformed
from budstikke.formats.postal_address import name_key
from budstikke.post.terms.editions import FORWARDING_PRESENT, PUM_PRESENT
from budstikke.post.terms.forwarding.moves_file import (
    NOBODY_HUSHED,
    Hushed,
    Moves,
    PrintedAddress,
    write_moves,
)
from budstikke.post.terms.forwarding.orders import ForwardingOrder, Scope
from budstikke.post.terms.forwarding.sorting import SortingRules
from budstikke.post.terms.forwarding.washing import moves_of, silent_keys, told_of

RULES = SortingRules.of(FORWARDING_PRESENT, pum=PUM_PRESENT)
MOVE = order("permanent", "Mon 2 Mar 2026", "Sun 2 May 2027", new="B")
PRINTED = PrintedAddress("Nyveien 1", "0155", "OSLO")
HOUSEHOLD = replace(MOVE, scope=Scope.HOUSEHOLD, covered=(KARI, OLA))


def _file(*orders: ForwardingOrder, silent: Iterable[str] = ()) -> io.BytesIO:
    moves = moves_of(orders, silent=frozenset(silent), edition=FORWARDING_PRESENT)
    stream = io.BytesIO()
    write_moves(stream, ((each, replace(PRINTED, city=each.to)) for each in moves), number=7)
    stream.seek(0)
    return stream


def _told(
    *orders: ForwardingOrder,
    day: str = "Wed 1 Jul 2026",
    name: str = "Kari Testesen",
    address: str = "A",
    silent: Iterable[str] = (),
    hushed: Hushed = NOBODY_HUSHED,
) -> str | None:
    moves = Moves(_file(*orders, silent=silent), hushed=hushed)
    told = told_of(address=address, name=name_key(name), day=on(day).toordinal(), moves=moves, rules=RULES)
    assert told is None or told.printed == replace(PRINTED, city=told.key)
    return told and told.key


def test_a_move_is_told_from_its_first_day_and_for_good() -> None:
    """The mail is redirected for months; the person has moved for good."""
    assert _told(MOVE, day="Sun 1 Mar 2026") is None
    assert _told(MOVE, day="Mon 2 Mar 2026") == "B"
    assert _told(MOVE, day="Mon 1 Jan 2029") == "B"


@pytest.mark.parametrize("kind", ["temporary", "storage"])
def test_who_is_away_for_a_while_has_no_new_address(kind: str) -> None:
    """A register that took the holiday's address would keep it."""
    new = "B" if kind == "temporary" else None
    assert _told(order(kind, "Mon 1 Jun 2026", "Fri 31 Jul 2026", new=new)) is None


def test_moves_are_followed_to_where_the_person_lives_now() -> None:
    """And not in circles: who came back to the address on record has no new one."""
    on_to_c = order("permanent", "Mon 1 Jun 2026", "Mon 31 Aug 2026", old="B", new="C")
    back = order("permanent", "Mon 1 Jun 2026", "Mon 31 Aug 2026", old="B", new="A")
    assert _told(MOVE, on_to_c) == "C"
    assert _told(MOVE, back) is None


def test_a_stranger_at_the_address_is_not_told_of() -> None:
    """Nor by an order that names nobody, and nor by a surname alone unless a household has it."""
    assert _told(MOVE, name="Siri Prøvestad") is None
    assert _told(replace(MOVE, covered=())) is None
    assert _told(MOVE, name="Testesen") is None
    assert _told(HOUSEHOLD, name="Fam. Testesen") == "B"


def test_who_reserved_is_not_told_of_and_nor_is_their_household() -> None:
    """The others are: they did not reserve."""
    silent = silent_keys(HOUSEHOLD, reserved={OLA.ref}, protected=set())
    assert _told(HOUSEHOLD, silent=silent, name="Ola Testesen") is None
    assert _told(HOUSEHOLD, silent=silent, name="Fam. Testesen") is None
    assert _told(HOUSEHOLD, silent=silent, name="Kari Testesen") == "B"


@pytest.mark.parametrize("move", [HOUSEHOLD, replace(MOVE, covered=(KARI, OLA))])
@pytest.mark.parametrize("name", ["Kari Testesen", "Ola Testesen", "Testesen"])
def test_with_one_protected_person_nobody_of_the_order_is_told_of(move: ForwardingOrder, name: str) -> None:
    """Where Kari moved together with Ola, Ola lives."""
    silent = silent_keys(move, reserved=set(), protected={OLA.ref})
    assert _told(move, silent=silent, name=name) is None


@pytest.mark.parametrize(
    ("since", "kari", "family"),
    [
        (Hushed(orders=frozenset({MOVE.ref})), None, None),
        (Hushed(protected=frozenset({OLA.ref})), None, None),
        (Hushed(reserved=frozenset({OLA.ref})), "B", None),
        (Hushed(reserved=frozenset({KARI.ref})), None, None),
        (Hushed(reserved=frozenset({"p9"}), protected=frozenset({"p9"}), orders=frozenset({"x"})), "B", "B"),
    ],
)
def test_what_became_so_since_it_was_published_counts_as_then(
    since: Hushed, kari: str | None, family: str | None
) -> None:
    """An order frozen, a person protected or reserved: what was left out then is not told now."""
    assert _told(HOUSEHOLD, hushed=since) == kari
    assert _told(HOUSEHOLD, hushed=since, name="Fam. Testesen") == family


def test_a_way_is_not_told_past_somebody_hushed() -> None:
    """What comes before it is told, as if the rest were not there."""
    on_to_c = replace(order("permanent", "Mon 1 Jun 2026", "Mon 31 Aug 2026", old="B", new="C"), ref="onward")
    assert _told(MOVE, on_to_c) == "C"
    assert _told(MOVE, on_to_c, hushed=Hushed(orders=frozenset({"onward"}))) == "B"


def test_whoever_is_silent_is_not_in_what_is_published() -> None:
    """What is not there cannot be told by mistake, and takes no other time than what never was."""
    silent = silent_keys(MOVE, reserved={KARI.ref}, protected=set())
    assert not list(moves_of([MOVE], silent=silent, edition=FORWARDING_PRESENT))


def test_a_move_says_by_whose_reference_it_is_written_down() -> None:
    """A person who asks is told who was told of them."""
    moves = list(moves_of([HOUSEHOLD], silent=frozenset(), edition=FORWARDING_PRESENT))
    assert {each.name: each.person for each in moves} == {
        "testesen|kari": "p1",
        "testesen|ola": "p2",
        "testesen|": "p1+p2",
    }


def test_moves_that_overlap_are_not_written() -> None:
    """One of the two would be told by chance."""
    (one,) = moves_of([MOVE], silent=frozenset(), edition=FORWARDING_PRESENT)
    with pytest.raises(ValueError, match="overlap"):
        write_moves(io.BytesIO(), [(one, PRINTED), (one, PRINTED)], number=7)


def test_no_name_and_no_address_can_be_read_in_the_file() -> None:
    """Whoever finds it learns nothing without asking for a name at its address."""
    content = _file(HOUSEHOLD).getvalue()
    assert all(word not in content for word in (b"testesen", b"kari", b"Nyveien", b"p1"))
    assert Moves(io.BytesIO(content)).number == 7


def test_a_file_of_another_version_is_refused() -> None:
    """With what to do about it."""
    older = b'{"format":"budstikke snapshot 1","number":7,"denied":3}\n'
    with pytest.raises(Malformed, match="publish it again"):
        Moves(io.BytesIO(older))
