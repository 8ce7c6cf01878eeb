"""Walls are tried by one installation for a whole file: nothing that is refused leaves anything behind."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import django
import pytest
from tests.conftest import empty

django.setup()


@pytest.fixture(scope="module")
def town(emptying_post: str) -> Iterator[None]:
    """Give a small installation to all tests of a file, where nobody is sent away for asking often."""
    from django.conf import settings
    from django.db import connection
    from tests.actions import line
    from tests.doors.walls.askers import SMS_TOKEN

    from budstikke.post.doors.api import asking
    from budstikke.post.doors.bring.asking import CEILINGS

    empty("post", emptying_post)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(settings, "SMS_RECEIPT_TOKEN", SMS_TOKEN)
        patched.setattr(settings, "ACCOUNT_RATE_LIMITS", False)
        patched.setattr(settings, "MFA_RATE_LIMITS", False, raising=False)
        patched.setattr(asking, "_MOST_KNOWN", 1_000_000)
        patched.setattr(asking, "_MOST_UNKNOWN", 1_000_000)
        for what in CEILINGS:
            patched.setitem(CEILINGS, what, 1_000_000)
        # Some thousand requests are refused on purpose; nobody reads of each.
        patched.setattr(logging.getLogger("django.request"), "disabled", True)
        line.install()
        yield
    connection.close()
