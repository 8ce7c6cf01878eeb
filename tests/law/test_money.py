"""Amounts in words of each language."""

from __future__ import annotations

import pytest

from budstikke.law.money import kroner


@pytest.mark.parametrize(
    ("ore", "no", "en"),
    [
        (0, "0,00", "0.00"),
        (5, "0,05", "0.05"),
        (-1_205, "-12,05", "-12.05"),
        (100_000, "1 000,00", "1,000.00"),
        (123_456_789, "1 234 567,89", "1,234,567.89"),
    ],
)
def test_an_amount_is_written_as_each_language_does(ore: int, no: str, en: str) -> None:
    """With a blank that does not break."""
    assert kroner(ore, language="no").replace("\xa0", " ") == no
    assert kroner(ore, language="en") == en
