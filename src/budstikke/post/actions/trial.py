"""Whether a letter is a real one."""

from __future__ import annotations

from budstikke.kit.installation import is_test
from budstikke.post.records.models import Letter


def is_trial(letter: Letter) -> bool:
    """Say whether a letter is none of a customer's: on a test installation, or a canary of our own."""
    return is_test() or letter.sender.is_canary
