"""What a person reads where a page of the post cannot be answered: what is wrong, what cures it, and the way back."""

from __future__ import annotations

import importlib
import logging

import pytest

TABLES = ("budstikke.wiring.post_urls", "budstikke.wiring.desk_urls", "budstikke.post.doors.sender.urls")
NOWHERE = {"no": "Siden finnes ikke", "en": "There is no such page"}
OURS = {"no": "Noe gikk galt hos oss", "en": "Something went wrong on our side"}


def browser(*, strict: bool = False):
    """A browser of nobody; a fault of ours is answered as it would be to somebody."""
    from django.test import Client

    return Client(raise_request_exception=False, enforce_csrf_checks=strict)


def is_ours(answer, *, status: int, begin: str) -> str:
    """It is a whole page with the way back, kept by no browser; returns its words."""
    page = answer.content.decode()
    assert answer.status_code == status and answer["Content-Type"].startswith("text/html")
    assert f'href="{begin}"' in page and 'id="content"' in page and "no-store" in answer["Cache-Control"]
    return page


@pytest.mark.parametrize("language", ["no", "en"])
@pytest.mark.parametrize(
    ("address", "begin"),
    [
        ("/track/RR000000000NO/NORDMANN/", "/track/"),
        ("/counter/NORDMANN/x/", "/counter/"),
        ("/forwarding/NORDMANN/x/", "/forwarding/"),
        ("/desk/NORDMANN/x/", "/desk/"),
        ("/sender/NORDMANN/x/", "/sender/"),
        ("/NORDMANN/", "/"),
    ],
)
def test_an_address_where_nothing_is_leads_back(
    installation: None, address: str, begin: str, language: str
) -> None:
    """In the page's language, to where those pages begin; the address itself is not repeated."""
    page = is_ours(browser().get(address, {"language": language}), status=404, begin=begin)
    assert NOWHERE[language] in page and "NORDMANN" not in page


@pytest.mark.parametrize(("language", "said"), [("no", "ikke sendt"), ("en", "was not sent")])
def test_a_form_without_its_token_says_what_to_do(installation: None, language: str, said: str) -> None:
    """A page that was open over night is no attack: nothing was sent, load it anew."""
    client = browser(strict=True)
    client.cookies["post_language"] = language
    answer = client.post("/forwarding/sign-in/test/", {"number": "20914695016"})
    page = is_ours(answer, status=403, begin="/forwarding/")
    assert said in page and "20914695016" not in page


def test_what_cannot_be_read_is_told_as_such(installation: None) -> None:
    """A form of far too many fields."""
    answer = browser().post("/forwarding/sign-in/test/", {f"k{each}": "" for each in range(1_100)})
    assert "Vi forstår ikke" in is_ours(answer, status=400, begin="/forwarding/")


@pytest.mark.parametrize("language", ["no", "en"])
def test_the_answer_to_a_form_opened_by_its_address_says_so(installation: None, language: str) -> None:
    """As by the other language's link of such a page: Django's own answer is an empty page."""
    answer = browser().get("/track/mine/close/", {"language": language})
    page = is_ours(answer, status=405, begin="/track/")
    assert {"no": "Siden er svaret på et skjema", "en": "This page answers a form"}[language] in page
    assert answer["Allow"] == "POST" and answer.cookies["post_language"].value == language


@pytest.mark.parametrize("language", ["no", "en"])
def test_a_fault_of_ours_is_said_to_be_ours(
    installation: None, monkeypatch: pytest.MonkeyPatch, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    """And nothing of it is shown."""

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("SECRET")

    monkeypatch.setattr("budstikke.post.doors.tracking.figures.render", fails)
    with caplog.at_level(logging.CRITICAL):
        answer = browser().get("/figures/", {"language": language})
    page = is_ours(answer, status=500, begin="/figures/")
    assert OURS[language] in page and "SECRET" not in page


def test_every_table_of_addresses_answers_alike() -> None:
    """Django looks for the answers in the table a request is asked by, and falls back to bare pages."""
    for table in TABLES:
        named = vars(importlib.import_module(table))
        assert {f"handler{status}" for status in (400, 403, 404, 500)} <= set(named), table


@pytest.mark.parametrize(
    ("language", "said"), [("no", "kan ikke åpnes slik"), ("en", "cannot be opened this way")]
)
def test_a_page_opened_by_another_method_leads_back(installation: None, language: str, said: str) -> None:
    """A bookmark of a button's address: a browser reads a page, with the methods there are."""
    answer = browser().get("/payments/webhook", {"language": language}, headers={"Accept": "text/html,*/*"})
    assert said in is_ours(answer, status=405, begin="/") and answer["Allow"] == "POST"
