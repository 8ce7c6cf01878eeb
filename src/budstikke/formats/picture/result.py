"""What comes out of reading a picture."""

from __future__ import annotations

from dataclasses import dataclass

from budstikke.formats.picture.notes import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureReading:
    """
    What was read from a picture, and how sure it is.

    `lines` are the zone's, repaired, empty where nothing was read; `automatic` says that nobody needs to look.
    Otherwise `doubts` say why a clerk confirms field by field, below `strip_png`, the part of the picture the
    lines are on; `retake` says what a better picture would do differently.
    Unit: `turned_degrees` is how far the zone stood turned clockwise, 0 to 359.
    """

    lines: tuple[str, ...] = ()
    automatic: bool = False
    doubts: tuple[Note, ...] = ()
    retake: tuple[Note, ...] = ()
    strip_png: bytes = b""
    turned_degrees: int = 0

    def as_json(self) -> dict[str, object]:
        """Return everything but the strip and the lines as plain JSON values."""
        return {
            "automatic": self.automatic,
            "turned_degrees": self.turned_degrees,
            "doubts": [note.as_json() for note in self.doubts],
            "retake": [note.as_json() for note in self.retake],
        }
