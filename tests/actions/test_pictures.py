"""Pictures at the counter: one that could not be printed is refused before anything is written down."""

from __future__ import annotations

import pytest
from tests.actions import line

from budstikke.formats.malformed import Malformed


def test_a_signature_that_cannot_be_printed_is_not_taken(post_database: None) -> None:
    """It would leave a hand-over without its report."""
    from budstikke.post.actions.hand_over import Signature

    assert Signature(picture=line.SIGNATURE).picture
    with pytest.raises(Malformed):
        Signature(picture=line.SIGNATURE[:-20])


def test_a_document_picture_that_cannot_be_printed_is_not_taken(post_database: None) -> None:
    """It is taken again while the person is there."""
    assert line.presented(1, picture=line.SIGNATURE).picture
    with pytest.raises(Malformed):
        line.presented(1, picture=b"broken")
