"""A broken arm: she cannot sign for the time being, so the clerk guides the hand and says so."""

from __future__ import annotations

import pytest
from tests.stories.telling import Story

from budstikke.post.actions.proving.evidence_rows import shown
from budstikke.post.records.models import Evidence, HandOver
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.id_check import Findings, Signing

_NO_SIGNATURE_TO_COMPARE = Findings(
    scanned="passed", security_pattern="passed", genuine="passed", photo="passed"
)  # type: ignore[arg-type]


@pytest.mark.usefixtures("installation")
def test_the_hand_is_guided() -> None:
    """The signature is assisted, the clerk is its witness, and no signature is compared."""
    story = Story()
    story.reaches_the_outlet()
    checked = story.kari_comes(signing=Signing.TEMPORARILY_NOT, findings=_NO_SIGNATURE_TO_COMPARE)
    assert checked.passed
    assert checked.decision["answer"]["co_signed_by"] == "clerk"  # type: ignore[index]

    assert story.she_is_given_it(checked, signature=None) == "refused"
    assert story.she_is_given_it(checked) == "released"
    with acting_as(CARRIER):
        handed, evidence = HandOver.objects.get(), Evidence.objects.get(name="ContentHandover")
    assert handed.signing == "assisted"
    document = shown(evidence)
    assert document["signing"] == {"kind": "assisted", "witness": "clerk-7"}
    story.the_worker_runs()
    assert story.report()
