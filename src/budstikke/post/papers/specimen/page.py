"""One specimen page drawn flat, at 400 dots per inch, and the lines of its zone."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from budstikke.formats.mrz import Format, ZoneValues, write
from budstikke.post.papers.specimen import drawing
from budstikke.post.papers.specimen.kinds import KINDS, Kind

DPI = 400
FONTS = Path(__file__).parent / "fonts"
TEXT_FONTS = Path(__file__).parent.parent / "fonts"
# Doc 9303-3: OCR-B, 10 characters to the inch, lines a quarter of an inch apart.
_PITCH = DPI // 10
_LINE_STEP = DPI // 4
_ZONE_LEFT_MM = {Format.TD3: 6.0, Format.TD2: 6.0, Format.TD1: 4.4}
_ZONE_LAST_BASELINE_MM = {Format.TD3: 8.5, Format.TD2: 8.5, Format.TD1: 6.0}
# The advance of the vendored OCR-B is 0.723 em.
_ZONE_SIZE = _PITCH / 0.723
FACES = ("OCRB.otf", "OCRBS.otf")
_NUMBER_DATE_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """
    What stands on one page: an invented holder of a document of a kind.

    Names are written as on the page (Østby). `nationality` is a code of Doc 9303. The national number is left
    off where the kind has none.
    """

    kind: str
    surname: str
    given_names: str
    document_number: str
    nationality: str
    born_on: date
    sex: str
    issued_on: date
    expires_on: date
    national_number: str = ""


def zone_lines(specimen: Specimen) -> tuple[str, ...]:
    """
    Return the lines of a specimen's machine-readable zone; none where its kind has no zone.

    Raises: Malformed with every value that does not fit.
    """
    row = KINDS[specimen.kind]
    if row.zone is None:
        return ()
    number, split = specimen.national_number, _NUMBER_DATE_DIGITS
    carried = f"{number[:split]}<{number[split:]}" if row.number_in_zone and number else ""
    values = ZoneValues(
        document_code=row.document_code,
        issuing_state=row.issuing_state,
        document_number=specimen.document_number,
        nationality=specimen.nationality,
        birth=f"{specimen.born_on:%y%m%d}",
        sex=specimen.sex,
        expiry=f"{specimen.expires_on:%y%m%d}",
        surname=specimen.surname,
        given_names=specimen.given_names,
        optional=carried,
    )
    return write(row.zone, values)


def page_png(specimen: Specimen) -> bytes:
    """
    Return a specimen's page as a flat picture.

    Raises: Malformed as `zone_lines` does.
    """
    content = io.BytesIO()
    drawn(specimen).save(content, "PNG", dpi=(DPI, DPI))
    return content.getvalue()


def drawn(specimen: Specimen, *, face: str = FACES[0]) -> Image.Image:
    """Draw a specimen's page; `face` is one of FACES."""
    row = KINDS[specimen.kind]
    size = _pixels(row.size_mm[0]), _pixels(row.size_mm[1])
    paper, ink = row.colours
    picture = Image.new("RGB", size, paper)
    drawing.guilloche(picture, ink=ink, phase=specimen.born_on.toordinal() % 17)
    _print_rows(picture, row, specimen)
    drawing.face(picture, box=_face_box(row), variant=specimen.born_on.toordinal())
    drawing.across(picture, "SPECIMEN", font=_font("NotoSans-Bold.ttf", size[0] // 7), above=_zone_top(row))
    _print_zone(picture, row, zone_lines(specimen), face=face)
    return picture


def _pixels(length_mm: float) -> int:
    return round(length_mm * DPI / 25.4)


def _font(name: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(TEXT_FONTS / name), size)


def _zone_top(row: Kind) -> int:
    """Return the first row of pixels that belongs to the zone, or the page's foot."""
    height = _pixels(row.size_mm[1])
    if row.zone is None:
        return height
    lines = 3 if row.zone is Format.TD1 else 2
    return height - _pixels(_ZONE_LAST_BASELINE_MM[row.zone]) - lines * _LINE_STEP


def _face_box(row: Kind) -> tuple[int, int, int, int]:
    width, bottom = _pixels(row.size_mm[0]), _zone_top(row)
    top = _pixels(9)
    high = min(bottom - top - _pixels(2), round(width * 0.34))
    left = _pixels(5)
    return left, top, left + round(high * 0.78), top + high


def _print_rows(picture: Image.Image, row: Kind, specimen: Specimen) -> None:
    draw = ImageDraw.Draw(picture)
    draw.text((_pixels(5), _pixels(2.5)), row.title, fill="#27323d", font=_font("NotoSans-Bold.ttf", 52))
    draw.text(
        (picture.width - _pixels(5), _pixels(2.5)),
        "" if row.zone is None else specimen.document_number,
        fill="#27323d",
        font=_font("NotoSans-Bold.ttf", 52),
        anchor="ra",
    )
    left, top = _face_box(row)[2] + _pixels(4), _pixels(9)
    step = min((_zone_top(row) - top) // len(row.captions), _pixels(8))
    small, large = _font("NotoSans-Regular.ttf", step * 0.26), _font("NotoSans-Bold.ttf", step * 0.42)
    for nth, (caption, name) in enumerate(row.captions):
        at = top + nth * step
        draw.text((left, at), caption, fill="#55616d", font=small)
        draw.text((left, at + step * 0.32), _shown(getattr(specimen, name)), fill="#1b242d", font=large)


def _shown(value: object) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)


def _print_zone(picture: Image.Image, row: Kind, lines: tuple[str, ...], *, face: str) -> None:
    if row.zone is None:
        return
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(FONTS / face), _ZONE_SIZE)
    left = _pixels(_ZONE_LEFT_MM[row.zone])
    last = picture.height - _pixels(_ZONE_LAST_BASELINE_MM[row.zone])
    for number, line in enumerate(lines):
        baseline = last - (len(lines) - 1 - number) * _LINE_STEP
        # One by one: the pitch is the standard's, whatever the font's advance rounds to.
        for place, character in enumerate(line):
            draw.text((left + place * _PITCH, baseline), character, fill="#111111", font=font, anchor="ls")
