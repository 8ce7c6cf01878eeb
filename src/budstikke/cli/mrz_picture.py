"""The answer of `budstikke mrz` to a picture: the zone's JSON with what is doubted and what to take again."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from budstikke.formats import mrz, picture
from budstikke.formats.malformed import Malformed


def answer(content: bytes, *, strip: str | None, today: date) -> int:
    """Print what was read from a picture; return 0 when it was read beyond doubt, 1 when not."""
    try:
        reading = picture.read(content, today=today)
    except picture.PicturesNotInstalled as error:
        print(error, file=sys.stderr)
        return _nothing({"missing": list(picture.missing())}, today=today)
    except Malformed as error:
        print(error, file=sys.stderr)
        faults = [{"code": fault.code, "text": fault.text} for fault in error.faults]
        return _nothing({"faults": faults}, today=today)
    if strip and reading.strip_png:
        Path(strip).write_bytes(reading.strip_png)
    zone = mrz.read(reading.lines, today=today)
    said = {"lines": list(reading.lines), "picture": reading.as_json()}
    print(json.dumps({**zone.as_json(), **said}, ensure_ascii=False))
    for note in (*reading.retake, *reading.doubts):
        print(f"{note.no} / {note.en}", file=sys.stderr)
    return 0 if reading.automatic else 1


def _nothing(why: dict[str, object], *, today: date) -> int:
    print(
        json.dumps({**mrz.read("", today=today).as_json(), "lines": [], "picture": why}, ensure_ascii=False)
    )
    return 1
