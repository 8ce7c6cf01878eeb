"""SMS through a gateway over HTTPS, and one of our own that writes to a file, for test installations."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Protocol

import httpx
import phonenumbers

from budstikke.issuer.channels.errors import Rejected, Unreachable
from budstikke.kit.authorities import authorities
from budstikke.kit.installation import data_folder

_SECONDS = 10.0
# Our own login or address is wrong, or it is too early: nothing is said of the number.
_NOT_THE_MESSAGE = (401, 403, 404, 405, 408, 425, 429)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sms:
    """One message; `key` is the same at every try, so that the gateway drops a repetition."""

    key: str
    mobile: str = field(repr=False)
    text: str = field(repr=False)


class SmsChannel(Protocol):
    """A way to send SMS."""

    def send(self, sms: Sms) -> None:
        """
        Hand a message over; returning means that the gateway has taken it.

        Raises: Unreachable or Rejected.
        """


class SmsGateway:
    """A gateway that takes JSON {to, from, text, reference} and answers 2xx once it has the message."""

    def __init__(self, *, url: str, token: str, sender_name: str) -> None:
        self._url, self._sender_name = url, sender_name
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = httpx.Client(timeout=_SECONDS, headers=headers, verify=authorities())

    def send(self, sms: Sms) -> None:
        """Send; 4xx is a no for good unless it speaks of us or of the moment."""
        body = {"to": sms.mobile, "from": self._sender_name, "text": sms.text, "reference": sms.key}
        try:
            answer = self._client.post(self._url, json=body)
        except httpx.TransportError as error:
            raise Unreachable(f"the SMS gateway does not answer ({type(error).__name__})") from None
        if answer.is_success:
            return
        if answer.status_code >= 500 or answer.status_code in _NOT_THE_MESSAGE:
            raise Unreachable(f"the SMS gateway answers {answer.status_code}")
        raise Rejected(str(answer.status_code))


class SmsToFile:
    """Writes what it would send to a file of the data folder."""

    def send(self, sms: Sms) -> None:
        """Append the message as one line of JSON."""
        path = data_folder() / "sent" / "issuer-sms.jsonl"
        path.parent.mkdir(mode=0o700, exist_ok=True)
        line = json.dumps({"to": sms.mobile, "text": sms.text, "reference": sms.key}, ensure_ascii=False)
        with path.open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")


def international(mobile: str) -> str | None:
    """Return a number as gateways want it; None when it is none. Without a country code it is Norwegian."""
    try:
        number = phonenumbers.parse(mobile, "NO")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
