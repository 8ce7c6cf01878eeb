"""Stop the embedded PostgreSQL that a command started and left running for the next one; its data stays."""

from __future__ import annotations

import argparse
import json

from budstikke.kit.database import named_server, stop_server

HELP = "stop the embedded PostgreSQL"
EXAMPLES = ("budstikke stop",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare no arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Stop the server; a server named by DATABASE_URL is somebody else's to stop."""
    stop_server()
    stopped = named_server() is None
    if arguments.json:
        print(json.dumps({"stopped": stopped}))
    else:
        print("stopped" if stopped else "DATABASE_URL names another server; it is not ours to stop")
    return 0
