"""Who guesses learns nothing: the same answers, the same work, and soon none, whoever has the number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.issuer.people import KARI, OLA, PIN, customer, with_code_app

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture
def browser(issuer_database: None) -> Client:
    """Give a browser of nobody."""
    from django.test import Client

    return Client(headers={"host": "localhost"})


def now() -> object:
    """The installation's time."""
    from budstikke.kit.clock import now

    return now()


def _without_what_changes(page: str) -> str:
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def test_a_number_that_nobody_has_gets_the_answer_of_one_that_somebody_has(browser: Client) -> None:
    """By code, by card and by app: the same status, the same words, the same way on."""
    with_code_app(customer(), now=now())  # type: ignore[arg-type]
    asked = {"code": "000000", "pin": PIN}
    known = browser.post("/sign-in/code/", {"number": KARI, **asked})
    unknown = browser.post("/sign-in/code/", {"number": OLA, **asked})
    assert known.status_code == unknown.status_code == 400
    assert _without_what_changes(known.content.decode()) == _without_what_changes(unknown.content.decode())
    for number in (KARI, OLA):
        answer = browser.post("/sign-in/app/", {"number": number})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/app/waiting/")
        page = browser.get("/sign-in/app/waiting/").content.decode()
        assert "match-number" in page


def test_the_database_is_asked_the_same_for_a_number_that_nobody_has(browser: Client) -> None:
    """Time tells nothing where the same statements run: by code and by app."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with_code_app(customer(), now=now())  # type: ignore[arg-type]
    asked: dict[str, dict[str, list[str]]] = {"/sign-in/code/": {}, "/sign-in/app/": {}}
    for path, of_number in asked.items():
        for number in (KARI, OLA):
            browser.post(path, {"number": number, "code": "000000", "pin": PIN})  # the first counts anew
            with CaptureQueriesContext(connection) as told:
                browser.post(path, {"number": number, "code": "000000", "pin": PIN})
            # How many columns and of whom is all the same: only the verbs and the tables are compared.
            of_number[number] = [" ".join(row["sql"].split()[:1]) for row in told.captured_queries]
        assert of_number[KARI] == of_number[OLA], path


def test_guessing_is_stopped_whether_somebody_has_the_number_or_not(browser: Client) -> None:
    """Ten tries of a number in a quarter of an hour, then none, the right one included."""
    with_code_app(customer(), now=now())  # type: ignore[arg-type]
    for number in (KARI, OLA):
        asked = {"number": number, "code": "000000", "pin": PIN}
        answers = [browser.post("/sign-in/code/", asked).status_code for _ in range(12)]
        assert answers == [400] * 10 + [429] * 2
