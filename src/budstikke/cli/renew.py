"""
Stamp a sealed report again, so that it holds on after the archive time stamp's certificate has ended.

Prints the verdict on the renewed file as `verify` does. A report that does not hold is not renewed: no stamp
mends it. The stamp is this installation's, or of the authority BUDSTIKKE_TIME_STAMP_URL names.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from budstikke.cli.reading import NotReadable, opened
from budstikke.kit import clock
from budstikke.kit.installation import data_folder, write_whole
from budstikke.proof.trust import NotTrustMaterial, Trust
from budstikke.proof.verify import LARGEST_FILE, verify

HELP = "stamp a sealed report again, for another ten years"
EXAMPLES = ("budstikke renew report.pdf --trust trust.pem",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Name the file, where the renewed one goes, and whom to trust beside ourselves."""
    parser.add_argument("file", metavar="FILE", help="a sealed report (PDF); - for standard input")
    parser.add_argument("--out", metavar="FILE", help="where the renewed report goes; else FILE is replaced")
    parser.add_argument(
        "--trust",
        metavar="PEM",
        nargs="+",
        help="roots of whoever sealed it; those of this installation are trusted in any case",
    )


def run(arguments: argparse.Namespace) -> int:
    """Renew the file; returns 0 when the renewed one holds, 1 when it was not renewed, 2 asked wrongly."""
    target = arguments.out or arguments.file
    if target == "-":
        print("--out names the file to write", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budstikke.wiring.post")
    from budstikke.post.channels import chosen
    from budstikke.post.channels.errors import Rejected, Unreachable

    now, sealer = clock.now(), chosen.sealer()
    try:
        with opened(arguments.file) as stream:
            data = stream.read(LARGEST_FILE + 1)
        named = [Path(name) for name in arguments.trust or sorted((data_folder() / "trust").glob("*.pem"))]
        trust = Trust.from_pem(sealer.trust_pem(now=now), *(path.read_bytes() for path in named))
    except (NotReadable, NotTrustMaterial, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    verdict = verify(data, trust=trust, at=now)
    renewed = False
    if verdict.holds and data.startswith(b"%PDF-"):
        try:
            stamped = sealer.renew_pdf(data, now=now)
        except (Unreachable, Rejected) as error:
            print(f"not renewed: {error}", file=sys.stderr)
            return 1
        verdict = verify(stamped, trust=trust, at=now)
        if renewed := verdict.holds:
            write_whole(Path(target), stamped, mode=0o644)
    print(json.dumps({"renewed": renewed} | verdict.as_json(), ensure_ascii=False, indent=2))
    for check in verdict.checks:
        print(f"{'✓' if check.holds else '✗'} {check.name}: {check.words.en}", file=sys.stderr)
    return 0 if renewed else 1
