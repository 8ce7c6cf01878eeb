"""Sort letters with personal delivery: where their recipient has ordered forwarding, they follow by their own terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from budstikke.formats.s10 import letter_id
from budstikke.kit.clock import local_day
from budstikke.post.actions.outlets.route import nearest_able
from budstikke.post.actions.sorting.order_facts import addresses_of
from budstikke.post.actions.sorting.sort_items import ItemToSort, NothingPublished, Sorted, sort_batch
from budstikke.post.records import history
from budstikke.post.records.history import NewEvent
from budstikke.post.records.models import ForwardingOrder, Letter, Outlet, Postcode
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.events import Event
from budstikke.post.terms.forwarding.kinds import ItemKind
from budstikke.post.terms.forwarding.verdicts import Outcome

UNDER_WAY = ("handed_in", "in_transit")


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersSorted:
    """What became of letters: going back to their senders, or on to another outlet; all others stay as they are."""

    returned: tuple[int, ...] = ()
    sent_on: tuple[int, ...] = ()

    @property
    def moved(self) -> frozenset[int]:
        """The letters that are not for here."""
        return frozenset((*self.returned, *self.sent_on))


def sort_letters(
    numbers: Sequence[str], *, machine: str, here: int | None = None, now: datetime
) -> LettersSorted:
    """
    Ask for each letter under way whether it follows its recipient; `here` is the outlet it has come to, if any.

    Terms:   PUM §5 (to a private address in Norway only); Forwarding §2 to §4.
    Reading: a letter that may follow goes to the outlet of the new address; its deadline begins with the notice
    there. One that may not goes back. One that would be stored is collected as always, for its own deadline runs. What
    is ready already stays: its recipient was told where it is (decision 0100).
    """
    with acting_as(CARRIER):
        wanted = [letter_id(number) for number in numbers]
        letters = list(Letter.objects.filter(id__in=wanted, state__in=UNDER_WAY).order_by("id"))
    if not letters:
        return LettersSorted()
    try:
        verdicts = sort_batch([item_of(each) for each in letters], machine=machine, now=now)
    except NothingPublished:
        return LettersSorted()
    pairs = [
        (letter, done)
        for letter, done in zip(letters, verdicts, strict=True)
        if done.verdict.outcome in (Outcome.REDIRECT, Outcome.RETURN)
    ]
    return _move(pairs, machine=machine, here=here, now=now) if pairs else LettersSorted()


def item_of(letter: Letter) -> ItemToSort:
    """Return a letter as what sorts it sees it."""
    return ItemToSort(
        kind=ItemKind.PUM,
        name=letter.recipient_name,
        street=letter.street,
        postcode=letter.postcode,
        city=letter.city,
    )


def _move(
    pairs: Sequence[tuple[Letter, Sorted]], *, machine: str, here: int | None, now: datetime
) -> LettersSorted:
    edition = pum_on(local_day(now))
    with acting_as(CARRIER):
        # Somebody may have moved one meanwhile.
        history.lock_letters([letter.id for letter, _ in pairs])
        under_way = set(
            Letter.objects.filter(id__in=[letter.id for letter, _ in pairs], state__in=UNDER_WAY).values_list(
                "id", flat=True
            )
        )
        outlets = list(Outlet.objects.all())
        events: list[NewEvent] = []
        returned, sent_on = [], []
        for letter, done in pairs:
            if letter.id not in under_way:
                continue
            code, outlet = Event.RETURN, None
            if done.verdict.outcome is Outcome.REDIRECT:
                code, outlet = Event.DELIVERY_CHANGED, _outlet_of(done, outlets)
                served = next((each for each in outlets if each.id == outlet), None)
                chosen = nearest_able(served, outlets, edition=edition) if served else None
                if chosen is None or chosen in (here, letter.outlet_id):
                    continue
                Letter.objects.filter(id=letter.id).update(outlet_id=chosen)
                sent_on.append(letter.id)
            else:
                returned.append(letter.id)
            decision = done.verdict._replace(to=None, via=()).decision(edition=edition.id).as_json()
            events.append(
                NewEvent(
                    letter_id=letter.id,
                    code=code,
                    happened_at=now,
                    at_place=str(here) if here and code is Event.DELIVERY_CHANGED else "",
                    actor=machine,
                    decision=decision
                    | {"answer": {"item": done.number, "verdict": str(done.verdict.outcome)}},
                )
            )
        history.write(events, recorded_at=now)
    return LettersSorted(returned=tuple(returned), sent_on=tuple(sent_on))


def _outlet_of(done: Sorted, outlets: Sequence[Outlet]) -> int | None:
    """Return the outlet that serves the new address; None where nobody knows one."""
    order = ForwardingOrder.objects.filter(reference=done.verdict.orders[-1]).first()
    if order is None or order.addresses_sealed is None:
        return None
    _, new = addresses_of(order)
    served = Postcode.objects.filter(code=new.postcode).first() if new else None
    known = {each.id for each in outlets}
    return served.outlet_id if served and served.outlet_id in known else None
