"""The shape of an edition of the PUM terms: every number, list and switch, each with its clause."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Any

from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM


class DayUnit(StrEnum):
    """What a number of days is counted in."""

    CALENDAR = "calendar"
    WORKING = "working"


class CountFrom(StrEnum):
    """What day 0 of the collection deadline is."""

    NOTICE = "notice"
    ARRIVAL = "arrival"


class Redirection(StrEnum):
    """Where a letter may be sent on to when its recipient has moved."""

    PRIVATE_NO = "private_no"
    NEVER = "never"


class NamePolicy(StrEnum):
    """When two names are the same name."""

    RULES = "rules"
    EXACT = "exact"


class TargetMeans(StrEnum):
    """What the normal delivery time runs to."""

    AT_OUTLET = "at_outlet"
    HANDED_OVER = "handed_over"


class KeepingFrom(StrEnum):
    """What the years of keeping are counted from, once the sender has told the end of its relationship."""

    RELATIONSHIP_ENDED = "relationship_ended"
    HAND_OVER = "hand_over"


class KeepingEnds(StrEnum):
    """Which of the two bounds ends the keeping, once the sender has told the end of its relationship."""

    FLOOR = "floor"
    CEILING = "ceiling"


def _of(clause: int, *, point: str | None = None) -> dict[str, Any]:
    # `point` names the decision page's ambiguous point, for fields that are a choice of ours.
    return {"clause": PUM(clause), **({"point": point} if point else {})}


@dataclass(frozen=True, slots=True, kw_only=True)
class PumEdition:
    """
    One edition of the PUM terms; a letter keeps the edition it was booked under.

    Reading: fields whose metadata names a point (A-40, ...) are switches: the text is silent or open there,
    the value is our choice, and docs/decisions says why.
    """

    id: str
    valid_from: date
    valid_to: date | None
    dates_are_invented: bool
    keeping_to_be_checked: bool
    about: Words

    envelopes: tuple[str, ...] = field(metadata=_of(4))
    max_weight_g: int = field(metadata=_of(4))
    max_thickness_mm: int = field(metadata=_of(4))

    recipients: int = field(metadata=_of(5))
    redirection: Redirection = field(metadata=_of(5, point="A-40"))
    name_policy: NamePolicy = field(metadata=_of(5, point="A-41"))
    address_country: str = field(metadata=_of(5))
    return_country: str = field(metadata=_of(6))

    traffic_files_days: int = field(metadata=_of(7, point="A-53"))
    sorted_above_letters: int = field(metadata=_of(8))

    approved_documents: tuple[str, ...] = field(metadata=_of(11))
    passport_documents: tuple[str, ...] = field(metadata=_of(7))
    oldest_driving_licence_on: date = field(metadata=_of(11))
    delivery_target_days: int = field(metadata=_of(11))
    delivery_target_means: TargetMeans = field(metadata=_of(11, point="A-46"))
    notice_channels: tuple[str, ...] = field(metadata=_of(11))
    notice_wording: str = field(metadata=_of(11))
    sms_quiet_hours: tuple[time, time] | None = field(metadata=_of(11, point="A-55"))
    cutoff: time | None = field(metadata=_of(11, point="A-3"))
    closed_days: tuple[date, ...] = field(metadata=_of(11, point="A-4"))

    keyed_name_above_characters: int = field(metadata=_of(12))
    failed_chip_refuses: bool = field(metadata=_of(12, point="A-48"))

    report_safety_days: int = field(metadata=_of(12, point="A-53"))
    keeping_floor_years: int = field(metadata=_of(12, point="A-54"))
    keeping_ceiling_years: int = field(metadata=_of(12, point="A-54"))
    keeping_counts_from: KeepingFrom = field(metadata=_of(12, point="A-54"))
    keeping_ends_at: KeepingEnds = field(metadata=_of(12, point="A-54"))

    collection_days: int = field(metadata=_of(14))
    collection_counts_from: CountFrom = field(metadata=_of(14, point="A-42"))
    deadline_rolls: bool = field(metadata=_of(14, point="A-42"))
    outage_extends: bool = field(metadata=_of(14, point="A-44"))
    outage_minutes_of_a_lost_day: int = field(metadata=_of(14, point="A-49"))
    outage_hours: tuple[int, int] = field(metadata=_of(14, point="A-49"))
    support_case_holds: bool = field(metadata=_of(14, point="A-47"))
    holding_causes: tuple[str, ...] = field(metadata=_of(14, point="A-82"))
    reminder_days_sms: tuple[int, ...] = field(metadata=_of(14))
    reminder_days_email: tuple[int, ...] = field(metadata=_of(14))
    reminder_days_paper: tuple[int, ...] = field(metadata=_of(14))
    desk_extension_days: int = field(metadata=_of(14, point="A-83"))
    reminder_unit: DayUnit = field(metadata=_of(14, point="A-43"))
    extension_days: int = field(metadata=_of(14, point="A-80"))
    extensions_by_recipient: int = field(metadata=_of(14, point="A-80"))
    outlet_choices: int = field(metadata=_of(11, point="A-81"))
    outlet_choice_days_left: int = field(metadata=_of(11, point="A-81"))

    return_product: str = field(metadata=_of(15))
    undelivered_days: int = field(metadata=_of(15, point="A-53"))
    undelivered_years: int = field(metadata=_of(15, point="A-54"))
    liability_cap_ore: int = field(metadata=_of(17))
    claim_alone_ore: int = field(metadata=_of(17, point="A-113"))
    complaint_days: int = field(metadata=_of(18))
    complaint_unit: DayUnit = field(metadata=_of(18, point="A-45"))
