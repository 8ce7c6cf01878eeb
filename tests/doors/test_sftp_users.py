"""Who is let in by SFTP, and the clients they use."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import asyncssh
import pytest
from tests.actions import line
from tests.doors.sftp_place import ANSWERS, ORDERS, Place, opened

from budstikke.kit.clock import now
from budstikke.post.actions.senders.sftp_users import register_sftp_user, revoke_sftp_user
from budstikke.post.doors.edi.sftp_server import host_keys


@pytest.fixture
def place(installation: None, tmp_path: Path) -> Iterator[Place]:
    """A server, and one user with a password."""
    with opened(tmp_path) as there:
        yield there


@pytest.mark.parametrize(
    "given", [{"password": "fire friske"}, {"username": "nobody"}, {"username": "../eid"}]
)
def test_a_stranger_is_not_let_in(place: Place, given: dict[str, object]) -> None:
    """Wrong password, unknown name."""
    with pytest.raises(asyncssh.PermissionDenied):
        place.with_sftp(lambda sftp: sftp.listdir("/"), **given)


def test_a_user_who_was_taken_back_is_not_let_in_and_writes_no_more(place: Place) -> None:
    """Also in a session that is open."""

    async def doing(sftp: asyncssh.SFTPClient) -> None:
        assert await place.meanwhile(lambda: revoke_sftp_user("eid", now=now()))
        with pytest.raises(asyncssh.SFTPPermissionDenied):
            await sftp.open(f"{ORDERS}/orders.edi", "wb")

    place.with_sftp(doing)
    with pytest.raises(asyncssh.PermissionDenied):
        place.with_sftp(lambda sftp: sftp.listdir("/"))


def test_wrong_passwords_are_counted(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """After ten the right one is not heard either, for five minutes."""
    monkeypatch.setattr("budstikke.post.doors.edi.sftp_server._MOST_WRONG", 2)
    for _ in range(2):
        with pytest.raises(asyncssh.PermissionDenied):
            place.with_sftp(lambda sftp: sftp.listdir("/"), password="feil passord")
    with pytest.raises(asyncssh.PermissionDenied):
        place.with_sftp(lambda sftp: sftp.listdir("/"))


def test_a_key_lets_in_whom_it_belongs_to(place: Place) -> None:
    """And nobody under another name, nor with another key."""
    key, other = asyncssh.generate_private_key("ssh-ed25519"), asyncssh.generate_private_key("ssh-ed25519")
    register_sftp_user(
        line.CUSTOMER, name="eid-key", password=None, fingerprints=[key.get_fingerprint()], now=now()
    )
    given = {"username": "eid-key", "password": None, "client_keys": [key]}
    assert place.with_sftp(lambda sftp: sftp.listdir("/"), **given)
    for wrong in ({"username": "eid"}, {"client_keys": [other]}, {"client_keys": None, "password": ""}):
        with pytest.raises(asyncssh.PermissionDenied):
            place.with_sftp(lambda sftp: sftp.listdir("/"), **{**given, **wrong})


def test_the_host_keys_are_kept(installation: None) -> None:
    """A client that knows the server knows it after a restart."""
    assert [key.get_fingerprint() for key in host_keys()] == [key.get_fingerprint() for key in host_keys()]


@pytest.mark.skipif(not shutil.which("sftp"), reason="OpenSSH's sftp is not installed")
def test_openssh_brings_and_fetches(place: Place, tmp_path: Path) -> None:
    """The client most senders' scripts use, by key."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    (tmp_path / "key").write_bytes(key.export_private_key())
    (tmp_path / "key").chmod(0o600)
    register_sftp_user(
        line.CUSTOMER, name="eid-key", password=None, fingerprints=[key.get_fingerprint()], now=now()
    )
    (tmp_path / "hosts").write_text(
        "".join(f"[127.0.0.1]:{place.port} {each.export_public_key().decode()}" for each in host_keys())
    )
    (tmp_path / "orders.edi").write_bytes(line.file_of([line.order(1)]))

    def sftp(*lines: str) -> None:
        said = subprocess.run(
            ["sftp", "-b", "-", "-F", "/dev/null", "-P", str(place.port), "-i", str(tmp_path / "key"),
             "-o", f"UserKnownHostsFile={tmp_path / 'hosts'}", "-o", "IdentitiesOnly=yes", "eid-key@127.0.0.1"],
            input="\n".join(lines), text=True, capture_output=True, timeout=60,
        )  # fmt: skip
        assert said.returncode == 0, said.stderr

    sftp(
        f"put -p {tmp_path}/orders.edi {ORDERS}/orders.edi.part",
        f"rename {ORDERS}/orders.edi.part {ORDERS}/orders.edi",
        f"ls -l {ORDERS}",
    )
    place.take_in()
    sftp(f"get {ANSWERS}/* {tmp_path}/", f"rm {ANSWERS}/*")
    assert list(tmp_path.glob("CONTRL_*.edi"))
    assert place.fetched() == {}


def test_bytes_that_are_no_ssh_do_no_harm(place: Place) -> None:
    """Whoever knocks with something else is sent away, and the next is served."""
    with socket.create_connection(("127.0.0.1", place.port)) as stranger:
        stranger.sendall(b"GET / HTTP/1.1\r\n\r\n" * 100)
    place.put(b"x")
    assert place.waiting() == ["orders.edi"]
