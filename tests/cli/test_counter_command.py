"""`budstikke counter` and `master-list import`: what operations do for counters."""

from __future__ import annotations

import io
import json
import sys
from hashlib import sha256
from pathlib import Path

import django
import pytest

django.setup()

from tests.actions.counter import opened, stations  # noqa: E402
from tests.actions.line import BERGEN, wait_for_recipient  # noqa: E402
from tests.formats import chips  # noqa: E402

from budstikke.cli.main import main  # noqa: E402
from budstikke.kit.clock import now  # noqa: E402
from budstikke.post.actions.outlets.enroll_station import claim_station, hash_of, station_of  # noqa: E402
from budstikke.post.actions.outlets.register_clerk import clerk_of  # noqa: E402
from budstikke.post.records.models import CountryCertificate, Device  # noqa: E402

pytestmark = pytest.mark.usefixtures("installation")
AT = ["--outlet", str(BERGEN)]


def told(capsys: pytest.CaptureFixture[str], *line: str) -> dict:
    """Run a command that does its work; return what it prints."""
    assert main(list(line)) == 0
    answer: dict = json.loads(capsys.readouterr().out)
    return answer


def test_a_clerk_is_entered_with_a_password_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Arguments are seen by everybody on the machine. One who left opens nothing."""
    from django.contrib.auth import authenticate

    monkeypatch.setattr(sys, "stdin", io.StringIO("a long password\n"))
    told(capsys, "counter", "clerk", "add", "kari", *AT, "--pseudonym", "clerk-9")
    user = authenticate(username="kari", password="a long password")
    assert user is not None and clerk_of(user.pk).pseudonym == "clerk-9"
    told(capsys, "counter", "clerk", "leave", "clerk-9")
    assert authenticate(username="kari", password="a long password") is None
    assert clerk_of(user.pk) is None
    assert main(["counter", "clerk", "leave", "clerk-9"]) == 1


def test_a_station_takes_its_secret_once_and_can_be_revoked(capsys: pytest.CaptureFixture[str]) -> None:
    """A code that was used, or is a day old, opens nothing."""
    code = told(capsys, "counter", "station", "enroll", *AT, "--name", "Skranke 1")["code"]
    secret = claim_station(code.lower(), now=now())
    assert isinstance(secret, str)
    station = station_of(secret)
    assert claim_station(code, now=now()).code == "STATION_CODE_SPENT"
    told(capsys, "counter", "station", "revoke", str(station.id))
    assert station_of(secret) is None
    assert main(["counter", "station", "revoke", str(station.id)]) == 1


def test_a_device_gets_a_secret_and_a_lost_one_is_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    """The old one is nobody's."""
    line = ("counter", "device", "register", "scanner-1", *AT, "--kind", "document_scanner", "--model", "X1")
    first = told(capsys, *line)["secret"]
    second = told(capsys, *line)["secret"]
    (device,) = Device.objects.all()
    assert bytes(device.secret_sha256) == hash_of(second) != hash_of(first)
    (listed,) = told(capsys, "counter", "device", "list", str(BERGEN))
    assert (listed["id"], listed["works"]) == ("scanner-1", False)
    told(capsys, "counter", "device", "revoke", "scanner-1")
    assert Device.objects.get().revoked_at is not None


def test_a_problem_is_published_and_ended(capsys: pytest.CaptureFixture[str]) -> None:
    """Both times by its number."""
    words = ("--no", "Feil.", "--en", "Fault.", "--do-no", "Vent.", "--do-en", "Wait.")
    problem = told(capsys, "counter", "problem", "publish", *words, "--state", "UTO")["problem"]
    told(capsys, "counter", "problem", "end", str(problem))
    assert main(["counter", "problem", "end", str(problem)]) == 1


def test_open_cases_are_listed_and_closed(capsys: pytest.CaptureFixture[str]) -> None:
    """By the number the list shows; no name stands there."""
    from budstikke.post.actions.moving.open_case import open_case

    wait_for_recipient(1)
    nonce = opened(1, stations(1)[0]).nonce
    case = open_case(nonce, cause="scanner", clerk="clerk-7", now=now())
    (listed,) = told(capsys, "counter", "case", "list")
    assert (listed["id"], listed["cause"]) == (case, "scanner")
    told(capsys, "counter", "case", "close", str(case), "--outcome", "read")
    assert told(capsys, "counter", "case", "list") == []


def test_a_list_is_imported_once_and_from_its_publisher_only(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A list vouches for itself only, so the operator says whose it is."""
    state = chips.state()
    (tmp_path / "list.ml").write_bytes(state.master_list([state.certificate], at=chips.NOW))
    line = ("master-list", "import", str(tmp_path / "list.ml"))
    assert main(list(line)) == 1
    assert "PUBLISHER" in capsys.readouterr().err
    named = (*line, "--publisher", sha256(state.certificate).hexdigest())
    assert told(capsys, *named)["new"] == 1
    assert told(capsys, *named)["new"] == 0


def test_what_was_imported_is_listed_and_what_cannot_be_read_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Certificates by country, revocation lists with their day, and a row that went bad without stopping the rest."""
    state = chips.state()
    (tmp_path / "ut.cer").write_bytes(state.certificate)
    (tmp_path / "ut.crl").write_bytes(state.revocation_list(at=chips.NOW))
    taken = told(capsys, "master-list", "import", str(tmp_path))
    assert (taken["new"], taken["lists_read"], taken["lists_new"]) == (1, 1, 1)
    assert told(capsys, "master-list", "import", str(tmp_path))["lists_new"] == 0
    seen = told(capsys, "master-list", "list")
    assert (seen["countries"], seen["unreadable"]) == ({"UT": 1}, [])
    (listed,) = seen["revocation_lists"]
    assert (listed["country"], listed["revoked"], listed["counts"]) == ("UT", 1, True)

    bad = CountryCertificate(sha256="0" * 64, country="UT", content=b"no DER", source="x", imported_at=now())
    bad.save(force_insert=True)
    assert main(["master-list", "list"]) == 1
    again = json.loads(capsys.readouterr().out)
    assert (again["countries"], again["unreadable"]) == ({"UT": 1}, ["0" * 64])
