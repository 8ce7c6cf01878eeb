"""
Processes of their own for tests, forked from one that has the libraries loaded.

To load Django and what reads PDFs takes a second of processor time, and the tests start hundreds of processes.
The one they are forked from has read no setting and nothing of an installation. Each is told its environment and
its arguments as `python` would be, and does from there on whatever a new process does.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import IO

# What the commands load of others and what asks for no setting. One that is missing costs time and nothing else.
LIBRARIES = (
    "cryptography.hazmat.primitives.serialization.pkcs12",
    "django.contrib.admin",
    "django.contrib.postgres.fields",
    "django.core.management",
    "django.db.backends.postgresql.base",
    "django.template.loader",
    "httpx",
    "procrastinate.contrib.django",
    "pyhanko.sign.validation",
    "requests",
)
_MOST_TOLD_BYTES = 1 << 18


class OwnProcess:
    """A process that runs; asked as one of `subprocess` is."""

    def __init__(
        self,
        *arguments: object,
        env: Mapping[str, str] | None = None,
        stdin: int = subprocess.DEVNULL,
        stdout: int | None = None,
        stderr: int | None = None,
    ) -> None:
        """Start `python ARGUMENTS`; the three are descriptors, or what `subprocess` calls them."""
        told = {
            "arguments": [str(each) for each in arguments],
            "env": dict(os.environ if env is None else env),
            "cwd": str(Path.cwd()),
        }
        self.returncode: int | None = None
        self.stdout: IO[str] | None = None
        self.stderr: IO[str] | None = None
        status, its_status = os.pipe()
        nothing = os.open(os.devnull, os.O_RDWR)
        opened = [its_status, nothing]
        given = [nothing if stdin == subprocess.DEVNULL else stdin]
        for name, asked, own in (("stdout", stdout, 1), ("stderr", stderr, 2)):
            if asked == subprocess.PIPE:
                read, write = os.pipe()
                setattr(self, name, os.fdopen(read, encoding="utf-8"))
                opened.append(write)
                given.append(write)
            else:
                given.append({None: own, subprocess.DEVNULL: nothing}.get(asked, asked))  # type: ignore[arg-type]
        socket.send_fds(_nursery(), [json.dumps(told).encode()], [*given, its_status])
        for each in opened:
            os.close(each)
        self._status = os.fdopen(status, "rb", buffering=0)
        self.pid = int(self._status.readline())

    def wait(self, timeout: float | None = None) -> int:
        """Return how it ended: its exit code, or less than nothing for the signal that ended it."""
        if self.returncode is None:
            if not select.select([self._status], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
            self.returncode = int(self._status.readline())
            self._status.close()
        return self.returncode

    def poll(self) -> int | None:
        """Return how it ended; None while it runs."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def close(self) -> None:
        """End it if it runs, and close what it was read by."""
        self.kill()
        self.wait()
        for each in (self.stdout, self.stderr):
            if each is not None:
                each.close()


def run(
    *arguments: object, env: Mapping[str, str] | None = None, given: str = "", timeout_seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run `python ARGUMENTS` in a process of its own to its end."""
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        stdin.write(given.encode())
        stdin.seek(0)
        process = OwnProcess(
            *arguments, env=env, stdin=stdin.fileno(), stdout=out.fileno(), stderr=err.fileno()
        )
        try:
            process.wait(timeout_seconds)
        finally:
            process.close()
        said = [_whole(out), _whole(err)]
    assert process.returncode is not None
    return subprocess.CompletedProcess(arguments, process.returncode, *said)


def command(
    *words: object, env: Mapping[str, str] | None = None, given: str = "", timeout_seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run `budstikke WORDS` in a process of its own to its end."""
    return run("-m", "budstikke.cli.main", *words, env=env, given=given, timeout_seconds=timeout_seconds)


def _whole(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


@cache
def _nursery() -> socket.socket:
    """Start the process that the others are forked from, and say how it is asked; it ends with this one."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _MOST_TOLD_BYTES)
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    with its:
        started = subprocess.Popen(
            [sys.executable, __file__, str(its.fileno())],
            pass_fds=[its.fileno()], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    @atexit.register
    def end() -> None:
        ours.close()
        started.wait()

    return ours


def _serve(control: socket.socket) -> dict[str, object] | None:
    """Fork whatever is asked for, until nobody can ask any more; returns, in each of the forked, what it is told."""
    while True:
        told, descriptors, _, _ = socket.recv_fds(control, _MOST_TOLD_BYTES, 4)
        if not told:
            return None
        *given, status = descriptors
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if os.fork() == 0:
            control.close()
            forked = os.fork()
            if forked == 0:
                os.close(status)
                for place, each in enumerate(given):
                    os.dup2(each, place)
                    os.close(each)
                return dict(json.loads(told))
            # Whoever reads what it says is to see the end when it ends.
            for each in given:
                os.close(each)
            os.write(status, b"%d\n" % forked)
            os.write(status, b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1]))
            os._exit(0)
        for each in (*given, status):
            os.close(each)


def _become(*, arguments: list[str], env: dict[str, str], cwd: str) -> None:
    """Do what `python ARGUMENTS` would."""
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.path[:1] = [cwd, *env.get("PYTHONPATH", "").split(os.pathsep)]
    how, what, *rest = arguments
    sys.argv = [how, *rest]
    if how == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        program = sys.modules["__main__"] = ModuleType("__main__")
        exec(compile(what, "<string>", "exec"), program.__dict__)


if __name__ == "__main__":
    for library in LIBRARIES:
        import_module(library)
    gc.freeze()
    if told := _serve(socket.socket(fileno=int(sys.argv[1]))):
        _become(**told)  # type: ignore[arg-type]
