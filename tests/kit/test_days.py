"""Days and hours in words."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from budstikke.kit.days import in_full, in_short, with_hour


def test_days_are_named_with_their_weekday() -> None:
    """Both languages, both lengths."""
    day = date(2027, 5, 17)  # a Monday
    assert in_full(day, language="no") == "mandag 17. mai 2027"
    assert in_full(day, language="en") == "Monday 17 May 2027"
    assert in_short(day, language="no") == "mandag 17. mai"
    assert in_short(day, language="en") == "Monday 17 May"


def test_an_hour_is_told_as_norwegian_clocks_show_it() -> None:
    """Summer and winter time, and the day that has already changed."""
    summer = datetime.fromisoformat("2026-07-01T22:30:00+00:00")  # a Wednesday, past midnight in Norway
    assert with_hour(summer, language="no") == "torsdag 2. juli 2026 kl. 00.30"
    winter = datetime.fromisoformat("2026-12-11T13:05:00+00:00")  # a Friday
    assert with_hour(winter, language="en") == "Friday 11 December 2026 at 14:05"


def test_an_hour_without_its_time_zone_is_refused() -> None:
    """Whose clock it was cannot be guessed."""
    with pytest.raises(ValueError, match="time zone"):
        with_hour(datetime(2026, 12, 11, 13, 5), language="no")  # noqa: DTZ001 (a Friday; that is the point)
