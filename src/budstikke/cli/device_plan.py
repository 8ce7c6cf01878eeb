"""What a simulated device does at a station: how it says it is, and what it sends, in order."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from PIL import Image, ImageDraw, ImageFilter

from budstikke.post.papers.specimen import Specimen, zone_lines
from budstikke.post.papers.specimen.chip import ChipValues, SpecimenChip, Wrong, specimen_chip, specimen_face
from budstikke.post.papers.specimen.chip_state import SpecimenState
from budstikke.post.papers.specimen.kinds import KINDS
from budstikke.post.papers.specimen.page import DPI, drawn

ROUTINE = "specimen-patterns-3.1"
# A document scanner's resolution.
_SCANNER_DPI = 250
_QUALITY = 88


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """What lies on the device: an invented document, and the invented state that signed its chip, if it has one."""

    specimen: Specimen
    state: SpecimenState | None
    signed_at: datetime

    def other(self) -> Laid:
        """Return another document of another person, of the same kind and state."""
        changed = replace(
            self.specimen,
            surname="Annerledes",
            given_names="Ada",
            document_number="ZZX999888",
            born_on=self.specimen.born_on.replace(year=self.specimen.born_on.year - 3, day=9),
        )
        return replace(self, specimen=changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """A heartbeat. Unit: `clock_ahead_s` is how far the device's clock is ahead, in seconds."""

    works: bool = True
    fault: str = ""
    routine: str = ROUTINE
    clock_ahead_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """
    One reading to be sent: JSON as `said`, or a picture.

    `check` and `nonce` are the open check's and a new one where none is given. `times` sends the same so often;
    `cut` breaks the connection halfway the first time. Unit: `read_ago_s` is how long ago it was read.
    """

    kind: str
    said: Mapping[str, object] = field(default_factory=dict, repr=False)
    picture: bytes | None = field(default=None, repr=False)
    page: str = "zone"
    check: UUID | None = None
    nonce: UUID | None = None
    read_ago_s: int = 0
    times: int = 1
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """
    What a device does. Without a `beat` it says nothing of itself; `sends` go out in order.

    `only_wanted`: a reading the service does not ask for is left out, as when it has read the zone from the picture.
    """

    beat: Beat | None = field(default_factory=Beat)
    sends: tuple[Send, ...] = ()
    only_wanted: bool = True
    secret_is_right: bool = True


def healthy(laid: Laid) -> Plan:
    """Return what a device does that is well: all it can read of the document."""
    chip = (send_chip(laid),) if laid.state is not None else ()
    has_zone = KINDS[laid.specimen.kind].zone is not None
    zone = (send_zone(zone_lines(laid.specimen)),) if has_zone else ()
    page = send_picture(scanned(laid.specimen), page="zone" if has_zone else "front")
    return Plan(sends=(page, send_pattern(), *chip, *zone))


def send_picture(picture: bytes, *, page: str = "zone") -> Send:
    """Send a picture of a page."""
    return Send(kind="picture", picture=picture, page=page)


def send_zone(lines: tuple[str, ...]) -> Send:
    """Send the lines of a zone as a swipe gives them."""
    return Send(kind="mrz", said={"kind": "mrz", "lines": list(lines), "how": "swiped"})


def send_pattern(verdict: str = "pass", *, routine: str = ROUTINE) -> Send:
    """Send the verdict of the device's routine."""
    said = {"kind": "pattern", "verdict": verdict, "routine": routine, "light": ["white", "uv", "ir"]}
    return Send(kind="pattern", said=said)


def send_chip(laid: Laid, *, wrong: Wrong | None = None) -> Send:
    """Send the files of the chip, wrong where asked."""
    assert laid.state is not None, "a document without a state has no chip"
    specimen = laid.specimen
    chip = specimen_chip(
        ChipValues(
            mrz_lines=zone_lines(specimen),
            face=specimen_face(),
            full_name=f"{specimen.surname}<<{specimen.given_names}".replace(" ", "<"),
        ),
        state=laid.state,
        signed_at=laid.signed_at,
        wrong=wrong,
    )
    return Send(kind="chip", said=_files(chip))


def _files(chip: SpecimenChip) -> Mapping[str, object]:
    groups = {f"dg{number}": _base64(content) for number, content in chip.groups.items()}
    return {"kind": "chip", "sod": _base64(chip.sod), **groups}


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def scanned(specimen: Specimen) -> bytes:
    """Return a specimen's page as a document scanner sees it: flat, with a margin, as JPEG."""
    return _jpeg(_page(specimen))


def _page(specimen: Specimen) -> Image.Image:
    flat = drawn(specimen)
    scale = _SCANNER_DPI / DPI
    page = flat.resize((round(flat.width * scale), round(flat.height * scale)), Image.Resampling.LANCZOS)
    margin = page.width // 25
    bed = Image.new("RGB", (page.width + 2 * margin, page.height + 2 * margin), "#fbfbfb")
    bed.paste(page, (margin, margin))
    return bed


def _jpeg(picture: Image.Image) -> bytes:
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=_QUALITY)
    return content.getvalue()


def blurred(specimen: Specimen) -> bytes:
    """Return the page through a dirty glass."""
    return _jpeg(_page(specimen).filter(ImageFilter.GaussianBlur(4.5)))


def with_glare(specimen: Specimen) -> bytes:
    """Return the page with a lamp mirrored in its zone."""
    page = _page(specimen)
    width, height = page.size
    light = Image.new("L", page.size, 0)
    box = (width * 0.2, height * 0.7, width * 0.5, height)
    ImageDraw.Draw(light).ellipse(box, fill=205)
    light = light.filter(ImageFilter.GaussianBlur(width / 60))
    page.paste(Image.new("RGB", page.size, "#ffffff"), (0, 0), light)
    return _jpeg(page)


def cut_off(specimen: Specimen) -> bytes:
    """Return the page laid so that the ends of its lines are off the glass."""
    page = _page(specimen)
    return _jpeg(page.crop((0, 0, round(page.width * 0.86), page.height)))


def turned(specimen: Specimen, *, degrees: float) -> bytes:
    """Return the page turned on the glass."""
    return _jpeg(_page(specimen).rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor="#fbfbfb"))


def dark(specimen: Specimen) -> bytes:
    """Return the page without a lamp."""
    return _jpeg(_page(specimen).point(lambda value: value // 12))


def far_too_many_pixels() -> bytes:
    """Return a small file that unfolds into more pixels than are taken."""
    content = io.BytesIO()
    Image.new("1", (8_000, 8_000), 1).save(content, "PNG")
    return content.getvalue()
