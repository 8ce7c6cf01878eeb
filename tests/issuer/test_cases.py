"""The contact form: a case with its files, sealed; no robots, no strangers, no national numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from tests.issuer.test_help_pages import client

from budstikke.issuer.terms.help_cases import (
    RULES,
    answered_by,
    kind_of,
    looks_like_a_robot,
    make_number,
    question,
)

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)  # Friday
PDF = b"%PDF-1.7 SPECIMEN"
SECRET = "Hemmelig Hansen lurer på noe"


def _form(at: datetime = NOW, **changes: object) -> dict[str, object]:
    from budstikke.issuer.doors.help.contact import _Ticket

    sealed = _Ticket(uuid4(), at - timedelta(minutes=1), 3, 4).sealed()
    filled = {"topic": "refund", "name": "Ola Eksempel", "email": "ola@kunde.example", "message": SECRET}
    return {**filled, "order_number": "", "answer": "7", "website": "", "form": sealed, **changes}


@pytest.fixture
def browser(issuer_database: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Give a browser whose clock stands still."""
    from budstikke.issuer.doors.help import contact

    monkeypatch.setattr(contact, "now", lambda: NOW)
    return client()


def _send(browser: Client, form: dict[str, object]) -> HttpResponse:
    return browser.post("/help/contact/", form)  # type: ignore[return-value]


def test_a_case_is_taken_sealed_and_receipted(browser: Client) -> None:
    """What was written opens for staff and nowhere else; the number is on the page and in the mail, once."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.db import connection

    from budstikke.issuer.actions.cases import send_case_mail
    from budstikke.issuer.actions.sealed_cases import bytes_of, content_of, name_of
    from budstikke.issuer.records.models import Inquiry

    form = _form(files=[SimpleUploadedFile("../kvittering.pdf", PDF), SimpleUploadedFile("b.pdf", PDF)])
    assert _send(browser, form)["Location"] == "/help/contact/receipt/"
    for each in form["files"]:  # type: ignore[attr-defined]
        each.seek(0)
    assert _send(browser, form).status_code == 302
    case = Inquiry.objects.get()
    page = str(browser.get("/help/contact/receipt/").content.decode())
    assert case.number in page
    assert "tirsdag 24. november 2026" in page
    assert content_of(case)["message"] == SECRET
    assert [(name_of(file), bytes_of(file), file.kind) for file in case.files.order_by("id")] == [
        ("kvittering.pdf", PDF, "application/pdf"),
        ("b.pdf", PDF, "application/pdf"),
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT inquiry::text FROM inquiry")
        assert "Hansen" not in str(cursor.fetchall())
    mail = _Kept()
    assert (send_case_mail(mail=mail, now=NOW), send_case_mail(mail=mail, now=NOW)) == (1, 0)
    assert [(to, case.number in subject) for to, subject, _ in mail.sent] == [("ola@kunde.example", True)]
    assert "Location" in client().get("/help/contact/receipt/")


def test_an_address_that_takes_no_mail_holds_up_nobody(browser: Client) -> None:
    """It is marked for staff, and the next receipt goes out."""
    from budstikke.issuer.actions.cases import send_case_mail
    from budstikke.issuer.channels.errors import Rejected
    from budstikke.issuer.records.models import Inquiry

    class Picky(_Kept):
        def send(self, *, to: str, subject: str, text: str) -> None:
            if to.startswith("nobody"):
                raise Rejected("NOT_TAKEN")
            super().send(to=to, subject=subject, text=text)

    for email in ("nobody@kunde.example", "ola@kunde.example"):
        assert _send(browser, _form(email=email)).status_code == 302
    mail = Picky()
    assert send_case_mail(mail=mail, now=NOW) == 2
    assert [to for to, _, _ in mail.sent] == ["ola@kunde.example"]
    assert list(Inquiry.objects.order_by("id").values_list("mail_refused", flat=True)) == [True, False]


class _Kept:
    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []

    def send(self, *, to: str, subject: str, text: str) -> None:
        self.sent.append((to, subject, text))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"website": "https://buy.example"}, "Trykk Send en gang til."),
        ({"answer": "8"}, "Svaret er ikke riktig."),
        ({"form": "forged"}, "Trykk Send en gang til."),
        ({"email": "ola"}, "Skriv en e-postadresse"),
        ({"email": "ola@kunde.example\nBcc: all@kunde.example"}, "Skriv en e-postadresse"),
        ({"topic": "gossip"}, "Velg hva det gjelder."),
        ({"name": ""}, "Skriv navnet ditt."),
        ({"message": ""}, "Skriv hva du lurer på."),
        ({"message": "x" * 4001}, "Teksten er for lang."),
        ({"message": "Mitt nummer er 410101 12345"}, "Ta bort fødselsnummeret."),
        ({"order_number": "41010112345"}, "Ta bort fødselsnummeret."),
    ],
)
def test_what_is_not_taken_is_said_at_its_field(browser: Client, changes: dict[str, str], said: str) -> None:
    """Nothing typed is lost, and nothing is written down."""
    from budstikke.issuer.records.models import Inquiry

    got = _send(browser, _form(**changes))
    page = got.content.decode()
    assert got.status_code == 422
    assert said in page
    assert changes.get("message", SECRET)[:20] in page
    assert Inquiry.objects.count() == 0


@pytest.mark.parametrize(
    "files",
    [
        [b"MZ executable named .pdf"],
        [b"<svg onload=alert(1)>"],
        [PDF, PDF, PDF, PDF],
        [PDF + b"x" * RULES.attachment_bytes],
    ],
)
def test_a_file_is_judged_by_what_is_in_it(browser: Client, files: list[bytes]) -> None:
    """Its name and what the browser calls it prove nothing; too many or too large is said."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from budstikke.issuer.records.models import Inquiry

    sent = [SimpleUploadedFile("a.pdf", each, content_type="application/pdf") for each in files]
    got = _send(browser, _form(files=sent))
    assert got.status_code == 422
    assert "Legg ved høyst 3 filer på høyst 5 MB hver" in got.content.decode()
    assert Inquiry.objects.count() == 0


def test_one_place_sends_a_few_cases_an_hour(browser: Client) -> None:
    """The sixth in an hour waits; the next hour takes it."""
    for _ in range(RULES.cases_of_an_address):
        assert _send(browser, _form()).status_code == 302
    assert _send(browser, _form()).status_code == 429


def test_robots_are_known_by_haste_age_trap_and_answer() -> None:
    """A person's form passes, also when the number is spelt."""

    def judge(**changes: object) -> str | None:
        given = {
            "trap": "",
            "answer": "7",
            "expected": 7,
            "fetched_at": NOW,
            "now": NOW + timedelta(minutes=1),
        }
        return looks_like_a_robot(**{**given, **changes})  # type: ignore[arg-type]

    assert [judge(), judge(answer=" sju "), judge(answer="seven")] == [None, None, None]
    assert judge(answer="8") == judge(answer="") == "answer"
    assert judge(trap="x") == "trap"
    assert judge(now=NOW + timedelta(seconds=2)) == "too_fast"
    assert judge(now=NOW + timedelta(hours=5)) == "too_old"
    assert question(3, 4).en == "How much is three plus four? Answer in digits."


def test_files_numbers_and_days_of_a_case() -> None:
    """Four kinds are known by how they begin; two working days pass over a weekend."""
    assert [
        kind_of(PDF),
        kind_of(b"\x89PNG\r\n\x1a\n."),
        kind_of(b"\xff\xd8\xff\xe0"),
        kind_of(b"RIFF....WEBPVP8"),
    ] == [
        "application/pdf",
        "image/png",
        "image/jpeg",
        "image/webp",
    ]
    assert kind_of(b"RIFF....WAVE") is kind_of(b"") is None
    assert len(make_number()) == 9
    assert answered_by(date(2026, 11, 20)) == date(2026, 11, 24)  # Friday to Tuesday
