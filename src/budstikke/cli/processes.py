"""The processes of an installation on one machine: started together, waited for, stopped together."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpx

from budstikke.kit.authorities import authorities
from budstikke.kit.installation import data_folder

_READY_SECONDS = 60
_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


class DidNotStart(Exception):
    """A process ended or stayed silent; the message names its log."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the services listen on loopback."""

    post: int = 8200
    mailbox: int = 8201
    issuer: int = 8202
    smtp: int = 8225
    sftp: int = 8222
    sms: int = 8226
    payments: int = 8206
    registry: int = 8230
    reader: int = 8231

    @classmethod
    def unused(cls) -> Self:
        """Return ports that nobody listens on at this moment."""
        with ExitStack() as held:
            # All are held until all are known, so that no two are the same.
            sockets = [held.enter_context(closing(socket.socket())) for _ in range(9)]
            for each in sockets:
                each.bind(("127.0.0.1", 0))
            return cls(*(each.getsockname()[1] for each in sockets))

    @property
    def reader_url(self) -> str:
        """The address of what stands in for an ID verifier."""
        return f"http://localhost:{self.reader}"

    @property
    def post_url(self) -> str:
        """The post's address; a name, not a number, because passkeys refuse numbers."""
        return f"http://localhost:{self.post}"

    @property
    def mailbox_url(self) -> str:
        """The mailbox's address."""
        return f"http://localhost:{self.mailbox}"

    @property
    def issuer_url(self) -> str:
        """The issuer's address."""
        return f"http://localhost:{self.issuer}"

    def environment(self) -> dict[str, str]:
        """What the processes need to find each other."""
        return {
            **os.environ,
            "BUDSTIKKE_MAILBOX_URL": self.mailbox_url,
            "BUDSTIKKE_SMTP_PORT": str(self.smtp),
            "BUDSTIKKE_POST_URL": self.post_url,
            "BUDSTIKKE_ISSUER_URL": self.issuer_url,
            "BUDSTIKKE_ISSUER_SFTP": f"127.0.0.1:{self.sftp}",
        }


def refuse_taken(ports: Ports) -> None:
    """
    Look whether anybody listens where we are about to: the web server would share a port without a word.

    Raises: DidNotStart naming every port that is taken.
    """
    taken = [
        f"{port} ({name})"
        for name, port in (
            ("post", ports.post),
            ("mailbox", ports.mailbox),
            ("issuer", ports.issuer),
            ("e-mail", ports.smtp),
            ("SFTP", ports.sftp),
            ("SMS", ports.sms),
            ("payments", ports.payments),
            ("National Registry", ports.registry),
            ("ID verifier", ports.reader),
        )
        if not _free(port)
    ]
    if taken:
        raise DidNotStart(
            f"already in use on this machine: port {', '.join(taken)}. "
            "Is another demo or installation running? Stop what listens there, and try again."
        )


def stop_kindly_when_terminated() -> None:
    """Let a plain kill end this process as Ctrl-C does: through every `finally`, so that nothing is left running."""
    for told in (signal.SIGTERM, signal.SIGINT):
        # SIGINT too: a shell that starts us in the background has it ignored.
        signal.signal(told, signal.default_int_handler)


@contextmanager
def running(ports: Ports) -> Iterator[Callable[[], list[str]]]:
    """
    Run mailbox, post and issuer with a worker each, and the SFTP server, until the block ends.

    Returns: a function that starts again what has ended since, and names it.
    Raises:  DidNotStart when one of them is not ready within a minute.
    """
    environment = ports.environment()
    commands = {
        "mailbox": _web("budstikke.wiring.mailbox_wsgi:application", ports.mailbox),
        "post": _web("budstikke.wiring.post_wsgi:application", ports.post),
        "issuer": _web("budstikke.wiring.issuer_wsgi:application", ports.issuer),
        "worker": [sys.executable, "-m", "budstikke.cli.main", "worker"],
        "sftp": [sys.executable, "-m", "budstikke.cli.main", "sftp", "--port", str(ports.sftp)],
        "mailbox-worker": [sys.executable, "-m", "budstikke.cli.main", "mailbox-worker"],
        "issuer-worker": [sys.executable, "-m", "budstikke.cli.main", "issuer-worker"],
    }
    with ExitStack() as stack:

        def start(name: str) -> subprocess.Popen[bytes]:
            return stack.enter_context(process(name, commands[name], environment))

        processes = {name: start(name) for name in commands}
        wait_for("mailbox", processes["mailbox"], f"{ports.mailbox_url}/")
        wait_for("post", processes["post"], f"{ports.post_url}/track/")
        wait_for("issuer", processes["issuer"], f"{ports.issuer_url}/")

        def start_again() -> list[str]:
            ended = [name for name, started in processes.items() if started.poll() is not None]
            for name in ended:
                _end_group(processes[name])
                processes[name] = start(name)
            return ended

        yield start_again


@contextmanager
def process(name: str, command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run one process, its output in <data>/logs/NAME.log; stopped kindly, then firmly, at the end."""
    log = data_folder() / "logs" / f"{name}.log"
    log.parent.mkdir(mode=0o700, exist_ok=True)
    with log.open("ab") as output:
        # A group of its own: Ctrl-C reaches us alone, and we stop the others in order.
        started = subprocess.Popen(
            command,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
            # It makes one system call and takes no lock that another thread could hold.
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
        )
    try:
        yield started
    finally:
        started.send_signal(signal.SIGTERM)
        try:
            started.wait(10)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()
        finally:
            _end_group(started)


def _end_with_parent() -> None:
    # Of a `kill -9` we hear nothing and could stop nobody; the kernel tells each child instead.
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _end_group(leader: subprocess.Popen[bytes]) -> None:
    # A server killed, or stopped while it starts, leaves its own children behind; their group is ours to end.
    with suppress(ProcessLookupError):
        os.killpg(leader.pid, signal.SIGKILL)


def _free(port: int) -> bool:
    with socket.socket() as attempt:
        # Connections of an earlier run that are still closing do not count as taken.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _web(application: str, port: int) -> list[str]:
    granian = str(Path(sys.executable).with_name("granian"))
    return [
        granian, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--respawn-failed-workers", "--blocking-threads", "4", "--no-ws", application,
    ]  # fmt: skip


def wait_for(name: str, started: subprocess.Popen[bytes], url: str) -> None:
    """
    Wait until a process answers at an address.

    Raises: DidNotStart.
    """
    until = time.monotonic() + _READY_SECONDS
    while time.monotonic() < until:
        if started.poll() is not None:
            break
        try:
            httpx.get(url, timeout=2, verify=authorities())
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise DidNotStart(f"{name} did not start; see {data_folder()}/logs/{name}.log")
