"""Paper: PDF files in a folder that the print shop empties."""

from __future__ import annotations

from pathlib import Path

from budstikke.kit.installation import write_whole
from budstikke.post.channels.errors import Unreachable
from budstikke.post.channels.message import Message


class PrintFolder:
    """One file per notice, named by its key, so that a repetition replaces itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: Message) -> None:
        """Write the PDF whole or not at all."""
        try:
            write_whole(self._folder / f"{message.key}.pdf", message.pdf())
        except OSError as error:
            raise Unreachable(f"the print folder cannot be written: {error.strerror}") from None
