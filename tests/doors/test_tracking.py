"""The tracking page: who has the number sees where the letter is, and nothing of who it is for."""

from __future__ import annotations

import pytest
from tests.actions import line

from budstikke.kit.clock import now, today
from budstikke.law.words import Words
from budstikke.post.actions.outlets.publish_problem import end_problem, publish_problem
from budstikke.post.terms.pum.known_problems import KnownProblem


@pytest.fixture
def client(installation: None) -> object:
    """A browser without scripts, on an installation with one letter at its outlet."""
    from django.test import Client

    line.book(
        line.file_of([line.order(1, mobile="+4740000001"), line.order(2, reference="2", passport_only=True)])
    )
    line.bring_to_outlet([1, 2])
    return Client()


def test_a_letter_at_its_outlet_says_where_and_what_to_bring(client) -> None:
    """State, outlet, hours and the documents accepted for this very letter are on the page."""
    page = client.get("/track/", {"number": "rr 000000014 no"}).content.decode()
    assert "Kan hentes" in page and "Bergen postkontor SPECIMEN" in page and "Norsk førerkort" in page
    assert "Brevet er levert inn</span> · Oslo" in page


def test_a_passport_only_letter_does_not_offer_the_driving_licence(client) -> None:
    """What is accepted is what the sender ordered."""
    page = client.get("/track/", {"number": line.number(2), "language": "en"}).content.decode()
    assert "demands a passport" in page and "driving licence" not in page


def test_no_name_address_or_mobile_number_is_shown(client) -> None:
    """Whoever has the number learns nothing of the recipient."""
    page = client.get("/track/", {"number": line.number(1)}).content.decode()
    assert not any(word in page for word in ("Kari", "Nordmann", "Lilleveien", "40000001", "ORDRE"))


def test_what_else_may_be_needed_stands_beside_each_document(client) -> None:
    """The same lines as at the counter: the number, a readable day of issue, and what the clerk decides."""
    page = client.get("/track/", {"number": line.number(1)}).content.decode()
    assert "Utstedelsesdatoen må kunne leses" in page
    assert "må vises med tilleggsdokument fra offentlig etat" in page
    assert "Nødpass" in page and "BankID" not in page
    demanded = client.get("/track/", {"number": line.number(2)}).content.decode()
    assert "Nødpass" not in demanded and "Identitetskort fra EU/EØS" not in demanded


def published(**scope: object) -> int:
    """Publish a problem that begins now."""
    said = {
        "what": Words(no="Noe kan ikke leses.", en="Something cannot be read."),
        "advice": Words(no="Ta med noe annet.", en="Bring something else."),
        "from_on": today(),
    }
    return publish_problem(KnownProblem(**{**said, **scope}), by="service-1", now=now())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("serial", "scope", "shown"),
    [
        (1, {"document_kind": "eu_id_card"}, True),
        (2, {"document_kind": "eu_id_card"}, False),  # passport only
        (2, {"issuing_state": "UTO"}, True),
        (1, {"outlet_id": line.BERGEN, "holds_deadline": True}, True),
        (1, {"outlet_id": line.SOTRA, "holds_deadline": True}, False),
        (1, {"device_model": "a model nobody has here"}, False),
    ],
)
def test_a_waiting_letter_shows_the_problems_that_may_concern_it(
    client, serial: int, scope: dict[str, object], shown: bool
) -> None:
    """Its outlet, its devices and the documents accepted for it, in the recipient's words and with what to do."""
    problem = published(**scope)
    asked = {"number": line.number(serial), "language": "en"}
    assert ("Bring something else." in client.get("/track/", asked).content.decode()) is shown
    end_problem(problem, now=now())
    assert "Bring something else." not in client.get("/track/", asked).content.decode()


def test_everybody_sees_all_problems_that_stand_and_what_senders_should_know(client) -> None:
    """Where, which documents, since when; ended ones are gone, and the page is linked from tracking."""
    assert 'href="/problems/"' in client.get("/track/").content.decode()
    assert "Ingen kjente feil nå." in client.get("/problems/").content.decode()
    ended = published(outlet_id=line.SOTRA, holds_deadline=True)
    published(document_kind="foreign_passport", issuing_state="UTO", number_begins="X2")
    page = client.get("/problems/", {"language": "en"}).content.decode()
    assert "All outlets, Foreign passport, issued by UTO, numbers that begin with X2" in page
    assert "Hand-over may be delayed: Something cannot be read." in page
    assert "The days this lasts are added to the deadline." in page
    end_problem(ended, now=now())
    assert "The days this lasts" not in client.get("/problems/", {"language": "en"}).content.decode()


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ("RR000000015NO", 400, "ikke et brevnummer"),
        ("hei", 400, "ikke et brevnummer"),
        ("RR000000093NO", 404, "kjenner ikke"),
    ],
)
def test_a_wrong_number_is_told_kindly(client, typed: str, status: int, words: str) -> None:
    """A mistyped number and an unknown one are told apart, and what was typed stays in the field."""
    answer = client.get("/track/", {"number": typed})
    assert answer.status_code == status
    assert words in answer.content.decode() and f'value="{typed}"' in answer.content.decode()


def test_a_page_takes_a_constant_number_of_queries(client) -> None:
    """However long the history, the page asks the same few questions."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as short:
        client.get("/track/", {"number": line.number(1)})
    for _ in range(3):
        line.turn_away(1)
    with CaptureQueriesContext(connection) as long:
        page = client.get("/track/", {"number": line.number(1)}).content.decode()
    assert "ble ikke utlevert" in page
    assert len(long) == len(short)


def test_every_answer_forbids_other_hosts_and_inline_scripts(client) -> None:
    """The policy stands on every page."""
    assert "default-src 'self'" in client.get("/track/")["Content-Security-Policy"]
