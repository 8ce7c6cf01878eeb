"""The command `budstikke log`: prove, check and audit, as an operator runs them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import psycopg
import pytest
from tests import own_process
from tests.actions.line import NOW, book, file_of, number, order

from budstikke.cli.main import main
from budstikke.kit import clock
from budstikke.kit.database import address
from budstikke.kit.installation import data_folder


@pytest.fixture
def logged(installation: None, capsys: pytest.CaptureFixture[str]) -> None:
    """Two letters booked, their evidence in the log of the installation itself."""
    import django

    django.setup()
    from budstikke.post.actions.proving.evidence_of_events import evidence_events
    from budstikke.post.actions.proving.log_evidence import log_evidence
    from budstikke.post.channels import chosen

    clock.move_to(NOW)
    chosen.sealer.cache_clear()
    assert all(result.all_well for result in book(file_of([order(1), order(2, reference="2")])))
    evidence_events(sealer=chosen.sealer(), now=clock.now())
    log_evidence(sealer=chosen.sealer(), now=clock.now())
    capsys.readouterr()


def trusted(folder: Path) -> list[str]:
    """The arguments that name the installation's roots."""
    from budstikke.post.channels import chosen

    (folder / "roots.pem").write_bytes(chosen.sealer().trust_pem(now=clock.now()))
    return ["--trust", str(folder / "roots.pem")]


@pytest.mark.usefixtures("logged")
def test_what_is_proved_can_be_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`prove` prints the file that `check` believes, and does not believe once it is changed."""
    assert main(["log", "prove", number(1)]) == 0
    proof = capsys.readouterr().out
    file = tmp_path / "evidence.json"
    file.write_text(proof)
    assert main(["log", "check", str(file), *trusted(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out)["holds"]
    changed = json.loads(proof)
    changed["log"]["index"] = 1 - changed["log"]["index"]
    file.write_text(json.dumps(changed))
    assert main(["log", "check", str(file), *trusted(tmp_path)]) == 1
    assert not json.loads(capsys.readouterr().out)["holds"]


@pytest.mark.usefixtures("logged")
def test_evidence_is_found_by_its_own_id(capsys: pytest.CaptureFixture[str]) -> None:
    """The same file as by the letter's number."""
    assert main(["log", "prove", number(2)]) == 0
    by_letter = json.loads(capsys.readouterr().out)
    assert main(["log", "prove", by_letter["evidence"]["id"].removeprefix("urn:uuid:")]) == 0
    assert json.loads(capsys.readouterr().out)["evidence"] == by_letter["evidence"]


@pytest.mark.usefixtures("logged")
@pytest.mark.parametrize(
    ("subject", "code"), [(number(7), 1), ("8b3f2a52-0000-4000-8000-000000000000", 1), ("nothing", 2)]
)
def test_what_is_not_in_the_log_is_not_proved(
    subject: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown letter, an unknown id, and what is neither."""
    assert main(["log", "prove", subject]) == code
    said = capsys.readouterr()
    assert (said.out, bool(said.err)) == ("", True)


@pytest.mark.usefixtures("logged")
def test_an_audit_holds_and_names_the_row_that_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also against a checkpoint kept elsewhere; a row changed past every right is named, exit code 1."""
    from budstikke.post.actions.proving.log_evidence import published
    from budstikke.post.records.models import LogCheckpoint

    (tmp_path / "kept.json").write_text(json.dumps(published(LogCheckpoint.objects.get())))
    command = ["log", "audit", "--kept", str(tmp_path / "kept.json")]
    assert main(command) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["holds"], found["size"], found["checkpoints"]) == (True, 2, 2)
    with psycopg.connect(address("post", "owner"), autocommit=True) as owner:
        owner.execute("ALTER TABLE evidence DISABLE TRIGGER USER")
        owner.execute(
            "UPDATE evidence SET sha256 = repeat('0', 64) WHERE id = (SELECT min(id) FROM evidence)"
        )
        owner.execute("ALTER TABLE evidence ENABLE TRIGGER USER")
    assert main(command) == 1
    found = json.loads(capsys.readouterr().out)
    assert [each["row"].partition(",")[0] for each in found["findings"]] == ["entry 0"]


def test_a_kept_checkpoint_that_cannot_be_read_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before any database is asked."""
    (tmp_path / "kept.json").write_text("no JSON")
    assert main(["log", "audit", "--kept", str(tmp_path / "kept.json")]) == 2
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.usefixtures("logged")
@pytest.mark.parametrize(
    "command", [["log", "audit"], ["log", "prove", number(1)], ["balance"], ["reconcile"]]
)
def test_a_server_that_was_stopped_is_started_again(command: list[str]) -> None:
    """As after a demo or `budstikke stop`: whoever asks its records need not know how to start it."""
    from django.db import connection

    from budstikke.kit.postgres import stop_cluster

    connection.close()
    stop_cluster()
    ran = _ran(command, {})
    assert (ran.returncode, ran.stdout[:1]) == (0, "{"), ran.stderr


@pytest.mark.usefixtures("databases")
def test_a_database_of_another_name_is_told() -> None:
    """What there is instead, and by which settings another installation is meant."""
    ran = _ran(["log", "audit"], {"BUDSTIKKE_DATABASE_SUFFIX": "_never_made"})
    assert (ran.returncode, ran.stdout, len(ran.stderr.splitlines())) == (1, "", 1)
    for told in (
        "no database post_never_made",
        str(data_folder()),
        "BUDSTIKKE_DATABASE_SUFFIX",
        "budstikke migrate",
    ):
        assert told in ran.stderr
    assert f"post{os.environ['BUDSTIKKE_DATABASE_SUFFIX']}" in ran.stderr


def _ran(command: list[str], changed: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return own_process.command(*command, env={**os.environ, **changed})
