"""Judging a document by the rules: every rule that does not hold, with its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from lxml import etree
from stdnum.no import orgnr

from budstikke.formats.ubl import names
from budstikke.formats.ubl.reading import root_of
from budstikke.formats.ubl.rules import RULES

_FUNCTIONS = "urn:budstikke:ubl"
_PREFIXES = {**names.PREFIXES, "b": _FUNCTIONS}
_PROCESS = ("urn:fdc:peppol.eu:2017:poacc:billing:", ":1.0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule that does not hold: `fatal` means that nobody in the network takes the document."""

    code: str
    fatal: bool
    where: str
    text: str


def judge(content: bytes) -> tuple[Finding, ...]:
    """
    Return every rule that does not hold, in the order of the rules; nothing of the content is repeated.

    Raises: Malformed when it is no invoice or credit note at all.
    """
    root = root_of(content)
    return tuple(
        Finding(code=rule.code, fatal=rule.fatal, where=_place(element), text=rule.text)
        for rule in RULES
        for element in _compiled(rule.where)(root)
        if not _compiled(f"boolean({rule.holds})")(element)
    )


@cache
def _compiled(expression: str) -> Callable[[etree._Element], Any]:
    return etree.XPath(expression, namespaces=_PREFIXES, extensions=_EXTENSIONS)


def _place(element: etree._Element) -> str:
    return f"line {element.sourceline}, {etree.QName(element).localname}"


def _decimal(given: object) -> Decimal:
    # XPath gives numbers as floats and elements as lists; an amount that is none makes the rule fail.
    text = given if isinstance(given, float | str) else _text(given)
    try:
        return Decimal(str(text).strip()) if isinstance(text, str) else round(Decimal(text), 6)
    except InvalidOperation:
        return Decimal("NaN")


def _text(given: object) -> str:
    if isinstance(given, list):
        return (given[0].text or "").strip() if given else ""
    return str(given).strip()


def _near(_: object, given: object, expected: object, slack: float) -> bool:
    difference = abs(_decimal(given) - _decimal(expected))
    return not difference.is_nan() and difference < Decimal(str(slack))


def _same(_: object, given: object, expected: object) -> bool:
    return _near(_, given, expected, 0.005)


def _day(_: object, given: object) -> float:
    text = _text(given)
    try:
        return float(date.fromisoformat(text).toordinal()) if len(text) == 10 else 0.0
    except ValueError:
        return 0.0


def _or_one(_: object, given: object) -> float:
    text = _text(given)
    return float(_decimal(text)) if text else 1.0


def _organisation(_: object, given: object) -> bool:
    return bool(orgnr.is_valid(_text(given))) and _text(given).isdecimal()


def _norwegian_vat(_: object, given: object) -> bool:
    text = _text(given)
    whole = len(text) == 14 and text.startswith("NO") and text.endswith("MVA")
    return whole and _organisation(_, text[2:11])


def _process(_: object, given: object) -> bool:
    begin, end = _PROCESS
    text = _text(given)
    number = text.removeprefix(begin).removesuffix(end)
    return text == f"{begin}{number}{end}" and len(number) == 2 and number.isdecimal()


def _at_rate(_: object, rate: list[etree._Element], slack: float) -> bool:
    """Hold the taxed amount of a rate against the lines, charges and allowances at that rate."""
    percent = _decimal(_found(rate[0], "cac:TaxCategory/cbc:Percent"))
    root = rate[0].getroottree().getroot()
    summed = Decimal(0)
    for path, category, sign in (
        ("cac:InvoiceLine/cbc:LineExtensionAmount", "../cac:Item/cac:ClassifiedTaxCategory", 1),
        ("cac:CreditNoteLine/cbc:LineExtensionAmount", "../cac:Item/cac:ClassifiedTaxCategory", 1),
        ("cac:AllowanceCharge[cbc:ChargeIndicator='true']/cbc:Amount", "../cac:TaxCategory", 1),
        ("cac:AllowanceCharge[cbc:ChargeIndicator='false']/cbc:Amount", "../cac:TaxCategory", -1),
    ):
        for amount in _compiled(path)(root):
            standard = [each for each in _compiled(category)(amount) if _text(_found(each, "cbc:ID")) == "S"]
            if standard and _decimal(_found(standard[0], "cbc:Percent")) == percent:
                summed += sign * _decimal(amount.text or "")
    return _near(_, _found(rate[0], "cbc:TaxableAmount"), str(summed), slack)


def _found(element: etree._Element, path: str) -> list[etree._Element]:
    return element.findall(path, dict(names.PREFIXES))


_EXTENSIONS: dict[tuple[str, str], Callable[..., object]] = {
    (_FUNCTIONS, "near"): _near,
    (_FUNCTIONS, "same"): _same,
    (_FUNCTIONS, "day"): _day,
    (_FUNCTIONS, "or_one"): _or_one,
    (_FUNCTIONS, "organisation"): _organisation,
    (_FUNCTIONS, "norwegian_vat"): _norwegian_vat,
    (_FUNCTIONS, "process"): _process,
    (_FUNCTIONS, "at_rate"): _at_rate,
}
