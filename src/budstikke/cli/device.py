"""
Simulate a device of an outlet, well or failing in one of the ways of docs/devices.md, over HTTP.

All that a simulated device reads is invented and says SPECIMEN. `--list` prints the ways to fail.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from budstikke.cli import post
from budstikke.kit.installation import is_test

if TYPE_CHECKING:
    from budstikke.cli.device_plan import Laid
    from budstikke.post.papers.specimen import Specimen
    from budstikke.post.papers.specimen.chip_state import SpecimenState

HELP = "simulate a device of an outlet"
EXAMPLES = (
    "budstikke device --list",
    "budstikke device run --secret-file scanner.secret --document no_passport",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--list", action="store_true", help="print the ways in which a simulated device can fail"
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    _configure_run(verbs.add_parser("run", help="be a device: say how it is, and push what it reads"))
    state = verbs.add_parser(
        "state", help="found an invented state for chips, and import its certificate (test)"
    )
    state.add_argument("file", type=Path, metavar="FILE", help="where to keep the state's key (PEM)")
    state.add_argument("--country", default="NO", help="its two letters")


def _configure_run(run: argparse.ArgumentParser) -> None:
    run.add_argument("--url", default="http://localhost:8200", help="the post's address")
    run.add_argument("--secret-file", type=Path, required=True, help="what `counter device register` printed")
    run.add_argument("--document", default="no_passport", help="a kind of specimen (default: no_passport)")
    run.add_argument("--seed", type=int, default=1, help="which invented person (default: 1)")
    run.add_argument("--person", type=Path, help="JSON with what the page shall say instead, such as surname")
    run.add_argument("--state", type=Path, help="the key of an invented state: the document has a chip then")
    run.add_argument("--fail", default="", metavar="NAME", help="one of the ways of --list")


def run(arguments: argparse.Namespace) -> int:
    """List or simulate; returns 0 when a simulated device heard what it was to hear."""
    if arguments.list:
        return _list()
    verbs = {"run": _run, "state": _state}
    if arguments.verb is None:
        print("say --list, run or state", file=sys.stderr)
        return 2
    return verbs[arguments.verb](arguments)


def _list() -> int:
    from budstikke.cli.device_failures import FAILURES

    for row in FAILURES.values():
        said = {
            "name": row.name,
            "does": row.does,
            "station": row.station,
            "answer": row.answer,
            "found": row.found,
            "letter": row.letter,
        }
        print(json.dumps(said, ensure_ascii=False))
    return 0


def _run(arguments: argparse.Namespace) -> int:
    import httpx

    from budstikke.cli.device_failures import FAILURES
    from budstikke.cli.device_plan import healthy
    from budstikke.cli.device_sending import carry_out

    failure = FAILURES.get(arguments.fail)
    if arguments.fail and failure is None:
        print(f"no way to fail is called {arguments.fail!r}; --list prints them", file=sys.stderr)
        return 2
    try:
        secret = _secret(arguments.secret_file)
        laid = _laid(arguments)
    except (OSError, ValueError, KeyError) as reason:
        print(f"{type(reason).__name__}: {reason}", file=sys.stderr)
        return 2
    plan = failure.plan(laid) if failure else healthy(laid)
    heard = []
    try:
        for each in carry_out(plan, url=arguments.url, secret=secret):
            print(json.dumps(each.as_json()), flush=True)
            heard.append(each)
    except httpx.HTTPError as reason:
        print(f"nobody answers at {arguments.url}: {type(reason).__name__}", file=sys.stderr)
        return 1
    if failure:
        return int(not any(each.answer == failure.answer for each in heard))
    return int(any(each.status >= 400 for each in heard))


def _secret(path: Path) -> str:
    text = path.read_text(encoding="ascii").strip()
    # Either what the command printed, or the secret alone.
    return str(json.loads(text)["secret"]) if text.startswith("{") else text


def _laid(arguments: argparse.Namespace) -> Laid:
    from budstikke.cli.device_plan import Laid
    from budstikke.post.papers.specimen import invented

    specimen = invented(arguments.document, seed=arguments.seed)
    if arguments.person is not None:
        specimen = _changed(specimen, json.loads(arguments.person.read_text(encoding="utf-8")))
    state = _read_state(arguments.state) if arguments.state else None
    return Laid(specimen=specimen, state=state, signed_at=datetime.combine(specimen.issued_on, time(9), UTC))


def _changed(specimen: Specimen, said: Mapping[str, Any]) -> Specimen:
    days = {name: date.fromisoformat(value) for name, value in said.items() if name.endswith("_on")}
    try:
        return replace(specimen, **{**said, **days})
    except TypeError:
        raise ValueError("a person has surname, given_names, born_on, national_number, ...") from None


def _read_state(path: Path) -> SpecimenState:
    from budstikke.post.papers.specimen.chip_state import SpecimenState

    return SpecimenState.from_pem(path.read_bytes())


def _state(arguments: argparse.Namespace) -> int:
    if not is_test():
        print("an invented state is for test installations", file=sys.stderr)
        return 1
    post.set_up()
    from budstikke.cli.device_state import found_state

    print(json.dumps(found_state(arguments.file, country=arguments.country)))
    return 0
