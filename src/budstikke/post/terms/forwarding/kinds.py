"""§1–§6: the kinds the forwarding terms tell apart: services, channels, customers, addresses, zones, items."""

from __future__ import annotations

from enum import StrEnum


class Service(StrEnum):
    """What is ordered."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    STORAGE = "storage"


class Channel(StrEnum):
    """Where it is ordered."""

    WEB = "web"
    COUNTER = "counter"
    PHONE = "phone"


class Customer(StrEnum):
    """Who orders."""

    PRIVATE = "private"
    BUSINESS = "business"
    ESTATE_MANAGER = "estate_manager"


class AddressKind(StrEnum):
    """What stands at an address; a person's own is residential."""

    RESIDENTIAL = "residential"
    BUSINESS = "business"
    WORKPLACE = "workplace"
    INSTITUTION = "institution"
    POSTE_RESTANTE = "poste_restante"


class Zone(StrEnum):
    """How far away a new address lies."""

    NO = "NO"
    EU = "EU"
    WORLD = "WORLD"


class ItemKind(StrEnum):
    """What lies on the sorting belt."""

    LETTER = "letter"
    SMALL_PACKET = "small_packet"
    NEWSPAPER = "newspaper"
    REGISTERED = "registered"
    INSURED = "insured"
    PARCEL = "parcel"
    COD = "cod"
    PUM = "pum"
    UNADDRESSED = "unaddressed"


# §4: what must be signed for is collected at an outlet and not stored; a PUM letter is one of them by its own terms.
SIGNED_FOR = frozenset({ItemKind.REGISTERED, ItemKind.INSURED, ItemKind.COD, ItemKind.PARCEL, ItemKind.PUM})
