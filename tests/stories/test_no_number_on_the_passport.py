"""A foreign passport without the eleven digits: a document from a public body makes it good."""

from __future__ import annotations

import pytest
from tests.stories.telling import Story, typed, why

from budstikke.post.terms.pum.id_check import SupplementFacts

FOREIGN = typed(issuing_country="SWE", document_number="AA1234567", national_number="")


@pytest.mark.usefixtures("installation")
def test_no_number_on_the_passport() -> None:
    """She comes with the passport, then with a letter from the tax office that shows her number."""
    story = Story()
    story.reaches_the_outlet()
    assert why(story.kari_comes(kind="foreign_passport", typed=FOREIGN)) == ["NATIONAL_ID_NOT_DOCUMENTED"]

    shown = typed(issuing_country="SWE", document_number="AA1234567")
    checked = story.kari_comes(
        kind="foreign_passport",
        typed=shown,
        supplement=SupplementFacts(by_public_body=True, shows_number=True),
        supplement_words="Utskrift fra Folkeregisteret SPECIMEN",
    )
    assert checked.passed
    assert "supplement" in [reason["rule"] for reason in checked.decision["reasons"]]  # type: ignore[attr-defined]
    assert story.she_is_given_it(checked) == "released"
    story.the_worker_runs()
    assert "Utskrift fra Folkeregisteret SPECIMEN" in story.report()


@pytest.mark.usefixtures("installation")
def test_a_private_persons_note_of_the_number_is_not_enough() -> None:
    """Anybody can write eleven digits."""
    story = Story()
    story.reaches_the_outlet()
    note = SupplementFacts(by_public_body=False, shows_number=True)
    shown = typed(issuing_country="SWE", document_number="AA1234567")
    assert "NATIONAL_ID_NOT_DOCUMENTED" in why(
        story.kari_comes(kind="foreign_passport", typed=shown, supplement=note, supplement_words="Lapp")
    )
