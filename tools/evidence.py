#!/usr/bin/env python3
"""
Write what the checking page reads evidence by, from the published schemas and the names of events.

    .venv/bin/python tools/evidence.py            renew it
    .venv/bin/python tools/evidence.py --check    say whether it is out of step (exit 1)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tools.checking import only_checks  # noqa: E402  (the checkout's own)

from budstikke.proof.events import EVENT_NAMES  # noqa: E402  (the checkout's own)

SCHEMAS = ROOT / "docs" / "evidence"
SHAPES = ROOT / "src/budstikke/post/doors/checking/static/checking/shapes.js"
_SIGNED = {"$ref": "urn:budstikke:checkpoint:1"}
_DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
# What `budstikke log check` takes: two checkpoints, and how the log of one grew from that of the other.
_GROWTH = {
    "type": "object",
    "properties": {
        "first": _SIGNED,
        "second": _SIGNED,
        "path": {"type": "array", "items": _DIGEST, "maxItems": 1000},
    },
    "required": ["first", "second", "path"],
    "additionalProperties": False,
}
_ABOUT = ("title", "description", "$schema", "$id")


def shapes() -> str:
    """Return the script that names the shapes."""
    read = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(SCHEMAS.glob("*.schema.json"))]
    known = {
        each["$id"]: {name: value for name, value in each.items() if name not in _ABOUT} for each in read
    }
    known["urn:budstikke:growth:1"] = _GROWTH
    known["refusing"] = sorted(name for name, event in EVENT_NAMES.items() if event.refuses)
    return (
        "// Made by tools/evidence.py from docs/evidence/*.schema.json.\n"
        '"use strict";\n'
        f"const budstikkeShapes = {json.dumps(known, ensure_ascii=False, separators=(',', ':'))};\n"
    )


def main(arguments: list[str]) -> int:
    """Renew the file, or say that it is out of step."""
    checks, made = only_checks(arguments, saying=__doc__), shapes()
    if SHAPES.exists() and SHAPES.read_text(encoding="utf-8") == made:
        return 0
    sys.stdout.write(f"{SHAPES.relative_to(ROOT)}\n")
    if checks:
        return 1
    SHAPES.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
