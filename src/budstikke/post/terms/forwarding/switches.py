"""§1–§8: the choices an edition makes where the forwarding terms are silent or open."""

from __future__ import annotations

from enum import StrEnum


class Household(StrEnum):
    """Whom "everyone in the household" means (A-22)."""

    NAMED = "named"
    LIVE = "live"


class Overlap(StrEnum):
    """Which of two orders of one person at one address counts (A-31)."""

    PERMANENT_CLOSES = "permanent_closes"
    LAST_WINS = "last_wins"


class PeriodEnd(StrEnum):
    """What a period of months ends with where the last month lacks the day (A-5)."""

    ROLL = "roll"
    CLAMP = "clamp"


class EaScope(StrEnum):
    """Which redirections a sender's agreement that its items do not follow stops (A-17)."""

    EVERY_PERMANENT = "every_permanent"
    ABROAD_ONLY = "abroad_only"


class Customs(StrEnum):
    """What becomes of contents that customs must see and that may not follow abroad (A-18)."""

    BY_SERVICE = "by_service"
    ALWAYS_RETURN = "always_return"


class Cod(StrEnum):
    """Whether cash on delivery is redirected (A-19)."""

    AS_PARCEL = "as_parcel"
    NEVER = "never"


class UnrequestedParcel(StrEnum):
    """What becomes of a parcel nobody asked to have redirected (A-20)."""

    DELIVER = "deliver"
    RETURN = "return"


class Expiry(StrEnum):
    """Whose mail goes back when a permanent order has run out (A-23)."""

    NAMES = "names"
    WHOLE_ADDRESS = "whole_address"


class SortingDate(StrEnum):
    """Which day of an item decides (A-30)."""

    SORTED = "sorted"
    POSTED = "posted"


class TailHold(StrEnum):
    """Where the days of withholding lie (A-8)."""

    BEFORE_END = "before_end"
    AFTER_END = "after_end"


class WeekUnit(StrEnum):
    """What a week of withholding is counted in (A-10)."""

    CALENDAR = "calendar"
    WORKING = "working"


class Gap(StrEnum):
    """What makes two storages two (A-11)."""

    WORKING_DAY = "working_day"
    ANY_DAY = "any_day"


class Release(StrEnum):
    """The day stored mail is delivered on (A-12)."""

    FIRST_WORKING_DAY = "first_working_day"
    DISTRIBUTION_DAY = "distribution_day"


class CancelUnit(StrEnum):
    """What the notice of a cancellation is counted in (A-15)."""

    DAY = "day"
    WORKING_DAY = "working_day"


class RefundContact(StrEnum):
    """How Customer Service must have been told for a refund (A-16)."""

    ANY_LOGGED = "any_logged"
    PHONE_ONLY = "phone_only"


class NationalIdOf(StrEnum):
    """Whose national identity number is needed (A-24)."""

    EVERY_COVERED = "every_covered"
    ORDERER = "orderer"


class OldName(StrEnum):
    """What becomes of the name a person had (A-25)."""

    ALIAS = "alias"
    DROP = "drop"


class OnDeath(StrEnum):
    """What becomes of an order when a covered person dies (A-26)."""

    RUNS = "runs"
    STOPS = "stops"
