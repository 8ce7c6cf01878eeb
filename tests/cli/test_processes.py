"""The processes of an installation start where nobody listens, and leave nobody behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from budstikke.cli.processes import DidNotStart, Ports, process, refuse_taken


def test_a_taken_port_is_named_before_anything_starts() -> None:
    """The web server would share the port without a word, and answers would come from two installations."""
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(DidNotStart) as refused:
        port = taken.getsockname()[1]
        refuse_taken(Ports(post=_free_port(), mailbox=port, smtp=_free_port()))
    assert f"port {port} (mailbox)." in str(refused.value)


def test_free_ports_are_not_refused() -> None:
    """Nobody listens; nothing is said."""
    refuse_taken(Ports(post=_free_port(), mailbox=_free_port(), smtp=_free_port()))


def test_a_stopped_process_leaves_no_child_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server stopped while it starts dies at once and forgets the worker it has just made."""
    monkeypatch.setenv("BUDSTIKKE_DATA", str(tmp_path))
    told = tmp_path / "child"
    forgetful = (
        "import pathlib, subprocess, sys, time;"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f"pathlib.Path({str(told)!r}).write_text(str(child.pid));"
        "time.sleep(60)"
    )
    with process("forgetful", [sys.executable, "-c", forgetful], dict(os.environ)):
        assert _within(10, lambda: told.exists() and told.read_text() != "")
    assert _within(5, lambda: not _alive(int(told.read_text())))


def test_a_command_that_is_killed_leaves_no_process_behind(tmp_path: Path) -> None:
    """`kill -9` runs no `finally`; what the command started ends all the same."""
    told = tmp_path / "child"
    starting = (
        "import os, pathlib, sys, time; from budstikke.cli.processes import process\n"
        "with process('sleeper', [sys.executable, '-c', 'import time; time.sleep(60)'], dict(os.environ)) as child:\n"
        f"    pathlib.Path({str(told)!r}).write_text(str(child.pid)); time.sleep(60)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "BUDSTIKKE_DATA": str(tmp_path)}
    started = subprocess.Popen([sys.executable, "-c", starting], env=environment)
    assert _within(20, lambda: told.exists() and told.read_text() != "")
    started.kill()
    started.wait()
    assert _within(5, lambda: not _alive(int(told.read_text())))


def test_a_terminated_command_ends_through_its_finally(tmp_path: Path) -> None:
    """`kill` does what Ctrl-C does: the servers it started are stopped."""
    ready, ended = tmp_path / "ready", tmp_path / "ended"
    waiting = (
        "import pathlib, time; from budstikke.cli.processes import stop_kindly_when_terminated;"
        "stop_kindly_when_terminated()\n"
        "try:\n"
        f"    pathlib.Path({str(ready)!r}).touch(); time.sleep(60)\n"
        "finally:\n"
        f"    pathlib.Path({str(ended)!r}).touch()\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    started = subprocess.Popen([sys.executable, "-c", waiting], stderr=subprocess.DEVNULL, env=environment)
    assert _within(20, ready.exists)
    started.send_signal(signal.SIGTERM)
    started.wait(10)
    assert ended.exists()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return False


def _alive(pid: int) -> bool:
    # A zombie has ended; whoever adopted it has only not looked yet.
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
