"""
Draw the page of an invented identity document, marked SPECIMEN, and print what stands on it.

Without KIND it lists the kinds. The holder is drawn from --seed; --fields (a JSON object in a file, or -) replaces
what it names: surname, given_names, document_number, nationality, born_on, sex, issued_on, expires_on,
national_number (synthetic ones only). --tier takes the page as scanned or photographed instead of flat.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from datetime import date
from pathlib import Path

from budstikke.cli.reading import NotReadable, opened
from budstikke.formats.malformed import Fault, Malformed
from budstikke.formats.national_number import is_synthetic
from budstikke.post.papers import specimen

HELP = "draw the page of an invented identity document, marked SPECIMEN"
EXAMPLES = (
    "budstikke specimen",
    "budstikke specimen no_passport --out page.jpg --tier scan",
)
_DATES = ("born_on", "issued_on", "expires_on")
_AT_MOST_BYTES = 10_000


def configure(parser: argparse.ArgumentParser) -> None:
    """Say which arguments the command takes."""
    parser.add_argument(
        "kind", metavar="KIND", nargs="?", choices=[*specimen.KINDS, []], help="which document"
    )
    parser.add_argument("--out", metavar="FILE", help="where to write the picture (PNG; JPEG with --tier)")
    parser.add_argument("--seed", type=int, default=1, help="whom to invent (1)")
    parser.add_argument("--fields", metavar="FILE", help="JSON of what is to stand on the page, or -")
    parser.add_argument("--tier", choices=list(specimen.TIERS), help="as a scanner or a camera takes it")
    parser.add_argument(
        "--turn", type=int, choices=(0, 90, 180, 270), default=0, help="with --tier: turned so far"
    )


def run(args: argparse.Namespace) -> int:
    """Write the picture and print its content; returns 0, 1 when the fields do not fit, 2 when asked wrongly."""
    if args.kind is None:
        rows = [{"kind": row.code, "zone": row.zone and str(row.zone)} for row in specimen.KINDS.values()]
        print(json.dumps({"kinds": rows, "tiers": list(specimen.TIERS)}))
        return 0
    if args.out is None:
        print("--out FILE says where to write the picture", file=sys.stderr)
        return 2
    try:
        holder = _with_fields(specimen.invented(args.kind, seed=args.seed), args.fields)
        lines = specimen.zone_lines(holder)
        if args.tier:
            picture = specimen.photographed(holder, tier=args.tier, seed=args.seed, quarter_turn=args.turn)
        else:
            picture = specimen.page_png(holder)
        Path(args.out).write_bytes(picture)
    except (NotReadable, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    except Malformed as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps({**dataclasses.asdict(holder), "lines": lines}, ensure_ascii=False, default=str))
    return 0


def _with_fields(holder: specimen.Specimen, file: str | None) -> specimen.Specimen:
    if file is None:
        return holder
    with opened(file) as stream:
        content = stream.read(_AT_MOST_BYTES)
    known = {field.name for field in dataclasses.fields(holder)} - {"kind"}
    try:
        given = json.loads(content)
        assert isinstance(given, dict) and given.keys() <= known
        assert all(isinstance(value, str) for value in given.values())
        given = {name: date.fromisoformat(text) if name in _DATES else text for name, text in given.items()}
    except (ValueError, AssertionError) as error:
        text = f"is a JSON object with some of {', '.join(sorted(known))}, dates as YYYY-MM-DD"
        raise Malformed((Fault("fields", "SPECIMEN_FIELDS", text),)) from error
    number = given.get("national_number")
    if number and not is_synthetic(number):
        raise Malformed((Fault("national_number", "SPECIMEN_NUMBER", "is not a synthetic number"),))
    return dataclasses.replace(holder, **given)
