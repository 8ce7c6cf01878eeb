"""The house tries its commands: each helps, each refuses what it does not know, and what the pages show, works."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path

import pytest
from tests.house.test_docs import PAGES
from tests.house.tree import ROOT, SRC, name_of

from budstikke.cli.main import COMMANDS, parser_of

# What blocks without the mark `run` may hold: too long, for ever, or about another machine. Each is tested elsewhere.
_BLOCK = re.compile(r"^```sh( run)?\n(.*?)^```", re.M | re.S)
NOT_RUN_HERE = {
    "budstikke audit": "needs a database with look-ups in it",
    "make": "sets up, tests or plays for minutes; the continuous integration runs them",
    "granian": "serves until it is stopped",
    "export": "names a server of the reader's",
    "budstikke device": "needs a service; tests/doors and tests/cli run it",
    "budstikke counter": "needs a database; tests/cli runs it",
    "budstikke api-key": "needs a database; tests/cli runs it",
    "curl": "needs a service; tests/doors runs it",
    "budstikke run": "runs until it is stopped",
    "budstikke worker": "runs until it is stopped",
    "budstikke edi send": "needs a carrier; tests/doors runs it",
    "budstikke sftp": "runs until it is stopped; tests/doors runs the server",
    "budstikke issuer-pack": "needs a database with orders in it; tests/issuer runs what it does",
    "budstikke migrate": "every test with a database begins with it",
    "budstikke mailbox-worker": "runs until it is stopped; tests/mailbox runs what it does",
    "budstikke reconcile": "needs a database; tests/cli runs it",
    "budstikke balance": "needs a database; tests/stories runs it",
    "budstikke verify": "needs a report; tests/proof runs it",
    "budstikke renew": "needs a report; tests/proof runs it",
    "budstikke redact": "needs a report; tests/proof runs it",
    "budstikke forwarding": "needs a database; tests/cli runs it",
    "budstikke register": "needs a database; tests/cli runs it",
    "budstikke log": "needs a log; tests/cli runs it",
    "budstikke wash": "needs published moves; tests/cli runs it",
    "budstikke postcodes": "needs a database; tests/cli runs it",
    "budstikke reader-stand-in": "runs until it is stopped; tests/issuer run the server",
    "budstikke issuer-staff": "needs an installation; tests/issuer runs it",
    "budstikke issuer-sign-ins": "needs an installation; tests/issuer runs what it does",
    "budstikke payment-stand-in": "runs until it is stopped; tests/channels run the server",
    "budstikke bounces": "needs a mailbox of the mail server's; tests/cli runs it",
    "budstikke canary": "needs an installation; tests/doors runs it",
    "budstikke print": "needs notices on paper; tests/cli runs it",
    "budstikke invoice": "needs letters handed over; tests/cli runs it",
    "budstikke keep": "needs letters handed over; tests/cli runs it",
    "budstikke master-list": "needs a state's list; tests/formats makes one",
    "budstikke maintenance": "needs a database; tests/issuer runs it",
    "budstikke inbox": "needs a mailbox; tests/mailbox runs it",
}


# Begins a command once, and then asks it each way in a process of its own: forked where that command is imported
# and no other, which most of the time goes into.
_ASK = """
import contextlib, io, json, os, sys
from budstikke.cli import main
asked = json.load(sys.stdin)
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main.main(asked[0])
answers = []
for arguments in asked:
    ends = [os.pipe(), os.pipe()]
    child = os.fork()
    if not child:
        for stream, (_, writing) in enumerate(ends, 1):
            os.dup2(writing, stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.exit(main.main(arguments))
    said = []
    for reading, writing in ends:
        os.close(writing)
        said.append(open(reading, encoding="utf-8").read())
    answers.append([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), *said])
print(json.dumps(answers))
"""
_REFUSED = "--no-such-option"


@cache
def _asked(command: str) -> dict[tuple[str, ...], tuple[int, str, str]]:
    """What a command and each of its verbs say when asked for help, and when asked wrongly."""
    asked = [[*words, how] for words in _words_of(command) for how in ("--help", _REFUSED)]
    ran = subprocess.run(
        [sys.executable, "-c", _ASK],
        input=json.dumps(asked).encode(),
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(SRC.parent)},
        timeout=60,
        check=True,
    )
    return {tuple(each): tuple(answer) for each, answer in zip(asked, json.loads(ran.stdout), strict=True)}


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_a_command_answers_help(command: str) -> None:
    """Help comes on standard output and ends well, for each of its verbs too."""
    for words in _words_of(command):
        code, said, complained = _asked(command)[*words, "--help"]
        assert (code, complained) == (0, ""), words
        assert said.startswith("usage: budstikke")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_a_command_refuses_what_it_does_not_know(command: str) -> None:
    """Asked wrongly is 2, said on standard error, and nothing is done; by its verbs as well."""
    for words in _words_of(command):
        code, said, complained = _asked(command)[*words, _REFUSED]
        assert (code, said) == (2, ""), words
        assert "usage: budstikke" in complained


def _blocks(*, run: bool) -> list[tuple[Path, str]]:
    return [
        (page, block)
        for page in PAGES
        for mark, block in _BLOCK.findall(page.read_text(encoding="utf-8"))
        if bool(mark) is run
    ]


def _lines(block: str) -> list[str]:
    whole = re.sub(r" \\\n\s*", " ", block)  # a line that goes on below
    return [line.partition("   #")[0].strip() for line in whole.splitlines() if line.strip()]


@pytest.mark.parametrize(
    ("page", "line"),
    [(page, line) for page, block in _blocks(run=True) for line in _lines(block)],
    ids=lambda value: value if isinstance(value, str) else name_of(value),
)
def test_a_command_on_a_page_works(page: Path, line: str, tmp_path: Path) -> None:
    """What a page shows as runnable runs as it stands, and ends well."""
    path = tmp_path / "budstikke"
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m budstikke.cli.main "$@"\n')
    path.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(SRC.parent)}
    said = subprocess.run(["sh", "-c", line], cwd=ROOT, env=environment, capture_output=True, timeout=60)
    assert said.returncode == 0, said.stderr
    assert said.stdout
    assert b'"error"' not in said.stdout


@pytest.mark.parametrize(
    ("page", "line"),
    [(page, line) for page, block in _blocks(run=False) for line in _lines(block)],
    ids=lambda value: value if isinstance(value, str) else name_of(value),
)
def test_a_command_on_a_page_that_is_not_run_exists(page: Path, line: str) -> None:
    """The others are known by their beginning, with the reason, and their options exist."""
    (reason,) = [why for start, why in NOT_RUN_HERE.items() if line.startswith(start)]
    assert reason
    assert not _refused(line)
    words = line.split()
    if words[0] == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(), re.M)


def test_every_example_in_a_help_can_be_asked() -> None:
    """Each command shows at least one, and what it shows has the options it has."""
    shown = {
        name: importlib.import_module(f"budstikke.cli.{name.replace('-', '_')}").EXAMPLES for name in COMMANDS
    }
    assert all(shown.values())
    assert [each for examples in shown.values() for each in examples if _refused(each)] == []


def test_everything_a_command_takes_says_what_it_is() -> None:
    """A newcomer reads help, not code; and every verb takes --json, wherever it is said."""
    commands = list(_parsers(_parser()))[1:]
    silent = [
        f"{each.prog} {action.dest}"
        for each in commands
        for action in each._actions
        if not action.help and not isinstance(action, argparse._SubParsersAction)
    ]
    assert silent == []
    assert [
        each.prog for each in commands if not any("--json" in one.option_strings for one in each._actions)
    ] == []


def _words_of(command: str) -> list[list[str]]:
    """A command, and each of its verbs."""
    asked = [each.prog.split()[1:] for each in _parsers(_parser())]
    return [words for words in asked if (words[0] if words else "") == command]


@cache
def _parser() -> argparse.ArgumentParser:
    return parser_of(COMMANDS)


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for verb in action.choices.values():
                yield from _parsers(verb)


def _refused(line: str) -> bool:
    """Whether one of the commands of a line of shell is asked for with options or words it does not have."""
    for part in line.split(" | "):
        words = shlex.split(part)
        asked = list(takewhile(lambda word: word not in ("<", ">"), words[1:]))
        if words[0] == "budstikke":
            try:
                _parser().parse_args(asked)
            except SystemExit:
                return True
    return False
