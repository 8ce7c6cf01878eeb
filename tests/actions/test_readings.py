"""A document read by chip, by swipe and by hand: what counts, what is noticed, what is written down."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.actions import line
from tests.actions.line import NOW, TODAY, book, bring_to_outlet, file_of, order

from budstikke.formats import mrz
from budstikke.post.actions.counter.check_identity import Checked, check_identity
from budstikke.post.actions.reading.presented import ChipRead, Typed, ZoneRead
from budstikke.post.actions.sealing import unseal_json
from budstikke.post.records.models import IdCheck
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.id_check import ChipFacts, ChipVerdict, ClerkDecision
from budstikke.post.terms.pum.readings import Source

pytestmark = pytest.mark.usefixtures("waits")
NUMBER = "20914695016"
AUTHENTIC = ChipFacts(verdict=ChipVerdict.AUTHENTIC)
YES = ClerkDecision(accepted=True, reason="seen the page and typed it again")


@pytest.fixture
def waits(installation: None) -> None:
    """One letter for Kari Nordmann waits in Bergen."""
    book(file_of([order(1)]))
    bring_to_outlet([1])


def zone(**changed: str) -> tuple[str, ...]:
    """The zone of Kari's specimen passport, changed as told."""
    values = {
        "document_code": "PP",
        "issuing_state": "NOR",
        "nationality": "NOR",
        "surname": "NORDMANN",
        "given_names": "KARI",
        "document_number": "CCC002251",
        "birth": "461120",
        "sex": "F",
        "expiry": "300101",
    }
    return mrz.write(mrz.Format.TD3, mrz.ZoneValues(**{**values, **changed}))


def comes(**changed: object) -> Checked:
    """Kari comes; her number is typed from the page, the rest is read."""
    shown = {"typed": Typed(national_number=NUMBER), "mrz_lines": zone(), **changed}
    return check_identity(line.presented(1, **shown), sealer=line.sealer(), today=TODAY, now=NOW)


def refusals(checked: Checked) -> list[str]:
    """The codes of the refusals; none for a check that passed."""
    return [] if checked.passed else [reason["rule"] for reason in checked.decision["reasons"]]  # type: ignore[attr-defined]


def kept(checked: Checked) -> dict[str, object]:
    """What is sealed with a check."""
    with acting_as(CARRIER):
        check = IdCheck.objects.get(id=checked.check_id)
    return unseal_json(check.document_sealed, letter_id=check.letter_id, kind="document")


def test_chip_zone_and_page_that_agree_pass() -> None:
    """And what was typed is the number alone."""
    checked = comes(chip=ChipRead(facts=AUTHENTIC, mrz_lines=zone(), surname="Nordmann", given_names="Kari"))
    assert refusals(checked) == []
    assert kept(checked)["typed"] == ["number_typed"]
    particulars = kept(checked)["particulars"]
    assert (particulars["surname"], particulars["expires_on"]) == ("Nordmann", "2030-01-01")  # type: ignore[index]


def test_a_zone_that_was_typed_is_reported_as_keyed() -> None:
    """§12: the report says what came from the keyboard."""
    typed = kept(comes(mrz_source=Source.MRZ_TYPED))["typed"]
    assert {"surname", "document_number", "expires_on"} <= set(typed)  # type: ignore[call-overload]


def test_a_chip_of_another_passport_is_noticed() -> None:
    """Both were read by machine: no clerk can wave it through."""
    chip = ChipRead(facts=AUTHENTIC, mrz_lines=zone(document_number="CCC002252"))
    checked = comes(chip=chip, contradiction_decision=YES)
    assert refusals(checked) == ["READINGS_CONTRADICT"]


def test_nothing_counts_that_a_failed_chip_says() -> None:
    """It is refused for the chip, and not compared with it."""
    chip = ChipRead(
        facts=ChipFacts(verdict=ChipVerdict.FAILED, code="hash"), mrz_lines=zone(document_number="CCC002252")
    )
    assert refusals(comes(chip=chip)) == ["CHIP_FAILED"]


def test_a_typed_expiry_date_does_not_outlive_the_zones() -> None:
    """The clerk's decision settles the contradiction; the date that counts is the one that was read."""
    lapsed = zone(expiry="250101")
    typed = Typed(national_number=NUMBER, expires_on=date(2030, 1, 1))
    assert refusals(comes(mrz_lines=lapsed, typed=typed)) == ["DOC_EXPIRED", "READINGS_UNDECIDED"]
    assert refusals(comes(mrz_lines=lapsed, typed=typed, contradiction_decision=YES)) == ["DOC_EXPIRED"]


def test_a_name_typed_over_another_in_the_zone_is_asked_about() -> None:
    """Typing the addressee's name does not make it the document's."""
    other = zone(surname="HANSEN", given_names="OLA")
    typed = Typed(national_number=NUMBER, surname="Nordmann", given_names="Kari")
    assert refusals(comes(mrz_lines=other, typed=typed)) == ["READINGS_UNDECIDED"]


def test_two_readings_of_one_zone_must_agree() -> None:
    """One of them is wrong; reading again tells which."""
    pictured = ZoneRead(source=Source.MRZ_PICTURE, lines=zone(given_names="KARL"))
    assert refusals(comes(zones=(pictured,))) == ["READINGS_CONTRADICT"]


def test_a_number_in_a_norwegian_chip_documents_the_number() -> None:
    """Nothing is typed at all."""
    chip = ChipRead(facts=AUTHENTIC, mrz_lines=zone(), national_number=NUMBER)
    checked = comes(chip=chip, typed=Typed())
    assert refusals(checked) == []
    assert kept(checked)["typed"] == []


def test_a_number_of_another_state_is_no_number_of_ours() -> None:
    """Eleven digits in a foreign chip document nothing."""
    foreign = zone(issuing_state="UTO", nationality="UTO", document_code="P")
    chip = ChipRead(facts=AUTHENTIC, mrz_lines=foreign, national_number=NUMBER)
    checked = comes(kind="foreign_passport", chip=chip, mrz_lines=foreign, typed=Typed())
    assert refusals(checked) == ["NATIONAL_ID_NOT_DOCUMENTED"]


def test_what_disagrees_is_written_down_without_what_was_read() -> None:
    """Which field and which sources; the clerk's reason is sealed."""
    typed = Typed(national_number=NUMBER, document_number="CCC009999")
    checked = comes(typed=typed, contradiction_decision=YES)
    assert checked.passed
    written = json.dumps(checked.decision)
    assert "document_number" in written
    assert not any(secret in written for secret in ("CCC00", NUMBER, YES.reason))
    assert kept(checked)["reasons"] == {"contradiction_decision": YES.reason}
