"""Who may ask: every way a request's signature can fail, each with its code."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from tests.mailbox.post import posted, sending
from tests.mailbox.running import Organisation, Service, code_of

from budstikke.formats.digipost.error import parse_error
from budstikke.formats.digipost.signature import content_sha256, http_date, request_text, sign
from budstikke.kit.clock import real_now


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"X-Digipost-UserId": None}, (400, "INVALID_USER_ID_HEADER")),
        ({"X-Digipost-UserId": "991825827x"}, (400, "INVALID_USER_ID_HEADER")),
        ({"X-Digipost-UserId": "9" * 30}, (400, "INVALID_USER_ID_HEADER")),
        ({"X-Digipost-UserId": "777"}, (401, "UNKNOWN_USER_ID")),
        ({"X-Digipost-UserId": "6"}, (401, "INVALID_SIGNATURE")),
        ({"Date": None}, (400, "MISSING_DATE_HEADER")),
        ({"Date": "today"}, (400, "INVALID_DATE_HEADER")),
        ({"X-Digipost-Signature": None}, (401, "MISSING_SIGNATURE")),
        ({"X-Digipost-Signature": "AAAA"}, (401, "INVALID_SIGNATURE")),
        ({"X-Content-SHA256": None}, (400, "MISSING_SHA256")),
        ({"X-Content-SHA256": content_sha256(b"other")}, (401, "INVALID_SIGNATURE")),
    ],
)
def test_a_request_changed_after_signing_is_refused(
    mailbox: Service, carrier: Organisation, change: dict[str, str | None], expected: tuple[int, str]
) -> None:
    """Each header that is missing, wrong or another's."""
    assert code_of(posted(mailbox, carrier, sending(), change=change)) == expected


def test_a_request_dated_otherwise_after_signing_is_refused(mailbox: Service, carrier: Organisation) -> None:
    """A date near enough to be taken, but not the one that was signed."""
    change = {"Date": http_date(real_now() + timedelta(minutes=2))}
    assert code_of(posted(mailbox, carrier, sending(), change=change)) == (401, "INVALID_SIGNATURE")
    assert mailbox.look("SELECT count(*) FROM message") == [(0,)]


def test_a_body_changed_after_signing_is_refused(mailbox: Service, carrier: Organisation) -> None:
    """The signature covers the hash, the hash covers the body."""
    headers = {
        "Date": http_date(real_now()),
        "X-Digipost-UserId": "9001",
        "X-Content-SHA256": content_sha256(b"the body"),
    }
    text = request_text(method="POST", path="/messages", query="", headers=headers)
    headers["X-Digipost-Signature"] = sign(text, key=carrier.key)
    answer = httpx.post(f"{mailbox.url}/messages", content=b"another body", headers=headers)
    assert code_of(answer) == (400, "INVALID_SHA256")


def test_a_query_changed_after_signing_is_refused(mailbox: Service, issuer: Organisation) -> None:
    """The query is signed too."""
    answer = mailbox.ask(issuer, "GET", "/5/inbox", query="limit=1")
    other = httpx.get(str(answer.request.url).replace("limit=1", "limit=2"), headers=answer.request.headers)
    assert (answer.status_code, code_of(other)) == (200, (401, "INVALID_SIGNATURE"))


def test_the_expected_text_is_echoed_between_its_marks(mailbox: Service, carrier: Organisation) -> None:
    """A developer sees exactly what should have been signed."""
    answer = mailbox.ask(carrier, "GET", "/", change={"X-Digipost-Signature": "AAAA"})
    message = parse_error(answer.content).message
    expected = request_text(method="GET", path="/", query="", headers=answer.request.headers)
    assert message.partition("===START===")[2].partition("===SLUTT===")[0] == expected


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_date_more_than_five_minutes_off_is_refused(
    mailbox: Service, carrier: Organisation, minutes: int
) -> None:
    """Before or behind, even when it is signed."""
    answer = mailbox.ask(carrier, "GET", "/", at=real_now() + timedelta(minutes=minutes))
    assert code_of(answer) == (400, "DATE_HEADER_OUTSIDE_ACCEPTED_INTERVAL")


@pytest.mark.parametrize("minutes", [-4, 4])
def test_a_date_within_five_minutes_is_taken(mailbox: Service, carrier: Organisation, minutes: int) -> None:
    """Clocks differ a little."""
    assert mailbox.ask(carrier, "GET", "/", at=real_now() + timedelta(minutes=minutes)).status_code == 200


def test_dates_are_held_to_real_time(mailbox: Service, carrier: Organisation) -> None:
    """A test installation's moved clock does not shut its users out."""
    mailbox.move_clock(21)
    assert mailbox.ask(carrier, "GET", "/").status_code == 200


def test_the_wrong_method_and_the_wrong_address_say_so(mailbox: Service, carrier: Organisation) -> None:
    """As errors of the API, not as pages."""
    answer = mailbox.ask(carrier, "GET", "/messages")
    assert code_of(answer) == (405, "PROBLEM_WITH_REQUEST") and answer.headers["Allow"] == "POST"
    assert code_of(mailbox.ask(carrier, "GET", "/no/such/address")) == (404, "PROBLEM_WITH_REQUEST")
    assert code_of(mailbox.ask(carrier, "POST", "/documents/5/1/content"))[0] == 405


def test_nothing_personal_is_logged(mailbox: Service, carrier: Organisation) -> None:
    """The service's log holds neither a subject nor a content nor a token after a working day of faults."""
    posted(mailbox, carrier, sending())
    posted(mailbox, carrier, sending(report=b"no pdf SPECIMEN"))
    log = (mailbox.folder / "mailbox.log").read_text()
    for secret in ("SPECIMEN", "Fødselsnummer", "token=", "BEGIN"):
        assert secret not in log
