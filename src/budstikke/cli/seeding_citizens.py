"""
Citizens to try forwarding with: a family of the address register, and one whom only the National Registry knows.

For test installations only. Persons are invented, their numbers synthetic.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from budstikke.kit import clock
from budstikke.post.channels.registry_stand_in import StandIn
from budstikke.post.papers.specimen.invented import synthetic_number

ENTERED_ON = date(2024, 1, 1)  # Monday


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """One person; `registered` says whether the address register has them from the start."""

    given: str
    born_on: date
    draw: int
    surname: str = "Prøvestad"
    mobile: str = ""
    email: str = field(default="", repr=False)
    registered: bool = True

    @property
    def number(self) -> str:
        """The person's synthetic number."""
        return synthetic_number(self.born_on, draw=self.draw)


CITIZENS = (
    Citizen(given="Ragnhild", born_on=date(1985, 4, 12), draw=11, mobile="+4790000011"),  # Friday
    Citizen(
        given="Torbjørn", born_on=date(1983, 9, 27), draw=12, email="torbjorn.specimen@post.example"
    ),  # Tuesday
    Citizen(given="Æsa", born_on=date(2016, 2, 29), draw=13),  # Monday
    Citizen(
        given="Günther", surname="Eksempel", born_on=date(1971, 6, 3), draw=14, registered=False
    ),  # Thursday
)


def know(stand_in: StandIn) -> None:
    """Let the invented National Registry know everybody."""
    for each in CITIZENS:
        stand_in.enter(each.number, given=each.given, surname=each.surname, born_on=each.born_on)


def seed_citizens() -> tuple[Citizen, ...]:
    """Enter the family into the address register, at its home; safe to do twice."""
    from budstikke.post.actions.address_register.person_contact import seal_contact_of
    from budstikke.post.actions.address_register.persons import Address, NewPerson, enter_person, note_address
    from budstikke.post.actions.sealing import Contact
    from budstikke.post.records.scope import CARRIER, acting_as

    home = Address(street="Lilleveien 2", postcode="5004", city="BERGEN")
    with acting_as(CARRIER):
        for each in CITIZENS:
            if not each.registered:
                continue
            new = NewPerson(
                given_name=each.given,
                surname=each.surname,
                national_number=each.number,
                born_on=each.born_on,
            )
            person = enter_person(new, now=clock.now())
            if person.addresses.exists():
                continue
            person.contact_sealed = seal_contact_of(
                Contact(mobile=each.mobile, email=each.email), ref=person.ref
            )
            person.save(update_fields=["contact_sealed"])
            note_address(person, home, from_on=ENTERED_ON, now=clock.now())
    return CITIZENS
