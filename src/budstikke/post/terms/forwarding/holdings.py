"""§7: what the register holds of a person and where it comes from: the table by which every access is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from budstikke.law.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """
    One kind of information, and its words.

    `shows_place`: says where a person is, so that of a protected person nobody but the person sees it.
    """

    code: str
    words: Words
    source: Words
    shows_place: bool = False


_REGISTRY = Words(no="Folkeregisteret", en="the National Registry")
_PERSON = Words(no="personen selv", en="the person")
_ORDER = Words(no="bestilling av adresseendring", en="an order of a change of address")
_US = Words(no="registeret selv", en="the register itself")


def _holding(code: str, no: str, en: str, source: Words, *, shows_place: bool = False) -> Holding:
    return Holding(code=code, words=Words(no=no, en=en), source=source, shows_place=shows_place)


_ROWS = (
    _holding(
        "national_number", "fødselsnummer eller D-nummer", "national identity number or D number", _REGISTRY
    ),
    _holding("name", "navn", "name", _REGISTRY),
    _holding("earlier_names", "tidligere navn", "earlier names", _REGISTRY),
    _holding("born_on", "fødselsdato", "date of birth", _REGISTRY),
    _holding("died_on", "dødsdato", "date of death", _REGISTRY),
    _holding("protection", "adressebeskyttelse", "protection of the address", _REGISTRY),
    _holding(
        "contact",
        "mobilnummer og e-postadresse",
        "mobile number and e-mail address",
        _PERSON,
        shows_place=True,
    ),
    _holding("reserved_at", "reservasjon", "reservation", _PERSON),
    _holding("locked_at", "sikkerhetslås", "security lock", _PERSON),
    _holding("addresses", "postadresser", "postal addresses", _ORDER, shows_place=True),
    _holding("households", "husstander", "households", _ORDER, shows_place=True),
    _holding("orders", "bestillinger", "orders", _ORDER, shows_place=True),
    _holding("proofs", "dokumenter som viser en rolle", "documents that show a role", _PERSON),
    _holding(
        "moves", "meldinger til Folkeregisteret", "what the National Registry was told", _US, shows_place=True
    ),
    _holding(
        "cases",
        "krav om reservasjon, innsyn og retting",
        "requests of reservation, access and correction",
        _PERSON,
    ),
    _holding("changes", "endringer", "changes", _US),
    _holding("reads", "hvem som har sett opplysningene", "who has seen the information", _US),
    _holding(
        "letters",
        "brev med personlig utlevering",
        "letters with personal delivery",
        Words(no="avsenderen", en="the sender"),
        shows_place=True,
    ),
)
HOLDINGS: Mapping[str, Holding] = {row.code: row for row in _ROWS}
BASIS = Words(
    no="Registeret er nødvendig for å dele ut post og krever ikke samtykke (vilkårene §7).",
    en="The register is necessary for delivering mail and asks for no consent (terms §7).",
)
