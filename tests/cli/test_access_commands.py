"""The commands that let a sender's programs in: entered, listed, taken back, and refused with a reason."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import asyncssh
import pytest
from joserfc.jwk import ECKey
from tests.actions import line

from budstikke.cli.main import main

pytestmark = pytest.mark.usefixtures("installation")


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, object]:
    capsys.readouterr()
    code = main(list(arguments))
    out = capsys.readouterr().out
    return code, json.loads(out) if out else None


def test_an_sftp_user_is_entered_listed_and_taken_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By key and password; neither is printed again."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    (tmp_path / "key.pub").write_bytes(key.export_public_key())
    monkeypatch.setattr(sys, "stdin", io.StringIO("fire friske ørreter\n"))
    given = ("sftp-user", "add", line.CUSTOMER, "eid", "--password", "--key", str(tmp_path / "key.pub"))
    assert _run(capsys, *given) == (0, {"name": "eid", "password": True, "keys": [key.get_fingerprint()]})
    _, said = _run(capsys, "sftp-user", "list", line.CUSTOMER)
    assert isinstance(said, list) and (said[0]["name"], said[0]["revoked_at"]) == ("eid", None)
    assert "friske" not in json.dumps(said)
    assert [_run(capsys, "sftp-user", "revoke", "eid")[0] for _ in range(2)] == [0, 1]


@pytest.mark.parametrize(
    ("arguments", "password"),
    [
        ((line.CUSTOMER, "eid"), ""),
        ((line.CUSTOMER, "../eid", "--password"), "fire friske ørreter"),
        ((line.CUSTOMER, "eid", "--password"), "kort"),
        (("10000000000", "eid", "--password"), "fire friske ørreter"),
        ((line.CUSTOMER, "eid", "--key", "/nowhere.pub"), ""),
    ],
)
def test_an_sftp_user_that_cannot_be_is_refused(
    arguments: tuple[str, ...],
    password: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without a proof, under a strange name, with a short password, of nobody, with a key that is not there."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(password + "\n"))
    assert _run(capsys, "sftp-user", "add", *arguments) == (1, None)


def test_a_program_is_registered_listed_and_taken_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its public key; a private one is refused."""
    key = ECKey.generate_key("P-256", private=True)
    (tmp_path / "public.json").write_text(json.dumps(key.as_dict(private=False)))
    (tmp_path / "private.json").write_text(json.dumps({"keys": [key.as_dict(private=True)]}))
    scope = ("--scope", "budstikke:letters.read")
    code, said = _run(
        capsys, "api-client", "add", line.CUSTOMER, "--keys", str(tmp_path / "public.json"), *scope
    )
    assert code == 0 and isinstance(said, dict)
    private = ("api-client", "add", line.CUSTOMER, "--keys", str(tmp_path / "private.json"), *scope)
    assert _run(capsys, *private) == (1, None)
    _, listed = _run(capsys, "api-client", "list", line.CUSTOMER)
    assert isinstance(listed, list) and listed[0]["client_id"] == said["client_id"]
    assert [_run(capsys, "api-client", "revoke", said["client_id"])[0] for _ in range(2)] == [0, 1]


def test_somebody_of_a_sender_is_entered_listed_and_leaves(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The password comes by standard input and is never printed; one that is too short is refused."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("kort\n"))
    assert _run(capsys, "portal-user", "add", line.CUSTOMER, "per") == (2, None)
    monkeypatch.setattr(sys, "stdin", io.StringIO("avsender tolv brev\n"))
    added = _run(capsys, "portal-user", "add", line.CUSTOMER, "per", "--role", "orders")
    assert added == (0, {"username": "per", "roles": ["orders"]})
    listed = (0, [{"username": "per", "roles": ["orders"], "left_at": None}])
    assert _run(capsys, "portal-user", "list", line.CUSTOMER) == listed
    assert _run(capsys, "portal-user", "leave", "per") == (0, {"left": "per"})
    assert _run(capsys, "portal-user", "leave", "per") == (1, None)
