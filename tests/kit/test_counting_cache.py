"""What is counted and over is swept while new tries come, and the count stays what it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from budstikke.kit.clock import real_now


@pytest.mark.usefixtures("post_database")
def test_what_is_over_goes_as_new_tries_come() -> None:
    """Ten at a time, the oldest first; what counts still stays, and one's own is put anew."""
    from django.core.cache import cache
    from django.db import connection

    for nth in range(12):
        assert cache.add(f"try-{nth}", nth, 600)
    with connection.cursor() as cursor:
        over = real_now() - timedelta(minutes=1)
        cursor.execute(
            "UPDATE sign_in_attempt SET expires = %s WHERE cache_key <> %s", [over, cache.make_key("try-11")]
        )
        assert cache.add("try-0", "again", 600) and not cache.add("try-11", "again", 600)
        cursor.execute("SELECT count(*) FROM sign_in_attempt")
        assert cursor.fetchone() == (2,)
    assert (cache.get("try-0"), cache.get("try-11")) == ("again", 11)
