"""The topics of the help centre, their popular questions, and the pages that have moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from budstikke.law.words import Words


@dataclass(frozen=True, slots=True)
class Group:
    """One topic: its name, the questions asked most, and the topic its pages have moved to, if they have."""

    words: Words
    popular: tuple[str, ...]
    moved_to: str = ""


GROUPS: dict[str, Group] = {
    "eid": Group(
        Words(no="Eksempel-ID", en="Eksempel-ID"),
        ("pin-blocked", "activate-smart-card", "id-check-rejected"),
    ),
    "letter": Group(
        Words(no="Brevet og posten", en="The letter and the post"),
        ("letter-id-check", "foreign-passport", "more-time-to-collect"),
    ),
    "mobile": Group(
        Words(no="eID i mobil", en="eID in mobile"),
        ("forgot-password-activation", "activation-code-missing", "letter-id-check"),
        moved_to="eid",
    ),
    "smart-card": Group(
        Words(no="Smartkort", en="Smart card"),
        ("activate-smart-card", "puk-blocked", "renew"),
        moved_to="eid",
    ),
    "payment": Group(
        Words(no="Betaling og penger", en="Payment and money"),
        ("invoice-received", "money-to-player-account", "money-from-player-account"),
    ),
    "enterprise": Group(
        Words(no="Virksomhetssertifikat", en="Enterprise certificate"),
        ("enterprise-puk-blocked", "enterprise-order-number", "enterprise-contact"),
    ),
    "code-app": Group(
        Words(no="Kodeapp", en="Code app"), ("code-app-pin-blocked", "code-app-sms-missing", "code-app-id")
    ),
    "fido2": Group(Words(no="FIDO2-nøkkel", en="FIDO2 key"), ("fido2-pin-blocked", "fido2-reset", "renew")),
}


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a page is now, and since when."""

    to: str
    on: date


_OCTOBER = date(2026, 10, 30)  # Friday
# Addresses of the pages under eID in mobile and smart card, before they became pages of Eksempel-ID.
MOVED: dict[str, Moved] = {
    "mobile-pum": Moved("letter-id-check", _OCTOBER),
    "mobile-pin": Moved("pin-blocked", _OCTOBER),
    "mobile-activation-code": Moved("activation-code-missing", _OCTOBER),
    "mobile-password": Moved("forgot-password-activation", _OCTOBER),
    "mobile-new-phone": Moved("new-phone", _OCTOBER),
    "smart-card-activate": Moved("activate-smart-card", _OCTOBER),
    "smart-card-pin": Moved("pin-blocked", _OCTOBER),
    "smart-card-puk": Moved("puk-blocked", _OCTOBER),
    "smart-card-renew": Moved("renew", _OCTOBER),
}
