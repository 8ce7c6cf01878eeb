"""
What an ePayment provider says: states, events, and webhooks that are signed with a secret we share.

Source: Vipps MobilePay ePayment API v1 (states, event names, bodies) and Webhooks API v1 (the signature).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

from budstikke.formats.malformed import Fault, Malformed

# Longer than any webhook; what is longer is not read.
MOST_WEBHOOK_BYTES = 16_384
REFERENCE = re.compile(r"[a-zA-Z0-9-]{8,50}", re.ASCII)
CURRENCY = "NOK"
# What a stand-in on a test installation signs with; known to everybody, for behind it no money changes hands.
STAND_IN_SECRET = "stand-in-webhook-secret"  # noqa: S105
# A webhook may come late, but it is signed again for each try.
_MOST_SKEW = timedelta(minutes=15)
_SIGNED_HEADERS = "x-ms-date;host;x-ms-content-sha256"


class State(StrEnum):
    """How a payment stands; what was taken or paid back of one that is authorised is in its sums."""

    CREATED = "CREATED"
    AUTHORIZED = "AUTHORIZED"
    ABORTED = "ABORTED"
    EXPIRED = "EXPIRED"
    TERMINATED = "TERMINATED"


class EventName(StrEnum):
    """What can happen to a payment."""

    CREATED = "CREATED"
    AUTHORIZED = "AUTHORIZED"
    ABORTED = "ABORTED"
    EXPIRED = "EXPIRED"
    TERMINATED = "TERMINATED"
    CAPTURED = "CAPTURED"
    CANCELLED = "CANCELLED"
    REFUNDED = "REFUNDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEvent:
    """
    One event as it was told.

    Unit: `amount_ore` whole øre.
    """

    reference: str
    provider_reference: str
    name: EventName
    amount_ore: int
    succeeded: bool
    happened_at: datetime


def signed_headers(
    *, path: str, host: str, content: bytes, secret: str, date: str, method: str = "POST"
) -> dict[str, str]:
    """Return the headers by which a request proves who sent it; `date` as HTTP writes it, `path` with its query."""
    sha256 = base64.b64encode(hashlib.sha256(content).digest()).decode()
    said = f"{method}\n{path}\n{date};{host};{sha256}"
    signature = base64.b64encode(hmac.digest(secret.encode(), said.encode(), "sha256")).decode()
    return {
        "x-ms-date": date,
        "x-ms-content-sha256": sha256,
        "Authorization": f"HMAC-SHA256 SignedHeaders={_SIGNED_HEADERS}&Signature={signature}",
    }


def signature_fault(
    *, path: str, host: str, headers: Mapping[str, str], content: bytes, secret: str, real_now: datetime
) -> str:
    """
    Say what is wrong with a webhook's signature, or nothing; `headers` by their names in small letters.

    An empty secret signs nothing: whoever has none set takes no webhook.
    """
    date = headers.get("x-ms-date", "")
    try:
        at = parsedate_to_datetime(date)
    except ValueError:
        return "no date that can be read"
    if at.tzinfo is None or abs(real_now - at) > _MOST_SKEW:
        return "the date is not of now"
    expected = signed_headers(path=path, host=host, content=content, secret=secret, date=date)
    same = [
        hmac.compare_digest(value.encode(), headers.get(name.lower(), "").encode("utf-8", "surrogateescape"))
        for name, value in expected.items()
    ]
    return "" if secret and all(same) else "the signature does not hold"


def read_webhook(content: bytes) -> WebhookEvent:
    """
    Read a webhook's body.

    Raises: Malformed with every fault.
    """
    try:
        said = json.loads(content)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise Malformed((Fault("body", "JSON", "not an object in JSON"),))
    amount = said.get("amount")
    value = amount.get("value") if isinstance(amount, dict) else None
    currency = amount.get("currency") if isinstance(amount, dict) else None
    reference, name, at = (said.get(key) for key in ("reference", "name", "timestamp"))
    when = _moment(at)
    rows = (
        (isinstance(reference, str) and REFERENCE.fullmatch(reference), "reference", "REFERENCE"),
        (name in [str(each) for each in EventName], "name", "NAME"),
        (isinstance(value, int) and not isinstance(value, bool) and value >= 0, "amount.value", "AMOUNT"),
        (currency == CURRENCY, "amount.currency", "CURRENCY"),
        (isinstance(said.get("success"), bool), "success", "SUCCESS"),
        (when is not None, "timestamp", "TIMESTAMP"),
    )
    faults = tuple(
        Fault(where, code, "missing, or not as described") for good, where, code in rows if not good
    )
    if faults or when is None:
        raise Malformed(faults)
    return WebhookEvent(
        reference=str(reference),
        provider_reference=str(said.get("pspReference", "")),
        name=EventName(str(name)),
        amount_ore=int(str(value)),
        succeeded=said["success"],
        happened_at=when,
    )


def _moment(text: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo else None
