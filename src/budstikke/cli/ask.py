"""Answer questions about the terms: one JSON object per line in, one answer with its clauses per line out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from typing import BinaryIO

from budstikke.cli.reading import NotReadable, opened
from budstikke.post.terms.editions import EVERY_EDITION, PUM_EDITIONS
from budstikke.post.terms.questions import AnyContract, NotAQuestion, answer

HELP = "answer questions about the terms, one JSON object per line"
EXAMPLES = (
    "budstikke ask questions.jsonl",
    'echo \'{"id": 1, "given": {"op": "pum_collect", "notified_on": "2026-11-23"}}\' | budstikke ask -',
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help='questions, such as {"id": 1, "given": {"op": ...}}; - for standard input',
    )
    parser.add_argument(
        "--edition",
        choices=tuple(EVERY_EDITION),
        default=PUM_EDITIONS[0].id,
        help="the edition to answer under; questions to the other contract are answered under its newest",
    )


def run(args: argparse.Namespace) -> int:
    """Answer each line; returns 1 when some line was no question, 2 when the file cannot be opened."""
    try:
        with opened(args.file) as lines:
            return (
                0 if answer_lines(lines, into=sys.stdout.buffer, edition=EVERY_EDITION[args.edition]) else 1
            )
    except NotReadable as error:
        print(error, file=sys.stderr)
        return 2


def answer_lines(lines: Iterable[bytes], *, into: BinaryIO, edition: AnyContract) -> bool:
    """Answer line by line, in order; returns whether every line was a question. Empty lines are no lines."""
    all_read = True
    for line in lines:
        if not line.strip():
            continue
        question: object = None
        try:
            question = _parsed(line)
            if not isinstance(question, Mapping):
                raise NotAQuestion('a question is an object: {"id": 1, "given": {"op": ...}}')
            said: dict[str, object] = {"id": question.get("id"), **answer(question, edition=edition)}
        except NotAQuestion as fault:
            all_read = False
            known = question.get("id") if isinstance(question, Mapping) else None
            said = {"id": known, "error": str(fault)}
        # A lone surrogate in an id cannot be written as UTF-8, but as the escape it came in as.
        into.write(json.dumps(said, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
        into.flush()
    return all_read


def _parsed(line: bytes) -> object:
    try:
        return json.loads(line.decode("utf-8-sig"), object_pairs_hook=_without_doubles)
    except (UnicodeDecodeError, RecursionError):
        raise NotAQuestion("the line is not JSON in UTF-8") from None
    except json.JSONDecodeError as error:
        raise NotAQuestion(f"the line is not JSON: {error.msg} at character {error.pos + 1}") from None
    except NotAQuestion:
        raise
    except ValueError:
        # Digits beyond what the interpreter converts.
        raise NotAQuestion("the line holds a number that is too long") from None


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotAQuestion("a key occurs twice in one object; which one is meant cannot be told")
    return found
