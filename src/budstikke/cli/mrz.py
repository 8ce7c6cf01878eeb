"""
Read the machine-readable zone of an identity document: two or three lines of text, or a picture (JPEG or PNG) of
its page, from a file or `-`.

Prints the fields, what failed and remarks as JSON; exit 0 when the zone is sound, 1 when it is not. From a picture
it is sound only where nobody needs to look at it: `picture` says what is doubted and what a new one would cure. Whether
such a document counts for a letter is another question.
"""

from __future__ import annotations

import argparse
import json
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from budstikke.cli import mrz_picture
from budstikke.cli.reading import NotReadable, opened
from budstikke.formats import mrz, picture
from budstikke.kit.clock import today

HELP = "read the machine-readable zone of an identity document"
EXAMPLES = (
    "budstikke mrz page.jpg",
    "budstikke mrz --lines - < lines.txt",
)
# Three lines are 92 characters; what is longer than this is something else.
_AT_MOST_BYTES = 4096


def configure(parser: argparse.ArgumentParser) -> None:
    """Say which arguments the command takes."""
    parser.add_argument("file", metavar="FILE", help="the lines or a picture, or - for standard input")
    parser.add_argument(
        "--lines",
        action="store_true",
        help="FILE holds lines of text (else a picture is known by its first bytes)",
    )
    parser.add_argument("--strip", metavar="PNG", help="write the part of the picture with the lines here")


def run(args: argparse.Namespace) -> int:
    """Print the zone; returns 0 when it is sound."""
    try:
        with opened(args.file) as stream:
            content = stream.read(_AT_MOST_BYTES + 1)
            if picture.looks_like_one(content) and not args.lines:
                content += stream.read(picture.LARGEST_BYTES)
                return mrz_picture.answer(content, strip=args.strip, today=today())
    except (NotReadable, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    text = _text(content)
    if text is None:
        print("not MRZ lines: give the two or three lines at the foot of the page as text", file=sys.stderr)
    zone = mrz.read(text or "", today=today())
    print(json.dumps(zone.as_json(), ensure_ascii=False))
    return 0 if zone.accept else 1


def _text(content: bytes) -> str | None:
    if len(content) > _AT_MOST_BYTES:
        return None
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    # A byte that is no text is a character that does not belong in the zone, and is told with its place.
    return None if b"\0" in content else content.decode("utf-8-sig", "replace")
