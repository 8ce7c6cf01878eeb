"""§1, §7: who may order what, for which address, and what must be told to order it."""

from __future__ import annotations

from dataclasses import dataclass

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal, RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import AddressKind, Channel, Customer, Service
from budstikke.post.terms.forwarding.switches import NationalIdOf
from budstikke.post.terms.refusals import forwarding as refusals

_MAY = Words(no="Tjenesten kan bestilles for adressen.", en="The service may be ordered for the address.")
_ORDERS = Words(
    no="Hver adresse krever sin egen bestilling: {orders_needed} i alt.",
    en="Each address needs an order of its own: {orders_needed} in all.",
)
# Where a private person's mail cannot be moved from; mail to a business is its own.
_COMPANY = frozenset({AddressKind.WORKPLACE, AddressKind.BUSINESS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """
    Who orders which service, for mail addressed where.

    `covered_without_number` counts the persons the order covers, besides whoever orders, whose national
    identity number was not told. `deceased`: the register has the orderer as dead.
    """

    customer: Customer
    service: Service
    old_address: AddressKind = AddressKind.RESIDENTIAL
    number_told: bool = True
    covered_without_number: int = 0
    established_in: str = "NO"
    covers_all: bool = True
    addresses: int = 1
    deceased: bool = False


def eligible(applicant: Applicant, *, edition: ForwardingEdition) -> Decision:
    """
    Decide whether a service may be ordered.

    Terms:   Forwarding §1, §7 (the national identity number).
    Reading: a business that names several addresses needs an order for each, and is told how many. What an
    estate may order is A-21, whose number is needed A-24 (decision 0066).
    Refuses: POSTE_RESTANTE; PRIVATE_MAIL_AT_COMPANY, PRIVATE_MAIL_AT_INSTITUTION, NATIONAL_ID_REQUIRED,
    DECEASED_NO_SELF_SERVICE; ESTATE_TEMPORARY_ONLY; BUSINESS_NOT_IN_NORWAY, BUSINESS_MUST_COVER_ALL.
    """
    several = applicant.addresses > 1
    facts = {"orders_needed": applicant.addresses}
    rows = {
        Customer.PRIVATE: _private,
        Customer.ESTATE_MANAGER: _estate,
        Customer.BUSINESS: _business,
    }[applicant.customer](applicant, edition)
    refused = tuple(
        Refusal(reason)
        for holds, reason in (
            (applicant.old_address is not AddressKind.POSTE_RESTANTE, refusals.POSTE_RESTANTE),
            *rows,
        )
        if not holds
    )
    return Decision.judged(
        question="eligible",
        edition=edition.id,
        refusals=refused,
        passed="eligible",
        refused="refused",
        reasons=(
            Reason.stating("eligible", FORWARDING(1), words=_MAY),
            *(
                (Reason.stating("one_order_per_address", FORWARDING(1), words=_ORDERS, facts=facts),)
                if several
                else ()
            ),
        ),
        answer={} if refused else facts,
    )


def services_offered(
    *, channel: Channel, customer: Customer, edition: ForwardingEdition
) -> tuple[Service, ...]:
    """
    Return what somebody may order through a channel.

    Terms:   Forwarding §1 (what an estate may order), §2, §3, §4 (a channel without a lead time is not offered).
    Reading: A-21 and A-28 (decision 0066), so that an estate orders nothing by telephone unless an edition lets it.
    """
    return tuple(
        service
        for service in Service
        if edition.lead_days(service=service, channel=channel) is not None
        and (customer is not Customer.ESTATE_MANAGER or service in edition.estate_services)
    )


_Rows = tuple[tuple[bool, RefusalReason], ...]


def _private(applicant: Applicant, edition: ForwardingEdition) -> _Rows:
    return (
        (applicant.old_address not in _COMPANY, refusals.PRIVATE_MAIL_AT_COMPANY),
        (applicant.old_address is not AddressKind.INSTITUTION, refusals.PRIVATE_MAIL_AT_INSTITUTION),
        (_numbers_told(applicant, edition), refusals.NATIONAL_ID_REQUIRED),
        (not applicant.deceased, refusals.DECEASED_NO_SELF_SERVICE),
    )


def _estate(applicant: Applicant, edition: ForwardingEdition) -> _Rows:
    return ((applicant.service in edition.estate_services, refusals.ESTATE_TEMPORARY_ONLY),)


def _business(applicant: Applicant, edition: ForwardingEdition) -> _Rows:
    return (
        (applicant.established_in == edition.business_country, refusals.BUSINESS_NOT_IN_NORWAY),
        (applicant.covers_all, refusals.BUSINESS_MUST_COVER_ALL),
    )


def _numbers_told(applicant: Applicant, edition: ForwardingEdition) -> bool:
    if applicant.service not in edition.national_id_services:
        return True
    of_all = edition.national_id_of is NationalIdOf.EVERY_COVERED
    return applicant.number_told and not (of_all and applicant.covered_without_number)
