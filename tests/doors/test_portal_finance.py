"""What a sender is invoiced, in the portal and at the API: its own, whole, and nobody else's."""

from __future__ import annotations

from datetime import date

import pytest
from tests.actions import line
from tests.actions.line import at
from tests.doors.api_caller import with_key
from tests.doors.portal import OTHER_CUSTOMER, at_portal, other_sender

from budstikke.post.terms.roles import Role

FIRST_DAY = date(2026, 12, 1)  # Tuesday


def invoiced(*serials: int) -> str:
    """Hand letters in and invoice their month; return the invoice's name."""
    from budstikke.post.actions.invoicing.run_invoices import run_invoices
    from budstikke.post.actions.moving.hand_in import Dispatch, hand_in

    line.book(line.file_of([line.order(each, reference=str(each)) for each in serials]))
    dispatch = Dispatch(customer_number=line.CUSTOMER, numbers=list(map(line.number, serials)), place="OSLO")
    hand_in(dispatch, clerk="clerk-1", today=line.TODAY, now=line.NOW)
    made = run_invoices(date(2026, 11, 1), today=FIRST_DAY, now=at(FIRST_DAY))  # Sunday
    assert isinstance(made, tuple)
    return made[0]


def credited(name: str, *serials: int) -> str:
    """Credit some letters of an invoice; return the note's name."""
    from budstikke.post.actions.invoicing.credit import credit

    made = credit(
        name,
        letters=list(map(line.number, serials)),
        reason="complaint",
        today=FIRST_DAY,
        now=at(FIRST_DAY),
    )
    assert isinstance(made, str)
    return made


def test_the_pages_show_what_is_owed_and_why(installation: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list, the invoice with its clauses, the note with its reason, the account after a payment."""
    from budstikke.post.actions.invoicing.find_invoice import show
    from budstikke.post.actions.invoicing.register_payment import register_payment
    from budstikke.post.records.scope import CARRIER

    name = invoiced(1, 2)
    note = credited(name, 2)
    found = show(name, tenant=CARRIER)
    assert found
    register_payment(
        str(found["kid"]), amount_ore=10_000, paid_on=line.TODAY, reference="BANK-7", now=line.NOW
    )
    client = at_portal(Role.FINANCE)
    assert client.get("/sender/")["Location"] == "/sender/invoices/"
    listed = client.get("/sender/invoices/").text
    assert name in listed and note in listed
    shown = client.get(f"/sender/invoices/{name}/").text
    for words in ("372,50", str(found["kid"]), "PUM §13, PUM §3"):
        assert words in shown
    assert "En reklamasjon er tatt til følge." in client.get(f"/sender/invoices/{note}/").text
    monkeypatch.setattr("budstikke.post.doors.sender.finance.today", lambda: FIRST_DAY)
    told = client.get("/sender/statement/").text
    assert "BANK-7" in told and "86,25" in told


def test_the_documents_are_those_that_were_made(installation: None) -> None:
    """PDF, EHF byte for byte, and each letter in a table; a form that is none is not found."""
    from budstikke.post.actions.invoicing.find_invoice import as_ubl
    from budstikke.post.records.scope import CARRIER

    name = invoiced(1, 2)
    client = at_portal(Role.FINANCE)
    assert client.get(f"/sender/invoices/{name}/pdf/").content.startswith(b"%PDF")
    ehf = client.get(f"/sender/invoices/{name}/ehf/")
    assert ehf.content == as_ubl(name, tenant=CARRIER)
    assert ehf["Content-Disposition"] == f'attachment; filename="{name}.xml"'
    rows = client.get(f"/sender/invoices/{name}/letters.csv").content.decode("utf-8-sig").splitlines()
    assert [row.split(";")[0] for row in rows] == ["Brev", line.number(1), line.number(2)]
    assert client.get(f"/sender/invoices/{name}/docx/").status_code == 404
    assert client.get("/sender/invoices/F9/").status_code == 404


def test_the_list_is_turned_by_place(installation: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every invoice and note once."""
    import re

    monkeypatch.setattr("budstikke.post.doors.sender.finance._ON_A_PAGE", 2)
    name = invoiced(1, 2, 3)
    names = {name, *(credited(name, serial) for serial in (1, 2))}
    client = at_portal(Role.FINANCE)
    first = client.get("/sender/invoices/").text
    following = re.search(r'rel="next" href="(\?after=[0-9]+)"', first)
    assert following
    second = client.get(f"/sender/invoices/{following[1]}").text
    seen = [re.findall(r"/sender/invoices/([FK][0-9]+)/", text) for text in (first, second)]
    assert sorted([*seen[0], *seen[1]]) == sorted(names) and len(seen[0]) == 2


def test_an_invoice_of_another_sender_is_not_found(installation: None) -> None:
    """By no address, in the portal and at the API; it is in no list."""
    name = invoiced(1)
    other_sender()
    client = at_portal(Role.OWNER, customer=OTHER_CUSTOMER)
    for form in ("", "pdf/", "ehf/", "letters.csv"):
        assert client.get(f"/sender/invoices/{name}/{form}").status_code == 404, form
    assert name not in client.get("/sender/invoices/").text + client.get("/sender/statement/").text
    caller = with_key(customer=OTHER_CUSTOMER)
    assert caller.get("/invoices").json() == {"invoices": [], "next": None}
    for form in ("", "/pdf", "/ubl"):
        assert caller.get(f"/invoices/{name}{form}").status_code == 404, form


def test_the_api_lists_reads_and_gives_documents(installation: None) -> None:
    """With the role for money and with no other; amounts in øre."""
    name = invoiced(1, 2)
    note = credited(name, 2)
    caller = with_key(Role.FINANCE)
    page = caller.get("/invoices", most=1).json()
    assert [row["name"] for row in page["invoices"]] == [note]
    rest = caller.get("/invoices", after=page["next"]).json()
    assert [(row["name"], row["gross_ore"], row["month"]) for row in rest["invoices"]] == [
        (name, 37_250, "2026-11")
    ]
    one = caller.get(f"/invoices/{name}").json()
    assert [(row["item"], row["quantity"]) for row in one["lines"]] == [("letter", 2)]
    assert one["letters"] is None
    each = caller.get(f"/invoices/{name}", letters="true").json()["letters"]
    assert [row["letter"] for row in each] == [line.number(1), line.number(2)]
    assert caller.get(f"/invoices/{note}").json()["reason"]["clauses"] == ["PUM §18", "PUM §13"]
    assert caller.get(f"/invoices/{name}/pdf").content.startswith(b"%PDF")
    assert caller.get(f"/invoices/{name}/ubl").content.startswith(b"<?xml")
    assert caller.get("/invoices/K9").status_code == 404
    assert with_key(Role.ORDERS).get("/invoices").status_code == 403


def test_no_cell_of_a_table_is_a_formula() -> None:
    """What a sender wrote is a text wherever it is opened."""
    import io

    import openpyxl

    from budstikke.post.doors.sender.tables import csv_of, workbook_of

    assert "'=1+1" in csv_of(["a"], [["=1+1"]]).decode()
    book = openpyxl.load_workbook(io.BytesIO(workbook_of("A", ["a"], [["=1+1", 3]])))
    assert [(cell.value, cell.data_type) for cell in book.active[2]] == [("=1+1", "s"), (3, "n")]
