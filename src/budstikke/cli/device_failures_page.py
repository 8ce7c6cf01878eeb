"""Failing with what lies on the glass: the lamp, the picture, the zone, the security pattern."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from budstikke.cli import device_plan as plan
from budstikke.cli.device_failing import HANDED_OVER, Failure, but
from budstikke.cli.device_plan import Beat, Laid, Plan, healthy, send_picture, send_zone
from budstikke.post.papers.specimen import zone_lines


def _picture(make: Callable[..., bytes], **how: float) -> Callable[[Laid], Plan]:
    # What the picture does not show, the device has not read by itself either.
    return lambda laid: but(laid, mrz=None, chip=None, picture=send_picture(make(laid.specimen, **how)))


def _zone(change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Callable[[Laid], Plan]:
    return lambda laid: but(laid, picture=None, chip=None, mrz=send_zone(change(zone_lines(laid.specimen))))


def _scratched(lines: tuple[str, ...]) -> tuple[str, ...]:
    return (*lines[:-1], lines[-1][:3] + "?*" + lines[-1][5:])


def _wrong_digit(lines: tuple[str, ...]) -> tuple[str, ...]:
    digit = str((int(lines[1][9]) + 1) % 10)
    return (lines[0], lines[1][:9] + digit + lines[1][10:])


def _expired(laid: Laid) -> Plan:
    specimen = laid.specimen
    ended = laid.signed_at.date() + timedelta(days=1)
    old = replace(laid, specimen=replace(specimen, expires_on=ended))
    return replace(healthy(old), only_wanted=False)


OF_THE_PAGE: tuple[Failure, ...] = (
    Failure(
        name="lamp_dead",
        does="Says LAMP in its heartbeat and goes on pushing black pictures.",
        station="The device is red with the fault it told; nothing it reads is taken.",
        answer="NOT_WELL",
        letter="SCANNER_DOWN",
        plan=lambda laid: Plan(
            beat=Beat(works=False, fault="LAMP"), sends=(send_picture(plan.dark(laid.specimen)),)
        ),
    ),
    Failure(
        name="glass_dirty",
        does="Pushes a blurred picture.",
        station="Take it again: the picture is blurred.",
        answer="retake",
        found="PICTURE_BLUR",
        letter="CHECK_INCOMPLETE",
        plan=_picture(plan.blurred),
    ),
    Failure(
        name="glare",
        does="Pushes a picture with light mirrored in the zone.",
        station="Take it again: light is mirrored in the lines.",
        answer="retake",
        found="PICTURE_GLARE",
        letter="CHECK_INCOMPLETE",
        plan=_picture(plan.with_glare),
    ),
    Failure(
        name="cut_edge",
        does="Pushes a picture from which the ends of the lines are missing.",
        station="Take it again: the lines are not whole.",
        answer="retake",
        found="PICTURE_CUT",
        letter="CHECK_INCOMPLETE",
        plan=_picture(plan.cut_off),
    ),
    Failure(
        name="upside_down",
        does="Pushes the page turned by half a turn.",
        station="Read all the same.",
        answer="taken",
        letter=HANDED_OVER,
        plan=_picture(plan.turned, degrees=180),
    ),
    Failure(
        name="skewed",
        does="Pushes the page turned by seven degrees.",
        station="Read all the same.",
        answer="taken",
        letter=HANDED_OVER,
        plan=_picture(plan.turned, degrees=7),
    ),
    Failure(
        name="wrong_page",
        does="Pushes a page without a zone as the page with the zone.",
        station="Take it again: there is no zone on the picture.",
        answer="retake",
        found="PICTURE_NO_ZONE",
        letter="CHECK_INCOMPLETE",
        plan=lambda laid: _picture(plan.scanned)(
            replace(laid, specimen=replace(laid.specimen, kind="other"), state=None)
        ),
    ),
    Failure(
        name="zone_damaged",
        does="Pushes lines with characters that no zone has.",
        station="Read again: which lines, and that characters are wrong.",
        answer="retake",
        found="ZONE_CHARACTERS",
        letter="DOC_INCONSISTENT",
        plan=_zone(_scratched),
    ),
    Failure(
        name="check_digit_wrong",
        does="Pushes lines in which one check digit is wrong.",
        station="Read again: which field does not agree.",
        answer="retake",
        found="ZONE_DOCUMENT_NUMBER",
        letter="DOC_INCONSISTENT",
        plan=_zone(_wrong_digit),
    ),
    Failure(
        name="document_expired",
        does="Reads a document that has expired; picture, chip and zone agree.",
        station="Everything is read; the expiry is shown.",
        answer="taken",
        letter="DOC_EXPIRED",
        plan=_expired,
    ),
    Failure(
        name="wrong_kind",
        does="Reads an identity card where the clerk chose a passport.",
        station="The zone is another kind's than the one chosen.",
        answer="taken",
        letter="DOC_KIND_CONTRADICTED",
        plan=lambda laid: replace(healthy(laid), only_wanted=False),
        document="no_national_id_card",
    ),
    Failure(
        name="picture_of_another",
        does="Pushes the swiped zone of one document and the picture of another.",
        station="The two readings are shown beside each other; they contradict.",
        answer="taken",
        letter="READINGS_CONTRADICT",
        plan=lambda laid: but(laid, chip=None, picture=send_picture(plan.scanned(laid.other().specimen))),
    ),
    Failure(
        name="pattern_failed",
        does="Does not accept the security pattern.",
        station="The device doubts the document.",
        answer="doubt",
        found="PATTERN_FAILED",
        letter="SECURITY_PATTERN_FAILED",
        plan=lambda laid: but(laid, pattern=plan.send_pattern("fail")),
    ),
    Failure(
        name="pattern_unsure",
        does="Is not sure about the security pattern.",
        station="Check again; no verdict has come.",
        answer="retake",
        found="PATTERN_UNSURE",
        letter="CHECK_INCOMPLETE",
        plan=lambda laid: but(laid, pattern=plan.send_pattern("unsure")),
    ),
    Failure(
        name="routine_unknown",
        does="Judges the pattern with a routine it has not told of.",
        station="No verdict has come; the device is told to send a heartbeat.",
        answer="ROUTINE_UNKNOWN",
        letter="CHECK_INCOMPLETE",
        plan=lambda laid: but(laid, pattern=plan.send_pattern(routine="specimen-patterns-0.9")),
    ),
)
