"""Work that comes by itself is left to its next turn while something is down, and nothing else is."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from budstikke.kit.turns import DATABASE_AWAY, left_to_its_next_turn


@left_to_its_next_turn(*DATABASE_AWAY)
def _work(fault: Exception | None) -> None:
    if fault:
        raise fault


def test_a_database_that_is_away_is_no_fault_of_the_work(caplog: pytest.LogCaptureFixture) -> None:
    """The job ends, and the log says what kind of fault it was; what the driver said of it is not repeated."""
    _work(OperationalError("Kari Nordmann SPECIMEN"))
    assert caplog.messages == ["_work: OperationalError, left to its next turn"]
    _work(None)
    assert len(caplog.messages) == 1


def test_a_fault_of_our_own_fails_where_it_can_be_seen() -> None:
    """A job that is never right is not done for long since."""
    with pytest.raises(ValueError, match="ours"):
        _work(ValueError("ours"))
