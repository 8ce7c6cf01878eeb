"""The station to try: what `make run` seeds can be used as it is printed."""

from __future__ import annotations

import json

import pytest

from budstikke.cli import seeding_sign_ins, seeding_station
from budstikke.cli.seeding import EXAMPLES, seed_postcodes, senders


@pytest.fixture
def few_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seed a few letters only, for a test that is not about what each shows: to draw and read them all takes time."""
    monkeypatch.setattr(seeding_station, "CASES", seeding_station.CASES[1:4])
    monkeypatch.setattr(seeding_station, "_AT_LEAST", 3)


@pytest.fixture
def seeded(installation: None) -> list[seeding_sign_ins.SignIn]:
    """An installation with the examples' outlets and senders, seeded."""
    from budstikke.post.actions.senders.register import register_outlets, register_senders

    seed_postcodes()
    register_outlets(json.loads((EXAMPLES / "installation" / "outlets.json").read_text(encoding="utf-8")))
    register_senders(senders())
    return seeding_station.seed_station()


def test_a_letter_waits_for_each_document(seeded: list[seeding_sign_ins.SignIn]) -> None:
    """Every document lies under the number of its letter; seeded again, nothing is ordered twice."""
    from budstikke.post.records.models import Letter
    from budstikke.post.records.scope import CARRIER, acting_as

    again = seeding_station.seed_station()
    with acting_as(CARRIER):
        waiting = set(
            Letter.objects.filter(state="ready", outlet_id=seeding_sign_ins.OUTLET).values_list(
                "number", flat=True
            )
        )
    drawn = {path.stem for path in seeding_station.folder().glob("*NO.*")}
    page = (seeding_station.folder() / "index.html").read_text()
    assert again == seeded and len(waiting) == len(seeding_station.CASES) and waiting <= drawn
    assert all(number in page for number in waiting) and "TEST" in page


def test_a_new_batch_leaves_the_older_letters_listed_and_each_document_its_persons(
    few_cases: None, seeded: list[seeding_sign_ins.SignIn], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page only grows, and under each number lies the document of the person the letter is for."""
    from budstikke.post.records.models import Letter
    from budstikke.post.records.scope import CARRIER, acting_as

    drawn: list[tuple[str, seeding_station.Case, str]] = []
    documents = seeding_station._documents

    def heard(rows: list, today: object) -> None:
        drawn.extend((number, case, f"{one.given_names} {one.surname}") for number, case, one in rows)
        documents(rows, today)

    monkeypatch.setattr(seeding_station, "_documents", heard)
    monkeypatch.setattr(seeding_station, "_AT_LEAST", 99)
    page = seeding_station.folder() / "index.html"
    before = page.read_text().count("<tr><td><code>")
    monkeypatch.setattr(seeding_station, "_reference", lambda now: "TLATER")
    seeding_station.seed_station()
    with acting_as(CARRIER):
        names = dict(Letter.objects.values_list("number", "recipient_name"))
    assert len(drawn) == len(seeding_station.CASES)
    assert all(names[number] == name for number, _, name in drawn)
    assert page.read_text().count("<tr><td><code>") == before + len(drawn)


def test_a_sign_in_kept_by_an_earlier_version_is_still_good(
    few_cases: None, seeded: list[seeding_sign_ins.SignIn]
) -> None:
    """The door was not written down at first."""
    for path in seeding_sign_ins.folder().glob("*.json"):
        kept = json.loads(path.read_text())
        del kept["door"]
        path.write_text(json.dumps(kept))
    assert seeding_station.seed_station() == seeded


def test_everybody_can_sign_in_with_what_is_printed(
    few_cases: None, seeded: list[seeding_sign_ins.SignIn]
) -> None:
    """Password and the code of this half minute are good, at each of the three doors that ask who is there."""
    from allauth.mfa.models import Authenticator
    from django.contrib.auth import authenticate
    from django.contrib.auth.models import User

    assert {each.door for each in seeded} == {"counter", "desk", "sender"}
    for each in seeded:
        assert authenticate(None, username=each.username, password=each.password)
        factor = Authenticator.objects.get(user=User.objects.get(username=each.username)).wrap()
        assert factor.validate_code(each.code()) and each.totp_secret in each.otpauth
