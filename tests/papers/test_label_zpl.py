"""Labels for thermal printers, read back from the very dots the printer would burn."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from dataclasses import replace
from typing import Literal

import pytest
from PIL import Image, ImageOps
from tests.papers.samples import GOING_BACK, LABEL, symbols

from budstikke.post.papers.label_zpl import render_zpl

LABEL_MM = (107, 150)
FIELD = re.compile(
    r"\^XA\^FX (?P<number>\w+)\^FS\^PW(?P<width>\d+)\^LL(?P<height>\d+)\^LH0,0\^FO0,0"
    r"\^GFA,(?P<bytes>\d+),(?P=bytes),(?P<row>\d+),:Z64:(?P<data>[A-Za-z0-9+/=]+):(?P<crc>[0-9A-F]{4})\^FS\^XZ\n"
)


def burnt(found: re.Match[str]) -> Image.Image:
    """Return the picture a printer would burn, black on white."""
    packed = found["data"].encode()
    assert binascii.crc_hqx(packed, 0) == int(found["crc"], 16)
    rows = zlib.decompress(base64.b64decode(packed))
    assert len(rows) == int(found["bytes"]) == int(found["row"]) * int(found["height"])
    ones = Image.frombytes("1", (int(found["width"]), int(found["height"])), rows)
    return ImageOps.invert(ones.convert("L"))


@pytest.mark.parametrize("dots_per_mm", [8, 12])
def test_the_dots_hold_both_barcodes(dots_per_mm: Literal[8, 12]) -> None:
    """At 203 and 300 dpi a second library reads the number twice."""
    found = FIELD.fullmatch(render_zpl([LABEL], dots_per_mm=dots_per_mm).decode("ascii"))
    assert found
    picture = burnt(found)
    assert picture.size == tuple(side * dots_per_mm for side in LABEL_MM)
    assert symbols(picture) == [("Code39", LABEL.number), ("DataMatrix", LABEL.number)]


def test_each_label_is_one_print_job_in_the_order_given() -> None:
    """Two labels are two formats, a return label among them."""
    jobs = list(FIELD.finditer(render_zpl([LABEL, GOING_BACK]).decode("ascii")))
    assert [job["number"] for job in jobs] == [LABEL.number, GOING_BACK.number]


def test_another_name_burns_other_dots() -> None:
    """The name is on the label, not only the number."""
    other = replace(LABEL, recipient_name="Đuoŋŋá Ŧáhkká")
    assert render_zpl([LABEL]) != render_zpl([other])


def test_no_labels_are_no_print_jobs() -> None:
    """A printer is sent nothing."""
    assert render_zpl([]) == b""
