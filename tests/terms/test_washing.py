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
from budstikke.post.terms.forwarding.orders import ForwardingOrder, Scope
from budstikke.post.terms.forwarding.published import PrintedAddress, read, write
from budstikke.post.terms.forwarding.snapshot import NOBODY_DENIED, DenySet, Snapshot, denied_keys, publish
from budstikke.post.terms.forwarding.sorting import SortingRules
from budstikke.post.terms.forwarding.washing import moved, moves_of, silent_keys

RULES = SortingRules.of(FORWARDING_PRESENT, pum=PUM_PRESENT)
MOVE = order("permanent", "Mon 2 Mar 2026", "Sun 2 May 2027", new="B")
HOUSEHOLD = replace(MOVE, scope=Scope.HOUSEHOLD, covered=(KARI, OLA))


def _told(
    *orders: ForwardingOrder,
    day: str = "Wed 1 Jul 2026",
    name: str = "Kari Testesen",
    address: str = "A",
    silent: Iterable[str] = (),
    denied: DenySet = NOBODY_DENIED,
) -> str | None:
    rows = moves_of(orders, silent=frozenset(silent), edition=FORWARDING_PRESENT)
    verdict = moved(
        address=address,
        name=name_key(name),
        day=on(day).toordinal(),
        moves=Snapshot.of(rows, number=1),
        rules=RULES,
        denied=denied,
    )
    return verdict.to if verdict else None


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


def test_who_is_protected_since_it_was_published_is_denied_at_once() -> None:
    """The deny set is asked before the moves, so that nothing need be published anew."""
    assert _told(MOVE, denied=DenySet(1, denied_keys(MOVE))) is None


def test_whoever_is_silent_is_not_in_what_is_published() -> None:
    """What is not there cannot be told by mistake, and takes no other time than what never was."""
    silent = silent_keys(MOVE, reserved={KARI.ref}, protected=set())
    assert not list(moves_of([MOVE], silent=silent, edition=FORWARDING_PRESENT))


def test_a_move_says_by_whose_reference_it_is_written_down() -> None:
    """A person who asks is told who was told of them."""
    rows = list(moves_of([HOUSEHOLD], silent=frozenset(), edition=FORWARDING_PRESENT))
    assert {row.name: row.order for row in rows} == {
        "testesen|kari": "p1",
        "testesen|ola": "p2",
        "testesen|": "p1+p2",
    }


def _written(printed: dict[str, PrintedAddress] | None = None) -> tuple[Snapshot, bytes]:
    snapshot = publish([MOVE, HOUSEHOLD], number=7, edition=FORWARDING_PRESENT)
    stream = io.BytesIO()
    write(stream, snapshot.rows(), number=7, printed=printed or {}, denied=DenySet(3, frozenset({"X\tx"})))
    return snapshot, stream.getvalue()


def test_a_snapshot_is_read_back_as_it_was_written() -> None:
    """Rows, addresses in print, deny set, and both numbers."""
    printed = {"B": PrintedAddress("Nyveien 1", "0155", "OSLO")}
    snapshot, content = _written(printed)
    back = read(io.BytesIO(content))
    assert list(back.snapshot.rows()) == list(snapshot.rows())
    assert (back.snapshot.number, back.denied, back.printed) == (7, DenySet(3, frozenset({"X\tx"})), printed)


def test_a_snapshot_cut_or_changed_anywhere_is_refused() -> None:
    """Half a snapshot would send mail where it must not go."""
    _, content = _written()
    for length in range(len(content) - 1):
        with pytest.raises(Malformed):
            read(io.BytesIO(content[:length]))
    changed = bytearray(content)
    changed[content.index(b"kari")] ^= 1
    with pytest.raises(Malformed):
        read(io.BytesIO(bytes(changed)))
    with pytest.raises(Malformed):
        read(io.BytesIO(content + b"more"))
