"""Ordering in the portal: every fault is told before anything is booked, and nothing is booked twice."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.actions import line
from tests.doors.portal import OTHER_CUSTOMER, at_portal, other_sender

from budstikke.post.terms.roles import Role

HEAD = "name;street;postcode;city;mobile;reference\n"
KARI = {"name": "Kari Nordmann", "street": "Lilleveien 2", "postcode": "5004", "city": "BERGEN"}


def table(*rows: str, head: str = HEAD) -> SimpleUploadedFile:
    """A table of letters as a browser sends it."""
    return SimpleUploadedFile("letters.csv", (head + "".join(f"{row}\n" for row in rows)).encode())


def rows(many: int) -> list[str]:
    """So many good rows."""
    return [f"Kari Nordmann;Lilleveien {n};5004;BERGEN;;R{n}" for n in range(many)]


def uploaded(client: Client, file: SimpleUploadedFile) -> str:
    """Look a good table through; return where its preview is."""
    answer = client.post("/sender/order/table/", {"table": file})
    assert answer.status_code == 302, answer.text
    return str(answer["Location"])


def test_one_letter_is_ordered_once_however_often_it_is_sent(installation: None) -> None:
    """The page carries a number of its own; the letter's labels can be fetched at once."""
    client = at_portal(Role.ORDERS)
    asked = {**KARI, "nonce": str(uuid4())}
    first = client.post("/sender/order/", asked)
    again = client.post("/sender/order/", asked)
    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    assert len(line.letters()) == 1
    assert client.get(first["Location"] + "labels/sheet/").content.startswith(b"%PDF")
    assert client.get(first["Location"] + "labels/zpl/").content.startswith(b"^XA")
    assert client.get(first["Location"] + "labels/poster/").status_code == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"postcode": "50"}, "postcode"), ({"name": ""}, "name"), ({"weight_g": "900"}, "weight_g")],
)
def test_a_fault_in_the_form_stands_at_its_field(
    installation: None, changed: dict[str, str], field: str
) -> None:
    """What was filled in stays, nothing is booked."""
    answer = at_portal(Role.ORDERS).post("/sender/order/", {**KARI, **changed})
    assert answer.status_code == 422
    assert f'aria-describedby="{field}-fault"' in answer.text and "Lilleveien 2" in answer.text
    assert line.letters() == {}


def test_a_rule_refuses_in_the_portal_as_it_does_by_edi(installation: None) -> None:
    """A postcode that nobody has: by the rules of booking, in words, with its cure."""
    answer = at_portal(Role.ORDERS).post("/sender/order/", {**KARI, "postcode": "9999"})
    assert answer.status_code == 422 and 'id="postcode-fault"' in answer.text
    assert line.letters() == {}


def test_every_fault_of_a_table_is_told_before_anything_is_booked(installation: None) -> None:
    """Row and column of each, those of the rules too once the cells are well; the good rows wait with the bad."""
    client = at_portal(Role.ORDERS)
    answer = client.post(
        "/sender/order/table/",
        {"table": table(*rows(1), "Ola Nordmann;;50;BERGEN;ring;R9")},
    )
    assert answer.status_code == 422
    told = re.findall(r"<tr><td>(\w+)</td><td>([^<]+)</td>", answer.text)
    assert told == [("3", "gateadresse"), ("3", "postnummer"), ("3", "mobil")]
    answer = client.post("/sender/order/table/", {"table": table("Kari;Lilleveien 2;9999;BERGEN;;R1")})
    assert re.findall(r"<tr><td>(\w+)</td><td>([^<]+)</td>", answer.text) == [("2", "postnummer")]
    assert line.letters() == {}


def test_a_table_is_booked_after_its_preview_and_once(installation: None) -> None:
    """Nothing is booked by looking; asked twice it is booked once, and the table is kept no longer."""
    from budstikke.post.records.models import Upload
    from budstikke.post.records.scope import CARRIER, acting_as

    client = at_portal(Role.ORDERS)
    address = uploaded(client, table(*rows(3)))
    assert client.get(address).status_code == 200
    assert line.letters() == {}
    done = client.post(address)
    assert client.post(address)["Location"] == done["Location"]
    assert len(line.letters()) == 3
    with acting_as(CARRIER):
        (kept,) = Upload.objects.all()
    assert kept.rows_sealed is None and kept.booked_at is not None


def test_the_preview_says_which_letters_come_back_and_which_rows_look_like_a_business(
    installation: None,
) -> None:
    """The same of every letter, and what the order's own words say; nothing of whether somebody moved."""
    client = at_portal(Role.ORDERS)
    shown = client.get(uploaded(client, table(*rows(1)))).text
    assert "eller til utlandet, går brevet tilbake" in shown and "Ser ut som firmaadresser" not in shown
    shown = client.get(
        uploaded(client, table(*rows(1), "Ola Nordmann;c/o Eksempel Handel AS;5004;BERGEN;;R9"))
    ).text
    assert 'Rader: 3 <span class="clause">PUM §5</span>' in shown


def test_booking_that_was_broken_off_goes_on_and_doubles_nothing(
    installation: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two pieces, the second of which fails the first time."""
    from budstikke.post.actions.booking import upload

    monkeypatch.setattr(upload, "_AT_ONCE", 2)
    client = at_portal(Role.ORDERS)
    address = uploaded(client, table(*rows(4)))
    real, calls = upload.book_few, []

    def fails(*given: object, **named: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise ConnectionError
        return real(*given, **named)

    monkeypatch.setattr(upload, "book_few", fails)
    with pytest.raises(ConnectionError):
        client.post(address)
    assert len(line.letters()) == 2
    assert client.post(address).status_code == 302
    assert len(line.letters()) == 4


def test_labels_and_slip_come_in_the_order_of_postcodes(installation: None) -> None:
    """As a large dispatch has to lie (PUM §8); cancelled letters are left out."""
    from budstikke.post.records.models import Outlet, Postcode
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        Postcode.objects.create(
            code="5003",
            city="BERGEN",
            municipality_number="4601",
            municipality="BERGEN",
            category="G",
            outlet=Outlet.objects.get(id=line.BERGEN),
        )
    client = at_portal(Role.ORDERS)
    backward = ["Kari Nordmann;Lilleveien 2;5004;BERGEN;;R1", "Ola Nordmann;Lilleveien 3;5003;BERGEN;;R2"]
    place = client.post(uploaded(client, table(*backward)))["Location"]
    slip = at_portal(Role.SUBCONTRACTOR, username="bud").get(place + "slip/").text
    assert re.findall(r"<td>(50\d\d) ", slip) == ["5003", "5004"]


def test_an_upload_of_another_sender_is_not_found(installation: None) -> None:
    """By none of its addresses, and it cannot be booked."""
    client = at_portal(Role.ORDERS)
    waiting = uploaded(client, table(*rows(1)))
    place = client.post(uploaded(client, table(*rows(1))))["Location"]
    other_sender()
    other = at_portal(Role.OWNER, username="kim", customer=OTHER_CUSTOMER)
    for address in (waiting, place, place + "slip/", place + "labels/sheet/"):
        assert other.get(address).status_code == 404, address
    assert other.post(waiting).status_code == 404
    assert len(line.letters()) == 1


def test_what_nobody_booked_is_dropped_after_a_day(installation: None) -> None:
    """Names and addresses wait no longer than that."""
    from budstikke.kit.clock import now
    from budstikke.post.actions.booking.upload import drop_uploads

    client = at_portal(Role.ORDERS)
    address = uploaded(client, table(*rows(1)))
    client.post(uploaded(client, table(*rows(1))))
    assert drop_uploads(made_before=now() - timedelta(days=1)) == 0
    assert drop_uploads(made_before=now() + timedelta(days=1)) == 1
    assert client.get(address).status_code == 404


def test_the_kept_rows_cannot_be_read_in_the_database(installation: None) -> None:
    """Sealed, and to that upload."""
    from budstikke.post.actions.booking.upload import rows_kept
    from budstikke.post.records.models import Sender, Upload
    from budstikke.post.records.scope import CARRIER, acting_as

    address = uploaded(at_portal(Role.ORDERS), table(*rows(1)))
    with acting_as(CARRIER):
        (kept,) = Upload.objects.all()
        sender = Sender.objects.get()
    assert b"Nordmann" not in bytes(kept.rows_sealed or b"")
    found = rows_kept(UUID(address.split("/")[-2]), sender_id=sender.id)
    assert found is not None and found[0].values["name"] == "Kari Nordmann"


def workbook(*lines: tuple[object, ...]) -> bytes:
    """A workbook as an office saves it."""
    import openpyxl

    book = openpyxl.Workbook()
    for one in lines:
        book.active.append(one)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_workbook_is_read_like_a_table(installation: None) -> None:
    """Its columns in Norwegian, postcode and weight as numbers."""
    content = workbook(
        ("Navn", "Gateadresse", "Postnummer", "Poststed", "Vekt i gram"),
        ("Kari Nordmann", "Lilleveien 2", 5004, "BERGEN", 45.0),
    )
    client = at_portal(Role.ORDERS)
    client.post(uploaded(client, SimpleUploadedFile("brev.xlsx", content)))
    (letter,) = line.letters().values()
    assert (letter.recipient_name, letter.postcode, letter.weight_g) == ("Kari Nordmann", "5004", 45)


def test_a_workbooks_postcode_gets_back_the_zero_it_lost() -> None:
    """155 is 0155 OSLO; a table in text means what it says."""
    from budstikke.post.actions.booking.order_table import rows_of

    names, one = ("name", "street", "postcode", "city"), ("Kari Nordmann", "Storgata 1", 155, "OSLO")
    rows, faults = rows_of(workbook(names, one))
    assert (faults, [row.values["postcode"] for row in rows]) == ([], ["0155"])
    rows, _ = rows_of(b"name,street,postcode,city\nKari,Storgata 1,155,OSLO\n")
    assert [row.values["postcode"] for row in rows] == ["155"]


def packed(**parts: bytes) -> bytes:
    """A packed file with these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return content.getvalue()


BOMBS = {
    "unpacks to a great deal": packed(sheet=b"\0" * 90_000_000),
    "is much smaller packed": packed(sheet=b" " * 20_000_000),
    "has a thousand parts": packed(**{f"part{nth}": b"x" for nth in range(1000)}),
    "declares entities": packed(sheet=b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    "is no workbook": packed(readme=b"hello"),
    "ends too early": workbook(("name",))[:-200],
    "is larger than we take": b"PK\3\4" + b"x" * 8_000_001,
    "is a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "has more rows than we take": (HEAD + "A;B;5004;C;;\n" * 10_001).encode(),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_file_that_is_no_table_is_refused_in_words(installation: None, kind: str) -> None:
    """Small on the way and large in here, or something else altogether: told so, nothing kept."""
    from budstikke.post.records.models import Upload
    from budstikke.post.records.scope import CARRIER, acting_as

    answer = at_portal(Role.ORDERS).post(
        "/sender/order/table/", {"table": SimpleUploadedFile("letters", BOMBS[kind])}
    )
    assert answer.status_code == 422
    with acting_as(CARRIER):
        assert not Upload.objects.exists()


def test_a_form_from_elsewhere_books_nothing(installation: None) -> None:
    """Without the token of our own page."""
    from django.conf import settings

    known = at_portal(Role.ORDERS)
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = known.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.post("/sender/order/", KARI).status_code == 403
    assert line.letters() == {}
