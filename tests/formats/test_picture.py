"""Pictures of specimen pages: read where they can be, doubted where they cannot, refused where they are none."""

from __future__ import annotations

import io
import os
import struct
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from budstikke.formats import picture
from budstikke.formats.malformed import Malformed
from budstikke.post.papers import specimen

TODAY = date(2026, 11, 21)  # Saturday
pytestmark = pytest.mark.skipif(bool(picture.missing()), reason=f"missing: {', '.join(picture.missing())}")
_ZONES = [code for code, row in specimen.KINDS.items() if row.zone]
_WITHOUT = [code for code, row in specimen.KINDS.items() if not row.zone]


@cache
def _passport(quarter_turn: int = 0) -> bytes:
    holder = specimen.invented("no_passport", seed=3)
    return specimen.photographed(holder, tier="easy", seed=3, quarter_turn=quarter_turn)


def _lines() -> tuple[str, ...]:
    return specimen.zone_lines(specimen.invented("no_passport", seed=3))


def _jpeg(changed: Image.Image) -> bytes:
    content = io.BytesIO()
    changed.convert("RGB").save(content, "JPEG", quality=85)
    return content.getvalue()


def _opened() -> Image.Image:
    return Image.open(io.BytesIO(_passport())).convert("RGB")


@pytest.mark.parametrize("kind", _ZONES)
def test_a_scanned_page_is_read_beyond_doubt(kind: str) -> None:
    """Every kind of page with a zone, as an outlet's scanner delivers it."""
    holder = specimen.invented(kind, seed=11)
    reading = picture.read(specimen.photographed(holder, tier="scan", seed=11), today=TODAY)
    assert reading.lines == specimen.zone_lines(holder)
    assert reading.automatic
    assert (reading.doubts, reading.retake) == ((), ())
    assert Image.open(io.BytesIO(reading.strip_png)).format == "PNG"


@pytest.mark.parametrize(("quarter_turn", "seen"), [(90, 270), (180, 180), (270, 90)])
def test_a_turned_picture_is_read_and_its_turn_told(quarter_turn: int, seen: int) -> None:
    """Nobody has to turn the telephone or the sheet."""
    reading = picture.read(_passport(quarter_turn), today=TODAY)
    assert reading.lines == _lines()
    assert reading.automatic
    assert abs(reading.turned_degrees - seen) <= 5


@pytest.mark.parametrize("kind", _WITHOUT)
def test_a_page_without_a_zone_is_answered_within_a_second(kind: str) -> None:
    """And nothing is made up for it."""
    content = specimen.photographed(specimen.invented(kind, seed=2), tier="mid", seed=2)
    began = time.thread_time()
    reading = picture.read(content, today=TODAY)
    assert time.thread_time() - began < 1
    assert (reading.lines, reading.automatic, reading.strip_png) == ((), False, b"")
    assert [note.code for note in reading.doubts] == ["no_zone"]


def _blurred() -> Image.Image:
    return _opened().filter(ImageFilter.GaussianBlur(5))


def _mirrored_light() -> Image.Image:
    page = _opened()
    wide, high = page.size
    spot = Image.new("L", page.size, 0)
    ImageDraw.Draw(spot).ellipse((wide * 0.4, high * 0.62, wide * 0.65, high * 0.9), fill=255)
    page.paste(Image.new("RGB", page.size, "white"), (0, 0), spot.filter(ImageFilter.GaussianBlur(12)))
    return page


def _cut() -> Image.Image:
    page = _opened()
    return page.crop((0, 0, round(page.width * 0.6), page.height))


def _far() -> Image.Image:
    page = _opened()
    return page.resize((page.width // 5, page.height // 5))


@pytest.mark.parametrize(
    ("spoiled", "note"), [(_blurred, "blur"), (_mirrored_light, "glare"), (_cut, "cut"), (_far, "far")]
)
def test_a_spoiled_picture_is_asked_for_again_with_its_cure(spoiled: object, note: str) -> None:
    """Never accepted, and the clerk reads what to do, in both languages."""
    assert callable(spoiled)
    reading = picture.read(_jpeg(spoiled()), today=TODAY)
    assert not reading.automatic
    assert note in [each.code for each in reading.retake]
    assert all(each.no and each.en and each.no != each.en for each in (*reading.retake, *reading.doubts))


def test_a_wrong_check_digit_on_the_page_is_left_to_the_clerk(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be a misreading or a forgery; nobody but a person decides which."""
    first, second = _lines()
    wrong = (first, second[:9] + str((int(second[9]) + 1) % 10) + second[10:])
    monkeypatch.setattr("budstikke.post.papers.specimen.page.zone_lines", lambda _: wrong)
    page = specimen.page_png(specimen.invented("no_passport", seed=3))
    reading = picture.read(page, today=TODAY)
    assert not reading.automatic
    assert {note.code for note in reading.doubts} & {"checks", "repaired"}
    assert reading.strip_png


def test_threads_read_at_the_same_time() -> None:
    """A web process serves several clerks; each thread has an engine of its own."""
    with ThreadPoolExecutor(3) as pool:
        readings = list(pool.map(lambda turn: picture.read(_passport(turn), today=TODAY), (0, 180, 0)))
    assert {reading.lines for reading in readings} == {_lines()}


def _png(width: int, height: int, data: bytes) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _many_scans() -> bytes:
    """A JPEG that asks for hundreds of passes over its pixels."""
    whole = _passport()
    return whole[:-2] + b"\xff\xda\x00\x0c\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00" * 300 + whole[-2:]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "PICTURE_UNREADABLE"),
        (b"%PDF-1.7 not a picture", "PICTURE_UNREADABLE"),
        (b"GIF89a" + bytes(2000), "PICTURE_UNREADABLE"),
        (b"\xff\xd8\xff" + bytes(9000), "PICTURE_UNREADABLE"),
        (_png(30_000, 30_000, zlib.compress(bytes(10_000))), "PICTURE_TOO_LARGE"),
        (_png(1000, 1000, zlib.compress(bytes(10_000))), "PICTURE_UNREADABLE"),
        (_png(400_000, 100, zlib.compress(b"")), "PICTURE_TOO_SMALL"),
        (bytes(picture.LARGEST_BYTES + 1), "PICTURE_TOO_LARGE"),
    ],
    ids=["nothing", "PDF", "GIF", "zeros", "bomb", "too short", "sliver", "too many bytes"],
)
def test_what_is_no_picture_is_refused_in_words(content: bytes, code: str) -> None:
    """Whatever is uploaded ends as a fault a person can act on, before anything large is unfolded."""
    with pytest.raises(Malformed) as refused:
        picture.read(content, today=TODAY)
    assert [fault.code for fault in refused.value.faults] == [code]


def test_a_truncated_picture_is_refused() -> None:
    """Half an upload is not half a reading."""
    with pytest.raises(Malformed):
        picture.read(_passport()[: len(_passport()) // 2], today=TODAY)


def test_a_picture_of_many_scans_is_refused_at_once() -> None:
    """It would cost minutes and show nothing."""
    began = time.thread_time()
    with pytest.raises(Malformed):
        picture.read(_many_scans(), today=TODAY)
    assert time.thread_time() - began < 0.5


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_bytes_end_in_a_reading_or_a_fault(data: st.DataObject) -> None:
    """Never in a traceback, and never in a zone nobody doubts that is not the page's."""
    content = bytearray(_small())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        reading = picture.read(bytes(content), today=TODAY)
    except Malformed:
        return
    assert not reading.automatic


@cache
def _small() -> bytes:
    holder = specimen.invented("other", seed=1)
    return specimen.photographed(holder, tier="hard", seed=1)


def test_noise_is_no_zone() -> None:
    """A picture of nothing says so."""
    noise = Image.frombytes("L", (900, 700), os.urandom(900 * 700))
    assert [note.code for note in picture.read(_jpeg(noise), today=TODAY).doubts] == ["no_zone"]
