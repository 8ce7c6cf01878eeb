"""Working days: the table against holidays computed here, year by year, and against a plain walk."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budstikke.law.working_days import LAST_YEAR, WorkingDays

YEARS = range(1960, 2101)
DAY = timedelta(days=1)
DAYS = st.dates(min_value=date(1961, 1, 1), max_value=date(2096, 12, 31))
# Two full years, and the closed days an operator is most likely to list: a Thursday and the next.
CLOSED = (date(2026, 12, 24), date(2026, 12, 31))


def easter_sunday(year: int) -> date:
    """Return Easter Sunday by the rule of Meeus, Jones and Butcher; nothing here knows the library's."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leaps, left = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * left + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def holidays_of(year: int) -> set[date]:
    """Return the statutory holidays: five fixed days and those that hang on Easter."""
    easter = easter_sunday(year)
    fixed = {date(year, month, day) for month, day in ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))}
    return fixed | {easter + timedelta(days=offset) for offset in (-3, -2, 0, 1, 39, 49, 50)}


@pytest.mark.parametrize("year", YEARS)
def test_the_table_is_the_law_s_in_every_year(year: int) -> None:
    """Every day from 1960 to 2100, one by one; a holiday on a Sunday moves nothing."""
    calendar, holidays = WorkingDays(), holidays_of(year)
    day = date(year, 1, 1)
    while day.year == year:
        assert calendar.is_working_day(day) == (day.weekday() < 5 and day not in holidays), day
        day += DAY


def test_two_holidays_may_fall_on_one_day() -> None:
    """17 May 2027 is a Monday and Whit Monday too; nothing takes its place."""
    calendar = WorkingDays()
    assert not calendar.is_working_day(date(2027, 5, 17))  # a Monday
    assert calendar.is_working_day(date(2027, 5, 18))  # the Tuesday after it


@pytest.mark.parametrize("closed", [(), CLOSED])
def test_counting_agrees_with_walking_day_by_day(closed: tuple[date, ...]) -> None:
    """Every day of 2026 and 2027, up to ten working days on and back; day 0 is the day itself, even when closed."""
    calendar = WorkingDays(closed)
    for offset in range(730):
        start = date(2026, 1, 1) + offset * DAY  # a Thursday
        on = back = start
        for count in range(1, 11):
            on, back = on + DAY, back - DAY
            while not calendar.is_working_day(on):
                on += DAY
            while not calendar.is_working_day(back):
                back -= DAY
            assert calendar.add(start, count) == on
            assert calendar.before(start, count) == back


@given(DAYS, st.integers(min_value=1, max_value=600))
def test_counting_back_undoes_counting_on(day: date, count: int) -> None:
    """From a working day the way back is the way there."""
    calendar = WorkingDays()
    there = calendar.add(calendar.on_or_after(day), count)
    assert calendar.before(there, count) == calendar.on_or_after(day)
    assert calendar.is_working_day(there)


@given(DAYS, st.integers(min_value=0, max_value=20))
def test_more_days_lead_further(day: date, count: int) -> None:
    """Never to the same day twice, and never backwards."""
    assert WorkingDays().add(day, count) < WorkingDays().add(day, count + 1)


def test_a_closed_day_is_the_operator_s_alone() -> None:
    """One calendar's closed days are not another's: Wednesday 23 December 2026 and a day later."""
    assert WorkingDays().add(date(2026, 12, 23), 1) == date(2026, 12, 24)  # Wednesday to Thursday
    assert WorkingDays(CLOSED).add(date(2026, 12, 23), 1) == date(2026, 12, 28)  # Wednesday to Monday
    assert WorkingDays().add(date(2026, 12, 23), 1) == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("last_day", "start", "lies"),
    [
        (date(2026, 4, 10), date(2026, 4, 13), False),  # a Friday and the Monday after
        (date(2026, 4, 1), date(2026, 4, 7), False),  # the Wednesday before Easter and the Tuesday after
        (date(2026, 4, 10), date(2026, 4, 14), True),  # Monday lies between
        (date(2026, 4, 10), date(2026, 4, 10), False),
        (date(2026, 4, 10), date(2026, 4, 1), False),  # the wrong way round: a Friday, then a Wednesday
    ],
)
def test_a_working_day_lies_between_or_not(last_day: date, start: date, lies: bool) -> None:
    """What continuous storage hangs on."""
    assert WorkingDays().lies_between(last_day=last_day, start=start) is lies


@pytest.mark.parametrize("day", [date(1850, 3, 1), date(LAST_YEAR + 1, 3, 1), date.max])
def test_a_year_whose_holidays_nobody_knows_is_refused(day: date) -> None:
    """A Friday, a Tuesday and a Friday; a calendar without holidays would be believed."""
    with pytest.raises(OverflowError):
        WorkingDays().add(day, 1)


def test_the_years_are_those_the_library_knows() -> None:
    """They are written down here, so that nobody loads the holidays of every country who counts no day."""
    from holidays.countries.norway import Norway

    from budstikke.law.working_days import FIRST_YEAR, LAST_YEAR

    assert (Norway.start_year, Norway.end_year) == (FIRST_YEAR, LAST_YEAR)
