"""What staff do in the help centre: answer cases, write articles, look over each other's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from tests.issuer.test_cases import _Kept
from tests.issuer.test_help_pages import client

if TYPE_CHECKING:
    from django.test import Client

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)  # Saturday
PAGES = (
    "/help/staff/cases/",
    "/help/staff/cases/AAAA-BBBB/",
    "/help/staff/articles/",
    "/help/staff/articles/refund/edit/",
)


def _member(pseudonym: str, roles: str) -> Client:
    """Hire somebody and sign them in."""
    from budstikke.issuer.doors.help.who import SIGNED_IN
    from budstikke.issuer.records.models import Customer, Staff

    customer = Customer.objects.create(
        reference=uuid4(),
        number_lookup=uuid4().bytes,
        number_sealed=b"",
        particulars_sealed=b"",
        since_at=NOW,
    )
    Staff.objects.create(customer=customer, pseudonym=pseudonym, roles=roles, since_at=NOW)
    browser = client()
    session = browser.session
    session[SIGNED_IN] = pseudonym
    session.save()
    return browser


def test_the_pages_of_staff_open_for_staff_only(issuer_database: None) -> None:
    """Nobody, an auditor, and somebody who has left meet a closed door."""
    from budstikke.issuer.records.models import Staff

    gone = _member("gone", "support")
    Staff.objects.filter(pseudonym="gone").update(left_at=NOW)
    for browser in (client(), _member("audits", "auditor"), gone):
        for address in PAGES:
            assert browser.get(address).status_code == 403, address
    assert _member("helps", "support").get("/help/staff/cases/").status_code == 200


def test_a_case_is_read_and_answered_by_mail(issuer_database: None) -> None:
    """The list names nobody; the answer goes to who asked, once, and closes the case; a file is never shown inline."""
    from budstikke.issuer.actions.cases import Asked, Attached, open_case, send_case_mail
    from budstikke.issuer.terms.help_cases import Topic

    asked = Asked(
        topic=Topic.REFUND,
        language="en",
        form_id=uuid4(),
        name="Kari <b>Eksempel</b>",
        email="kari@kunde.example",
        message="<script>alert(1)</script>",
        files=[Attached("a.pdf", b"%PDF-1.7")],
    )
    case = open_case(asked, now=NOW)
    browser = _member("helps", "support")
    listed = browser.get("/help/staff/cases/").content.decode()
    assert case.number in listed
    assert "Kari" not in listed
    address = f"/help/staff/cases/{case.number}/"
    page = browser.get(address).content.decode()
    assert "Kari &lt;b&gt;Eksempel" in page
    assert "<script>alert" not in page
    file = browser.get(f"{address}files/{case.files.get().reference}/")
    assert file["Content-Disposition"].startswith("attachment")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert browser.post(address, {"text": " "}).status_code == 422
    assert browser.post(address, {"text": "You get it back.", "closes": "on"}).status_code == 302
    assert case.number not in browser.get("/help/staff/cases/").content.decode()
    mail = _Kept()
    assert send_case_mail(mail=mail, now=NOW) == 2
    assert [text for to, _, text in mail.sent if to == "kari@kunde.example"][1] == "You get it back."


_HEAD = "---\ntitle: {title}\nsummary: S\ngroup: payment\nasks: a\nupdated: 2026-11-21\nversion: 1\nrelated:\n---\n"
NO = (
    _HEAD.format(title="Kvittering")
    + "Kvitteringen kommer innen {answer_days}.\n\n## Mer\n\nSe [refusjon](refund)."
)
EN = (
    _HEAD.format(title="Receipt")
    + "The receipt comes within {answer_days}.\n\n## More\n\nSee [refund](refund)."
)


def test_an_article_is_written_looked_over_by_another_and_then_read(issuer_database: None) -> None:
    """Its writer cannot publish it; published, it is dated, has a version, and the search finds it."""
    from budstikke.issuer.records.models import HelpDraft

    writer, other = _member("writes", "support"), _member("reads", "lead")
    edit = "/help/staff/articles/receipts/edit/"
    wrong = writer.post(edit, {"no": NO, "en": EN.replace("{answer_days}", "2 days"), "review": ""})
    assert wrong.status_code == 422
    assert "name a fact in braces" in wrong.content.decode()
    assert "innen 2 virkedager" in writer.post(edit, {"no": NO, "en": EN}).content.decode()
    assert writer.post(edit, {"no": NO, "en": EN, "review": ""}).status_code == 302
    draft = HelpDraft.objects.get()
    look = f"/help/staff/drafts/{draft.id}/"
    assert "En annen må se gjennom" in writer.get(look).content.decode()
    assert writer.post(look, {"publish": ""}).status_code == 422
    assert client().get("/help/articles/receipts/").status_code == 404
    assert other.post(look, {"publish": ""}).status_code == 302
    assert other.get(look).status_code == 404
    read = client().get("/help/articles/receipts/?language=en").content.decode()
    assert "within 2 working days" in read
    assert "Version 1" in read
    assert "receipts" in client().get("/help/search/?q=kvitteringen").content.decode()


def test_what_staff_publish_replaces_the_files_version_until_a_newer_file(issuer_database: None) -> None:
    """The next version is read; a program that brings an even newer one wins."""
    from budstikke.issuer.actions.help_editions import (
        NotReviewed,
        ask_for_review,
        published,
        review,
        save_draft,
    )
    from budstikke.issuer.doors.help.catalogue import catalogue, of_files
    from budstikke.issuer.terms.help_articles import dated, written

    texts = {lang: written(of_files().of(lang)["refund"]) for lang in ("no", "en")}  # type: ignore[index]
    day = date(2026, 11, 21)  # Saturday
    draft = save_draft("refund", no=texts["no"], en=texts["en"], by="writes", now=NOW)
    with pytest.raises(NotReviewed):
        review(draft.id, by="reads", agreed=True, note="", version=1, now=NOW, today=day)
    ask_for_review(draft.id, by="writes", today=day)
    with pytest.raises(NotReviewed):
        save_draft("refund", no="", en="", by="writes", now=NOW, draft=draft.id)
    review(draft.id, by="reads", agreed=True, note="", version=1, now=NOW, today=day)
    assert catalogue().of("en")["refund"].version == 2
    assert catalogue().of("en")["order"].version == 1
    assert dated(published()[0][1], updated_on=day, version=7).count("version: 7") == 1


def test_a_draft_smuggles_nothing_onto_a_page(issuer_database: None) -> None:
    """HTML, scripts in links and pictures from elsewhere are faults, and in the preview they are text."""
    writer = _member("writes", "support")
    evil = "<img src=x onerror=alert(1)>\n\n[x](javascript:alert)\n\n![p](https://elsewhere.example/p.png)"
    page = writer.post(
        "/help/staff/articles/evil/edit/", {"no": NO + evil, "en": EN + evil, "review": ""}
    ).content.decode()
    assert "<img" not in page.partition("<main")[2]
    assert 'href="javascript' not in page
    assert "write Markdown, no HTML" in page
