"""The command `budstikke`: finds the file of the command asked for and runs it."""

from __future__ import annotations

import argparse
import difflib
import importlib
import os
import sys
import textwrap
from collections.abc import Sequence
from io import TextIOWrapper
from types import ModuleType

# The order is the order of `budstikke --help`. Each name is a file in this folder (with _ for -).
GROUPS = {
    "Ask the terms, read what is written": ("ask", "terms", "name", "number", "mrz", "specimen", "edi"),
    "Judge what was sealed": ("verify", "renew", "redact", "log"),
    "Letters": ("labels", "balance", "reconcile", "outage", "keep", "find"),
    "Notices": ("print", "bounces", "canary"),
    "Counters and customer service": ("counter", "device", "master-list", "audit"),
    "Forwarding and the address register": ("forwarding", "register", "wash", "postcodes"),
    "Senders": ("sftp-user", "api-key", "api-client", "portal-user", "invoice"),
    "The digital mailbox": ("mailbox", "inbox"),
    "The issuer of eIDs": ("maintenance", "issuer-staff", "issuer-root", "issuer-pack", "issuer-sign-ins"),
    "An installation": ("migrate", "keys", "worker", "mailbox-worker", "issuer-worker", "sftp", "stop"),
    "For trying out": (
        "demo",
        "run",
        "print-house",
        "sms-gateway",
        "payment-stand-in",
        "registry-stand-in",
        "reader-stand-in",
    ),
}
COMMANDS = tuple(name for names in GROUPS.values() for name in names)
_WIDTH = 79


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code (0 well, 1 refused or rejected, 2 asked wrongly)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    # Only the command asked for is imported, so that `ask` starts without Django; help needs them all.
    asked = arguments[0] if arguments and arguments[0] in COMMANDS else None
    if asked is None and arguments[:1] not in (["-h"], ["--help"]):
        return _unknown(arguments[0] if arguments else "")
    parser = parser_of([asked] if asked else COMMANDS)
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


def _unknown(typed: str) -> int:
    """Say how to go on where no command is named, without importing them all."""
    print("usage: budstikke COMMAND ...", file=sys.stderr)
    if typed:
        near = " or ".join(difflib.get_close_matches(typed, COMMANDS, n=2))
        print(f"There is no command {typed!r}." + (f" Did you mean {near}?" if near else ""), file=sys.stderr)
    print(
        "`budstikke --help` lists the commands; `budstikke demo` and `budstikke run` try them out.",
        file=sys.stderr,
    )
    return 2


def parser_of(names: Sequence[str]) -> argparse.ArgumentParser:
    """Return what reads the arguments of some commands, and helps with them."""
    parser = argparse.ArgumentParser(
        prog="budstikke",
        description="Hand a letter to exactly the right person, prove it, and cite the rule.",
        formatter_class=_Help,
    )
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", help="one of those below"
    )
    for name in names:
        module = _module(name)
        examples = "Examples:\n" + "\n".join(f"  {each}" for each in module.EXAMPLES)
        command = commands.add_parser(
            name, description=module.__doc__, epilog=examples, formatter_class=_Help
        )
        module.configure(command)
        _complete(command, json=False)
        command.set_defaults(run=module.run)
    if len(names) < len(COMMANDS):
        return parser  # listing them all would import them all
    told = "`budstikke COMMAND --help` says how each is asked. - reads standard input."
    parser.epilog = "\n\n".join([*(_listed(heading, group) for heading, group in GROUPS.items()), told])
    return parser


def _complete(parser: argparse.ArgumentParser, *, json: object) -> None:
    """Give a command and each of its verbs what all have: --json, wherever it is said, and names in capitals."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for verb in dict.fromkeys(action.choices.values()):
                # Not said here, it must not undo that it was said before the verb.
                _complete(verb, json=argparse.SUPPRESS)
        elif not action.option_strings and not action.choices and action.metavar is None:
            action.metavar = action.dest.upper()
    parser.add_argument("--json", action="store_true", default=json, help="print JSON (most always do)")


def _listed(heading: str, names: Sequence[str]) -> str:
    lines = [f"{heading}:"]
    for name in names:
        lines += textwrap.wrap(
            f"  {name:<17} {_module(name).HELP}", _WIDTH, subsequent_indent=" " * 20, break_on_hyphens=False
        )
    return "\n".join(lines)


class _Help(argparse.HelpFormatter):
    """Wraps text paragraph by paragraph, and leaves alone a paragraph that has lines set in, as lists and examples."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        paragraphs = text.strip().split("\n\n")
        return "\n\n".join(
            each if "\n  " in each else super(_Help, self)._fill_text(each, width, indent)
            for each in paragraphs
        )


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"budstikke.cli.{name.replace('-', '_')}")


if __name__ == "__main__":
    sys.exit(main())
