"""The camera reads a letter's barcode: the browser's own camera shows the label that this installation prints."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from tests.actions import line
from tests.stories.browser.conftest import CHROMIUM
from tests.stories.browser.counter import Counter

from budstikke.post.papers.label import Label, render_png
from budstikke.post.papers.label_forms import SINGLE

SIZE = (1280, 720)


def label(serial: int) -> bytes:
    """The label of a letter as it is printed."""
    return render_png(
        Label(
            number=line.number(serial),
            recipient_name="Kari Nordmann",
            address_lines=("Lilleveien 2",),
            postcode="5004",
            city="BERGEN",
            sender_name=line.SENDER.name,
            return_lines=("Storgata 1", "0155 OSLO"),
            passport_only=False,
            order_reference="ORDRE-1",
            customer_number=line.CUSTOMER,
            test=True,
        ),
        form=SINGLE,
        dots_per_inch=150,
    )


def film(picture: bytes, path: Path) -> None:
    """Two frames of a picture held before a camera, as the browser's own camera takes them (YUV4MPEG2)."""
    held = Image.open(io.BytesIO(picture)).convert("L")
    held.thumbnail(SIZE)
    frame = Image.new("L", SIZE, 160)
    frame.paste(held, ((SIZE[0] - held.width) // 2, (SIZE[1] - held.height) // 2))
    colours = bytes([128]) * (SIZE[0] * SIZE[1] // 2)
    head = f"YUV4MPEG2 W{SIZE[0]} H{SIZE[1]} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + (b"FRAME\n" + frame.tobytes() + colours) * 2)


@pytest.fixture
def filmed(server: str, installation: None, tmp_path: Path, chromium: object) -> Iterator[Counter]:
    """A counter whose camera sees the label of the first letter."""
    film(label(1), tmp_path / "label.y4m")
    browser = chromium.browser_type.launch(  # type: ignore[attr-defined]
        executable_path=CHROMIUM,
        args=[
            "--no-sandbox",
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={tmp_path / 'label.y4m'}",
        ],
    )
    at = Counter(server, browser)
    at.is_a_station("Skranke 1", clerk="clerk-7")
    yield at
    at.closes()
    browser.close()


def test_a_label_held_before_the_camera_is_taken_up(filmed: Counter) -> None:
    """The reader is our own file, under the page's policy, and nothing is asked of another host."""
    line.wait_for_recipient(1)
    asked: list[str] = []
    filmed.page.on("response", lambda got: asked.append(got.url) if got.ok else None)
    filmed.opens()
    filmed.page.get_by_role("button", name="Kamera").click()
    filmed.page.locator("#camera video").wait_for()
    filmed.page.wait_for_url("**/check/*/", timeout=20000)
    assert "Kari Nordmann" in filmed.words()
    assert [url for url in asked if url.endswith("zxing_reader.wasm")]
