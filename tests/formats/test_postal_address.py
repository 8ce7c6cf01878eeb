"""Names and addresses as keys: what is the same however it is written, and what stays different."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budstikke.formats.postal_address import (
    address_key,
    business_keys,
    name_key,
    surname_key,
    without_flat,
)

SAME_NAME = [
    ("Kari Testesen", "KARI TESTESEN"),
    ("Kari Testesen", "  kari   testesen "),
    ("Kari Testesen", "Testesen, Kari"),
    ("Kari Testesen", "Testesen, Kari Anne"),
    ("Kari Testesen", "Kari Anne Testesen"),
    ("Kari Testesen", "Fru Kari Testesen"),
    ("Kari Testesen", "Kari Testesen c/o Prøvestad"),
    ("Kari Testesen", "Kari Testesen, c/o Prøvestad"),
    ("Kari Testesen", "Att: Kari Testesen"),
    ("Kari Åsenøy", "Kari Aasenoey"),
    ("Kari Åsenøy", "KARI ÅSENØY"),  # a ring of its own
    ("André Testesen", "Andre Testesen"),
    ("Anne-Marie Testesen", "AnneMarie Testesen"),
    ("Siobhán O’Prøve", "Siobhan O'Prøve"),
    ("Ola Testesen jr.", "OLA TESTESEN JUNIOR"),
    ("Prøvedal AS", "prøvedal as"),
    ("Prøvedal AS", "Prøvedal AS v/ Kari Testesen"),
    ("Prøvedal AS", "AS Prøvedal"),
    ("Fam. Testesen", "Familien Testesen"),
    ("Fam. Testesen", "testesen"),
]
OTHER_NAME = [
    ("Kari Testesen", "K. Testesen"),
    ("Kari Testesen", "Karin Testesen"),
    ("Kari Testesen", "Kari Testsen"),
    ("Kari Testesen", "Kari og Ola Testesen"),
    ("Kari Testesen", "Kari & Ola Testesen"),
    ("Kari Testesen", "Testesen"),
    ("Ola Testesen", "Ola Testesen jr."),
    ("Ola Testesen sr", "Ola Testesen jr"),
    ("Kari Åsen", "Kari Asen"),
    ("Kari Bjørn", "Kari Bjorn"),
    ("Prøvedal AS", "Prøvedal Fisk AS"),
    ("Prøvedal AS", "Kari Prøvedal"),
]


@pytest.mark.parametrize(("one", "other"), SAME_NAME)
def test_a_name_is_the_same_however_it_is_written(one: str, other: str) -> None:
    """Case, order, accents, titles, middle names, whom it is sent to the care of."""
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(("one", "other"), OTHER_NAME)
def test_a_name_that_is_only_near_is_another(one: str, other: str) -> None:
    """Nothing is guessed; such mail goes where it is addressed."""
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("name", ["", "   ", "Fru", "...", ",", "Hr."])
def test_what_is_no_name_has_no_key(name: str) -> None:
    """A title alone is nobody."""
    assert name_key(name) == ""


def test_a_household_s_mail_may_bear_the_surname_alone() -> None:
    """The key of the surname is the one "Familien Testesen" has."""
    assert surname_key(name_key("Kari Testesen")) == name_key("Familien Testesen") == "testesen|"


def test_a_business_is_found_as_registered_and_as_people_write_it() -> None:
    """With and without its legal form."""
    assert name_key("Prøvedal Fisk AS") in business_keys("Prøvedal Fisk AS")
    assert name_key("PRØVEDAL FISK") in business_keys("Prøvedal Fisk AS")
    assert name_key("Prøvedal Fisk") in business_keys("Prøvedal Fisk")
    assert name_key("Prøvedal Fisk AS") in business_keys("Prøvedal Fisk")


SAME_STREET = [
    ("Storgata 5b", "STORGATA 5 B"),
    ("Storgata 5b", "Storgaten 5B"),
    ("Storgata 5b", "Storgt. 5 b"),
    ("Storgata 5b", "Stor gate 5 B"),
    ("Storgata 5b", "c/o Testesen, Storgata 5b"),
    ("Storgata 5b", "Storgata 5b c/o Testesen"),
    ("Storgata 5b", "Storgata 5b 3. etg"),
    ("Storgata 5", "Storgata 005"),
    ("Kirkeveien 12", "Kirkevn. 12"),
    ("Kirkeveien 12", "Kirkevegen 12"),
    ("Lilleveien 3", "Lillev. 3"),
    ("Bygdøy allé 2", "Bygdoey Alle 2"),
    ("Prøvetorget 1", "Prøvetorvet 1"),
    ("Postboks 12", "PB 12"),
    ("Postboks 12", "postboks 12 Sentrum"),
    ("Postboks 12", "P.O. Box 12"),
    ("17. mai gate 3", "17 MAI GT. 3"),
    ("Storgata 5 H0201", "Storgata 5, h0201"),
    ("Storgata 5 leil. 4", "Storgata 5, leilighet 4"),
]
OTHER_STREET = [
    ("Storgata 5", "Storgata 5b"),
    ("Storgata 5", "Storgata 15"),
    ("Storgata 5", "Storveien 5"),
    ("Storgata 5", "Postboks 5"),
    ("Storgata 5", "Storgata"),
    ("Storgata 5 H0201", "Storgata 5 H0202"),
    ("Storgata 5 H0201", "Storgata 5"),
    ("7. juni gate 4", "8. juni gate 4"),
]


@pytest.mark.parametrize(("one", "other"), SAME_STREET)
def test_an_address_is_the_same_however_it_is_written(one: str, other: str) -> None:
    """Endings in their usual spellings, letters beside the number, boxes, care of, floors."""
    assert address_key(one, postcode="0155") == address_key(other, postcode=" 0155 ")


@pytest.mark.parametrize(("one", "other"), OTHER_STREET)
def test_another_door_is_another_address(one: str, other: str) -> None:
    """Number, letter and flat must agree."""
    assert address_key(one, postcode="0155") != address_key(other, postcode="0155")


def test_the_same_street_elsewhere_is_another() -> None:
    """Every town has a Storgata; abroad the country counts too."""
    assert address_key("Storgata 5", postcode="0155") != address_key("Storgata 5", postcode="5003")
    swedish = address_key("Storgatan 1", postcode="111 22", country="SE", city="Stockholm")
    assert swedish == address_key("STORGATAN 1", postcode="11122", country="SE", city="STOCKHOLM")
    assert swedish != address_key("Storgatan 1", postcode="111 22", country="FI", city="Stockholm")


def test_a_flat_may_be_left_out_by_those_who_write() -> None:
    """The key without it is the key of the address as they write it."""
    flat = address_key("Storgata 5b H0201", postcode="0155")
    assert without_flat(flat) == address_key("Storgata 5b", postcode="0155")
    assert without_flat(without_flat(flat)) == without_flat(flat)


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_written_has_a_key_that_holds_no_tab(name: str, street: str) -> None:
    """The keys are joined with one, and two keys must never read as another pair."""
    assert "\t" not in name_key(name)
    assert "\t" not in address_key(street, postcode="0155")
    assert name_key(name.upper().lower()) == name_key(name.lower().upper().lower())


@given(st.sampled_from([one for one, _ in SAME_NAME]), st.integers(0, 3), st.booleans())
def test_blanks_and_capitals_change_nothing(name: str, blanks: int, upper: bool) -> None:
    """As machines print and people type."""
    written = (" " * (blanks + 1)).join(name.split(" "))
    assert name_key(written.upper() if upper else written) == name_key(name)
