"""Whatever the bytes: an answer, the same one however they arrive, and in flat memory."""

from __future__ import annotations

import gc
import io
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.edi_samples import FULL, LATIN, OLDER, ORDER, many, parts

from budstikke.formats.edifact import source
from budstikke.formats.edifact.contrl import acknowledge
from budstikke.formats.edifact.faults import KINDS
from budstikke.formats.edifact.header import Header
from budstikke.formats.edifact.iftmin import Rejected, Verdict, read_interchange
from budstikke.formats.edifact.segments import ROWS, taken_apart

SATURDAY = datetime(2026, 11, 21, 8, 16, tzinfo=UTC)  # Saturday

_SIGNS = (b"'", b"+", b":", b"?", b"??", b"?'", b"\n", b"\x00", b"\x01", b"\x05", b"\xc3\xa5", b"\xff", b"")
_SEGMENTS = (b"UNA", b"UNB+", b"'UNH+", b"'UNT+", b"'UNZ+", b"'GID+1+99999999'", b"'PCI+18'", b"'CNT+11:-1'")
_pieces = st.sampled_from((*_SIGNS, *_SEGMENTS, b"9" * 5000))


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """An order file after some accidents: pieces cut out, put in, doubled, or the end lost."""
    data = draw(st.sampled_from([ORDER, OLDER, FULL, ORDER + FULL]))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        data = data[:start] + draw(_pieces | st.binary(max_size=4)) + data[end:]
    return data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data


@settings(max_examples=400, deadline=None)
@given(spoilt() | st.binary(max_size=200))
def test_any_bytes_are_answered(data: bytes) -> None:
    """
    Never an exception: bookings and faults of known kinds, with a place each, and an answer to the sender.
    """
    read = parts(data, LATIN)
    assert isinstance(read[-1], Verdict)
    for part in read:
        if isinstance(part, Rejected):
            assert part.faults
        if isinstance(part, Rejected | Verdict):
            for fault in part.faults:
                assert fault.code in KINDS
                assert fault.segment >= 1
                assert str(fault.position)
    answers = b"".join(acknowledge(iter(read), reference="C1", now=SATURDAY))
    assert answers.count(b"UNA:+.? '\nUNB+") == sum(isinstance(part, Header) for part in read)


@settings(max_examples=60, deadline=None)
@given(spoilt(), st.integers(1, 60))
def test_it_does_not_matter_how_the_bytes_arrive(data: bytes, size: int) -> None:
    """A stream that gives a few bytes at a time reads the same."""
    whole = parts(data, LATIN)
    blocks = source.BLOCK_BYTES
    source.BLOCK_BYTES = size
    try:
        assert parts(data, LATIN) == whole
    finally:
        source.BLOCK_BYTES = blocks


_values = st.text(st.sampled_from("aB1-.,\x01\x02\x03\x04\xa0å"), max_size=40)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(ROWS)), st.lists(st.lists(_values, max_size=7), max_size=12))
def test_the_fast_way_and_the_slow_way_agree(tag: str, elements: list[list[str]]) -> None:
    """What the pattern of a segment lets pass has no fault, and the same columns."""
    segment = "+".join([tag, *(":".join(element) for element in elements)])
    match = ROWS[tag].pattern.fullmatch(segment)
    if match:
        marks = str.maketrans({"\x01": "?", "\x02": "'", "\x03": "+", "\x04": ":"})
        columns = tuple(value.translate(marks) for value in match.groups(""))
        assert taken_apart(segment, message=None, number=1) == (columns, [])


def _peak(data: Iterator[bytes]) -> int:
    """The most memory that reading takes beyond the file itself."""

    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.rest = b""

        def read(self, size: int = -1) -> bytes:  # type: ignore[override]
            while len(self.rest) < size and (piece := next(data, b"")):
                self.rest += piece
            given, self.rest = self.rest[:size], self.rest[size:]
            return given

    gc.collect()
    tracemalloc.start()
    try:
        for _ in read_interchange(Stream(), printable=LATIN):  # type: ignore[arg-type]
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _orders(count: int) -> Iterator[bytes]:
    start, end = ORDER.index(b"UNH+"), ORDER.index(b"UNZ+")
    yield ORDER[:start]
    for number in range(1, count + 1):
        yield (
            ORDER[start:end]
            .replace(b"UNH+1+", b"UNH+%d+" % number)
            .replace(b"UNT+18+1'", b"UNT+18+%d'" % number)
            .replace(b"ORDRE-1001", b"ORDRE-%d" % number)
        )
    yield b"UNZ+%d+PUM0000001'" % count


def test_memory_stays_flat() -> None:
    """Ten times the messages take no more memory."""
    _peak(_orders(1_000))  # what is remembered for good is not counted
    few = _peak(_orders(1_000))
    assert _peak(_orders(10_000)) < 1.2 * few


def test_many_orders_are_all_read() -> None:
    """Blocks of the file cut messages anywhere; none is lost."""
    read = parts(many(1_000))
    assert read[-1] == Verdict("PUM0000001", 1_000, 0, ())
    assert len(read) == 1_002
