"""The tracking page: who has the number sees where the letter is, and nothing of who it is for."""

from __future__ import annotations

import pytest
from tests.actions import line


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
    assert "Brevet er levert inn</span>, Oslo" in page


def test_a_passport_only_letter_does_not_offer_the_driving_licence(client) -> None:
    """What is accepted is what the sender ordered."""
    page = client.get("/track/", {"number": line.number(2), "language": "en"}).content.decode()
    assert "demands a passport" in page and "driving licence" not in page


def test_no_name_address_or_mobile_number_is_shown(client) -> None:
    """Whoever has the number learns nothing of the recipient."""
    page = client.get("/track/", {"number": line.number(1)}).content.decode()
    assert not any(word in page for word in ("Kari", "Nordmann", "Lilleveien", "40000001", "ORDRE"))


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
