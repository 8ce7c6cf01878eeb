"""The parts of a wanted order held against each other: what cannot be asked for at all, before a rule is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from budstikke.law.clause import Clause
from budstikke.law.words import Words
from budstikke.post.actions.forwarding.wanted_order import WantedOrder
from budstikke.post.actions.sorting.order_facts import MailAddress
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.kinds import Customer, Service

# How a door may know who orders or confirms.
IDENTIFIED = ("eid", "document", "phone", "organisation")
ONE_OF = Words(
    no=f"må være en av {', '.join(IDENTIFIED)}",
    en=f"must be one of {', '.join(IDENTIFIED)}",
)
_ADDRESS = Words(
    no="må ha gate, postnummer der landet er NO, og land med to store bokstaver",
    en="must have a street, a postcode where the country is NO, and a country of two capital letters",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongPart:
    """One part of an order that does not go with the others: the field's name, why, and the clause behind it."""

    part: str
    words: Words
    clause: Clause


_BACKWARDS = Words(no="slutter før den begynner", en="ends before it starts")
_NEW_OR_STORED = Words(
    no="må oppgis, hvis ikke posten skal oppbevares; da skal den ikke oppgis",
    en="must be told, unless mail is stored; then it must not",
)
_SAME = Words(no="er den gamle adressen", en="is the old address")
_OF_BUSINESS = Words(
    no="må oppgis for en virksomhet, og ikke for andre", en="must be told of a business, and of nobody else"
)
_ORDERER = Words(
    no="må oppgis, hvis det ikke er en virksomhet som bestiller", en="must be told, unless a business orders"
)
_SOMEBODY = Words(
    no="må nevne noen, og ingen der en virksomhet bestiller",
    en="must name somebody, and nobody where a business orders",
)
_STORED_ONLY = Words(no="gjelder bare oppbevart post", en="is about stored mail alone")
_TWICE = Words(no="nevner noen to ganger", en="names somebody twice")


def wrong_parts(wanted: WantedOrder) -> Sequence[WrongPart]:
    """
    Hold the parts of an order against each other, as a form does that does not offer what cannot be.

    Terms:   Forwarding §1 to §4, §7.
    Returns: every part that is wrong, in the order a form asks for them; nothing where the rules may be asked.
    """
    business, for_itself = wanted.customer is Customer.BUSINESS, wanted.organisation is not None
    storage, old, new = wanted.service is Service.STORAGE, wanted.old, wanted.new
    rows = (
        ("period", wanted.period.last_day < wanted.period.start, _BACKWARDS, FORWARDING(1)),
        ("old", not is_address(old), _ADDRESS, FORWARDING(1)),
        ("new", new is not None and not is_address(new), _ADDRESS, FORWARDING(1)),
        ("new", storage is (new is not None), _NEW_OR_STORED, FORWARDING(4) if storage else FORWARDING(1)),
        ("new", new is not None and new.key == old.key, _SAME, FORWARDING(2)),
        ("interim_on", wanted.interim_on is not None and not storage, _STORED_ONLY, FORWARDING(4)),
        ("organisation", business is not for_itself, _OF_BUSINESS, FORWARDING(1)),
        ("orderer", not business and wanted.orderer is None, _ORDERER, FORWARDING(7)),
        ("covered", business is bool(wanted.covered), _SOMEBODY, FORWARDING(1)),
        ("covered", len(set(wanted.covered)) < len(wanted.covered), _TWICE, FORWARDING(1)),
        ("identified_by", wanted.identified_by not in IDENTIFIED, ONE_OF, FORWARDING(7)),
    )
    return [WrongPart(part=part, words=words, clause=clause) for part, wrong, words, clause in rows if wrong]


def is_address(address: MailAddress) -> bool:
    """Say whether an address has the parts that mail cannot do without."""
    country, postcode = address.country, address.postcode.strip()
    known = len(country) == 2 and country.isascii() and country.isupper()
    return bool(known and address.street.strip() and (postcode or country != "NO"))
