"""Barcodes as drawings: the letter's number in Code 39 and in Data Matrix, measured in modules."""

from __future__ import annotations

from dataclasses import dataclass

from zint import Symbol, Symbology

UNITS_PER_MODULE = 2  # zint's vectors
SQUARE_ONLY = 100  # zint's word for "no rectangular Data Matrix"


@dataclass(frozen=True, slots=True)
class Barcode:
    """
    A symbol without its quiet zone; its SVG stretches to whatever box it is put in.

    Unit: modules; the paper decides how wide a module is.
    """

    svg: str
    width_modules: int


def code_39(text: str) -> Barcode:
    """
    Return a text in Code 39, wide bars twice the narrow ones.

    Reading: an S10 number carries its own check digit, so Code 39's optional check character is left out
    (docs/decisions/0003-label-barcodes.md).
    """
    return _drawn(Symbology.CODE39, text, option=0)


def data_matrix(text: str) -> Barcode:
    """Return a text in a square Data Matrix (ECC 200)."""
    return _drawn(Symbology.DATAMATRIX, text, option=SQUARE_ONLY)


def _drawn(symbology: Symbology, text: str, *, option: int) -> Barcode:
    symbol = Symbol()
    symbol.symbology = symbology
    symbol.show_text = False
    symbol.option_3 = option
    symbol.encode(text)
    symbol.buffer_vector(0)
    drawing = symbol.vector
    width, height = int(drawing.width), int(drawing.height)
    path = "".join(
        f"M{bar.x:.0f} {bar.y:.0f}h{bar.width:.0f}v{bar.height:.0f}h-{bar.width:.0f}z"
        for bar in drawing.rectangles
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><path d="{path}"/></svg>'
    )
    return Barcode(svg=svg, width_modules=width // UNITS_PER_MODULE)
