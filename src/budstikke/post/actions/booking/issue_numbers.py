"""Issue letter numbers from a sender's ranges."""

from __future__ import annotations

from dataclasses import dataclass

from budstikke.formats.s10 import letter_id, make
from budstikke.post.records.incoming import Incoming
from budstikke.post.records.models import NumberRange, Sender

_COUNTRY = "NO"


@dataclass(frozen=True, slots=True)
class _Free:
    range_id: int
    serial: int
    letter_id: int
    number: str


class FreeNumbers:
    """Numbers of a sender's ranges that are free, held by the transaction until it ends."""

    def __init__(self, incoming: Incoming, free: list[_Free]) -> None:
        self._incoming, self._free = incoming, free

    def __len__(self) -> int:
        return len(self._free)

    def give(self) -> None:
        """Number the letters that came without; a serial is used once, also when its letter is cancelled."""
        given = self._free[: self._incoming.unnumbered()]
        if given:
            self._incoming.number((one.letter_id, one.number) for one in given)
        for range_id, last in {one.range_id: one.serial for one in given}.items():
            NumberRange.objects.filter(id=range_id).update(next_serial=last + 1)


def issue_numbers(sender: Sender, incoming: Incoming) -> FreeNumbers:
    """
    Look up as many free numbers as the unnumbered letters want, or as many as there are.

    Reading: a sender may have given a number of its own range in an order before; it is passed over.
    """
    wanted = incoming.unnumbered()
    free: list[_Free] = []
    if not wanted:
        return FreeNumbers(incoming, free)
    for numbers in NumberRange.objects.select_for_update().filter(sender=sender).order_by("id"):
        serial = numbers.next_serial
        while len(free) < wanted and serial <= numbers.last_serial:
            until = min(serial + wanted - len(free), numbers.last_serial + 1)
            made = [_free(numbers, one) for one in range(serial, until)]
            taken = incoming.taken([one.letter_id for one in made])
            free += [one for one in made if one.letter_id not in taken]
            serial = until
    return FreeNumbers(incoming, free)


def _free(numbers: NumberRange, serial: int) -> _Free:
    number = make(prefix=numbers.prefix, serial=serial, country=_COUNTRY)
    return _Free(numbers.id, serial, letter_id(number), number)
