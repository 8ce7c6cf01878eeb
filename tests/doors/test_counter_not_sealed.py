"""Where nobody seals there is no report: nothing is handed over or written, the clerk is told, and tries again."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from tests.actions import line
from tests.actions.counter import draft
from tests.doors.test_counter import browser, opened

from budstikke.post.channels.errors import Unreachable


class Silent:
    """A seal that does not answer."""

    def sign_evidence(self, canonical: bytes, *, now: object) -> dict[str, str]:
        """Answer nothing."""
        raise Unreachable("the seal does not answer")


@pytest.fixture
def clock() -> Iterator[None]:
    """The day the letters wait."""
    from budstikke.kit.clock import move_to
    from budstikke.kit.installation import data_folder

    move_to(line.NOW)
    yield
    (data_folder() / "clock-offset-seconds").unlink(missing_ok=True)


def filled_in(client, **changed: object) -> str:  # type: ignore[no-untyped-def]  # Django's own client
    """Take a letter up and fill all in; return the check's nonce."""
    from budstikke.kit.clock import move_to
    from budstikke.post.actions.counter.keep_draft import keep_draft

    line.wait_for_recipient(1)
    nonce = opened(client, 1)
    move_to(line.NOW)
    given = draft(signature=line.SIGNATURE, **changed)
    assert keep_draft(UUID(nonce), given, clerk="clerk-7", now=line.NOW) is None
    return nonce


def silence(monkeypatch: pytest.MonkeyPatch, sealer: object) -> None:
    """Let somebody else seal."""
    monkeypatch.setattr("budstikke.post.channels.chosen.sealer", lambda: sealer)


def test_a_hand_over_that_is_not_sealed_is_none_until_it_is_tried_again(
    installation: None, clock: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The letter stays where it is, no event is written; the second try hands it over once."""
    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    nonce = filled_in(client)
    silence(monkeypatch, Silent())
    assert client.post(f"/counter/check/{nonce}/decide/")["Location"].endswith("/verdict/")
    before = line.codes(1)
    answer = client.post(f"/counter/check/{nonce}/hand-over/")
    assert answer.status_code == 503
    assert "Ikke utlever ennå" in answer.content.decode()
    assert line.codes(1) == before and line.states()[line.number(1)] == "ready"
    silence(monkeypatch, line.sealer())
    for _ in range(2):
        assert client.post(f"/counter/check/{nonce}/hand-over/").status_code == 302
    assert line.codes(1).count("DELIVERED") == 1


def test_a_refusal_that_is_not_sealed_is_not_written_until_it_is_tried_again(
    installation: None, clock: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check stays open with all that was filled in."""
    from budstikke.post.records.models import IdCheck
    from budstikke.post.records.scope import CARRIER, acting_as

    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    nonce = filled_in(client, in_person=False)
    silence(monkeypatch, Silent())
    assert client.post(f"/counter/check/{nonce}/decide/").status_code == 503
    with acting_as(CARRIER):
        assert not IdCheck.objects.exists()
    assert client.get(f"/counter/check/{nonce}/document/").status_code == 200
    silence(monkeypatch, line.sealer())
    assert client.post(f"/counter/check/{nonce}/decide/").status_code == 302
    assert line.codes(1).count("ATTEMPTED_DELIVERY") == 1
