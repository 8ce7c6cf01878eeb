"""Invented holders: names, dates and numbers drawn from a seed, none of them anybody's."""

from __future__ import annotations

import random
from datetime import date, timedelta

from budstikke.formats.national_number import check_digits
from budstikke.post.papers.specimen.kinds import KINDS
from budstikke.post.papers.specimen.page import Specimen

_SURNAMES = """
Østbø-Prøve|Ådland|Hætta|Nordmann|Fjørtoft|Lindqvist|Vågen|Sæther-Eksempel|Åsen|Jåma|Čearru|Bjørnstad|Guttormsen
|Al-Hassan|Þórsdóttir|Mäkinen|Kowalczyk-Wiśniewska|O’Sullivan|Nguyễn|van der Berg|Müller-Lüdenscheid|Özdemir
|Oyelaran|Fernández Ibáñez|Ødegård|Bø|Moe|Krøll|Šimkutė|D’Angelo
""".replace("\n", "").split("|")
_GIVEN = """
Åshild|Øyvind|Kari|Ola|Máret Elle|Ærlend|Sunniva|Torbjørn|Ragnhild Sofie|Jon Ánte|Ingrid|Per|Björk|Aino Maria
|Zofia|Siobhán|Thị Hoa|Jan-Willem|Günther|Elif|Chidi Emeka|María José|Bolette|Æsa|Xavier|Quentin|Wilhelmina
Charlotta Annasofia|Kęstutis|Giò
""".replace("\n", " ").split("|")
# What was born in these years is old enough to collect and young enough to walk.
_BORN_FROM, _BORN_TO = date(1932, 1, 1), date(2007, 12, 31)  # Friday, Monday
_EXPIRY_FROM, _EXPIRY_TO = date(2027, 1, 1), date(2036, 9, 1)  # Friday, Monday
_NUMBER_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_SYNTHETIC_MONTH = 80


def invented(kind: str, *, seed: int) -> Specimen:
    """
    Invent the holder of a document of one kind, always the same for one seed.

    Raises: KeyError for a kind there is no row of.
    """
    row, rng = KINDS[kind], random.Random(f"{kind} {seed}")  # noqa: S311  (invented persons are no secret)
    born_on, expires_on = _day(rng, _BORN_FROM, _BORN_TO), _day(rng, _EXPIRY_FROM, _EXPIRY_TO)
    return Specimen(
        kind=kind,
        surname=rng.choice(_SURNAMES).strip(),
        given_names=rng.choice(_GIVEN).strip(),
        document_number=_document_number(rng),
        nationality=row.nationality,
        born_on=born_on,
        sex=rng.choice("FM"),
        issued_on=_ten_years_before(expires_on),
        expires_on=expires_on,
        national_number=synthetic_number(born_on, draw=rng.randrange(1_000_000)),
    )


def synthetic_number(born_on: date, *, draw: int) -> str:
    """
    Return a national number of a date of birth as test numbers are made: month plus 80, check digits afterwards.

    Reading: `draw` chooses among the individual numbers; the same draw gives the same number.
    """
    start = f"{born_on:%d}{born_on.month + _SYNTHETIC_MONTH}{born_on:%y}"
    for step in range(1000):
        nine = f"{start}{(draw + step) % 1000:03d}"
        if digits := next(check_digits(nine), None):
            return nine + digits
    raise AssertionError("every date has a number")


def _day(rng: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randrange((last - first).days))


def _ten_years_before(day: date) -> date:
    return date(day.year - 10, day.month, min(day.day, 28))


def _document_number(rng: random.Random) -> str:
    letters = "".join(rng.choice(_NUMBER_LETTERS) for _ in range(3))
    return f"{letters}{rng.randrange(1_000_000):06d}"
