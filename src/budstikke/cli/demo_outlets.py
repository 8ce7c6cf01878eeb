"""The demo's outlets: at each one station, one simulated device, and one clerk."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import httpx

from budstikke.cli.demo_papers import Failed
from budstikke.cli.device_plan import Plan
from budstikke.cli.device_sending import Heard, carry_out
from budstikke.kit import clock
from budstikke.kit.authorities import authorities
from budstikke.post.papers.specimen.chip_state import SpecimenState

CLERK = "clerk-7"
DEVICE = "document-scanner-2"
# Within it the service answers, however slow the machine is.
_TIMEOUT_S = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One outlet: its station, and the secret of the device that stands there."""

    outlet_id: int
    station_id: int
    secret: str = field(repr=False)


class Outlets:
    """Every outlet at which letters wait, reached at the post's address."""

    def __init__(self, url: str, *, keys: Path) -> None:
        from budstikke.cli.device_state import found_state

        self._url = url
        # One for all: their devices act one after the other.
        self._client = httpx.Client(base_url=url, timeout=_TIMEOUT_S, verify=authorities())
        self._places: dict[int, Place] = {}
        # The invented state that signs the chips of specimen documents.
        state = keys / "specimen-state.pem"
        found_state(state, country="NO")
        self.state = SpecimenState.from_pem(state.read_bytes())

    def open(self, outlet_id: int) -> None:
        """Enter a station and its device."""
        self._places[outlet_id] = new_place(outlet_id, station="Luke 1")

    def at(self, outlet_id: int) -> Place:
        """Return an outlet's station and device."""
        return self._places[outlet_id]

    def beat(self) -> None:
        """Let every device say that it works; without it an outlet that opens would hand nothing over."""
        for place in self._places.values():
            self.does(place, Plan())

    def does(self, place: Place, plan: Plan) -> list[Heard]:
        """
        Let a device do something, over HTTP, and return what it heard.

        Raises: Failed when nobody answers.
        """
        try:
            return list(carry_out(plan, url=self._url, secret=place.secret, client=self._client))
        except httpx.HTTPError as error:
            raise Failed(f"the post does not answer its devices ({type(error).__name__})") from error

    def close(self) -> None:
        """Close the connections that are kept open between documents."""
        self._client.close()


def new_place(outlet_id: int, *, station: str) -> Place:
    """Enter a station that is enrolled at once, and a document scanner beside it."""
    from budstikke.post.actions.outlets.enroll_station import claim_station, enroll_station, station_of
    from budstikke.post.actions.outlets.register_device import register_device

    secret = claim_station(enroll_station(outlet_id, name=station, now=clock.now()), now=clock.now())
    assert isinstance(secret, str), "a code is good for half an hour"
    known = station_of(secret)
    assert known is not None, "it was enrolled this moment"
    device = register_device(
        f"{DEVICE}-{outlet_id}",
        outlet_id=outlet_id,
        kind="document_scanner",
        model="SPECIMEN 1",
        station_id=known.id,
    )
    return Place(outlet_id=outlet_id, station_id=known.id, secret=device)
