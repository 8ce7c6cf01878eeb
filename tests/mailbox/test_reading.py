"""The inbox in a browser: opened by the organisation's key, read and fetched, nobody else's, and closed again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.mailbox.post import REPORT, posted, sending
from tests.mailbox.running import Organisation, Service, run_command

_OPEN: list[httpx.Client] = []


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """No connection outlives its test."""
    yield
    while _OPEN:
        _OPEN.pop().close()


def browser_at(mailbox: Service) -> httpx.Client:
    """A browser that knows nothing yet."""
    _OPEN.append(httpx.Client(base_url=mailbox.url, follow_redirects=True))
    return _OPEN[-1]


def opened(mailbox: Service, asking: Organisation) -> tuple[httpx.Client, str]:
    """A browser, and the address that opens the inbox in it."""
    answer = mailbox.ask(asking, "GET", "/browser")
    assert answer.status_code == 307
    return browser_at(mailbox), answer.headers["Location"]


def first_of(page: str) -> str:
    """The number of the first document that a page offers."""
    found = re.search(r'href="/reading/([0-9]+)/"', page)
    assert found
    return found[1]


def test_the_office_reads_a_report_in_a_browser(
    mailbox: Service, carrier: Organisation, issuer: Organisation
) -> None:
    """Listed with its sender, fetched byte for byte, read then; no copy stays, and the address is left behind."""
    posted(mailbox, carrier, sending())
    browser, address = opened(mailbox, issuer)
    page = browser.get(address)
    assert page.status_code == 200 and page.url.path == "/reading/" and not page.url.query
    assert page.headers["Cache-Control"] == "no-store"
    for words in (carrier.name, "RR473124829NO", "PUM", "ulest"):
        assert words in page.text
    number = first_of(page.text)
    report = browser.get(f"/reading/{number}/")
    assert report.content == REPORT and report.headers["Content-Type"] == "application/pdf"
    english = browser.get("/reading/?language=en").text
    assert "Inbox of" in english and "unread" not in english.partition("</tr>")[0]
    assert browser.get("/static/look/page.css").status_code == 200


def test_another_organisation_sees_its_own_inbox_only(
    mailbox: Service, carrier: Organisation, issuer: Organisation
) -> None:
    """Neither the list nor a document by its number."""
    posted(mailbox, carrier, sending())
    owner, address = opened(mailbox, issuer)
    number = first_of(owner.get(address).text)
    other, address = opened(mailbox, carrier)
    assert "RR473124829NO" not in other.get(address).text
    assert other.get(f"/reading/{number}/").status_code == 404


def test_a_browser_at_the_mailbox_itself_is_led_to_the_inbox(mailbox: Service) -> None:
    """And a program hears what its interface says."""
    with browser_at(mailbox) as browser:
        led = browser.get("/", headers={"Accept": "text/html,*/*;q=0.8"}, follow_redirects=False)
        assert (led.status_code, led.headers["Location"]) == (302, "/reading/")
        assert browser.get("/", headers={"Accept": "*/*"}).status_code == 400


def test_without_the_key_nothing_opens(mailbox: Service, issuer: Organisation) -> None:
    """No signature, no token, a changed one, and after it was closed; closing takes the page's own form."""
    plain = browser_at(mailbox)
    assert plain.get("/browser").status_code == 400
    assert plain.get("/reading/").status_code == 403
    browser, address = opened(mailbox, issuer)
    assert plain.get(f"{address}x").status_code == 403
    assert plain.get("/reading/enter/").status_code == 403
    page = browser.get(address)
    assert browser.post("/reading/close/").status_code == 403
    token = page.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    assert browser.post("/reading/close/", data={"csrfmiddlewaretoken": token}).status_code == 200
    assert browser.get("/reading/").status_code == 403


def test_the_command_prints_the_address(mailbox: Service, issuer: Organisation, tmp_path: Path) -> None:
    """For a browser on the same machine."""
    key = issuer.key_file(tmp_path)
    done = run_command(
        os.environ,
        "inbox",
        "browse",
        "--url",
        mailbox.url,
        "--sender",
        str(issuer.sender_id),
        "--key",
        str(key),
    )
    assert done.returncode == 0 and "/reading/enter/?token=" in done.stdout
