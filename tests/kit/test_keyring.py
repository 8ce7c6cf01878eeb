"""Rings of keys: taken up while running, wrapped where they lie, and never lost on the way."""

from __future__ import annotations

import json
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.own_process import OwnProcess

from budstikke.kit import keyring
from budstikke.kit.keyring import NoKey, Ring, rotate_wrapping
from budstikke.kit.vault import CannotOpen, LookUp, Vault

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday
CONTEXT = b"letter:1:picture"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an installation without keys."""
    monkeypatch.setenv("BUDSTIKKE_DATA", str(tmp_path))
    monkeypatch.delenv("BUDSTIKKE_WRAPPING_KEYS", raising=False)
    keyring.ring.cache_clear()
    keyring.wrapping_ring.cache_clear()
    yield tmp_path / "keys"
    keyring.ring.cache_clear()
    keyring.wrapping_ring.cache_clear()


def _data() -> Ring:
    """A ring as another process sees it: nothing read yet."""
    keyring.ring.cache_clear()
    keyring.wrapping_ring.cache_clear()
    return keyring.ring("post", "data")


def test_what_an_older_key_sealed_opens_after_a_rotation(folder: Path) -> None:
    """And what is sealed from then on names the new key."""
    ring = _data()
    vault = Vault(ring)
    before = vault.seal(b"SPECIMEN", context=CONTEXT)
    made = ring.add(now=NOW)
    after = vault.seal(b"SPECIMEN", context=CONTEXT)
    assert [vault.open(each, context=CONTEXT) for each in (before, after)] == [b"SPECIMEN"] * 2
    assert (before[1:5] == made.id, after[1:5] == made.id) == (False, True)


def test_another_process_takes_up_a_new_key_at_its_next_use(folder: Path) -> None:
    """Nobody is started again."""
    running, elsewhere = Vault(_data()), _data()
    running.seal(b"", context=CONTEXT)
    made = elsewhere.add(now=NOW)
    assert running.header[1:] == made.id
    sealed = Vault(elsewhere).seal(b"SPECIMEN", context=CONTEXT)
    assert running.open(sealed, context=CONTEXT) == b"SPECIMEN"


def test_a_key_that_is_gone_is_named(folder: Path) -> None:
    """Its id stands in front of what it sealed, and is no secret."""
    ring = _data()
    vault, old = Vault(ring), ring.current
    sealed = vault.seal(b"SPECIMEN", context=CONTEXT)
    ring.add(now=NOW)
    ring.drop(old.id)
    with pytest.raises(CannotOpen, match=old.name):
        Vault(_data()).open(sealed, context=CONTEXT)


def test_the_current_key_cannot_be_dropped(folder: Path) -> None:
    """Whatever is asked for."""
    ring = _data()
    current = ring.current
    ring.drop(current.id)
    assert _data().current.id == current.id


@pytest.mark.parametrize("at", [0, 1, 4, 5, 16, 17, -1])
def test_no_byte_of_a_sealed_value_can_be_changed(folder: Path, at: int) -> None:
    """Version, key id, nonce, content or tag."""
    vault = Vault(_data())
    sealed = bytearray(vault.seal(b"SPECIMEN", context=CONTEXT))
    sealed[at] ^= 1
    with pytest.raises(CannotOpen):
        vault.open(bytes(sealed), context=CONTEXT)


@pytest.mark.parametrize("value", [b"", b"\x02", b"\x02abcd", b"SPECIMEN"])
def test_what_was_never_sealed_does_not_open(folder: Path, value: bytes) -> None:
    """However short."""
    with pytest.raises(CannotOpen):
        Vault(_data()).open(value, context=CONTEXT)


def test_keys_lie_wrapped_and_closed_to_others(folder: Path) -> None:
    """No secret of a ring can be read in its file."""
    secret = _data().current.secret
    found = [path for path in folder.iterdir() if path.suffix == ".ring"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in found} == {0o600}
    import base64

    assert base64.b64encode(secret) not in (folder / "post-data.ring").read_bytes()


def test_wrapping_keys_may_lie_elsewhere(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On another disk; without them nothing opens, and the message says what is missing."""
    monkeypatch.setenv("BUDSTIKKE_WRAPPING_KEYS", str(tmp_path / "other-disk"))
    sealed = Vault(_data()).seal(b"SPECIMEN", context=CONTEXT)
    assert not (folder / "post-wrapping.ring").exists()
    (tmp_path / "other-disk" / "post-wrapping.ring").unlink()
    with pytest.raises(NoKey, match="wrapping key"):
        Vault(_data()).open(sealed, context=CONTEXT)


def test_rotating_the_wrapping_key_changes_no_data_key(folder: Path) -> None:
    """What was sealed opens; the old wrapping key is gone."""
    running = _data()
    sealed = Vault(running).seal(b"SPECIMEN", context=CONTEXT)
    data = running.current.id
    before = json.loads((folder / "post-wrapping.ring").read_bytes())["keys"]
    rotate_wrapping("post", now=NOW)
    after = json.loads((folder / "post-wrapping.ring").read_bytes())["keys"]
    assert len(after) == 1
    assert {row["id"] for row in before}.isdisjoint(row["id"] for row in after)
    for ring in (running, _data()):
        assert ring.current.id == data
        assert Vault(ring).open(sealed, context=CONTEXT) == b"SPECIMEN"


def test_a_wrapping_rotation_broken_off_halfway_loses_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both wrapping keys are there until it is done again."""
    sealed = Vault(_data()).seal(b"SPECIMEN", context=CONTEXT)

    def killed(self: Ring) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(Ring, "wrap_again", killed)
        rotate_wrapping("post", now=NOW)
    assert Vault(_data()).open(sealed, context=CONTEXT) == b"SPECIMEN"
    rotate_wrapping("post", now=NOW)
    assert Vault(_data()).open(sealed, context=CONTEXT) == b"SPECIMEN"
    assert len(keyring.wrapping_ring("post").keys) == 1


_SEALING = """
import sys
from budstikke.kit.vault import vault_for
vault, seen = vault_for("post"), set()
while len(seen) < 4:
    sealed = vault.seal(b"SPECIMEN", context=b"c")
    assert vault.open(sealed, context=b"c") == b"SPECIMEN"
    if sealed[1:5] not in seen:
        seen.add(sealed[1:5])
        print(sealed[1:5].hex(), flush=True)
"""


def test_processes_seal_on_while_keys_and_their_wrapping_are_rotated(folder: Path) -> None:
    """Two that run see every new key, and no value fails to open on the way."""
    _ = _data().current
    running = [OwnProcess("-c", _SEALING, stdout=subprocess.PIPE) for _ in "ab"]
    try:
        for _ in range(3):
            for process in running:
                assert process.stdout is not None
                assert process.stdout.readline()
            rotate_wrapping("post", now=NOW)
            keyring.ring("post", "data").add(now=NOW)
            rotate_wrapping("post", now=NOW)
        assert [process.wait(30) for process in running] == [0, 0]
    finally:
        for process in running:
            process.close()


def test_threads_that_make_the_first_key_agree_on_it(folder: Path) -> None:
    """Whoever comes second takes what is there."""
    path = folder / "race.ring"
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: Ring(path, under=None).current.id, range(16)))
    assert len(set(made)) == 1


def test_a_hash_finds_under_every_key_that_is_kept(folder: Path) -> None:
    """Of the value and the kind it was made for, and of no other."""
    ring = keyring.ring("post", "look-up")
    look_up = LookUp(ring)
    before = look_up.hash("20914695016", kind="national number")
    ring.add(now=NOW)
    found = look_up.hashes("20914695016", kind="national number")
    assert before in found
    assert look_up.hash("20914695016", kind="national number") in found
    assert before not in look_up.hashes("20914695016", kind="mobile")
    assert before not in look_up.hashes("20914695024", kind="national number")


def test_a_key_does_not_show_when_printed(folder: Path) -> None:
    """Its name does; its secret would end up in a log."""
    key = _data().current
    assert repr(key.secret)[2:-1] not in repr(key)
