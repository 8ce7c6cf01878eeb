"""A sender's program against a real SFTP server: from a table to labels, an order file, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import asyncssh
import pytest
from tests.actions import line
from tests.doors.sftp_place import PASSWORD, Place, opened

from budstikke.cli import sender_delivery
from budstikke.cli.main import main
from budstikke.kit.clock import now
from budstikke.post.doors.edi.sftp_server import host_keys

TABLE = (
    "name;street;postcode;city;mobile;reference;passport_only;weight_g\n"
    "Kari Nordmann;Lilleveien 2;5004;BERGEN;+4799999999;A-1;;45\n"
    "Ola Nordmann;Lilleveien 3;5353;STRAUME;;A-2;ja;40\n"
)


@pytest.fixture
def place(installation: None, tmp_path: Path) -> Iterator[Place]:
    """The carrier's server."""
    with opened(tmp_path / "carrier") as there:
        yield there


@pytest.fixture
def sender(place: Place, tmp_path: Path) -> Path:
    """A sender's folder with its configuration; the password in a file beside it."""
    folder = tmp_path / "sender"
    folder.mkdir()
    (folder / "password").write_text(PASSWORD + "\n")
    (folder / "hosts").write_text(
        "".join(f"[127.0.0.1]:{place.port} {key.export_public_key().decode()}" for key in host_keys())
    )
    (folder / "sender.toml").write_text(
        f"""
customer_number = "{line.CUSTOMER}"
edi_id = "{line.EDI_ID}"
name = "Eksempel eID AS SPECIMEN"
street = "Storgata 1"
postcode = "0155"
city = "OSLO"
numbers = ["{line.number(60_000_000)}", "{line.number(60_000_009)}"]

[sftp]
host = "127.0.0.1"
port = {place.port}
user = "eid"
password_file = "password"
known_hosts = "hosts"
"""
    )
    (folder / "letters.csv").write_text(TABLE)
    return folder


def _send(sender: Path, capsys: pytest.CaptureFixture[str], *more: str, table: str | None = "letters.csv"):
    """Run the program once; its exit code and what it printed."""
    capsys.readouterr()
    named = [str(sender / table)] if table else []
    code = main(
        ["edi", "send", *named, "--config", str(sender / "sender.toml"), "--json", "--wait", "0", *more]
    )
    out = capsys.readouterr().out
    return code, json.loads(out) if out else None


def _tell_statuses(place: Place) -> None:
    from budstikke.post.actions.telling.write_statuses import write_statuses
    from budstikke.post.doors.edi.outgoing import put_out

    put_out(write_statuses(now=now()), place.folder)


def test_a_table_becomes_labels_and_booked_letters(
    place: Place, sender: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sent, taken in, acknowledged, followed; then the same table again sends nothing."""
    code, said = _send(sender, capsys, "--labels", str(sender / "labels.pdf"))
    (batch,) = said["batches"]
    assert (code, batch["uploaded"], batch["answered"]) == (1, True, False)
    assert (sender / "labels.pdf").read_bytes().startswith(b"%PDF")
    place.take_in()
    first, second = line.number(60_000_000), line.number(60_000_001)
    assert line.states() == {first: "booked", second: "booked"}
    assert line.letters()[second].passport_only
    _tell_statuses(place)
    code, said = _send(sender, capsys)
    (batch,) = said["batches"]
    assert (code, batch["answered"]) == (0, True)
    assert [(each["reference"], each["number"], each["booked"]) for each in batch["letters"]] == [
        ("A-1", first, True),
        ("A-2", second, True),
    ]
    assert {each["status"] for each in batch["letters"]} == {"T"}
    assert place.fetched() == {}
    _send(sender, capsys)
    assert place.waiting() == []


def test_labels_that_cannot_be_printed_yet_send_nothing(
    place: Place, sender: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Asked wrongly is 2 and nothing is begun: the next run, which only fetches, has nothing to send either."""
    settings = sender / "sender.toml"
    lines = settings.read_text().splitlines(keepends=True)
    settings.write_text("".join(each for each in lines if not each.startswith("numbers")))
    assert _send(sender, capsys, "--labels", str(sender / "labels.pdf")) == (2, None)
    assert _send(sender, capsys, table=None) == (0, {"batches": []})
    assert not (sender / "labels.pdf").exists()


def test_what_is_rejected_is_told_by_its_row_with_the_reason(
    place: Place, sender: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The carrier's words; the good letter is booked."""
    (sender / "letters.csv").write_text(TABLE.replace("5353;STRAUME", "9999;NOWHERE"))
    _send(sender, capsys)
    place.take_in()
    code, said = _send(sender, capsys)
    good, bad = said["batches"][0]["letters"]
    assert (code, good["booked"], bad["booked"]) == (1, True, False)
    assert "PUM §5" in bad["why"][0]


def test_a_run_that_died_after_sending_books_nothing_twice(
    place: Place, sender: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same bytes go again, and the carrier answers as before."""
    fetch = sender_delivery._fetch
    keep = sender_delivery.State.keep

    def dies(state: object, batch: object) -> None:
        if batch.uploaded:  # type: ignore[attr-defined]
            raise OSError("the machine went down")
        keep(state, batch)  # type: ignore[arg-type]

    monkeypatch.setattr(sender_delivery.State, "keep", dies)
    code, _ = _send(sender, capsys)
    assert code == 1
    place.take_in()
    monkeypatch.setattr(sender_delivery.State, "keep", keep)
    monkeypatch.setattr(sender_delivery, "_fetch", fetch)
    _send(sender, capsys)
    place.take_in()
    code, _ = _send(sender, capsys)
    assert (code, len(line.states())) == (0, 2)


def test_a_carrier_that_cannot_be_reached_loses_nothing(
    place: Place, sender: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The next run goes on with the same letters and numbers."""
    config = sender / "sender.toml"
    text = config.read_text()
    config.write_text(text.replace(f"port = {place.port}", "port = 1"))
    code, said = _send(sender, capsys)
    assert (code, said) == (1, None)
    config.write_text(text)
    _send(sender, capsys)
    place.take_in()
    assert sorted(line.states()) == [line.number(60_000_000), line.number(60_000_001)]


def test_a_server_with_another_key_is_not_trusted(
    place: Place, sender: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever stands between gets no order file."""
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    (sender / "hosts").write_text(f"[127.0.0.1]:{place.port} {other}")
    assert _send(sender, capsys) == (1, None)
    assert place.waiting() == []


def test_one_letter_is_sent_by_flags_and_numbered_by_the_carrier(
    place: Place, sender: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a range of one's own the number comes with the statuses."""
    config = sender / "sender.toml"
    config.write_text(
        "\n".join(each for each in config.read_text().splitlines() if not each.startswith("numbers"))
    )
    flags = ["--name", "Kari Nordmann", "--street", "Lilleveien 2", "--postcode", "5004", "--city", "BERGEN"]
    _send(sender, capsys, *flags, table=None)
    place.take_in()
    _tell_statuses(place)
    code, said = _send(sender, capsys, table=None)
    (letter,) = said["batches"][0]["letters"]
    assert (code, [letter["number"]]) == (0, list(line.states()))


def test_names_and_addresses_are_forgotten_once_acknowledged(
    place: Place, sender: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the program keeps are references, numbers and statuses."""
    _send(sender, capsys)
    place.take_in()
    _send(sender, capsys)
    kept = b"".join(path.read_bytes() for path in (sender / "sender-state").rglob("*") if path.is_file())
    assert b"A-1" in kept and b"Nordmann" not in kept and b"Lilleveien" not in kept
