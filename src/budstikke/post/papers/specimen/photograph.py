"""A flat page to the picture a scanner or a hand-held camera makes of it: turn, tilt, light, glare, blur, noise."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from budstikke.post.papers.specimen.page import DPI, FACES, Specimen, drawn

_Point = tuple[float, float]
_MARGIN = 0.09
_DESKS = ("#8a7a66", "#5d6670", "#c9c4ba", "#3d4449")
_QUARTERS = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """
    How good pictures of one tier are.

    Unit: `dpi` and `jpeg` (quality) are ranges; `tilt` moves each corner by at most that share of the width;
    `light` is the share of light lost at the darkest edge; `blur` is a radius and `motion` a length, in pixels;
    `noise` is the greatest change of a pixel, of 255.
    """

    code: str
    dpi: tuple[int, int]
    turn_degrees: float
    tilt: float = 0.0
    light: float = 0.0
    glare: bool = False
    blur: tuple[float, float] = (0.0, 0.0)
    motion: tuple[int, int] = (0, 0)
    noise: int = 0
    jpeg: tuple[int, int] = (90, 95)
    on_desk: bool = True


TIERS: Mapping[str, Tier] = {
    tier.code: tier
    for tier in (
        Tier(code="scan", dpi=(200, 300), turn_degrees=1.5, noise=6, on_desk=False),
        Tier(code="easy", dpi=(180, 260), turn_degrees=4, tilt=0.02, light=0.25, noise=8, jpeg=(85, 92)),
        Tier(
            code="mid",
            dpi=(140, 200),
            turn_degrees=9,
            tilt=0.035,
            light=0.35,
            glare=True,
            blur=(0.0, 0.6),
            noise=14,
            jpeg=(70, 85),
        ),
        Tier(
            code="hard",
            dpi=(110, 150),
            turn_degrees=16,
            tilt=0.045,
            light=0.45,
            glare=True,
            blur=(0.3, 0.9),
            motion=(0, 3),
            noise=26,
            jpeg=(40, 70),
        ),
    )
}


def photographed(specimen: Specimen, *, tier: str, seed: int, quarter_turn: int = 0) -> bytes:
    """
    Return a JPEG of a specimen's page as pictures of a tier come out, always the same for one seed.

    Unit: `quarter_turn` is 0, 90, 180 or 270 degrees, against the clock, on top of the tier's own turn.
    Raises: KeyError for a tier there is no row of; Malformed as `zone_lines` does.
    """
    row, rng = TIERS[tier], random.Random(f"{tier} {seed}")  # noqa: S311  (a picture's faults are no secret)
    picture = drawn(specimen, face=rng.choice(FACES))
    scale = rng.uniform(*row.dpi) / DPI
    picture = picture.resize(
        (round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS
    )
    picture = _laid_down(picture, row, rng)
    picture = _lit(picture, row, rng)
    picture = _taken(picture, row, rng)
    if quarter_turn:
        picture = picture.transpose(_QUARTERS[quarter_turn])
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=rng.randint(*row.jpeg))
    return content.getvalue()


def _laid_down(page: Image.Image, tier: Tier, rng: random.Random) -> Image.Image:
    """Lay the page on a desk or under a scanner's lid, turned and tilted."""
    width, height = page.size
    turn = math.radians(rng.uniform(-tier.turn_degrees, tier.turn_degrees))
    sway = tier.tilt * width
    corners = []
    for x, y in ((0, 0), (width, 0), (width, height), (0, height)):
        right, down = x - width / 2 + rng.uniform(-sway, sway), y - height / 2 + rng.uniform(-sway, sway)
        corners.append(
            (
                right * math.cos(turn) - down * math.sin(turn),
                right * math.sin(turn) + down * math.cos(turn),
            ),
        )
    margin = _MARGIN * width
    left, top = min(x for x, _ in corners) - margin, min(y for _, y in corners) - margin
    corners = [(x - left, y - top) for x, y in corners]
    size = (
        math.ceil(max(x for x, _ in corners) + margin),
        math.ceil(max(y for _, y in corners) + margin),
    )
    desk = Image.new("RGB", size, rng.choice(_DESKS) if tier.on_desk else "#fdfdfd")
    flat = [(0.0, 0.0), (float(width), 0.0), (float(width), float(height)), (0.0, float(height))]
    numbers = _perspective(corners, flat)
    turned = page.transform(size, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC)
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).polygon(corners, fill=255)
    desk.paste(turned, (0, 0), mask)
    return desk


def _perspective(seen: Sequence[_Point], flat: Sequence[_Point]) -> list[float]:
    """Return the eight numbers that take each point seen to its point on the flat page (Gauss, Jordan)."""
    rows = []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows.append([x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u])
        rows.append([0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v])
    for column in range(8):
        best = max(range(column, 8), key=lambda nth: abs(rows[nth][column]))
        rows[column], rows[best] = rows[best], rows[column]
        pivot = rows[column]
        for nth in range(8):
            if nth != column:
                share = rows[nth][column] / pivot[column]
                rows[nth] = [value - share * other for value, other in zip(rows[nth], pivot, strict=True)]
    return [rows[nth][8] / rows[nth][nth] for nth in range(8)]


def _lit(picture: Image.Image, tier: Tier, rng: random.Random) -> Image.Image:
    """Let the light fall from one side, and a lamp be mirrored somewhere."""
    if tier.light:
        darkest = 1 - rng.uniform(tier.light / 3, tier.light)
        ramp = Image.linear_gradient("L").point(
            [round(255 * (darkest + (1 - darkest) * v / 255)) for v in range(256)]
        )
        ramp = ramp.rotate(rng.choice((0, 90, 180, 270))).resize(picture.size)
        picture = ImageChops.multiply(picture, Image.merge("RGB", (ramp,) * 3))
    if tier.glare:
        width, height = picture.size
        spot = Image.new("L", picture.size, 0)
        x, y = rng.uniform(0.1, 0.9) * width, rng.uniform(0.1, 0.9) * height
        wide, high = rng.uniform(0.06, 0.16) * width, rng.uniform(0.06, 0.16) * height
        ImageDraw.Draw(spot).ellipse((x - wide, y - high, x + wide, y + high), fill=rng.randint(90, 190))
        spot = spot.filter(ImageFilter.GaussianBlur(width / 22))
        picture.paste(Image.new("RGB", picture.size, "#ffffff"), (0, 0), spot)
    return picture


def _taken(picture: Image.Image, tier: Tier, rng: random.Random) -> Image.Image:
    """Take the picture: out of focus, shaken, with the sensor's noise."""
    if radius := rng.uniform(*tier.blur):
        picture = picture.filter(ImageFilter.GaussianBlur(radius))
    if length := rng.randint(*tier.motion):
        picture = _shaken(picture, length=length, upright=rng.random() < 0.5)
    picture = ImageEnhance.Contrast(picture).enhance(rng.uniform(0.85, 1.05))
    if tier.noise:
        grain = Image.frombytes("L", picture.size, rng.randbytes(picture.width * picture.height))
        most = rng.uniform(tier.noise / 3, tier.noise)
        grain = grain.point([round(v * 2 * most / 255) for v in range(256)])
        picture = ImageChops.add(picture, Image.merge("RGB", (grain,) * 3), 1, -round(most))
    return picture


def _shaken(picture: Image.Image, *, length: int, upright: bool) -> Image.Image:
    """Lay pictures over each other, each moved by a pixel."""
    mixed = picture
    for step in range(1, length + 1):
        moved = ImageChops.offset(picture, 0 if upright else step, step if upright else 0)
        mixed = Image.blend(mixed, moved, 1 / (step + 1))
    return mixed
