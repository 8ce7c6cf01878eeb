"""Pictures that come in: whole ones are taken, others are refused while somebody is there to take another."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from budstikke.formats.malformed import Malformed
from budstikke.post.papers.pictures import refuse_unprintable


def _picture(kind: str, *, side: int = 40) -> bytes:
    content = io.BytesIO()
    Image.new("L", (side, side), 200).save(content, kind)
    return content.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_whole_picture_is_taken(kind: str) -> None:
    """What a pad and a scanner give."""
    refuse_unprintable(_picture(kind), what="picture")
    refuse_unprintable(None, what="picture")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "PICTURE_UNREADABLE"),
        (b"\x89PNG\r\n\x1a\n", "PICTURE_UNREADABLE"),
        (_picture("PNG")[:-30], "PICTURE_UNREADABLE"),
        (_picture("JPEG", side=400)[:-200], "PICTURE_UNREADABLE"),
        (_picture("GIF"), "PICTURE_UNREADABLE"),
        (_picture("PNG", side=7000), "PICTURE_TOO_LARGE"),
        (b"\x89PNG" * 3_000_000, "PICTURE_TOO_LARGE"),
    ],
    ids=["nothing", "only its beginning", "PNG cut off", "JPEG cut off", "another kind", "pixels", "bytes"],
)
def test_a_picture_that_cannot_be_printed_is_refused(content: bytes, code: str) -> None:
    """A hand-over never lacks its report on account of a picture."""
    with pytest.raises(Malformed) as refused:
        refuse_unprintable(content, what="picture")
    assert [fault.code for fault in refused.value.faults] == [code]
