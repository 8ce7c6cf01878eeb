"""Failing with the chip: silent, half read, changed, forged, of another document."""

from __future__ import annotations

from collections.abc import Callable

from budstikke.cli.device_failing import HANDED_OVER, Failure, but
from budstikke.cli.device_plan import Laid, Plan, send_chip
from budstikke.post.papers.specimen.chip import Wrong


def _chip(wrong: Wrong) -> Callable[[Laid], Plan]:
    return lambda laid: but(laid, chip=send_chip(laid, wrong=wrong))


OF_THE_CHIP: tuple[Failure, ...] = (
    Failure(
        name="chip_silent",
        does="Gets no answer from the chip.",
        station="The chip is still wanted; the rest is read.",
        answer="taken",
        letter=HANDED_OVER,
        plan=lambda laid: but(laid, chip=None),
    ),
    Failure(
        name="chip_half_read",
        does="Loses the chip before its picture (DG2) has come.",
        station="Read the chip once more.",
        answer="retake",
        found="CHIP_DG2_MISSING",
        letter=HANDED_OVER,
        plan=_chip(Wrong.DG2_MISSING),
    ),
    Failure(
        name="chip_changed",
        does="Delivers lines (DG1) that are not those the state signed.",
        station="The chip speaks against the document.",
        answer="doubt",
        found="CHIP_HASH",
        letter="CHIP_FAILED",
        plan=_chip(Wrong.LINES_CHANGED),
    ),
    Failure(
        name="chip_state_unknown",
        does="Delivers a chip of a state whose certificate was not imported.",
        station="The chip cannot be judged here; check the document without it.",
        answer="confirm",
        found="CHIP_CSCA_UNKNOWN",
        letter=HANDED_OVER,
        plan=_chip(Wrong.CSCA_UNKNOWN),
    ),
    Failure(
        name="chip_signer_expired",
        does="Delivers a chip signed after its signer's certificate had expired.",
        station="The chip speaks against the document.",
        answer="doubt",
        found="CHIP_SIGNER_TIME",
        letter="CHIP_FAILED",
        plan=_chip(Wrong.SIGNER_EXPIRED),
    ),
    Failure(
        name="chip_forged",
        does="Delivers a chip whose signature is wrong.",
        station="The chip speaks against the document.",
        answer="doubt",
        found="CHIP_SIGNATURE",
        letter="CHIP_FAILED",
        plan=_chip(Wrong.SIGNATURE),
    ),
    Failure(
        name="chip_of_another",
        does="Delivers a genuine chip, of another document than the page.",
        station="The chip is genuine; chip and zone contradict.",
        answer="taken",
        letter="READINGS_CONTRADICT",
        plan=lambda laid: but(laid, chip=send_chip(laid.other())),
    ),
    Failure(
        name="face_missing",
        does="Delivers a chip without a picture in its picture file.",
        station="The chip's picture cannot be shown; check the document without it.",
        answer="confirm",
        found="CHIP_FACE",
        letter=HANDED_OVER,
        plan=_chip(Wrong.FACE_MISSING),
    ),
)
