"""The command `budstikke`: finds the file of the command asked for and runs it."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from types import ModuleType

# The order is the order of `budstikke --help`. Each name is a file in this folder (with _ for -).
COMMANDS = (
    "ask",
    "edi",
    "mrz",
    "name",
    "number",
    "verify",
    "renew",
    "redact",
    "log",
    "specimen",
    "terms",
    "forwarding",
    "balance",
    "reconcile",
    "device",
    "labels",
    "invoice",
    "outage",
    "maintenance",
    "keys",
    "find",
    "keep",
    "register",
    "counter",
    "audit",
    "sftp-user",
    "api-key",
    "api-client",
    "portal-user",
    "postcodes",
    "wash",
    "payment-stand-in",
    "master-list",
    "inbox",
    "mailbox",
    "mailbox-worker",
    "issuer-worker",
    "issuer-pack",
    "issuer-sign-ins",
    "print-house",
    "registry-stand-in",
    "reader-stand-in",
    "demo",
    "run",
    "worker",
    "sftp",
    "sms-gateway",
    "bounces",
    "canary",
    "print",
    "migrate",
    "stop",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code (0 well, 1 refused or rejected, 2 asked wrongly)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    # Only the command asked for is imported, so that `ask` starts without Django; help needs them all.
    asked = arguments[0] if arguments and arguments[0] in COMMANDS else None
    parser = argparse.ArgumentParser(
        prog="budstikke",
        description="Hand a letter to exactly the right person, prove it, and cite the rule.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in [asked] if asked else COMMANDS:
        module = _module(name)
        command = commands.add_parser(name, help=module.HELP, description=module.__doc__)
        command.add_argument("--json", action="store_true", help="print JSON (some commands always do)")
        module.configure(command)
        command.set_defaults(run=module.run)
    parsed = parser.parse_args(arguments)
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.encoding.lower() != "utf-8":
        sys.stdout.reconfigure(encoding="utf-8")  # JSON is UTF-8, whatever the terminal is
    try:
        return int(parsed.run(parsed))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output has gone (as `head` does); there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"budstikke.cli.{name.replace('-', '_')}")


if __name__ == "__main__":
    sys.exit(main())
