"""The demo's customer of the issuer: orders an eID, collects the letter as everybody does, and activates it."""

from __future__ import annotations

from datetime import date
from typing import Any

from budstikke.cli import print_house
from budstikke.cli.demo_counter import Desk, Visit
from budstikke.cli.demo_papers import Failed
from budstikke.cli.demo_waiting import Waiting
from budstikke.cli.issuer_customer import Customer, NotDone
from budstikke.cli.seeding_issuer import CUSTOMER
from budstikke.kit import clock

# A page, while the demo's own records are asked more often.
_LOOKED_UP_EVERY_S = 0.5
_PROVEN, _DONE = "You can activate", "Your eID is activated"
_POSTCODE, _BORN_ON, _NUMBER = "5004", date(1946, 11, 20), "20914695016"
_HOLDER: dict[str, str] = {
    "surname": "Nordmann",
    "given_names": "Kari",
    "document_number": "CCC022514",
    "nationality": "NOR",
    "born_on": _BORN_ON.isoformat(),
    "sex": "F",
    "issued_on": "2021-05-05",
    "expires_on": "2031-05-04",
    "national_number": _NUMBER,
}


class IssuersCustomer:
    """One person, by the issuer's pages and the post's counter; what is printed for her only she gets to see."""

    def __init__(self, url: str, waiting: Waiting) -> None:
        self._pages, self._waiting = Customer(url), waiting
        self._order = self._letter = ""
        self._refused = ""

    def orders(self) -> None:
        """Order an eID, and wait until the letter is booked by EDI and printed."""
        self._order = self._pages.order(
            {
                "given_names": _HOLDER["given_names"],
                "surname": _HOLDER["surname"],
                "national_number": _NUMBER,
                "street": "Lilleveien 2",
                "postcode": _POSTCODE,
                "city": "BERGEN",
                "mobile": "+4799999999",
                "email": "kari@example.com",
            }
        )
        self._waiting.until(
            self._printed, "the issuer's letter to be booked and printed", every_s=_LOOKED_UP_EVERY_S
        )

    def _printed(self) -> bool:
        _, self._letter = self._pages.look_up(self._order, postcode=_POSTCODE)
        return bool(self._letter) and any(True for _ in print_house.letters())

    def letter_is_handed_in(self) -> None:
        """
        Have the print house bring the letter to the agreed place.

        Raises: Failed.
        """
        from budstikke.post.actions.moving.hand_in import Dispatch, hand_in

        dispatch = Dispatch(customer_number=CUSTOMER, place="OSLO", numbers=[self._letter])
        taken = hand_in(dispatch, clerk="clerk-1", today=clock.today(), now=clock.now())
        if taken.taken != (self._letter,):
            raise Failed("the issuer's letter was not taken in")

    def collects(self, desk: Desk) -> None:
        """Try the code as a thief would who has read the letter on its way; then collect it, with a passport."""
        self._refused = self._tries()
        said: dict[str, Any] = {
            "kind": "no_passport",
            "read": ["swipe"],
            "holder": _HOLDER,
            "name_keyed": False,
        }
        desk.serve(Visit(0, f"{self._order}01", said))

    def activates(self) -> list[str]:
        """
        Activate once the sealed report has come, and return what happened, in lines.

        Raises: Failed when the code was taken before the letter was proven to be in the right hands.
        """
        if self._refused == _DONE:
            raise Failed("a code was taken before its letter was handed over")
        self._waiting.until(
            lambda: self._pages.look_up(self._order, postcode=_POSTCODE)[0] == _PROVEN,
            "the sealed report to reach the issuer",
            every_s=_LOOKED_UP_EVERY_S,
        )
        if (said := self._tries()) != _DONE:
            raise Failed(f"the issuer's customer could not activate: {said}")
        return [
            f"before the letter was collected: {self._refused}",
            f"after its sealed report was verified: {_DONE}",
        ]

    def _tries(self) -> str:
        codes = {said["order"]: said["code"] for said in map(print_house.said_in, self._printed_letters())}
        try:
            return self._pages.activate(self._order, codes[self._order])
        except NotDone as no:
            return str(no)

    def _printed_letters(self) -> list[bytes]:
        return [pdf for _, pdf in print_house.letters()]
