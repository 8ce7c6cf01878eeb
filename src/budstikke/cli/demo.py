"""Follow one order file all the way: letters, notices, checks, refusals, returns, sealed reports. Ends by itself."""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import sys
import time
from pathlib import Path

from budstikke.cli.processes import DidNotStart, Ports, stop_kindly_when_terminated
from budstikke.kit.database import named_server
from budstikke.kit.installation import data_folder, is_test

HELP = "from an order file to sealed reports, in about two minutes"
EXAMPLES = ("budstikke demo --folder var/demo",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--folder", type=Path, help="where everything ends up (var/demo)")


def run(arguments: argparse.Namespace) -> int:
    """Play the demo in an installation of its own and say what lies where."""
    if not is_test():
        print("the demo moves the clock; it runs on a test installation only", file=sys.stderr)
        return 2
    started = time.monotonic()
    stop_kindly_when_terminated()
    folder: Path = (arguments.folder or data_folder() / "demo").absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f".{folder.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"The demo did not start: another one is at work in {folder}.", file=sys.stderr)
            return 1
        return _played(folder, started)


def _played(folder: Path, started: float) -> int:
    ports = Ports.unused()
    _begin_anew(folder)
    # Named before anything reads them: the demo's own data, databases and ports.
    os.environ["BUDSTIKKE_DATA"] = str(folder / "installation")
    # On a server of its own they have their plain names, so that every command finds them by the folder alone.
    os.environ["BUDSTIKKE_DATABASE_SUFFIX"] = "_demo" if named_server() else ""
    os.environ.update(ports.environment())
    from django.db import OperationalError

    from budstikke.cli.demo_papers import Failed
    from budstikke.cli.demo_play import play

    try:
        play(folder, ports)
    except OperationalError:
        print("The demo stopped: the database server ended, or was ended, on the way.", file=sys.stderr)
        return 1
    except (Failed, DidNotStart) as reason:
        print(f"The demo stopped: {reason}", file=sys.stderr)
        return 1
    finally:
        from budstikke.kit.database import stop_server

        stop_server()
    print(f"\nDone in {time.monotonic() - started:.0f} seconds.")
    return 0


def _begin_anew(folder: Path) -> None:
    installation = folder / "installation"
    if installation.exists():
        os.environ["BUDSTIKKE_DATA"] = str(installation)
        from budstikke.kit.postgres import remove_cluster

        remove_cluster()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
