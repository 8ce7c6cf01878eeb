"""What was filled into an order's form, read into a wanted order; every fault at its field, with its clause."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from stdnum.no import orgnr

from budstikke.kit.clock import local_day
from budstikke.law.clause import Clause
from budstikke.law.decision import Decision
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.actions.address_register.citizens import person_named
from budstikke.post.actions.forwarding.order_parts import wrong_parts
from budstikke.post.actions.forwarding.wanted_order import Organisation, WantedOrder
from budstikke.post.actions.sorting.order_facts import MailAddress
from budstikke.post.channels.registry import Registry
from budstikke.post.doors.forwarding.fields import LONGEST, MOST_OTHERS, Field, fields_of
from budstikke.post.doors.forwarding.guard import Citizen
from budstikke.post.records.models import Postcode
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.eligible import Applicant, eligible
from budstikke.post.terms.forwarding.kinds import AddressKind, Channel, Customer, Service
from budstikke.post.terms.forwarding.ordering import AskedPeriod, order_check
from budstikke.post.terms.forwarding.role import Proof, RoleShown, role
from budstikke.post.terms.refusals import watching as refusals

_MISSING = Words(no="Må fylles ut.", en="Must be filled in.")
_NO_DAY = Words(no="Er ingen dag; skriv år-måned-dag.", en="Is no day; write year-month-day.")
_NO_CHOICE = Words(no="Velg ett av svarene.", en="Choose one of the answers.")
_NO_ORGANISATION = Words(no="Er ikke et organisasjonsnummer.", en="Is no organisation number.")
_BOTH = Words(no="Fyll ut både nummer og navn.", en="Fill in both number and name.")
_TWICE = Words(no="Du er med uansett; andre føres én gang.", en="You are included anyway; name others once.")
# At which field a refusal is shown; what is in no row is shown above the form.
_AT: Mapping[str, str] = {
    "TOO_EARLY": "start",
    "OVERLAPS_SAME_KIND": "start",
    "STORAGE_AND_TEMPORARY_OVERLAP": "start",
    "DAYS_TAKEN": "start",
    "TOO_LONG": "last_day",
    "TAIL_HOLD_COVERS_PERIOD": "last_day",
    "POSTE_RESTANTE": "old_kind",
    "PRIVATE_MAIL_AT_COMPANY": "old_kind",
    "PRIVATE_MAIL_AT_INSTITUTION": "old_kind",
    "BUSINESS_NOT_IN_NORWAY": "established",
    "BUSINESS_MUST_COVER_ALL": "covers_all",
    "ROLE_NOT_SHOWN": "document",
    "INTERIM_TOO_EARLY": "interim_on",
    "INTERIM_NOT_EARLIER": "interim_on",
}
_OF_PART = {"period": "last_day", "old": "old_street", "new": "new_street", "organisation": "orgnr"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One fault at one field; "" is above the form."""

    at: str
    words: Words
    clauses: tuple[Clause, ...] = ()
    cure: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was filled in, by field; the order it asks for, or why there is none."""

    given: Mapping[str, str] = field(repr=False)
    wanted: WantedOrder | None = field(default=None, repr=False)
    faults: Sequence[Said] = ()


def read_form(
    posted: Mapping[str, str],
    *,
    service: Service,
    customer: Customer,
    who: Citizen,
    device: str,
    registry: Registry | None,
    now: datetime,
) -> Read:
    """Read a form; persons who are named are looked up only where all else can be read."""
    fields = fields_of(service, customer)
    given = {name: " ".join(posted.get(name, "").split())[:LONGEST] for name in fields}
    given |= _towns(given)
    faults = [*_unreadable(given, fields.values()), *_of_rows(given, customer)]
    if faults:
        also = _of_rules(
            given, {each.at for each in faults}, service=service, customer=customer, who=who, now=now
        )
        return Read(given=given, faults=[*faults, *also])
    covered, faults = _covered(given, customer=customer, who=who, registry=registry, now=now)
    if faults:
        return Read(given=given, faults=faults)
    wanted = _wanted(given, service=service, customer=customer, who=who, covered=covered, device=device)
    faults = [
        Said(at=_OF_PART.get(each.part, ""), words=_sentence(each.words), clauses=(each.clause,))
        for each in wrong_parts(wanted)
    ]
    return Read(given=given, wanted=None if faults else wanted, faults=faults)


def told(refused: Iterable[Refusal], *, fields: Iterable[str]) -> list[Said]:
    """Return what the rules refuse as faults of a form, each at its field where the form has it."""
    known = set(fields)
    return [
        Said(
            at=at if (at := _AT.get(each.code, "")) in known else "",
            words=each.person,
            clauses=each.clauses,
            cure=each.cure,
        )
        for each in refused
    ]


def _unreadable(given: Mapping[str, str], fields: Iterable[Field]) -> list[Said]:
    faults = []
    for each in fields:
        value = given[each.name]
        words = None
        if not value:
            # Abroad a town may have no postcode.
            abroad = each.name == "new_postcode" and given.get("new_country") not in ("", "NO", None)
            words = _MISSING if each.required and not abroad else None
        elif each.kind == "date" and _day(value) is None:
            words = _NO_DAY
        elif each.choices and value not in {code for code, _ in each.choices}:
            words = _NO_CHOICE
        elif each.name == "orgnr" and not orgnr.is_valid(value):
            words = _NO_ORGANISATION
        if words is not None:
            faults.append(Said(at=each.name, words=words, clauses=(FORWARDING(each.clause),)))
    return faults


def _towns(given: Mapping[str, str]) -> dict[str, str]:
    """Return the towns nobody typed, by their Norwegian postcodes."""
    asked = {
        f"{which}_city": given[f"{which}_postcode"]
        for which in ("old", "new")
        if f"{which}_city" in given
        and not given[f"{which}_city"]
        and given.get(f"{which}_country", "NO") == "NO"
    }
    with acting_as(CARRIER):
        known = dict(Postcode.objects.filter(code__in=asked.values()).values_list("code", "city"))
    return {name: known[postcode] for name, postcode in asked.items() if postcode in known}


def _of_rules(
    given: Mapping[str, str],
    faulty: Container[str],
    *,
    service: Service,
    customer: Customer,
    who: Citizen,
    now: datetime,
) -> list[Said]:
    """Return what the rules say already to what can be read, so that it is told with all that must be put right."""
    today = local_day(now)
    edition = forwarding_on(today)
    asked: list[Decision] = []
    start, last = _day(given["start"]), _day(given["last_day"])
    if start is not None and last is not None and last >= start:
        period = AskedPeriod(
            service=service,
            channel=Channel.WEB,
            ordered_on=today,
            period=Period(start, last),
            zone=edition.zone(given.get("new_country") or "NO"),
        )
        asked.append(order_check(period, edition=edition))
    if "old_kind" not in faulty:
        applicant = Applicant(
            customer=customer,
            service=service,
            old_address=AddressKind(given["old_kind"]),
            established_in=given.get("established") or "NO",
            covers_all=bool(given.get("covers_all", "yes")),
        )
        asked.append(eligible(applicant, edition=edition))
    if not any(each in faulty for each in ("orgnr", "document", "document_on")):
        shown = _role(given, customer=customer, who=who)
        asked.append(role(shown, ordered_on=today, channel=Channel.WEB, edition=edition))
    return told((each for decision in asked for each in decision.refusals), fields=given)


def _of_rows(given: Mapping[str, str], customer: Customer) -> list[Said]:
    """Return the rows of persons of which half is filled in."""
    if customer is not Customer.PRIVATE:
        return []
    return [
        Said(at=f"number_{place}", words=_BOTH, clauses=(FORWARDING(7),))
        for place in range(1, MOST_OTHERS + 1)
        if bool(given[f"number_{place}"]) is not bool(given[f"name_{place}"])
    ]


def _covered(
    given: Mapping[str, str],
    *,
    customer: Customer,
    who: Citizen,
    registry: Registry | None,
    now: datetime,
) -> tuple[tuple[UUID, ...], list[Said]]:
    """Find whom the form names; who is not found is told so at their row, whatever the reason."""
    found = [who.ref] if customer is Customer.PRIVATE else []
    faults: list[Said] = []
    for place in range(1, MOST_OTHERS + 1):
        number, name = given.get(f"number_{place}", ""), given.get(f"name_{place}", "")
        if customer is Customer.BUSINESS or not number:
            continue
        dead = customer is Customer.ESTATE_MANAGER
        ref = person_named(number, name=name, registry=registry, may_be_dead=dead, now=now)
        if ref is None:
            missing = Refusal(refusals.PERSON_NOT_KNOWN)
            faults.append(
                Said(at=f"number_{place}", words=missing.person, clauses=missing.clauses, cure=_COME)
            )
        elif ref in found:
            faults.append(Said(at=f"number_{place}", words=_TWICE, clauses=(FORWARDING(1),)))
        else:
            found.append(ref)
    return tuple(found), faults


_COME = Words(
    no="Se etter at nummer og navn er skrevet riktig; ellers bestiller dere på et poststed.",
    en="Look whether number and name are right; else order at an outlet.",
)


def _wanted(
    given: Mapping[str, str],
    *,
    service: Service,
    customer: Customer,
    who: Citizen,
    covered: tuple[UUID, ...],
    device: str,
) -> WantedOrder:
    start, last = _day(given["start"]), _day(given["last_day"])
    assert start is not None and last is not None, "read before"
    organisation = _organisation(given) if customer is Customer.BUSINESS else None
    return WantedOrder(
        service=service,
        channel=Channel.WEB,
        period=Period(start, last),
        old=_address(given, "old"),
        new=None if service is Service.STORAGE else _address(given, "new"),
        customer=customer,
        orderer=who.ref,
        covered=covered,
        whole_household=bool(given.get("household")),
        organisation=organisation,
        parcels=bool(given.get("parcels")),
        identified_by="eid",
        device=device,
        role=_role(given, customer=customer, who=who),
        tell_registry=bool(given.get("tell_registry")),
        interim_on=_day(given.get("interim_on", "")),
    )


def _organisation(given: Mapping[str, str]) -> Organisation:
    return Organisation(
        number=orgnr.compact(given["orgnr"]),
        name=given["orgname"],
        established_in=given["established"],
        covers_all=bool(given["covers_all"]),
    )


def _role(given: Mapping[str, str], *, customer: Customer, who: Citizen) -> RoleShown:
    if customer is Customer.PRIVATE:
        return RoleShown(customer=customer)
    if customer is Customer.BUSINESS and orgnr.compact(given["orgnr"]) in who.organisations:
        return RoleShown(customer=customer, by=Proof.CLAIM)
    return RoleShown(
        customer=customer,
        by=Proof(given["document"]) if given["document"] else None,
        declared=bool(given["declared"]),
        document_on=_day(given["document_on"]),
    )


def _address(given: Mapping[str, str], which: str) -> MailAddress:
    return MailAddress(
        street=given[f"{which}_street"],
        postcode=given[f"{which}_postcode"],
        city=given[f"{which}_city"],
        country=given.get(f"{which}_country") or "NO",
        kind=AddressKind(given[f"{which}_kind"]),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _sentence(words: Words) -> Words:
    """Return words that go on from a field's name as a sentence of their own."""
    return Words(no=f"{words.no[:1].upper()}{words.no[1:]}.", en=f"{words.en[:1].upper()}{words.en[1:]}.")
