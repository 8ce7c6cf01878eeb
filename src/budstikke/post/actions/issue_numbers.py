"""Issue letter numbers from a sender's ranges."""

from __future__ import annotations

from budstikke.formats.s10 import letter_id, make
from budstikke.post.records.incoming import Incoming
from budstikke.post.records.models import NumberRange, Sender

_COUNTRY = "NO"


class NoNumbersLeft(Exception):
    """The ranges hold fewer numbers than are asked for."""


def issue_numbers(sender: Sender, incoming: Incoming) -> None:
    """
    Number the letters that came without; a serial is used once, also when what it was issued for is undone.

    Raises: NoNumbersLeft, and then issues none.
    """
    wanted = incoming.unnumbered()
    if not wanted:
        return
    issued: list[tuple[int, str]] = []
    for numbers in NumberRange.objects.select_for_update().filter(sender=sender).order_by("id"):
        while len(issued) < wanted and numbers.next_serial <= numbers.last_serial:
            until = min(numbers.next_serial + wanted - len(issued), numbers.last_serial + 1)
            made = [
                make(prefix=numbers.prefix, serial=serial, country=_COUNTRY)
                for serial in range(numbers.next_serial, until)
            ]
            fresh = [(letter_id(number), number) for number in made]
            # A sender may have given a number of its own range in an order before.
            taken = incoming.taken([each for each, _ in fresh])
            issued += [pair for pair in fresh if pair[0] not in taken]
            numbers.next_serial = until
        numbers.save(update_fields=["next_serial"])
    if len(issued) < wanted:
        raise NoNumbersLeft
    incoming.number(issued)
