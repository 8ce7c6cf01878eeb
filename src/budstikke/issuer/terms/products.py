"""What the issuer offers."""

from __future__ import annotations

from enum import StrEnum


class Product(StrEnum):
    """The kinds of electronic ID, by how a person signs in with them."""

    MOBILE = "mobile"
    SMART_CARD = "smart_card"
    CODE_APP = "code_app"
    FIDO2 = "fido2"
    ENTERPRISE = "enterprise"
