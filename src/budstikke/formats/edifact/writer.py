"""
Values to EDIFACT: released characters, counted segments, an interchange around its messages.

An interchange is written in UNOC (8859-1); where a character is not in that set, all of it becomes UTF-8
(UNOY, syntax version 4). No character is ever replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO

from budstikke.formats.edifact.header import OSLO
from budstikke.formats.malformed import Fault, Malformed

_RELEASED = str.maketrans({sign: "?" + sign for sign in "?'+:"})
_MEMORY_BYTES = 1 << 20  # an interchange longer than this waits in a temporary file
_PIECE_BYTES = 1 << 16
END = "'\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What UNB says of an interchange that is sent."""

    reference: str
    sender: str
    sender_qualifier: str
    recipient: str
    recipient_qualifier: str
    prepared_at: datetime
    application: str = ""
    acknowledge: bool = False
    test: bool = False


def text(value: str) -> str:
    """
    A value with its service characters released.

    Raises: Malformed for a control character, which no character set of EDIFACT holds.
    """
    if not value.isprintable():
        for nth, sign in enumerate(value, 1):
            if sign < " " or "\x7f" <= sign <= "\x9f" or "\ud800" <= sign <= "\udfff":
                said = "a control character cannot be sent; leave it out"
                raise Malformed((Fault(f"character {nth}", "CHARACTER_NOT_IN_LEVEL", said),))
    return value.translate(_RELEASED)


def segment(tag: str, *elements: str | tuple[str, ...]) -> str:
    """One segment of raw values, what is empty at its end left out."""
    written_elements = [text(part) if isinstance(part, str) else _composite(part) for part in elements]
    while written_elements and not written_elements[-1]:
        written_elements.pop()
    return "+".join((tag, *written_elements)) + END


def _composite(parts: tuple[str, ...]) -> str:
    last = len(parts)
    while last and not parts[last - 1]:
        last -= 1
    return ":".join(map(text, parts[:last]))


def message(identifier: str, *, reference: str, segments: list[str]) -> str:
    """One message around its segments, counted."""
    return "".join(long_message(identifier, reference=reference, segments=segments, count=len(segments)))


def long_message(identifier: str, *, reference: str, segments: Iterable[str], count: int) -> Iterator[str]:
    """One message in parts, around segments that were counted before."""
    released = text(reference)
    yield f"UNH+{released}+{identifier}{END}"
    yield from segments
    yield f"UNT+{count + 2}+{released}{END}"


def fold(value: str, *, size: int, most: int) -> tuple[str, ...]:
    """
    Part a long value at blanks, so that the parts joined by a blank are the value again.

    Raises: Malformed when it cannot be parted so.
    """
    parts: list[str] = []
    rest = value
    while len(rest) > size:
        cut = rest.rfind(" ", 1, size + 1)
        if cut < 0:
            break
        parts.append(rest[:cut])
        rest = rest[cut + 1 :]
    parts.append(rest)
    if len(parts) > most or len(rest) > size:
        said = f"does not part at blanks into {most} pieces of at most {size} characters; shorten it"
        raise Malformed((Fault("value", "VALUE_TOO_LONG", said),))
    return tuple(parts)


def written(messages: Iterable[str | Iterator[str]], *, envelope: Envelope) -> Iterator[bytes]:
    """Write an interchange around messages, whole or in parts; memory stays flat however many there are."""
    codec, count = "iso8859-1", 0
    with _Spool() as spool:
        for one in messages:
            count += 1
            for part in (one,) if isinstance(one, str) else one:
                try:
                    data = part.encode(codec)
                except UnicodeEncodeError:
                    spool.transcode(codec, "utf-8")
                    codec = "utf-8"
                    data = part.encode(codec)
                spool.file.write(data)
        yield _head(envelope, codec=codec).encode(codec)
        spool.file.seek(0)
        while piece := spool.file.read(_PIECE_BYTES):
            yield piece
    yield segment("UNZ", str(count), envelope.reference).encode(codec)


def _head(envelope: Envelope, *, codec: str) -> str:
    at = envelope.prepared_at.astimezone(OSLO)
    wide = codec == "utf-8"
    return "UNA:+.? '\n" + segment(
        "UNB",
        ("UNOY", "4") if wide else ("UNOC", "3"),
        (envelope.sender, envelope.sender_qualifier),
        (envelope.recipient, envelope.recipient_qualifier),
        (at.strftime("%Y%m%d" if wide else "%y%m%d"), at.strftime("%H%M")),
        envelope.reference,
        "",
        envelope.application,
        "",
        "1" if envelope.acknowledge else "",
        "",
        "1" if envelope.test else "",
    )


class _Spool:
    """Bytes that wait until it is known in which character set they go out."""

    def __init__(self) -> None:
        self.file: IO[bytes] = SpooledTemporaryFile(max_size=_MEMORY_BYTES)  # noqa: SIM115  (closed on exit)

    def __enter__(self) -> _Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def transcode(self, old: str, new: str) -> None:
        """Write what is there again in another character set."""
        before = self.file
        self.file = SpooledTemporaryFile(max_size=_MEMORY_BYTES)  # noqa: SIM115  (closed on exit)
        before.seek(0)
        while piece := before.read(_PIECE_BYTES):
            self.file.write(piece.decode(old).encode(new))
        before.close()
