"""A national number is seen while it is typed; what comes back to the page hides its end, and loses nothing."""

from __future__ import annotations

import pytest

from budstikke.post.doors.counter.masked import lines_meant, masked, masked_lines, meant

NUMBER = "20914695016"
CARD = ("CANORUDZ606652120914695016<<<<", "3910087F3101023NOR<<<<<<<<<<<2", "BOE<<AASHILD<<<<<<<<<<<<<<<<<<")


@pytest.mark.parametrize(
    ("number", "shown"),
    [(NUMBER, "209146•••••"), ("209146 95016", "209146•••••"), ("2091", "2091"), ("", "")],
)
def test_only_the_end_of_a_whole_number_is_hidden(number: str, shown: str) -> None:
    """What is half typed has to be seen to be finished."""
    assert masked(number) == shown


def test_what_comes_back_as_it_was_shown_is_what_was_there() -> None:
    """Anything else is a new number."""
    assert meant(masked(NUMBER), before=NUMBER) == NUMBER
    assert meant("", before=NUMBER) == ""
    assert meant("31129956715", before=NUMBER) == "31129956715"
    assert lines_meant(masked_lines(CARD), before=CARD) == CARD
    assert lines_meant([], before=CARD) == ()


def test_the_number_in_a_zone_is_hidden_too() -> None:
    """Where the format has it, and nowhere else."""
    assert NUMBER not in "".join(masked_lines(CARD))
    assert masked_lines(CARD)[1:] == list(CARD[1:])
    assert masked_lines([]) == []
