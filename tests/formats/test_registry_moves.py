"""A move as the National Registry is told it: what our schema takes, what it refuses, and another schema besides."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from budstikke.formats.malformed import Malformed
from budstikke.formats.registry.move import SCHEMA, Move, NewAddress, schema_faults, write_move

STREET = NewAddress(street="Storgata 1b", postcode="0155", city="OSLO", care_of="Hansen", unit="H0201")
BOX = NewAddress(street="Postboks 12 Sentrum", postcode="0155", city="OSLO", care_of="Kari Testesen")
ABROAD = NewAddress(street="Storgatan 1", postcode="111 22", city="Stockholm", country="SE")
# Saturday 21 November 2026.
MOVE = Move(
    message="m-1",
    ref="r-1",
    persons=("01810112345", "02810112345"),
    told_by="01810112345",
    address=STREET,
    moved_on=date(2026, 11, 21),
    ordered_on=date(2026, 11, 21),
    sent_at=datetime(2026, 11, 21, 12, tzinfo=UTC),
    consents={"vegadresse": True, "postadresse": False},
)


@pytest.mark.parametrize("address", [STREET, BOX, ABROAD, replace(STREET, street="Øvre Bakken", unit="")])
def test_every_kind_of_address_is_written_as_the_schema_has_it(address: NewAddress) -> None:
    """Street, box, abroad, and a place without a number; for several persons, and to annul."""
    for move in (replace(MOVE, address=address), replace(MOVE, address=address, annuls=True)):
        assert schema_faults(write_move(move)) == ()


@pytest.mark.parametrize(
    ("move", "code"),
    [
        (replace(MOVE, persons=()), "ELEMENT_CONTENT"),
        (replace(MOVE, persons=("0181011234",)), "PATTERN"),
        (replace(MOVE, told_by="0181011234x"), "PATTERN"),
        (replace(MOVE, consents={}), "ELEMENT_CONTENT"),
        (replace(MOVE, message="x" * 4001), "MAXLENGTH"),
        (replace(MOVE, address=replace(STREET, city="OSLO ☃")), "PATTERN"),
        (replace(MOVE, address=replace(STREET, city="  ")), "PATTERN"),
        (replace(MOVE, address=replace(STREET, postcode="155")), "PATTERN"),
        (replace(MOVE, address=replace(STREET, street='"Huset" 1')), "PATTERN"),
        (replace(MOVE, address=replace(BOX, care_of="x" * 201)), "MAXLENGTH"),
    ],
)
def test_what_the_registry_would_not_take_is_not_written(move: Move, code: str) -> None:
    """The fault says of what kind it is, and never what stood there."""
    with pytest.raises(Malformed) as refused:
        write_move(move)
    assert any(code in fault.code for fault in refused.value.faults)
    assert "Stor" not in str(refused.value) and "0181" not in str(refused.value)


def test_a_schema_given_is_asked_in_the_place_of_ours(tmp_path: Path) -> None:
    """As an operator gives the registry's own; what is no schema is refused by its name."""
    stricter = tmp_path / "stricter.xsd"
    stricter.write_text(SCHEMA.read_text(encoding="utf-8").replace("[0-9]{1,4}", "[2-9]"), encoding="utf-8")
    content = write_move(MOVE)
    assert [fault.code for fault in schema_faults(content, schema=stricter)] == ["SCHEMAV_CVC_PATTERN_VALID"]
    none = tmp_path / "none.xsd"
    for text in (None, "no schema"):
        if text:
            none.write_text(text)
        with pytest.raises(Malformed, match="no XML schema can be read there"):
            schema_faults(content, schema=none)
