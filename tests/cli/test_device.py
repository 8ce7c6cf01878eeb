"""The command `budstikke device`: what it lists, what it enters, and what a simulated device prints."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import django
import pytest
from tests import own_process

django.setup()

from tests.doors import device_bench as bench  # noqa: E402


def _command(*arguments: object) -> subprocess.CompletedProcess[str]:
    return own_process.command(*arguments)


def _device(*arguments: object) -> subprocess.CompletedProcess[str]:
    return _command("device", *arguments)


def test_at_least_thirty_ways_to_fail_are_listed_each_with_its_verdict() -> None:
    """Names are unique, and nothing is left open."""
    listed = _device("--list")
    rows = [json.loads(line) for line in listed.stdout.splitlines()]
    assert listed.returncode == 0 and len({row["name"] for row in rows}) == len(rows) >= 30
    assert all(row[name] for row in rows for name in ("does", "station", "answer", "letter"))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 2),
        (("run", "--secret-file", "/nowhere"), 2),
        (("run", "--secret-file", __file__, "--fail", "boredom"), 2),
        (("run", "--secret-file", __file__, "--document", "library_card"), 2),
    ],
)
def test_what_cannot_be_simulated_is_said_in_words(arguments: tuple[str, ...], code: int) -> None:
    """Nothing half is sent."""
    told = _device(*arguments)
    assert (told.returncode, told.stdout) == (code, "") and told.stderr.strip()
    assert "Traceback" not in told.stderr


def test_a_service_that_does_not_answer_is_said_in_words(tmp_path: Path) -> None:
    """The address is named, the secret is not."""
    secret = tmp_path / "secret"
    secret.write_text("something-secret\n")
    told = _device("run", "--secret-file", secret, "--url", "http://localhost:9")
    assert told.returncode == 1 and "http://localhost:9" in told.stderr
    assert "something-secret" not in told.stderr and "Traceback" not in told.stderr


def test_a_device_is_entered_and_read_with_by_the_commands_alone(installation: None, tmp_path: Path) -> None:
    """State, device, a person of one's own, a hand-over; then a failure, told by the exit code."""
    counter = bench.set_up()
    secret, state, person = tmp_path / "secret", tmp_path / "state.pem", tmp_path / "person.json"
    entered = _command(
        "counter", "device", "register", "scanner-9", "--outlet", bench.line.BERGEN, "--station", counter.station,
        "--kind", "document_scanner", "--model", "SPECIMEN 1",
    )  # fmt: skip
    assert entered.returncode == 0, entered.stderr
    secret.write_text(entered.stdout)
    assert json.loads(_device("state", state).stdout)["new_certificates"] == 1
    assert json.loads(_device("state", state).stdout)["new_certificates"] == 0
    specimen = counter.laid.specimen
    person.write_text(json.dumps({"surname": specimen.surname, "given_names": specimen.given_names}))
    check = bench.open_check(counter)
    with bench.served() as url:
        lies = ("--secret-file", secret, "--state", state, "--person", person, "--seed", 3)
        read = _device("run", "--url", url, *lies)
        heard = [json.loads(line) for line in read.stdout.splitlines()]
        assert (read.returncode, {each["answer"] for each in heard}) == (0, {"works", "taken"}), read
        assert specimen.surname not in read.stdout + read.stderr
        failed = _device("run", "--url", url, *lies, "--fail", "sends_late")
        assert (failed.returncode, json.loads(failed.stdout.splitlines()[-1])["answer"]) == (
            0,
            "READ_BEFORE_CHECK",
        )
    assert bench.decide(counter, check) == []
