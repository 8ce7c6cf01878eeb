"""Citizens at the web door of forwarding: a family of the register, signed in by the plain TEST form."""

from __future__ import annotations

import re
from datetime import date

from django.test import Client
from tests.actions import forwarding as street

from budstikke.post.papers.specimen.invented import synthetic_number

KARI_BORN, OLA_BORN, LIV_BORN = date(1984, 3, 2), date(1982, 8, 9), date(2015, 6, 1)  # Friday, Monday, Monday
KARI, OLA, LIV = (
    synthetic_number(born, draw=draw) for draw, born in enumerate((KARI_BORN, OLA_BORN, LIV_BORN))
)
STRANGER = synthetic_number(date(1990, 1, 1), draw=7)  # Monday
FIRST, LAST = date(2026, 12, 1), date(2027, 1, 29)  # Tuesday, Friday
HOME = {
    "old_street": "Lilleveien 2",
    "old_postcode": "5004",
    "old_city": "BERGEN",
    "old_kind": "residential",
}
AWAY = {
    "new_street": "Nygata 7",
    "new_postcode": "9008",
    "new_city": "TROMSØ",
    "new_country": "NO",
    "new_kind": "residential",
}
DAYS = {"start": FIRST.isoformat(), "last_day": LAST.isoformat()}
TEMPORARY, STORAGE = "/forwarding/order/temporary/private/", "/forwarding/order/storage/private/"
PERMANENT = "/forwarding/order/permanent/private/"
_SHOWN = re.compile(r'name="shown" value="([0-9a-f]{64})"')


def family() -> None:
    """Enter Kari and Ola, and their child Liv."""
    from budstikke.post.actions.address_register.persons import Address, NewPerson, enter_person, note_address
    from budstikke.post.records.scope import CARRIER, acting_as

    rows = (("Kari", KARI, KARI_BORN), ("Ola", OLA, OLA_BORN), ("Liv", LIV, LIV_BORN))
    with acting_as(CARRIER):
        for given, number, born in rows:
            person = enter_person(
                NewPerson(given_name=given, surname="Nordmann", national_number=number, born_on=born),
                now=street.NOW,
            )
            home = Address(street="Lilleveien 2", postcode="5004", city="BERGEN")
            note_address(person, home, from_on=date(2024, 1, 1), now=street.NOW)  # Monday


def signed_in(number: str = KARI, **more: str) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    answer = client.post("/forwarding/sign-in/test/", {"number": number, **more})
    assert answer.status_code == 302, words(answer)
    return client


def words(answer) -> str:
    """The page as it is read, without its tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).replace("\xa0", " ").split())


def ordered(client: Client, address: str = TEMPORARY, **form: str) -> str:
    """Look at the days and the price, say yes to them, and return the reference."""
    filled = {**HOME, **AWAY, **DAYS, **form}
    looked = client.post(address, {**filled, "step": "look"})
    assert looked.status_code == 200, words(looked)
    found = _SHOWN.search(looked.content.decode())
    assert found, words(looked)
    answer = client.post(address, {**filled, "step": "order", "shown": found[1]})
    assert answer.status_code == 302, words(answer)
    return str(answer["Location"]).rstrip("/").rpartition("/")[2]
