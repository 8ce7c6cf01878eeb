"""Stop the embedded PostgreSQL that a command started and left running for the next one; its data stays."""

from __future__ import annotations

import argparse
import json

from budstikke.kit.database import named_server, stop_server

HELP = "stop the embedded PostgreSQL"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare no arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Stop the server; a server named by DATABASE_URL is somebody else's to stop."""
    stop_server()
    print(json.dumps({"stopped": named_server() is None}))
    return 0
