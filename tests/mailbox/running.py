"""A mailbox as it runs: its own process, its own data folder, its own clock; two organisations with accounts."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from tests import own_process

from budstikke.formats.digipost.error import parse_error
from budstikke.formats.digipost.signature import signed_request
from budstikke.kit.clock import real_now
from budstikke.kit.rsa_keys import KeyFile, certificate_for


@dataclass(frozen=True)
class Organisation:
    """An account holder with its key."""

    sender_id: int
    organisation_number: str
    name: str
    key: RSAPrivateKey = field(repr=False)

    @property
    def held(self) -> KeyFile:
        """Return the key as a process of its owner holds it."""
        return KeyFile(self.key_file(Path(tempfile.mkdtemp())), name=self.name, now=real_now)

    def key_file(self, folder: Path) -> Path:
        """Write the key as its owner keeps it, with a certificate."""
        path = folder / f"{self.sender_id}.pem"
        pem = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.write_bytes(pem + certificate_for(self.key, name=self.name, now=real_now()))
        return path


@dataclass(frozen=True)
class Service:
    """The running mailbox: where it listens, where it keeps keys and clock, how its database is looked into."""

    url: str
    folder: Path
    superuser_url: str
    environment: Mapping[str, str] = field(repr=False)

    def ask(
        self,
        asking: Organisation,
        method: str,
        path: str,
        *,
        query: str = "",
        content: bytes = b"",
        content_type: str = "",
        at: datetime | None = None,
        change: Mapping[str, str | None] | None = None,
    ) -> httpx.Response:
        """Send a signed request; `change` replaces headers after signing, None takes one away."""
        headers = signed_request(
            method=method,
            path=path,
            query=query,
            content=content,
            user_id=asking.sender_id,
            at=at or real_now(),
            key=asking.key,
        )
        headers |= {"Content-Type": content_type} if content_type else {}
        changed = {name: value for name, value in {**headers, **(change or {})}.items() if value is not None}
        address = f"{self.url}{path}" + (f"?{query}" if query else "")
        return httpx.request(method, address, content=content or None, headers=changed, timeout=20)

    def follow(self, answer: httpx.Response) -> httpx.Response:
        """Fetch what a 307 leads to."""
        assert answer.status_code == 307, answer.text
        return httpx.get(answer.headers["Location"], timeout=20)

    def look(self, statement: str) -> list[tuple[object, ...]]:
        """Look into the database past every policy, as whoever steals its files would."""
        with psycopg.connect(self.superuser_url, autocommit=True) as connection:
            cursor = connection.execute(statement)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []

    def move_clock(self, days: int) -> None:
        """Move the mailbox's clock; real time stays."""
        (self.folder / "clock-offset-seconds").write_text(str(timedelta(days=days).total_seconds()))


def code_of(answer: httpx.Response) -> tuple[int, str]:
    """Return the status and the error's code."""
    return answer.status_code, parse_error(answer.content).code


@pytest.fixture(scope="session")
def carrier() -> Organisation:
    """The carrier, which sends reports."""
    return _organisation(9001, "991825827", "Postselskapet AS")


@pytest.fixture(scope="session")
def issuer() -> Organisation:
    """A sender of letters, which receives reports."""
    return _organisation(5, "974760673", "Eksempel eID AS")


@pytest.fixture(scope="session")
def bank() -> Organisation:
    """Another sender of letters, which must see nothing of the first."""
    return _organisation(6, "984661185", "Eksempelbanken AS")


@pytest.fixture(scope="session")
def running_mailbox(
    databases: None,
    tmp_path_factory: pytest.TempPathFactory,
    carrier: Organisation,
    issuer: Organisation,
    bank: Organisation,
) -> Iterator[Service]:
    """Start the mailbox as an operator does, with a folder of its own and accounts opened by command."""
    from budstikke.kit.database import address, database_name
    from budstikke.kit.postgres import running_cluster

    folder = tmp_path_factory.mktemp("mailbox")
    cluster = running_cluster().url
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "BUDSTIKKE_DATA": str(folder),
        # Named, so that no second cluster is started in the folder.
        "DATABASE_URL": cluster,
        "MAILBOX_DATABASE_URL": address("mailbox", "app"),
    }
    _open_accounts(environment, (carrier, issuer, bank))
    port = _free_port()
    granian = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1"]
    rest = ["--port", str(port), "--workers", "1", "--blocking-threads", "4", "--no-ws"]
    log = (folder / "mailbox.log").open("wb")
    process = subprocess.Popen(
        [*granian, *rest, "budstikke.wiring.mailbox_wsgi:application"],
        env=environment,
        stdout=log,
        stderr=log,
    )
    service = Service(
        f"http://localhost:{port}", folder, f"{cluster}&dbname={database_name('mailbox')}", environment
    )
    try:
        _wait(service, process)
        yield service
    finally:
        process.terminate()
        process.wait(20)
        log.close()


@pytest.fixture
def mailbox(running_mailbox: Service) -> Service:
    """Give the mailbox without mail and at real time; accounts stay open."""
    running_mailbox.look("TRUNCATE one_time_link, renewal, content, document, message")
    running_mailbox.move_clock(0)
    return running_mailbox


def _organisation(sender_id: int, organisation_number: str, name: str) -> Organisation:
    key = generate_private_key(public_exponent=65537, key_size=2048)
    return Organisation(sender_id, organisation_number, name, key)


def _open_accounts(environment: Mapping[str, str], organisations: tuple[Organisation, ...]) -> None:
    lines = [
        {
            "sender_id": each.sender_id,
            "organisation_number": each.organisation_number,
            "name": each.name,
            "public_key": each.key.public_key()
            .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            .decode(),
        }
        for each in organisations
    ]
    opened = run_command(environment, "mailbox", "open", "-", given="\n".join(map(json.dumps, lines)))
    assert opened.returncode == 0, opened.stderr


def run_command(
    environment: Mapping[str, str], *arguments: str, given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run one command of ours by its file, in a process of its own."""
    program = (
        "import argparse, importlib, sys\n"
        "module = importlib.import_module(f'budstikke.cli.{sys.argv[1]}')\n"
        "parser = argparse.ArgumentParser()\n"
        "module.configure(parser)\n"
        "sys.exit(module.run(parser.parse_args(sys.argv[2:])))\n"
    )
    return own_process.run("-c", program, *arguments, env=environment, given=given)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(service: Service, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 40
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(f"{service.url}/", timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    log = (service.folder / "mailbox.log").read_text()
    raise RuntimeError(f"the mailbox at {urlsplit(service.url).netloc} did not start:\n{log}")
