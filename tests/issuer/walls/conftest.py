"""One small town of the issuer's for a whole file: whatever is asked of it is undone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.conftest import as_new, empty

if TYPE_CHECKING:
    from tests.issuer.walls.askers import Town


@pytest.fixture(scope="module")
def town(emptying_issuer: str) -> Iterator[Town]:
    """Give everybody and everything; nobody is sent away for asking often, since tries are undone too."""
    from django.conf import settings
    from django.db import connection
    from tests.issuer.walls import askers

    empty("issuer", emptying_issuer)
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(settings.ISSUER, "webhook_secret", lambda: askers.SECRET)
        # Some thousand requests are refused on purpose; nobody reads of each.
        patched.setattr(logging.getLogger("django.request"), "disabled", True)
        yield askers.town()
    as_new(connection)
