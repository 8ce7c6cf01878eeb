"""Putting status messages where the senders' systems fetch them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from budstikke.kit.clock import now
from budstikke.kit.installation import write_whole
from budstikke.post.actions.telling.mark_put_out import mark_put_out
from budstikke.post.doors.edi.folder import DropFolder
from budstikke.post.records.models import StatusFile


def put_out(files: Iterable[StatusFile], folder: DropFolder) -> list[Path]:
    """Write each file whole into its sender's folder, then mark it; after a crash the same file is written again."""
    written = []
    for file in files:
        path = folder.out(file.sender.edi_id) / f"IFTSTA_{file.id:08}.edi"
        write_whole(path, bytes(file.content))
        mark_put_out(file.id, now=now())
        written.append(path)
    return written
