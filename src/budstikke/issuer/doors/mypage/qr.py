"""A QR code as a drawing that stands in the page itself."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe
from zint import Symbol, Symbology


def qr_code(text: str) -> SafeString:
    """Return a text as a QR code, SVG; only numbers stand in it."""
    symbol = Symbol()
    symbol.symbology = Symbology.QRCODE
    symbol.encode(text)
    symbol.buffer_vector(0)
    drawing = symbol.vector
    path = "".join(
        f"M{bar.x:.0f} {bar.y:.0f}h{bar.width:.0f}v{bar.height:.0f}h-{bar.width:.0f}z"
        for bar in drawing.rectangles
    )
    box = f"0 0 {drawing.width:.0f} {drawing.height:.0f}"
    return mark_safe(  # noqa: S308  (numbers only)
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" aria-hidden="true"><path d="{path}"/></svg>'
    )
