"""The verbs of `budstikke edi` that need the post's database: take order files in, send status messages out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from budstikke.cli import post
from budstikke.cli.reading import opened


def intake(arguments: argparse.Namespace) -> int:
    """Book order files as the drop folder would; returns 1 when anything was rejected."""
    post.set_up()
    from budstikke.post.doors.edi.folder import drop_folder
    from budstikke.post.doors.edi.intake import shown, take_in

    folder, well = drop_folder(), True
    for name in arguments.files:
        # Where the drop folder keeps files it is working on: a crash here is made good by its next round.
        with (
            opened(name) as stream,
            folder.bring(stream, name="stdin.edi" if name == "-" else Path(name).name) as taken,
        ):
            result = take_in(folder, taken)
        well = well and all(booked.all_well for booked in result.interchanges)
        for booked in result.interchanges:
            for piece in shown(booked, file=str(result.file)):
                sys.stdout.write(piece.decode())
            print()
        for answer in result.answers:
            print(f"answered in {answer}", file=sys.stderr)
    return 0 if well else 1


def statuses(_arguments: argparse.Namespace) -> int:
    """Write the status messages that are due into the senders' folders."""
    post.set_up()
    from budstikke.kit.clock import now
    from budstikke.post.actions.telling.write_statuses import write_statuses
    from budstikke.post.doors.edi.folder import drop_folder
    from budstikke.post.doors.edi.outgoing import put_out

    for path in put_out(write_statuses(now=now()), drop_folder()):
        print(path)
    return 0
