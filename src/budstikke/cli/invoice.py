"""Invoice a month, show, print, credit and settle invoices, and give a sender's statement of account."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from budstikke.cli import post
from budstikke.cli.reading import NotReadable, day, lines_given, opened
from budstikke.kit.clock import now, today
from budstikke.kit.installation import write_whole
from budstikke.law.refusal import Refusal

HELP = "invoice, credit and settle what letters cost"
EXAMPLES = (
    "budstikke invoice run --month 2026-11",
    "budstikke invoice show F000001 --letters",
    "budstikke invoice payments payments.xml",
)

Command = Callable[[argparse.Namespace], int]


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments; each block adds one sub-command."""
    commands = parser.add_subparsers(dest="invoice_command", required=True, metavar="COMMAND")
    run_ = commands.add_parser("run", help="write the invoices of a month that is over")
    run_.add_argument("--month", type=_month, metavar="YYYY-MM", help="the month (the last one)")
    run_.set_defaults(invoice_run=_run)
    show = commands.add_parser("show", help="print an invoice or credit note as JSON")
    show.add_argument("--letters", action="store_true", help="with each letter and what it cost")
    show.set_defaults(invoice_run=_show)
    pdf = commands.add_parser("pdf", help="write an invoice or credit note as PDF")
    pdf.set_defaults(invoice_run=_pdf)
    ubl = commands.add_parser("ubl", help="write an invoice or credit note as EHF (UBL 2.1), and judge it")
    ubl.set_defaults(invoice_run=_ubl)
    for each in (show, pdf, ubl):
        each.add_argument("name", metavar="NUMBER", help="such as F000001 or K000001")
    for each in (pdf, ubl):
        each.add_argument("--out", required=True, metavar="FILE", help="where it goes; - is standard output")
    credit = commands.add_parser("credit", help="take an invoice back, whole or for some letters")
    credit.add_argument("name", metavar="NUMBER", help="the invoice")
    credit.add_argument(
        "letters", nargs="*", metavar="LETTER", help="letter numbers; - reads them; none: all"
    )
    credit.add_argument(
        "--reason",
        required=True,
        choices=("not_as_ordered", "not_handed_in", "wrong_price", "complaint"),
        help="why; the credit note cites its clause",
    )
    credit.set_defaults(invoice_run=_credit)
    pay = commands.add_parser("pay", help="enter a payment that came in")
    pay.add_argument("kid", metavar="KID", help="the KID that was paid on")
    pay.add_argument("--ore", type=_positive, required=True, metavar="ORE", help="the amount in whole øre")
    pay.add_argument("--on", type=day, required=True, metavar="DATE", help="the day it was paid")
    pay.add_argument("--reference", required=True, metavar="TEXT", help="the bank's reference")
    pay.set_defaults(invoice_run=_pay)
    payments = commands.add_parser("payments", help="enter the payments of a bank's file")
    payments.add_argument("file", metavar="FILE", help="camt.053, camt.054 or OCR giro; - reads it")
    payments.set_defaults(invoice_run=_payments)
    statement = commands.add_parser("statement", help="print a sender's statement of account as JSON")
    statement.add_argument("customer", metavar="CUSTOMER", help="the customer number")
    statement.set_defaults(invoice_run=_statement)


def run(arguments: argparse.Namespace) -> int:
    """Run the sub-command asked for."""
    post.set_up()
    asked: Command = arguments.invoice_run
    return asked(arguments)


def _run(arguments: argparse.Namespace) -> int:
    from budstikke.post.actions.invoicing.run_invoices import run_invoices
    from budstikke.post.terms.pum.invoicing import month_before

    month = arguments.month or month_before(today())
    made = run_invoices(month, today=today(), now=now())
    if isinstance(made, Refusal):
        return _refused(made)
    return _told({"month": f"{month:%Y-%m}", "invoices": list(made)})


def _show(arguments: argparse.Namespace) -> int:
    from budstikke.post.actions.invoicing.find_invoice import show
    from budstikke.post.records.scope import CARRIER

    shown = show(arguments.name, tenant=CARRIER, with_letters=arguments.letters)
    return _told(shown) if shown else _unknown()


def _pdf(arguments: argparse.Namespace) -> int:
    from budstikke.post.actions.invoicing.find_invoice import as_pdf
    from budstikke.post.records.scope import CARRIER

    return _written(as_pdf(arguments.name, tenant=CARRIER), arguments.out)


def _ubl(arguments: argparse.Namespace) -> int:
    from budstikke.formats.ubl import judge
    from budstikke.post.actions.invoicing.find_invoice import as_ubl
    from budstikke.post.records.scope import CARRIER

    content = as_ubl(arguments.name, tenant=CARRIER)
    written = _written(content, arguments.out)
    findings = judge(content) if content else ()
    for finding in findings:
        print(f"{finding.code}: {finding.where}: {finding.text}", file=sys.stderr)
    return written or int(any(finding.fatal for finding in findings))


def _credit(arguments: argparse.Namespace) -> int:
    from budstikke.post.actions.invoicing.credit import credit

    letters = arguments.letters or None
    if letters == ["-"]:
        letters = [line.strip() for line in lines_given() if line.strip()]
    try:
        made = credit(arguments.name, letters=letters, reason=arguments.reason, today=today(), now=now())
    except ValueError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    return _refused(made) if isinstance(made, Refusal) else _told({"credit_note": made})


def _pay(arguments: argparse.Namespace) -> int:
    from budstikke.post.actions.invoicing.register_payment import register_payment

    entered = register_payment(
        arguments.kid,
        amount_ore=arguments.ore,
        paid_on=arguments.on,
        reference=arguments.reference,
        now=now(),
    )
    return _refused(entered) if isinstance(entered, Refusal) else _told({"new": entered})


def _payments(arguments: argparse.Namespace) -> int:
    from budstikke.formats.bank.reading import read_bank_file
    from budstikke.formats.malformed import Malformed
    from budstikke.post.actions.invoicing.bank_file import Odd, register_file

    try:
        with opened(arguments.file) as stream:
            file = read_bank_file(stream.read())
    except NotReadable as error:
        print(error, file=sys.stderr)
        return 2
    except Malformed as error:
        _told(
            {"faults": [{"where": each.where, "code": each.code, "text": each.text} for each in error.faults]}
        )
        return 1
    entered = register_file(file, now=now())

    def told(each: Odd) -> dict[str, object]:
        return {
            "where": each.where,
            "reference": each.reference,
            "kid": each.kid,
            "amount_ore": each.amount_ore,
            "entered": each.entered,
            "code": each.why.code,
            "words": each.why.staff.as_json(),
            "cure": each.why.cure.as_json(),
        }

    _told(
        {
            "format": file.kind,
            "new": entered.new,
            "known": entered.known,
            "passed_over": file.passed_over,
            "odd": [told(each) for each in entered.odd],
        }
    )
    return int(bool(entered.odd))


def _statement(arguments: argparse.Namespace) -> int:
    from dataclasses import asdict

    from budstikke.post.actions.invoicing.statement import statement
    from budstikke.post.records.scope import CARRIER

    account = statement(arguments.customer, tenant=CARRIER, today=today())
    if account is None:
        print("nobody has this customer number", file=sys.stderr)
        return 1
    return _told(
        {
            "customer": arguments.customer,
            "as_of": today(),
            "balance_ore": account.balance_ore,
            "overdue_ore": account.overdue_ore,
            "entries": [{**asdict(entry), "balance_ore": balance} for entry, balance in account.entries],
            "open": [asdict(each) for each in account.open],
        }
    )


def _told(answer: dict[str, object]) -> int:
    print(json.dumps(answer, ensure_ascii=False, default=str))
    return 0


def _refused(refusal: Refusal) -> int:
    said = {"code": refusal.code, "clauses": list(map(str, refusal.clauses)), **refusal.staff.as_json()}
    print(json.dumps({"refused": {**said, "cure": refusal.cure.as_json()}}, ensure_ascii=False))
    return 1


def _unknown() -> int:
    from budstikke.post.terms.refusals.money import INVOICE_UNKNOWN

    return _refused(Refusal(INVOICE_UNKNOWN))


def _written(content: bytes | None, out: str) -> int:
    if content is None:
        return _unknown()
    try:
        if out == "-":
            sys.stdout.buffer.write(content)
        else:
            write_whole(Path(out), content)
    except OSError as error:
        print(f"cannot write {out}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def _positive(text: str) -> int:
    amount = int(text)
    if amount <= 0:
        raise ValueError("more than nothing")
    return amount
