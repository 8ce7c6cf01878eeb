"""Find the letters of a person who asks what is kept: by the national number, which nobody can read."""

from __future__ import annotations

from budstikke.kit.vault import look_up_for
from budstikke.post.actions.sealing import NUMBER
from budstikke.post.records.models import Letter
from budstikke.post.records.scope import CARRIER, acting_as


def find_letters(national_number: str) -> list[dict[str, object]]:
    """
    Return number, state and day of booking of the letters whose sender gave this national number, the newest first.

    Reading: also while hashes are computed anew after a rotation; then a letter may be under either key.
    """
    hashes = look_up_for("post").hashes(national_number, kind=NUMBER)
    with acting_as(CARRIER):
        found = Letter.objects.filter(national_number_lookup__in=hashes).order_by("-booked_at", "-id")
        return [dict(row) for row in found.values("number", "state", "booked_at")]
