"""Pictures at the counter: one that could not be printed is refused before anything is written down."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests.actions import line
from tests.actions.counter import kept, opened, shown, stations

from budstikke.formats.malformed import Malformed
from budstikke.formats.picture import missing
from budstikke.post.papers.specimen import invented, page_png


def test_a_signature_that_cannot_be_printed_is_not_taken(post_database: None) -> None:
    """It would leave a hand-over without its report."""
    from budstikke.post.actions.counter.hand_over import Signature

    assert Signature(picture=line.SIGNATURE).picture
    with pytest.raises(Malformed):
        Signature(picture=line.SIGNATURE[:-20])


def test_a_document_picture_that_cannot_be_printed_is_not_taken(post_database: None) -> None:
    """It is taken again while the person is there."""
    assert line.presented(1, picture=line.SIGNATURE).picture
    with pytest.raises(Malformed):
        line.presented(1, picture=b"broken")


@pytest.mark.skipif(bool(missing()), reason="the extra ocr is not installed")
@pytest.mark.parametrize(("kind", "told"), [("no_driving_licence", 0), ("no_passport", 1)])
def test_that_no_zone_was_found_is_said_of_documents_that_have_one(
    installation: None, kind: str, told: int
) -> None:
    """A licence has none; of a passport the clerk is asked for another picture or for the lines."""
    from budstikke.post.actions.reading.take_own_picture import take_own_picture

    line.wait_for_recipient(1)
    check = opened(1, stations(1)[0]).nonce
    kept(check, kind=kind)
    page = page_png(invented("no_driving_licence", seed=3))
    take_own_picture(check, nonce=uuid4(), picture=page, today=line.TODAY, now=line.NOW)
    (reading,) = shown(check).readings
    assert (reading.source, len(reading.remarks), reading.picture) == ("page", told, True)
