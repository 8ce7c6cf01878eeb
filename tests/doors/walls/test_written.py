"""A value never ends the place it is written to: header, mail, order file, message, table and log stay whole."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path

import pytest
from django.test import Client
from tests.actions import line

from budstikke.kit.installation import data_folder
from budstikke.post.channels.email import Smtp
from budstikke.post.channels.errors import Rejected
from budstikke.post.channels.message import Message

EVIL = "x\r\nBcc: everybody@example.no"


@pytest.mark.parametrize("said", [{"email": f"kari@example.no{EVIL}"}, {"email": EVIL}, {"subject": EVIL}])
def test_a_mail_of_two_lines_is_refused(said: dict[str, str]) -> None:
    """For good, and before a server is asked: there is none here."""
    message = Message(**{"key": "k", "email": "kari@example.no", "subject": "s", "text": "t", **said})
    smtp = Smtp(host="127.0.0.1", port=9, sender="post@example.no", starttls=False, login=None)
    with pytest.raises(Rejected):
        smtp.send(message)


def test_an_sms_stays_one_line_of_json() -> None:
    """Whatever stands in its text."""
    from budstikke.post.channels.sms import FakeSmsGateway

    told = '"}\n{"to": "+4700000000", "text": "'
    FakeSmsGateway().send(Message(key="k", mobile="+4799999999", short_text=told))
    *_, last = (data_folder() / "sent" / "sms.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(last)["text"] == told


def test_no_value_of_an_order_file_ends_its_segment() -> None:
    """Written and read again it is what it was: marks are released, and nothing stands behind."""
    from budstikke.formats.edifact.iftmin import read_interchange
    from budstikke.formats.edifact.orders import Booking

    name = "Kari '+:? UNT+1+1' Nordmann"
    told = list(read_interchange(io.BytesIO(line.file_of([line.order(1, name=name)]))))
    (booked,) = (each for each in told if isinstance(each, Booking))
    assert booked.recipient.name == name
    assert len(told) == 3


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "=cmd|' /C calc'!A0", "@SUM(1+1)*cmd"])
def test_no_cell_of_a_table_is_worked_out(begins: str) -> None:
    """In CSV it is quoted as text, in a workbook its kind says so."""
    import openpyxl

    from budstikke.post.doors.sender.tables import csv_of, workbook_of

    text = csv_of(["reference"], [[f"{begins}1"]]).decode("utf-8-sig")
    assert text.split("\r\n", 1)[1].lstrip('"').startswith("'")
    book = openpyxl.load_workbook(io.BytesIO(workbook_of("A", ["a"], [["=1+1"], [f"{begins.strip()}1"]])))
    assert {cell.data_type for row in book.active.iter_rows(min_row=2) for cell in row} == {"s"}  # type: ignore[union-attr]


def test_a_log_stays_one_line_for_each_thing_said(
    installation: None, caplog: pytest.LogCaptureFixture
) -> None:
    """An address somebody made up does not write a line of ours."""
    with caplog.at_level(logging.DEBUG):
        for address in (
            "/nowhere%0d%0aERROR everything",
            "/desk/%0aERROR",
            "/api/v1/%0aERROR",
            "/track/%1b[31m/",
        ):
            Client(SERVER_NAME="localhost").get(address)
            Client(SERVER_NAME="localhost").post(address)
    said = [
        record.getMessage() for record in caplog.records if record.name.startswith(("django.", "budstikke"))
    ]
    assert said
    assert not [text for text in said if "\n" in text or "\r" in text or "\x1b" in text]


def test_every_file_s_name_is_made_of_what_we_wrote_ourselves() -> None:
    """A name in Content-Disposition is a number of ours, an id, or fixed words: never what was typed unread."""
    doors = Path(__file__).parents[3] / "src" / "budstikke" / "post" / "doors"
    named = {
        path.relative_to(doors).as_posix()
        for path in doors.rglob("*.py")
        if "Content-Disposition" in path.read_text(encoding="utf-8")
    }
    # Each was read: a new one is read, and added here. Django refuses a header of two lines besides.
    assert named == {
        "bring/labels.py", "bring/reports.py", "desk/cases.py", "desk/claims.py", "forwarding/document.py",
        "forwarding/mine.py", "forwarding/register.py", "sender/orders.py", "sender/pages.py",
        "tracking/calendar.py", "tracking/record.py",
    }  # fmt: skip
