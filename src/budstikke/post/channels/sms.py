"""SMS through a gateway over HTTPS, and a gateway of our own for test installations."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx
import phonenumbers

from budstikke.kit.authorities import authorities
from budstikke.kit.installation import data_folder
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.message import Message

# Numbers at which the fake gateway fails on purpose; the series is not in use in Norway.
NUMBER_UNKNOWN = "+4700000001"
GATEWAY_DOWN = "+4700000002"

_SECONDS = 10.0
# What goes into evidence is a code, never a sentence, which could name a number.
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}")
# Our own login or address is wrong, or it is too early: nothing is said of the recipient.
_NOT_THE_MESSAGE = (401, 403, 404, 405, 408, 425, 429)


class SmsGateway:
    """A gateway that takes JSON {to, from, text, reference} and answers 2xx once it has the message."""

    def __init__(self, *, url: str, token: str, sender_name: str) -> None:
        self._url, self._sender_name = url, sender_name
        # A gateway on our own network may ask for no token; an empty one is no valid header.
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = httpx.Client(timeout=_SECONDS, headers=headers, verify=authorities())

    def send(self, message: Message) -> None:
        """Send the short text; 4xx is a no for good unless it speaks of us or of the moment."""
        body = {
            "to": _international(message.mobile),
            "from": self._sender_name,
            "text": message.short_text,
            "reference": message.key,
        }
        try:
            answer = self._client.post(self._url, json=body)
        except httpx.TransportError as error:
            raise Unreachable(f"the SMS gateway does not answer ({type(error).__name__})") from None
        if answer.is_success:
            return
        if answer.status_code >= 500 or answer.status_code in _NOT_THE_MESSAGE:
            raise Unreachable(f"the SMS gateway answers {answer.status_code}")
        raise Rejected(_why(answer), "the SMS gateway refuses the message")


def _why(answer: httpx.Response) -> str:
    """Return the gateway's own word for why, where it gives one that is a word."""
    try:
        code = str(answer.json()["code"])
    except (ValueError, KeyError, TypeError):
        code = ""
    return code if _CODE.fullmatch(code) else str(answer.status_code)


def _international(mobile: str) -> str:
    """
    Return a number as gateways want it; one without a country code is Norwegian.

    Raises: Rejected when it cannot be a number anywhere.
    """
    try:
        return phonenumbers.format_number(
            phonenumbers.parse(mobile, "NO"), phonenumbers.PhoneNumberFormat.E164
        )
    except phonenumbers.NumberParseException:
        raise Rejected("address", "not a telephone number") from None


class FakeSmsGateway:
    """Writes what it would send to a file of the data folder, and fails at two numbers on purpose."""

    def send(self, message: Message) -> None:
        """Append the message as one line of JSON."""
        if message.mobile == NUMBER_UNKNOWN:
            raise Rejected("unknown-subscriber")
        if message.mobile == GATEWAY_DOWN:
            raise Unreachable("the SMS gateway does not answer")
        path: Path = data_folder() / "sent" / "sms.jsonl"
        path.parent.mkdir(mode=0o700, exist_ok=True)
        line = json.dumps({"to": message.mobile, "text": message.short_text, "reference": message.key})
        with path.open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")
