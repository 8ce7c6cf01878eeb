"""The house holds a key ceremony: every command of the page, in its order, in an installation of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from tests.channels import tokens
from tests.house.tree import ROOT, SRC

from budstikke.kit.database import SERVICES, database_name
from budstikke.kit.postgres import running_cluster

_PAGE = ROOT / "docs" / "key-ceremony.md"
_BLOCK = re.compile(r"^```sh ceremony( later)?\n(.*?)^```", re.M | re.S)


@pytest.fixture
def room(databases: None, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give the machine of a ceremony: an empty installation, a token without keys, two passphrases."""
    module = tokens.module()
    for name in ("tokens", "pin", "bin", "data", "wrapping"):
        (tmp_path / name).mkdir()
    configuration = tmp_path / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {tmp_path}/tokens\nobjectstore.backend = file\n")
    (tmp_path / "one.pass").write_text("custodian one SPECIMEN")
    (tmp_path / "root.pass").write_text("custodian two of the root SPECIMEN\n")
    (tmp_path / "two.pass").write_text("custodian two SPECIMEN")
    command = tmp_path / "bin" / "budstikke"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m budstikke.cli.main "$@"\n')
    command.chmod(0o755)
    room = {
        **os.environ,
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(SRC.parent),
        "BUDSTIKKE_DATA": str(tmp_path / "data"),
        "BUDSTIKKE_WRAPPING_KEYS": str(tmp_path / "wrapping"),
        "BUDSTIKKE_HARDWARE_MODULE": module,
        "BUDSTIKKE_HARDWARE_PIN_FILE": str(tmp_path / "pin" / "pin"),
        "SOFTHSM2_CONF": str(configuration),
        "SAFE": str(tmp_path / "safe"),
        "FIRST_HALF": "2718",
        "SECOND_HALF": "28",
        "SO_PIN": "314159",
        # Named, so that no second cluster is started in the folder.
        "DATABASE_URL": running_cluster().url,
        # Databases of its own: what other tests left is sealed under keys that this installation never had.
        "BUDSTIKKE_DATABASE_SUFFIX": f"{os.environ['BUDSTIKKE_DATABASE_SUFFIX']}_ceremony",
    }
    own = {name: room[name] for name in ("PATH", "PYTHONPATH", "BUDSTIKKE_DATABASE_SUFFIX")}
    _said("budstikke migrate", {**os.environ, **own}, tmp_path)
    yield room
    with psycopg.connect(running_cluster().url + "&dbname=postgres", autocommit=True) as connection:
        for service in SERVICES:
            name = f"{database_name(service)}_ceremony"
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )


def _said(lines: str, room: dict[str, str], folder: Path) -> str:
    ran = subprocess.run(
        ["sh", "-eux", "-c", lines], env=room, cwd=folder, capture_output=True, text=True, timeout=200
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_every_command_of_the_ceremony_works_in_its_order(room: dict[str, str], tmp_path: Path) -> None:
    """From an empty token to a revocation; the retiring of another day comes on another day."""
    blocks = _BLOCK.findall(_PAGE.read_text(encoding="utf-8"))
    assert len(blocks) == 10
    said = "".join(_said(block, room, tmp_path) for later, block in blocks if not later)
    assert "27182" not in said.replace(" ", "")
    data = tmp_path / "data"
    (data / "clock-offset-seconds").write_text(str(11 * 3600))
    said_later = "".join(_said(block, room, tmp_path) for later, block in blocks if later)
    retired = [json.loads(line)["retired"] for line in said_later.splitlines()]
    assert [len(each) for each in retired] == [2, 1, 1, 1, 1, 2, 0]
    # Nothing private is in a file but what wraps, and what speaks HTTP.
    private = {path.name for path in data.rglob("*.pem") if b"PRIVATE" in path.read_bytes()}
    assert private <= {
        "post-mailbox.pem",
        "post-mailbox.next.pem",
        "mailbox-signing.pem",
        "issuer-reader.pem",
    }
    assert "Revoked Certificates" in said
