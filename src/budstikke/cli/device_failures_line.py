"""Failing on the line to the service: the clock, the order, the secret, the size, the connection."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from budstikke.cli import device_plan as plan
from budstikke.cli.device_failing import HANDED_OVER, NOTHING, Failure, but
from budstikke.cli.device_plan import Beat, Laid, Plan, healthy, send_picture

_LARGER_THAN_TAKEN = 10_000_001
_CHATTER = 40
_SOMEBODY_ELSES = UUID("00000000-0000-4000-8000-5eeeedbeef00")


def _clock(laid: Laid) -> Plan:
    behind = 3 * 3600
    sends = tuple(replace(send, read_ago_s=behind) for send in healthy(laid).sends)
    return Plan(beat=Beat(clock_ahead_s=-behind), sends=sends, only_wanted=False)


def _to_nobody(laid: Laid) -> Plan:
    return Plan(
        sends=tuple(replace(send, check=_SOMEBODY_ELSES) for send in healthy(laid).sends), only_wanted=False
    )


def _last(laid: Laid, **changed: object) -> Plan:
    """Return the healthy plan, its verdict on the pattern sent last and in another way."""
    return but(laid, pattern=replace(plan.send_pattern(), **changed))  # type: ignore[arg-type]


def _reused_nonce(laid: Laid) -> Plan:
    first = healthy(laid).sends[0]
    return Plan(
        sends=(replace(first, nonce=_SOMEBODY_ELSES), replace(plan.send_pattern(), nonce=_SOMEBODY_ELSES)),
        only_wanted=False,
    )


OF_THE_LINE: tuple[Failure, ...] = (
    Failure(
        name="clock_wrong",
        does="Has a clock that is three hours slow.",
        station="The device is red with the fault CLOCK; nothing it reads is taken.",
        answer="CLOCK_WRONG",
        letter="SCANNER_DOWN",
        plan=_clock,
    ),
    Failure(
        name="sends_twice",
        does="Sends the same reading twice.",
        station="One reading.",
        answer="taken",
        letter=HANDED_OVER,
        plan=lambda laid: _last(laid, times=2),
    ),
    Failure(
        name="sends_late",
        does="Sends a reading made before the check was opened.",
        station="Nothing of the person before comes into this check.",
        answer="READ_BEFORE_CHECK",
        letter="CHECK_INCOMPLETE",
        plan=lambda laid: _last(laid, read_ago_s=120),
    ),
    Failure(
        name="no_check_open",
        does="Sends a reading while no check is open.",
        station="Nothing; the device is told to let the clerk take up the letter first.",
        answer="NO_CHECK_OPEN",
        letter=NOTHING,
        plan=_to_nobody,
        without_check=True,
    ),
    Failure(
        name="another_check",
        does="Sends a reading for a check of another station.",
        station="Nothing of another station's comes into this check.",
        answer="CHECK_IS_ANOTHER",
        letter="CHECK_INCOMPLETE",
        plan=lambda laid: _last(laid, check=_SOMEBODY_ELSES),
    ),
    Failure(
        name="nonce_of_another",
        does="Sends a reading under the nonce of another reading.",
        station="The first reading stays as it is.",
        answer="NONCE_TAKEN",
        letter="CHECK_INCOMPLETE",
        plan=_reused_nonce,
    ),
    Failure(
        name="picture_too_large",
        does="Sends a picture of more than 10 MB.",
        station="Nothing; the device is told the limit.",
        answer="TOO_LARGE",
        letter="CHECK_INCOMPLETE",
        plan=lambda laid: but(laid, mrz=None, chip=None, picture=send_picture(bytes(_LARGER_THAN_TAKEN))),
    ),
    Failure(
        name="too_many_pixels",
        does="Sends a small file that would unfold into 64 million pixels.",
        station="Nothing; it is refused before it is unfolded.",
        answer="TOO_LARGE",
        letter="CHECK_INCOMPLETE",
        plan=lambda laid: but(laid, mrz=None, chip=None, picture=send_picture(plan.far_too_many_pixels())),
    ),
    Failure(
        name="garbage",
        does="Sends bytes that are no picture.",
        station="Nothing; the device is told to take it again.",
        answer="PICTURE",
        letter="CHECK_INCOMPLETE",
        plan=lambda laid: but(
            laid, mrz=None, chip=None, picture=send_picture(b"\xff\xd8\xff" + bytes(range(256)) * 40)
        ),
    ),
    Failure(
        name="drops_connection",
        does="Loses the connection halfway, then sends the same once more.",
        station="One reading, whole.",
        answer="taken",
        letter=HANDED_OVER,
        plan=lambda laid: _last(laid, cut=True),
    ),
    Failure(
        name="chatters",
        does="Sends dozens of readings within a minute.",
        station="The last that were taken; the device is told to wait.",
        answer="TOO_MANY",
        letter=HANDED_OVER,
        plan=lambda laid: replace(
            healthy(laid),
            sends=(*healthy(laid).sends, *(plan.send_pattern() for _ in range(_CHATTER))),
            only_wanted=False,
        ),
    ),
    Failure(
        name="secret_wrong",
        does="Proves itself with a secret that is none.",
        station="Nothing.",
        answer="NOT_A_DEVICE",
        letter="CHECK_INCOMPLETE",
        plan=lambda laid: replace(healthy(laid), secret_is_right=False),
    ),
    Failure(
        name="heartbeat_stops",
        does="Stops saying how it is, and goes on pushing.",
        station="The device is red and silent after two minutes; nothing it reads is taken.",
        answer="NOT_WELL",
        letter="SCANNER_DOWN",
        plan=lambda laid: replace(healthy(laid), beat=None, only_wanted=False),
    ),
)
