"""Claims in the portal: made by a form, followed to the decision, answered; nobody else's, and nobody's in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.actions import line
from tests.doors.portal import OTHER_CUSTOMER, at_portal, other_sender
from tests.doors.test_desk import at_the_tests_day, browser, looked_up

from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.roles import Role

SHOWN = "Kvittering på 900 kroner, utstedt til Kari Nordmann"
NEW = "/sender/claims/new/"


@pytest.fixture(autouse=True)
def lost_letter(installation: None) -> Iterator[None]:
    """A letter that was lost at its outlet, on the tests' day."""
    from budstikke.post.actions.moving.finish import lost

    line.wait_for_recipient(1)
    lost([line.number(1)], place=str(line.BERGEN), actor="clerk-7", now=line.NOW)
    with at_the_tests_day():
        yield


def filled(**changed: str) -> dict[str, str]:
    """The form as it should be filled in, but for what is changed."""
    return {"letter": line.number(1), "kind": "lost", "claimed": "900,50", "documents": SHOWN} | changed


def settled(claim: int = 1) -> None:
    """Grant the claim by two."""
    from budstikke.post.actions.helping.settle_claim import Verdict, confirm_claim, settle_claim

    settle_claim(claim, Verdict(value_ore=90_000), clerk="desk-1", today=line.TODAY, now=line.NOW)
    confirm_claim(claim, agrees=True, clerk="lead-1", today=line.TODAY, now=line.NOW)


def test_a_claim_is_made_by_the_form_and_followed_to_the_money() -> None:
    """Open, then granted with clause and amount; the statement shows it; who decided is on no page."""
    client = at_portal(Role.FINANCE)
    made = client.post(NEW, filled())
    assert made["Location"] == "/sender/claims/1/"
    assert client.post(NEW, filled())["Location"] == "/sender/claims/1/"
    waits = client.get("/sender/claims/1/").text
    assert "under behandling" in waits and "900,50" in waits
    assert client.get("/sender/claims/1/answer.pdf").status_code == 404
    settled()
    page = client.get("/sender/claims/1/").text
    for words in ("innvilget", "NOK 900,00", "PUM §17", "kontoutskriften"):
        assert words in page
    assert "desk-1" not in page and "lead-1" not in page
    assert "900,00" in client.get("/sender/claims/").text
    assert client.get("/sender/claims/1/answer.pdf").content.startswith(b"%PDF")
    statement = client.get("/sender/statement/").text
    assert "Erstatning" in statement and "-900,00" in statement.replace("\N{MINUS SIGN}", "-")


def test_what_shows_it_is_read_at_the_desk_only_and_the_reading_is_written_down() -> None:
    """It lies sealed: neither the row nor a page of the portal has it."""
    from budstikke.post.records.models import Claim
    from budstikke.post.records.scope import CARRIER, acting_as

    client = at_portal(Role.FINANCE)
    client.post(NEW, filled())
    with acting_as(CARRIER):
        (row,) = Claim.objects.all()
    assert row.documents_sealed is not None and b"Kari" not in bytes(row.documents_sealed)
    assert "Kari" not in client.get("/sender/claims/1/").text
    desk = browser()
    assert SHOWN not in desk.get("/desk/claims/1/").text
    before = len(looked_up())
    assert SHOWN in desk.get("/desk/claims/1/documents/").text
    assert looked_up()[0] == ("desk-1", "letter", "claim") and len(looked_up()) == before + 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"letter": "RR000000000NO"}, "Vi har ikke noe slikt brev"),
        ({"kind": "stolen"}, "Velg hva som har skjedd"),
        ({"claimed": "mye"}, "Skriv et beløp"),
        ({"claimed": "0"}, "Skriv et beløp"),
        ({"discovered_on": "2999-01-01"}, "ikke ligger fram i tid"),
        ({"documents": "x" * 4001}, "Høyst 4000 tegn"),
    ],
)
def test_a_fault_is_said_beside_its_field_and_nothing_is_made(changed: dict[str, str], said: str) -> None:
    """What was typed stays."""
    from budstikke.post.records.models import Claim
    from budstikke.post.records.scope import CARRIER, acting_as

    page = at_portal(Role.ORDERS).post(NEW, filled(**changed))
    assert page.status_code == 422 and said in page.text
    with acting_as(CARRIER):
        assert not Claim.objects.exists()


def test_a_claim_that_is_late_is_refused_with_the_clause() -> None:
    """More than thirty days after hand-in."""
    from datetime import timedelta

    from budstikke.kit.clock import move_to

    move_to(line.at(line.TODAY + timedelta(days=31)))
    page = at_portal(Role.FINANCE).post(NEW, filled())
    assert page.status_code == 409 and "PUM §18" in page.text


def test_another_senders_claim_is_not_there() -> None:
    """Neither to read nor to make, and the list has none of it."""
    at_portal(Role.FINANCE).post(NEW, filled())
    other_sender()
    other = at_portal(Role.OWNER, username="ola", customer=OTHER_CUSTOMER)
    assert other.get("/sender/claims/1/").status_code == 404
    assert other.get("/sender/claims/1/answer.pdf").status_code == 404
    assert other.post(NEW, filled()).status_code == 422
    assert line.number(1) not in other.get("/sender/claims/").text.replace(" ", "")


def test_the_days_to_complain_are_those_of_the_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page types no number: another edition, another day."""
    from budstikke.post.doors.sender import claims

    other = replace(pum_on(line.TODAY), complaint_days=17)
    monkeypatch.setattr(claims, "pum_on", lambda day: other)
    assert "17 dager fra innleveringen" in at_portal(Role.FINANCE).get("/sender/claims/").content.decode()
