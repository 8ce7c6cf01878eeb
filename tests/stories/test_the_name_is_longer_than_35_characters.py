"""A name that fills two components of the order and has no room in the report's field."""

from __future__ import annotations

import pytest
from tests.stories.telling import Story, typed, why

NAME = "Kari-Anne Margrethe Solbakken Østensjø Nordmann"
PASSPORT = typed(surname="Nordmann", given_names="Kari-Anne Margrethe Solbakken Østensjø")


@pytest.mark.usefixtures("installation")
def test_the_name_is_longer_than_35_characters() -> None:
    """The clerk keys it from the letter; without that nothing is handed over, with it the report says all of it."""
    assert len(NAME) > 35
    story = Story()
    story.reaches_the_outlet(name=NAME)
    assert story.letter.recipient_name == NAME

    assert why(story.kari_comes(typed=PASSPORT)) == ["NAME_NOT_KEYED"]
    checked = story.kari_comes(typed=PASSPORT, name_keyed=True)
    assert checked.passed
    assert "name_keyed" in [reason["rule"] for reason in checked.decision["reasons"]]  # type: ignore[attr-defined]
    assert story.she_is_given_it(checked) == "released"
    story.the_worker_runs()
    assert NAME in story.report()
