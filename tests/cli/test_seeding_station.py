"""The station to try: what `make run` seeds can be used as it is printed."""

from __future__ import annotations

import json

import pytest

from budstikke.cli import seeding_station
from budstikke.cli.seeding import EXAMPLES, senders


@pytest.fixture
def seeded(installation: None) -> list[seeding_station.SignIn]:
    """An installation with the examples' outlets and senders, seeded."""
    from budstikke.formats.postcodes import read
    from budstikke.post.actions.import_postcodes import import_postcodes
    from budstikke.post.actions.register import register_outlets, register_senders

    import_postcodes(read((EXAMPLES / "installation" / "postcodes.tsv").read_bytes()))
    register_outlets(json.loads((EXAMPLES / "installation" / "outlets.json").read_text(encoding="utf-8")))
    register_senders(senders())
    return seeding_station.seed_station()


def test_a_letter_waits_for_each_document(seeded: list[seeding_station.SignIn]) -> None:
    """Every document lies under the number of its letter; seeded again, nothing is ordered twice."""
    from budstikke.post.records.models import Letter
    from budstikke.post.records.scope import CARRIER, acting_as

    again = seeding_station.seed_station()
    with acting_as(CARRIER):
        waiting = set(
            Letter.objects.filter(state="ready", outlet_id=seeding_station.OUTLET).values_list(
                "number", flat=True
            )
        )
    drawn = {path.stem for path in seeding_station.folder().glob("*NO.*")}
    page = (seeding_station.folder() / "index.html").read_text()
    assert again == seeded and len(waiting) == len(seeding_station.CASES) and waiting <= drawn
    assert all(number in page for number in waiting) and "TEST" in page


def test_a_clerk_can_sign_in_with_what_is_printed(seeded: list[seeding_station.SignIn]) -> None:
    """Password and the code of this half minute are good."""
    from allauth.mfa.models import Authenticator
    from django.contrib.auth import authenticate
    from django.contrib.auth.models import User

    first = seeded[0]
    assert authenticate(None, username=first.username, password=first.password)
    factor = Authenticator.objects.get(user=User.objects.get(username=first.username)).wrap()
    assert factor.validate_code(first.code()) and first.totp_secret in first.otpauth
