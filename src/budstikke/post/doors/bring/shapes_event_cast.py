"""What the interface of webhooks takes and answers."""

from __future__ import annotations

from pydantic import Field

from budstikke.post.doors.bring.shapes_tracking import Shape


class HeaderWanted(Shape):
    """A header to be sent along; its value is never answered."""

    key: str
    value: str = ""


class ConfigurationWanted(Shape):
    """Where and how to be told."""

    url: str
    content_type: str | None = None
    headers: list[HeaderWanted] | None = None
    secret: str | None = Field(None, description="Ours: what is sent is signed with it; see docs/bring.md.")


class WebhookWanted(Shape):
    """A subscription to one letter or consignment."""

    trackingId: str | None = None
    event_groups: list[str] | None = None
    configuration: ConfigurationWanted | None = None


class WebhooksWanted(Shape):
    """Subscriptions to several, alike."""

    trackingIds: list[str] | None = None
    event_groups: list[str] | None = None
    configuration: ConfigurationWanted | None = None


class HeaderKept(Shape):
    """A header that is sent along."""

    key: str


class ConfigurationKept(Shape):
    """Where and how is told."""

    url: str
    content_type: str
    headers: list[HeaderKept]


class WebhookShape(Shape):
    """A subscription that stands."""

    id: str
    authenticator: str
    trackingId: str
    event_groups: list[str]
    configuration: ConfigurationKept
    created: str
    expiry: str


class Attempt(Shape):
    """One try to tell."""

    at: str
    answer: str


class Delivery(Shape):
    """What was told, or is to be."""

    status: str
    shipment: str
    package: str
    created: str
    due: str | None
    attempts: list[Attempt]


class EventCastError(Shape):
    """Why nothing was done."""

    uuid: str
    status: str
    reason: str


_CONFIGURATION = {
    "url": "http://localhost:8888/told",
    "content_type": "application/json",
    "headers": [{"key": "x-protection-header", "value": "12345-67890"}],
}
EXAMPLE = {
    "trackingId": "TESTPACKAGEDELIVERED",
    "event_groups": ["READY_FOR_PICKUP", "DELIVERED"],
    "configuration": _CONFIGURATION,
}
EXAMPLE_OF_MANY = {
    "trackingIds": ["TESTPACKAGEDELIVERED", "TESTPACKAGEEDI"],
    "event_groups": ["DELIVERED"],
    "configuration": _CONFIGURATION,
}
