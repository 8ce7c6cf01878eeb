"""PUM §13: a month is invoiced once, from what was ordered, and never changes; credit notes, payments, statement."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta

import psycopg
import pytest
from tests.actions.line import CUSTOMER, NOW, TODAY, at, book, bring_to_outlet, file_of, number, order
from tests.formats.official_rules import MISSING, found

from budstikke.formats import kid, ubl
from budstikke.formats.edifact.orders import Function
from budstikke.kit.database import address
from budstikke.law.refusal import Refusal
from budstikke.post.actions.invoicing.credit import credit
from budstikke.post.actions.invoicing.find_invoice import as_pdf, as_ubl, show
from budstikke.post.actions.invoicing.register_payment import register_payment
from budstikke.post.actions.invoicing.run_invoices import run_invoices
from budstikke.post.actions.invoicing.statement import statement
from budstikke.post.actions.moving.hand_in import Dispatch, hand_in
from budstikke.post.records.models import BillingLine, Invoice, InvoiceLine, Letter, Sender
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms import editions
from budstikke.post.terms.editions.pum_prices import PRICES

pytestmark = pytest.mark.usefixtures("installation")
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)  # Sunday, Tuesday
FIRST_DAY = DECEMBER


def handed_in(*serials: int, on: date = TODAY, reference: str = "A", **ordered: object) -> None:
    """Order letters and hand them in on a day."""
    book(file_of([order(each, reference=str(each), **ordered) for each in serials], reference=reference))  # type: ignore[arg-type]
    dispatch = Dispatch(customer_number=CUSTOMER, numbers=[number(each) for each in serials], place="OSLO")
    hand_in(dispatch, clerk="clerk-1", today=on, now=at(on))


def invoice(month: date = NOVEMBER, *, today: date = FIRST_DAY) -> tuple[str, ...]:
    """Invoice a month."""
    made = run_invoices(month, today=today, now=at(today))
    assert not isinstance(made, Refusal)
    return made


def shown(name: str) -> dict:
    """An invoice as the carrier sees it."""
    found_ = show(name, tenant=CARRIER, with_letters=True)
    assert found_
    return found_


def code(refused: object) -> str:
    """The code of a refusal."""
    assert isinstance(refused, Refusal), refused
    return refused.code


def pay(name: str, ore: int, *, reference: str = "R1", on: date = FIRST_DAY) -> bool | Refusal:
    """Pay some of an invoice."""
    return register_payment(shown(name)["kid"], amount_ore=ore, paid_on=on, reference=reference, now=NOW)


def test_an_invoice_is_what_was_ordered_and_handed_in() -> None:
    """Two plain letters and one for a passport: three letters at 149, one demand at 25, and a quarter of VAT."""
    handed_in(1, 2)
    handed_in(3, reference="B", passport_only=True)
    (name,) = invoice()
    made = shown(name)
    assert name == "F000001"
    assert [(line["item"], line["quantity"], line["net_ore"]) for line in made["lines"]] == [
        ("letter", 3, 44_700),
        ("passport_only", 1, 2_500),
    ]
    assert (made["net_ore"], made["vat_ore"], made["gross_ore"]) == (47_200, 11_800, 59_000)
    assert all(line["clauses"] == ["PUM §13", "PUM §3"] for line in made["lines"])
    assert sorted(each["letter"] for each in made["letters"]) == [number(1), number(2), number(3), number(3)]
    assert (made["issued_on"], made["due_on"]) == (FIRST_DAY, FIRST_DAY + timedelta(days=14))
    assert kid.is_valid(made["kid"])
    assert made["kid"].startswith(CUSTOMER)


def test_a_second_run_makes_nothing_new() -> None:
    """Nor does one on a later day."""
    handed_in(1)
    assert invoice() == ("F000001",)
    assert invoice() == ()
    assert invoice(today=date(2026, 12, 20)) == ()  # Sunday
    with acting_as(CARRIER):
        assert Invoice.objects.count() == 1


def test_a_month_without_letters_has_no_invoice() -> None:
    """Nothing was handed in, nothing is numbered."""
    book(file_of([order(1)]))
    assert invoice() == ()


def test_a_month_that_is_not_over_is_not_invoiced() -> None:
    """On its last day a letter may still come."""
    handed_in(1)
    last_day = date(2026, 11, 30)  # Monday
    assert code(run_invoices(NOVEMBER, today=last_day, now=at(last_day))) == "MONTH_NOT_OVER"
    with acting_as(CARRIER):
        assert not Invoice.objects.exists()


def test_an_order_that_was_cancelled_costs_nothing() -> None:
    """It never came into our hands."""
    handed_in(1)
    book(file_of([order(2, reference="2")], reference="B"))
    book(file_of([order(2, reference="2", function=Function.CANCEL)], reference="C"))
    with acting_as(CARRIER):
        assert Letter.objects.get(number=number(2)).state == "cancelled"
    (name,) = invoice()
    assert [each["letter"] for each in shown(name)["letters"]] == [number(1)]


def test_a_letter_costs_what_the_list_says_on_the_day_it_is_handed_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The price rises in the middle of the month: one line for each list."""
    rise = date(2026, 11, 25)  # Wednesday
    before = replace(PRICES, valid_to=rise - timedelta(days=1))
    after = replace(PRICES, id="dearer", valid_from=rise, letter_ore=15_900)
    monkeypatch.setattr(editions, "PUM_PRICES", (after, before))
    handed_in(1, on=rise - timedelta(days=1))
    handed_in(2, 3, on=rise, reference="B")
    lines = shown(*invoice())["lines"]
    assert [(line["price_list"], line["quantity"], line["unit_ore"]) for line in lines] == [
        ("pum-prices-present", 1, 14_900),
        ("dearer", 2, 15_900),
    ]


def test_what_was_left_over_comes_with_the_next_invoice() -> None:
    """A letter of November that was written down after November's run stands in December's, with its own day."""
    handed_in(1)
    assert invoice() == ("F000001",)
    handed_in(2, reference="B")
    assert invoice() == ()
    handed_in(3, on=date(2026, 12, 7), reference="C")  # Monday
    (name,) = invoice(DECEMBER, today=date(2027, 1, 1))  # Friday
    made = shown(name)
    assert {each["letter"] for each in made["letters"]} == {number(2), number(3)}
    assert made["lines"][0]["first_on"] == TODAY
    assert ubl.judge(as_ubl(name, tenant=CARRIER) or b"") == ()


def test_two_runs_at_once_invoice_everything_once() -> None:
    """The second waits for the first, and finds nothing."""
    from django.db import connection

    handed_in(*range(1, 8))
    made: list[tuple[str, ...]] = []

    def once() -> None:
        made.append(invoice())
        connection.close()

    threads = [threading.Thread(target=once) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [(), (), ("F000001",)]
    with acting_as(CARRIER):
        assert not BillingLine.objects.filter(invoice_line=None).exists()


def test_a_run_that_dies_leaves_no_number_and_no_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is one transaction; the next run begins with the same number."""
    from budstikke.post.actions.invoicing import invoice_documents

    handed_in(1)

    def dies(made: object) -> None:
        Invoice.objects.bulk_create([each for each, _ in made])  # type: ignore[attr-defined]
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(invoice_documents, "write", dies)
        with pytest.raises(KeyboardInterrupt):
            invoice()
    assert invoice() == ("F000001",)


def test_each_sender_has_an_invoice_and_sees_its_own_only() -> None:
    """Numbers follow each other over all senders; names of another's lead nowhere."""
    handed_in(1)
    with acting_as(CARRIER):
        first, second = Sender.objects.get(), Sender.objects.get()
        second.pk, second.customer_number, second.edi_id = None, "10008888888", "999999999"
        second.save()
    book(file_of([order(2, customer="10008888888")], sender="999999999", reference="B"))
    dispatch = Dispatch(customer_number="10008888888", numbers=[number(2)], place="OSLO")
    hand_in(dispatch, clerk="clerk-1", today=TODAY, now=NOW)
    assert invoice() == ("F000001", "F000002")
    assert shown("F000001")["customer"] == "10008888888"
    assert show("F000002", tenant=str(first.id)) is not None
    assert show("F000002", tenant=str(second.id)) is None
    assert as_pdf("F000002", tenant=str(second.id)) is None
    assert statement(CUSTOMER, tenant=str(second.id), today=FIRST_DAY) is None
    with acting_as(str(second.id)):
        assert (Invoice.objects.count(), InvoiceLine.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("statement_", "error"),
    [
        ("UPDATE invoice SET net_ore = 1", psycopg.errors.RestrictViolation),
        ("DELETE FROM invoice_line", psycopg.errors.RestrictViolation),
        ("UPDATE billing_line SET amount_ore = 1", psycopg.errors.RestrictViolation),
        ("UPDATE billing_line SET invoice_line_id = NULL", psycopg.errors.CheckViolation),
        ("UPDATE payment SET amount_ore = 1", psycopg.errors.RestrictViolation),
        (
            "INSERT INTO invoice_line (invoice_id, sender_id, item, quantity, unit_ore, net_ore, vat_percent,"
            " price_list, clauses, first_on, last_on) SELECT invoice_id, sender_id, item, 1, unit_ore, unit_ore,"
            " vat_percent, price_list, clauses, first_on, last_on FROM invoice_line LIMIT 1",
            psycopg.errors.CheckViolation,
        ),
    ],
)
def test_what_was_invoiced_never_changes(statement_: str, error: type[Exception]) -> None:
    """Not even for the owner of the tables."""
    handed_in(1)
    pay(*invoice(), 1)
    with psycopg.connect(address("post", "owner")) as owner, pytest.raises(error):
        owner.execute(statement_)  # type: ignore[arg-type]
        owner.commit()


def test_a_number_cannot_be_left_out() -> None:
    """PostgreSQL holds the series, whoever writes."""
    handed_in(1)
    invoice()
    with (
        psycopg.connect(address("post", "owner")) as owner,
        pytest.raises(psycopg.errors.CheckViolation, match="series"),
    ):
        columns = (
            "kind, sender_id, reason, issued_on, made_at, due_on, first_on, last_on, account, net_ore, vat_ore,"
            " rates, seller, buyer, ubl"
        )
        owner.execute(
            f"INSERT INTO invoice (number, month, kid, {columns}) SELECT 3, '2030-01-01', 'x', {columns} FROM invoice"  # type: ignore[arg-type]
        )


def test_a_credit_note_takes_back_some_letters_and_another_the_rest() -> None:
    """Together they give back the invoice to the øre; the invoice stands as it was."""
    handed_in(1, 2, 3, passport_only=True)
    (name,) = invoice()
    first = credit(name, letters=[number(2)], reason="complaint", today=FIRST_DAY, now=NOW)
    rest = credit(name, reason="not_as_ordered", today=FIRST_DAY, now=NOW)
    assert (first, rest) == ("K000001", "K000002")
    notes = [shown("K000001"), shown("K000002")]
    assert [each["net_ore"] for each in notes] == [17_400, 34_800]
    assert sum(each["gross_ore"] for each in notes) == shown(name)["gross_ore"]
    assert [each["credits"] for each in notes] == [name, name]
    assert notes[0]["reason"]["clauses"] == ["PUM §18", "PUM §13"]
    assert {each["letter"] for each in notes[0]["letters"]} == {number(2)}
    assert code(credit(name, reason="complaint", today=FIRST_DAY, now=NOW)) == "NOTHING_TO_CREDIT"


def test_notes_for_single_letters_round_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three letters at 33 øre: 25 øre of VAT, given back as 8, 9 and 8."""
    monkeypatch.setattr(editions, "PUM_PRICES", (replace(PRICES, letter_ore=33),))
    handed_in(1, 2, 3)
    (name,) = invoice()
    for each in (1, 2, 3):
        credit(name, letters=[number(each)], reason="complaint", today=FIRST_DAY, now=NOW)
    assert [shown(f"K00000{each}")["vat_ore"] for each in (1, 2, 3)] == [8, 9, 8]
    assert shown(name)["vat_ore"] == 25
    assert all(ubl.judge(as_ubl(f"K00000{each}", tenant=CARRIER) or b"") == () for each in (1, 2, 3))


@pytest.mark.parametrize("letters", [[], [1, 1, 4], [2]])
def test_only_what_is_on_the_invoice_and_left_is_credited(letters: list[int]) -> None:
    """Half of what was asked for would look like all of it."""
    handed_in(1, 2)
    (name,) = invoice()
    credit(name, letters=[number(2)], reason="complaint", today=FIRST_DAY, now=NOW)
    refused = credit(
        name, letters=[number(each) for each in letters], reason="complaint", today=FIRST_DAY, now=NOW
    )
    assert code(refused) == "NOTHING_TO_CREDIT"
    with acting_as(CARRIER):
        assert Invoice.objects.filter(kind="credit_note").count() == 1


@pytest.mark.parametrize("name", ["F000002", "K000001", "F", "Fx", "", "1"])
def test_what_is_no_invoice_is_not_credited(name: str) -> None:
    """Neither an unknown one nor a credit note."""
    handed_in(1)
    invoice()
    credit("F000001", reason="complaint", today=FIRST_DAY, now=NOW)
    assert code(credit(name, reason="complaint", today=FIRST_DAY, now=NOW)) == "INVOICE_UNKNOWN"


def test_a_payment_is_entered_once() -> None:
    """The bank's reference tells it; the same reference for something else is refused."""
    handed_in(1)
    (name,) = invoice()
    assert pay(name, 100) is True
    assert pay(name, 100) is False
    assert code(pay(name, 200)) == "PAYMENT_KNOWN_OTHERWISE"
    assert code(pay(name, 100, on=TODAY)) == "PAYMENT_KNOWN_OTHERWISE"


@pytest.mark.parametrize(("wrong", "refused"), [("12345", "KID_INVALID"), (kid.make("12345"), "KID_UNKNOWN")])
def test_a_payment_needs_the_kid_of_an_invoice(wrong: str, refused: str) -> None:
    """A wrong digit is told from a number nobody has."""
    entered = register_payment(wrong, amount_ore=1, paid_on=TODAY, reference="R", now=NOW)
    assert code(entered) == refused


def test_the_statement_says_what_is_owed_and_since_when() -> None:
    """An invoice of 372.50, one letter credited, something paid: the rest is open, and overdue after two weeks."""
    handed_in(1, 2)
    (name,) = invoice()
    credit(name, letters=[number(1)], reason="complaint", today=FIRST_DAY, now=NOW)
    pay(name, 10_000)
    due = FIRST_DAY + timedelta(days=14)
    account = statement(CUSTOMER, tenant=CARRIER, today=due)
    assert account
    assert [(entry.posting, entry.amount_ore, balance) for entry, balance in account.entries] == [
        ("invoice", 37_250, 37_250),
        ("credit_note", -18_625, 18_625),
        ("payment", -10_000, 8_625),
    ]
    assert [(each.left_ore, each.days_overdue) for each in account.open] == [(8_625, 0)]
    later = statement(CUSTOMER, tenant=CARRIER, today=due + timedelta(days=1))
    assert later
    assert (later.balance_ore, later.overdue_ore, later.open[0].days_overdue) == (8_625, 8_625, 1)
    pay(name, 8_625, reference="R2")
    settled = statement(CUSTOMER, tenant=CARRIER, today=due)
    assert settled
    assert (settled.balance_ore, settled.open) == (0, ())


def test_the_ehf_document_holds_by_every_rule() -> None:
    """Invoice and credit note, as they were made."""
    handed_in(1)
    bring_to_outlet([1])
    (name,) = invoice()
    note = credit(name, reason="complaint", today=FIRST_DAY, now=NOW)
    for each in (name, note):
        content = as_ubl(each, tenant=CARRIER)
        assert content
        assert ubl.judge(content) == ()
        assert ubl.read(content).number == each
        if MISSING is None:
            assert found(content) == set()


def test_the_pdf_carries_the_ehf_document() -> None:
    """What is paid by hand and what is booked by a machine are one."""
    import io

    from pypdf import PdfReader

    handed_in(1)
    (name,) = invoice()
    content = as_pdf(name, tenant=CARRIER)
    assert content
    assert content == as_pdf(name, tenant=CARRIER)
    reader = PdfReader(io.BytesIO(content))
    assert reader.attachments[f"{name}.xml"] == [as_ubl(name, tenant=CARRIER)]
    text = reader.pages[0].extract_text().replace("\u00a0", " ")
    for said in ("TEST", "Faktura", "Invoice", name, "PUM §13", "PUM §3", "186,25", shown(name)["kid"]):
        assert said in text, said
