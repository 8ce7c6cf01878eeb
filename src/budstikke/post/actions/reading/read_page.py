"""Read the zone on the picture of a page, where the parts for it are installed."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from budstikke.formats import picture as pictures
from budstikke.formats.picture import Note, PictureReading, PicturesNotInstalled
from budstikke.formats.picture.notes import NO_ZONE
from budstikke.law.words import Words
from budstikke.post.actions.reading.found import Found

# The side of a card without a zone; looking for one there costs a second for nothing.
_WITHOUT_ZONE = "front"
_WITH_ZONE = "zone"

NO_ZONE_FOUND = f"PICTURE_{NO_ZONE.code.upper()}"

_RETAKE = Words(no="Ta bildet på nytt.", en="Take the picture again.")
_CONFIRM = Words(no="Bekreft lesingen på skjermen.", en="Confirm the reading on the screen.")
_TYPE = Words(no="Skriv inn linjene fra dokumentet.", en="Type the lines from the document.")
NOT_INSTALLED = Found(
    code="PICTURES_NOT_READ",
    stops=False,
    words=Words(no="Bilder leses ikke på denne maskinen.", en="Pictures are not read on this machine."),
    cure=_TYPE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPage:
    """What was read from a page: `outcome` is taken, confirm or retake; `strip_png` is base64."""

    outcome: str
    lines: tuple[str, ...] = field(default=(), repr=False)
    automatic: bool = False
    found: tuple[Found, ...] = ()
    strip_png: str = field(default="", repr=False)

    @property
    def source(self) -> str:
        """Under which source the page is kept."""
        return "mrz_picture" if self.lines else "page"

    def content(self) -> dict[str, object]:
        """Return what is kept of it; what is not sure lies under another name, so that nobody takes it for read."""
        lines = {"mrz_lines" if self.automatic else "unsure_lines": list(self.lines)} if self.lines else {}
        return {**lines, "strip_png": self.strip_png, "holds": self.outcome == "taken"}

    def answer(self) -> dict[str, object]:
        """Return what whoever brought it is told."""
        return {"outcome": self.outcome, "found": [each.as_json() for each in self.found]}


def read_page(picture: bytes, *, page: str, today: date) -> SeenPage:
    """
    Read a page.

    Terms:  PUM §12 (what cannot be read is keyed).
    Raises: Malformed for what is no picture.
    """
    if page == _WITHOUT_ZONE:
        return SeenPage(outcome="taken")
    try:
        reading = pictures.read(picture, today=today)
    except PicturesNotInstalled:
        return SeenPage(outcome="taken", found=(NOT_INSTALLED,))
    return SeenPage(
        outcome=_outcome(reading, page),
        lines=reading.lines,
        automatic=reading.automatic,
        found=tuple(_found(reading, page)),
        strip_png=base64.b64encode(reading.strip_png).decode(),
    )


def _outcome(reading: PictureReading, page: str) -> str:
    if reading.automatic:
        return "taken"
    if reading.retake or (NO_ZONE in reading.doubts and page == _WITH_ZONE):
        return "retake"
    return "taken" if NO_ZONE in reading.doubts else "confirm"


def _found(reading: PictureReading, page: str) -> Iterator[Found]:
    for note in reading.retake:
        yield _of_note(note, stops=True, cure=_RETAKE)
    for note in reading.doubts:
        if note is NO_ZONE:
            yield _of_note(note, stops=page == _WITH_ZONE, cure=_RETAKE if page == _WITH_ZONE else _TYPE)
        else:
            # Without a line there is nothing to confirm.
            yield _of_note(note, stops=True, cure=_CONFIRM if reading.lines else _RETAKE)


def _of_note(note: Note, *, stops: bool, cure: Words) -> Found:
    return Found(
        code=f"PICTURE_{note.code.upper()}", stops=stops, words=Words(no=note.no, en=note.en), cure=cure
    )
