"""What a way of failing is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from budstikke.cli.device_plan import Laid, Plan, Send, healthy

HANDED_OVER = "hand over"
NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """
    One way to fail.

    `does` says what the device does, `station` what the clerk meets. `answer` is what the device hears last about
    what went wrong (an outcome, or a problem's code), `found` the finding that comes with it. `letter` is what the
    check leads to when the clerk, who saw nothing wrong, decides it then: hand over, the code of a refusal, or
    nothing where no check is open. `without_check`: it happens while none is open. `document` lies on the device.
    """

    name: str
    does: str
    station: str
    answer: str
    letter: str
    plan: Callable[[Laid], Plan]
    found: str = ""
    without_check: bool = False
    document: str = "no_passport"


def but(laid: Laid, **kinds: Send | None) -> Plan:
    """Return the healthy plan with other readings of some kinds, or without them; what is other goes out last."""
    well = healthy(laid)
    kept = [send for send in well.sends if send.kind not in kinds]
    return replace(well, sends=(*kept, *(send for send in kinds.values() if send)), only_wanted=False)
