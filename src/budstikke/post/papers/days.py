"""Days as people read them, in both languages."""

from __future__ import annotations

from datetime import date

from budstikke.law.words import Words

WEEKDAYS = (
    Words(no="mandag", en="Monday"),
    Words(no="tirsdag", en="Tuesday"),
    Words(no="onsdag", en="Wednesday"),
    Words(no="torsdag", en="Thursday"),
    Words(no="fredag", en="Friday"),
    Words(no="lørdag", en="Saturday"),
    Words(no="søndag", en="Sunday"),
)
MONTHS = (
    Words(no="januar", en="January"),
    Words(no="februar", en="February"),
    Words(no="mars", en="March"),
    Words(no="april", en="April"),
    Words(no="mai", en="May"),
    Words(no="juni", en="June"),
    Words(no="juli", en="July"),
    Words(no="august", en="August"),
    Words(no="september", en="September"),
    Words(no="oktober", en="October"),
    Words(no="november", en="November"),
    Words(no="desember", en="December"),
)


def in_full(day: date) -> Words:
    """
    Return a day with its weekday and year.

    >>> in_full(date(2026, 12, 12)).no
    'lørdag 12. desember 2026'
    """
    short = in_short(day)
    return Words(no=f"{short.no} {day.year}", en=f"{short.en} {day.year}")


def in_short(day: date) -> Words:
    """
    Return a day with its weekday, without its year.

    >>> in_short(date(2026, 12, 12)).en
    'Saturday 12 December'
    """
    weekday, month = WEEKDAYS[day.weekday()], MONTHS[day.month - 1]
    return Words(no=f"{weekday.no} {day.day}. {month.no}", en=f"{weekday.en} {day.day} {month.en}")
