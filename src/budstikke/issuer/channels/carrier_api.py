"""The carrier's public API: what became of letters, what is new about any, and a subscription to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import httpx

from budstikke.issuer.channels.errors import Rejected, Unreachable
from budstikke.kit.authorities import authorities

_SECONDS = 10.0
_AGAIN = frozenset({408, 421, 425, 429, 500, 502, 503, 504})
# Everything a letter can come to; the last word is the API's, a call only says that there is one.
GROUPS = (
    "HANDED_IN",
    "READY_FOR_PICKUP",
    # The recipient is told of a deadline when it begins and when it moves; by it we hear of the new day at once.
    "NOTIFICATION_SENT",
    "DEVIATION",
    "ATTEMPTED_DELIVERY",
    "DELIVERED",
    "RETURN",
    "DELIVERED_SENDER",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event as the carrier tells it; each reason has its rule, clauses and words."""

    code: str
    happened_at: datetime
    reasons: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A letter as it stands at the carrier."""

    number: str
    consignment: str
    last_collect_day: date | None
    events: tuple[Told, ...]


class CarrierApi:
    """A client of the carrier's API, known by a key."""

    def __init__(self, *, url: str, uid: str, key: str) -> None:
        self._client = httpx.Client(
            base_url=url,
            timeout=_SECONDS,
            headers={"X-MyBring-API-Uid": uid, "X-MyBring-API-Key": key, "Accept": "application/json"},
            verify=authorities(),
        )

    def letters(self, consignments: Sequence[str]) -> list[Followed]:
        """
        Return the letters of consignments, at most a hundred; of those the carrier does not know there is none.

        Raises: Unreachable, Rejected.
        """
        said = self._json("GET", "/api/v1/events", params={"consignment_number": list(consignments)})
        return [_followed(each) for each in said["letters"]]

    def news(self, cursor: str | None) -> tuple[frozenset[str], str]:
        """
        Return the consignments of which anything is new since a place, and the next place.

        Raises: Unreachable, Rejected.
        """
        said = self._json("GET", "/api/v1/statuses", params={"cursor": cursor} if cursor else {})
        return frozenset(str(each["consignment_number"]) for each in said["statuses"]), str(said["next"])

    def subscribe(self, consignments: Sequence[str], *, url: str, secret: str) -> None:
        """
        Ask to be called when anything happens to consignments, at most a hundred; those that stand already stay.

        Raises: Unreachable, Rejected.
        """
        body = {
            "trackingIds": list(consignments),
            "event_groups": list(GROUPS),
            "configuration": {"url": url, "content_type": "application/json", "secret": secret},
        }
        self._json("POST", "/event-cast/batch/api/v1/webhooks", json=body)

    def _json(self, method: str, path: str, **given: Any) -> Any:
        try:
            answer = self._client.request(method, path, **given)
        except httpx.TransportError as error:
            raise Unreachable(f"the carrier's API does not answer ({type(error).__name__})") from None
        if answer.status_code in _AGAIN:
            raise Unreachable(f"the carrier's API answers {answer.status_code}")
        if answer.is_error:
            raise Rejected(f"API_{answer.status_code}")
        try:
            return answer.json()
        except ValueError:
            raise Unreachable("the carrier's API answers something else than JSON") from None


def _followed(said: Mapping[str, Any]) -> Followed:
    day = said.get("last_collect_day")
    return Followed(
        number=said["number"],
        consignment=said["consignment_number"],
        last_collect_day=date.fromisoformat(day) if day else None,
        events=tuple(
            Told(
                code=each["code"],
                happened_at=datetime.fromisoformat(each["happened_at"]),
                reasons=tuple(each["reasons"]),
            )
            for each in said["events"]
        ),
    )
