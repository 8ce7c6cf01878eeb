"""The portal's page for ended relationships: the owner's, in both languages, each form taken down once."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests.actions import line
from tests.actions.keeping import delivered
from tests.actions.line import TODAY, number
from tests.doors.portal import at_portal

from budstikke.kit import clock
from budstikke.post.terms.pum.keeping import years_after
from budstikke.post.terms.roles import Role

ENDED = years_after(TODAY, years=3)  # Friday, 23 November 2029


def _ends() -> list[tuple[str, str]]:
    from budstikke.post.records.models import RelationshipEnd
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        rows = RelationshipEnd.objects.order_by("id").values_list("ended_on", "told_by")
        return [(f"{day}", by) for day, by in rows]


@pytest.mark.parametrize(
    ("language", "told", "unknown"),
    [
        ("no", "Meldt. Det siste slettes 24.11.2034.", "ikke noe slikt brev"),
        ("en", "Told.", "no such letter"),
    ],
)
def test_the_owner_tells_a_day_for_letters(
    installation: None, language: str, told: str, unknown: str
) -> None:
    """One of its own, one of nobody; the same form again writes nothing."""
    delivered(1)
    clock.move_to(line.at(ENDED))
    try:
        owner = at_portal(Role.OWNER)
        said = {
            "nonce": f"{uuid4()}",
            "ended_on": f"{ENDED}",
            "letters": f"{number(1).lower()}\r\n{number(8)}\r\n",
        }
        for _ in range(2):
            page = owner.post(
                f"/sender/ended/?language={language}", said, headers={"Accept-Language": language}
            )
            assert page.status_code == 200, page.content
            assert told in page.content.decode() and unknown in page.content.decode()
        assert _ends() == [(f"{ENDED}", "portal")]
    finally:
        clock.move_to(clock.real_now())


@pytest.mark.parametrize(
    "given", [{"ended_on": "", "letters": "RR"}, {"ended_on": f"{ENDED}", "letters": " \r\n"}]
)
def test_what_is_missing_is_said_at_its_field(installation: None, given: dict[str, str]) -> None:
    """Nothing is taken down."""
    page = at_portal(Role.OWNER).post("/sender/ended/", given)
    assert page.status_code == 422
    assert page.content.decode().count("ds-validation-message") == 1
    assert _ends() == []
