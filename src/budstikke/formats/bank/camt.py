"""
Account statement and notification of ISO 20022: camt.053 and camt.054, versions 2 to 13, alike in most of what we read.

One entry may hold many payments, and one payment many references with an amount each. Source: the message definition
reports of ISO 20022 for BankToCustomerStatement and BankToCustomerDebitCreditNotification.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import count

from lxml import etree

from budstikke.formats.bank.incoming import BankFile, Incoming, Source
from budstikke.formats.malformed import Fault, Malformed
from budstikke.formats.xml_root import root_of

_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.05[34])\.001\.(0[2-9]|1[0-3])")
# The message in its document, and what its entries lie in.
_ROOTS = {"camt.053": ("BkToCstmrStmt", "Stmt"), "camt.054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn")}
_BOOKED, _CREDIT = "BOOK", "CRDT"
_CURRENCY = "NOK"
_ARCHIVE = re.compile(r"[0-9]{9}")
_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,5})?")
_COUNT = re.compile(r"[0-9]{1,9}")
# Where the bank may name the assignment or the transmission that an entry is the sum of.
_KNOWN_BY = (
    "AcctSvcrRef",
    "NtryRef",
    "NtryDtls/Btch/MsgId",
    "NtryDtls/Btch/PmtInfId",
    "NtryDtls/TxDtls/Refs/AcctSvcrRef",
)


def read(content: bytes) -> BankFile:
    """
    Read a statement or notification.

    Raises: Malformed with every fault and its place.
    """
    root = root_of(content)
    tag = etree.QName(root)
    named = _NAMESPACE.fullmatch(tag.namespace or "")
    if named is None or tag.localname != "Document":
        raise Malformed((Fault("root", "WRONG_ROOT", "expected a Document of camt.053 or camt.054"),))
    reader = _Reader(namespace=tag.namespace or "")
    message, report = _ROOTS[named[1]]
    payments = tuple(reader.payments(root, message, report))
    if reader.faults:
        raise Malformed(tuple(reader.faults))
    return BankFile(kind=named[1], payments=payments, passed_over=reader.passed_over)


class _Reader:
    """Walks a document of one namespace; collects every fault."""

    def __init__(self, *, namespace: str) -> None:
        self._namespace = namespace
        self.faults: list[Fault] = []
        self.passed_over = 0
        self._account = ""
        self._booked_on: date | None = None
        self._known_by = ""
        self._of_payments: int | None = None

    def payments(self, root: etree._Element, message: str, report: str) -> Iterator[Incoming]:
        reports = self._all(root, f"{message}/{report}")
        if not reports:
            self._fault("root", "MISSING_ELEMENT", f"{message}/{report} is not there")
        entries = ((each, entry) for each in reports for entry in self._all(each, "Ntry"))
        for nth, (each, entry) in enumerate(entries, start=1):
            self._account = self._own_account(each)
            yield from self._entry(entry, f"entry {nth}")

    def _own_account(self, report: etree._Element) -> str:
        """Return the eleven digits of our account; an IBAN of Norway holds them after its four characters."""
        iban = self._text(report, "Acct/Id/IBAN").replace(" ", "")
        return iban[4:] if iban.startswith("NO") else self._text(report, "Acct/Id/Othr/Id").replace(".", "")

    def _entry(self, entry: etree._Element, where: str) -> Iterator[Incoming]:
        # Since version 4 the state is a code inside; before it was the text.
        state = self._text(entry, "Sts/Cd") or self._text(entry, "Sts")
        taken_back = self._text(entry, "RvslInd") == "true"
        # A payment taken back is told as money that went out, and says so.
        if state != _BOOKED or (self._text(entry, "CdtDbtInd") != _CREDIT) != taken_back:
            self.passed_over += 1
            return
        paid_on = self._day(entry, where, ("ValDt", "BookgDt"))
        booked = self._all(entry, "BookgDt")
        self._booked_on = self._day(entry, where, ("BookgDt",)) if booked else None
        total = self._ore(self._one(entry, "Amt"), where)
        if paid_on is None or total is None:
            return
        of_entry = self._text(entry, "AcctSvcrRef") or self._text(entry, "NtryRef")
        details = self._all(entry, "NtryDtls/TxDtls")
        self._whole(entry, parts=len(details))
        if not details:
            yield self._incoming(where, of_entry, "", total, paid_on, taken_back)
            return
        summed = 0
        for nth, detail in enumerate(details, start=1):
            place = f"{where}, transaction {nth}"
            amount = self._of_transaction(detail, place, alone=total if len(details) == 1 else None)
            if amount is None:
                continue
            summed += amount
            own = self._text(detail, "Refs/AcctSvcrRef") or self._text(detail, "Refs/TxId")
            # What has no reference of its own is known by its place in an entry that has.
            reference = own or (f"{of_entry}#{nth}" if of_entry and len(details) > 1 else of_entry)
            yield from self._references(detail, place, reference, amount, paid_on, taken_back)
        if summed != total and not self.faults:
            self._fault(where, "WRONG_SUM", "its transactions do not come to its amount")

    def _whole(self, entry: etree._Element, *, parts: int) -> None:
        """Remember what an entry told as one says of itself: the sum of a giro file's payments is told so."""
        told = dict.fromkeys(self._text(entry, path) for path in _KNOWN_BY)
        count = self._text(entry, "NtryDtls/Btch/NbOfTxs")
        self._known_by = " ".join(filter(None, told)) if parts < 2 else ""
        self._of_payments = int(count) if parts < 2 and _COUNT.fullmatch(count) else None

    def _references(
        self,
        detail: etree._Element,
        where: str,
        reference: str,
        amount_ore: int,
        paid_on: date,
        taken_back: bool,
    ) -> Iterator[Incoming]:
        """Yield a payment for each KID of a transaction: the whole of it, or what the payer set against each."""
        structured = [each for each in self._all(detail, "RmtInf/Strd") if self._text(each, "CdtrRefInf/Ref")]
        if len(structured) < 2:
            kid = self._text(structured[0], "CdtrRefInf/Ref") if structured else ""
            yield self._incoming(where, reference, kid, amount_ore, paid_on, taken_back)
            return
        summed = 0
        for nth, each in zip(count(1), structured, strict=False):
            place = f"{where}, reference {nth}"
            part = self._one(each, "RfrdDocAmt/RmtdAmt")
            ore = self._ore(part, place) if part is not None else None
            if ore is None:
                self._fault(place, "MISSING_AMOUNT", "of several references each needs RfrdDocAmt/RmtdAmt")
                continue
            summed += ore
            kid = self._text(each, "CdtrRefInf/Ref")
            yield self._incoming(place, f"{reference}/{nth}", kid, ore, paid_on, taken_back)
        if summed != amount_ore:
            self._fault(where, "WRONG_SUM", "its references do not come to its amount")

    def _incoming(
        self, where: str, reference: str, kid: str, amount_ore: int, paid_on: date, taken_back: bool
    ) -> Incoming:
        if not reference.split("/")[0]:
            self._fault(where, "MISSING_REFERENCE", "has no AcctSvcrRef; told twice it would count twice")
        return Incoming(
            where=where,
            reference=reference,
            kid="".join(kid.split()),
            amount_ore=amount_ore,
            paid_on=paid_on,
            taken_back=taken_back,
            source=Source.CAMT,
            account=self._account,
            booked_on=self._booked_on,
            archive=reference if _ARCHIVE.fullmatch(reference) else "",
            entry="" if kid else self._known_by,
            entry_payments=None if kid else self._of_payments,
        )

    def _of_transaction(self, detail: etree._Element, where: str, *, alone: int | None) -> int | None:
        found = self._one(detail, "Amt")
        if found is None:
            found = self._one(detail, "AmtDtls/TxAmt/Amt")
        if found is None and alone is not None:
            return alone
        return self._ore(found, where)

    def _ore(self, element: etree._Element | None, where: str) -> int | None:
        text = (element.text or "").strip() if element is not None else ""
        if element is None or not _AMOUNT.fullmatch(text):
            self._fault(where, "MALFORMED_AMOUNT", "its amount is missing or no amount")
            return None
        if element.get("Ccy") != _CURRENCY:
            self._fault(where, "OTHER_CURRENCY", f"only {_CURRENCY} is taken here")
            return None
        try:
            ore = Decimal(text) * 100
        except InvalidOperation:  # pragma: no cover  (the pattern has seen to it)
            return None
        if ore != int(ore) or not ore:
            self._fault(where, "MALFORMED_AMOUNT", "its amount is nothing, or has more than two decimals")
            return None
        return int(ore)

    def _day(self, entry: etree._Element, where: str, names: tuple[str, ...]) -> date | None:
        """Return the day on which the money counts (the value date, else the booking date), or was booked."""
        for name in names:
            text = self._text(entry, f"{name}/Dt") or self._text(entry, f"{name}/DtTm")
            if text:
                try:
                    return date.fromisoformat(text[:10])
                except ValueError:
                    break
        self._fault(where, "MALFORMED_DATE", "has no value date and no booking date")
        return None

    def _all(self, element: etree._Element, path: str) -> list[etree._Element]:
        return element.findall("/".join(f"{{{self._namespace}}}{name}" for name in path.split("/")))

    def _one(self, element: etree._Element, path: str) -> etree._Element | None:
        found = self._all(element, path)
        return found[0] if found else None

    def _text(self, element: etree._Element, path: str) -> str:
        found = self._one(element, path)
        return (found.text or "").strip() if found is not None else ""

    def _fault(self, where: str, code: str, text: str) -> None:
        self.faults.append(Fault(where, code, text))
