"""Invoices and credit notes as EHF: written, read, judged; each rule can fail, and is held against its owner's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.formats import official_rules
from tests.formats.invoices import BROKEN, CREDIT_NOTE, INVOICE, broken

from budstikke.formats import ubl
from budstikke.formats.malformed import Malformed
from budstikke.formats.ubl.rules import RULES
from budstikke.formats.ubl.writing import kroner

OWNERS = pytest.mark.skipif(
    official_rules.MISSING is not None,
    reason=f"the owners' rules need {official_rules.MISSING} (pip install .[peppol])",
)
BOTH = pytest.mark.parametrize("document", [INVOICE, CREDIT_NOTE], ids=["invoice", "credit_note"])
# Rules of the standard for which the owner's file has no test that can fail.
THEIRS_IS_SILENT = {
    "BR-CO-25": "CEN's release 1.3.16 has no test for it; Peppol's copy of an earlier one has",
    "BR-DEC-13": "its test looks for the currency in the wrong place; UBL-DT-01 is found instead",
}
TEXT = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=["Cc"]), min_size=1, max_size=40
)


@BOTH
def test_ours_break_no_rule(document: ubl.Document) -> None:
    """Neither a fatal one nor a warning."""
    assert ubl.judge(ubl.write(document)) == ()


@pytest.mark.parametrize("row", BROKEN, ids=lambda row: row[0])
def test_a_broken_rule_is_found(row: tuple[str, str, str]) -> None:
    """One thing is wrong, and its code is named."""
    code, content = broken(row)
    assert code in {finding.code for finding in ubl.judge(content)}


def test_every_rule_is_broken_once_above() -> None:
    """A rule that cannot fail holds nothing."""
    assert {rule.code for rule in RULES} == {row[0].removeprefix("K ") for row in BROKEN}


def test_only_the_norwegian_word_is_no_more_than_a_warning() -> None:
    """As its owner has it."""
    assert [rule.code for rule in RULES if not rule.fatal] == ["NO-R-002"]


@BOTH
def test_what_was_written_is_read_again(document: ubl.Document) -> None:
    """Values to bytes to values."""
    assert ubl.read(ubl.write(document)) == document


@given(
    name=TEXT,
    units=st.lists(
        st.tuples(st.integers(1, 10**6), st.integers(0, 10**6), st.sampled_from([0, 12, 15, 25])), min_size=1
    ),
    credit=st.booleans(),
)
def test_any_sums_are_read_again_and_hold(name: str, units: list[tuple[int, int, int]], credit: bool) -> None:
    """Whatever is invoiced, the sums of the document agree with each other."""
    lines = tuple(
        replace(
            INVOICE.lines[0], name=name, quantity=many, unit_ore=ore, net_ore=many * ore, vat_percent=rate
        )
        for many, ore, rate in units
    )
    nets = {rate: sum(line.net_ore for line in lines if line.vat_percent == rate) for _, _, rate in units}
    vat = tuple(
        ubl.Vat(percent=rate, net_ore=net, vat_ore=(net * rate + 50) // 100) for rate, net in nets.items()
    )
    document = replace(CREDIT_NOTE if credit else INVOICE, lines=lines, vat=vat)
    content = ubl.write(document)
    assert ubl.read(content) == document
    assert ubl.judge(content) == ()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "NOT_XML"),
        (b"<Invoice>", "NOT_XML"),
        (b"<Invoice/>", "WRONG_ROOT"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><Invoice>&a;</Invoice>', "DOCTYPE"),
    ],
)
def test_what_is_no_invoice_is_refused(content: bytes, code: str) -> None:
    """By the reader and by the judge."""
    for ask in (ubl.read, ubl.judge):
        with pytest.raises(Malformed) as refused:
            ask(content)
        assert [fault.code for fault in refused.value.faults] == [code]


def test_every_fault_is_listed_with_its_line() -> None:
    """Not only the first, and without what stands there."""
    content = ubl.write(INVOICE).replace(b">2026-12-15<", b">15.12.26<").replace(b">149.00<", b">149,00<")
    with pytest.raises(Malformed) as refused:
        ubl.read(content)
    assert [fault.code for fault in refused.value.faults] == ["NOT_AN_AMOUNT", "NOT_A_DAY"]
    assert all("line " in fault.where for fault in refused.value.faults)
    assert "149,00" not in str(refused.value)


@pytest.mark.parametrize(
    "more",
    [
        b"<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator></cac:AllowanceCharge>",
        b"<cac:PaymentTerms><cbc:Note>x</cbc:Note></cac:PaymentTerms>",
    ],
)
def test_what_we_have_no_place_for_is_not_passed_over(more: bytes) -> None:
    """An invoice with a charge must not be read as one without it."""
    content = ubl.write(INVOICE).replace(b"<cac:TaxTotal>", more + b"<cac:TaxTotal>")
    with pytest.raises(Malformed) as refused:
        ubl.read(content)
    assert [fault.code for fault in refused.value.faults] == ["NOT_READ"]


def test_amounts_are_written_with_two_decimals() -> None:
    """Also those under a krone, and below nothing."""
    assert [kroner(ore) for ore in (0, 5, 100, 123_456, -5, -1_205)] == [
        "0.00", "0.05", "1.00", "1234.56", "-0.05", "-12.05",
    ]  # fmt: skip


def test_a_line_of_an_earlier_day_widens_the_period() -> None:
    """What lies outside the document's period is named."""
    late = replace(INVOICE.lines[0], first_on=INVOICE.first_on - timedelta(days=1))
    found = {each.code for each in ubl.judge(ubl.write(replace(INVOICE, lines=(late, INVOICE.lines[1]))))}
    assert found == {"PEPPOL-EN16931-R110"}


@OWNERS
@BOTH
def test_ours_hold_by_the_owners_schema_and_rules(document: ubl.Document) -> None:
    """UBL's schema, CEN's rules, and Peppol's where they are at hand."""
    content = ubl.write(document)
    schema = official_rules.schema("Invoice" if document.kind == "invoice" else "CreditNote")
    assert schema.validate(etree.fromstring(content)), schema.error_log
    assert official_rules.found(content) == set()


@OWNERS
@pytest.mark.parametrize("row", BROKEN, ids=lambda row: row[0])
def test_the_owner_finds_the_same_rule_broken(row: tuple[str, str, str]) -> None:
    """Our row means what its owner means by the code."""
    code, content = broken(row)
    if code in THEIRS_IS_SILENT:
        pytest.skip(THEIRS_IS_SILENT[code])
    if not code.startswith("BR-") and not official_rules.PEPPOL_FILE:
        pytest.skip("Peppol's rules: name a copy in BUDSTIKKE_TESTS_PEPPOL_SCH")
    assert code in official_rules.found(content)
