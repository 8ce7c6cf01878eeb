"""An order of forwarding in words, as the desk reads it: what happened, with clauses; never an address or a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from budstikke.law.decision import Decision
from budstikke.law.words import Language, Words
from budstikke.post.actions.forwarding.find_orders import OpenedOrder
from budstikke.post.actions.forwarding.orders_of_person import OrderOfPerson
from budstikke.post.doors.forwarding.shown import documents_shown
from budstikke.post.doors.forwarding.views import STATES
from budstikke.post.papers.forwarding_letter import SERVICES
from budstikke.post.papers.invoice import money
from budstikke.post.records.models import (
    ForwardingCase,
    ForwardingEvent,
    ForwardingNotice,
    ForwardingOrder,
    ForwardingPayment,
)
from budstikke.post.records.orders import period_of
from budstikke.post.terms.forwarding.at_the_desk import LETTING_GO, WITHDRAWING, Settling
from budstikke.post.terms.forwarding.events import ORDER_EVENTS, OrderEvent, OrderState
from budstikke.post.terms.forwarding.kinds import Customer, Service
from budstikke.post.terms.forwarding.role import DOUBTS

CHANNELS: Mapping[str, Words] = {
    "web": Words(no="nettet", en="the web"),
    "counter": Words(no="skranken", en="the counter"),
    "phone": Words(no="telefon", en="telephone"),
    "letter": Words(no="brev", en="letter"),
    "sms": Words(no="SMS", en="SMS"),
    "email": Words(no="e-post", en="e-mail"),
    "digital": Words(no="digital postkasse", en="digital mailbox"),
}
_KNOWN_BY: Mapping[str, Words] = {
    "eid": Words(no="eID", en="an eID"),
    "document": Words(no="legitimasjon", en="an identity document"),
    "phone": Words(no="svar på telefon", en="answers by telephone"),
    "organisation": Words(no="virksomheten selv", en="the business itself"),
}
_NOTICES: Mapping[str, Words] = {
    "to_old_address": Words(no="Til den gamle adressen", en="To the old address"),
    "to_covered": Words(no="Til en den gjelder", en="To a person it is about"),
    "confirmation": Words(no="Bekreftelse", en="Confirmation"),
    "reminder": Words(no="Påminnelse", en="Reminder"),
    "frozen": Words(no="Melding om at den er stanset", en="Message that it is frozen"),
    "collect": Words(no="Melding om henting", en="Message that mail is to be collected"),
}
_PAYMENTS: Mapping[str, Words] = {
    "order": Words(no="Bestillingen", en="The order"),
    "extension": Words(no="Forlengelse", en="Extension"),
    "interim": Words(no="Utlevering underveis", en="Delivery meanwhile"),
}
_PAID: Mapping[str, Words] = {
    "created": Words(no="venter på kortet", en="waits for the card"),
    "due": Words(no="skal faktureres", en="to be invoiced"),
    "invoiced": Words(no="fakturert", en="invoiced"),
    "reserved": Words(no="reservert", en="reserved"),
    "captured": Words(no="betalt", en="paid"),
    "refund_due": Words(no="betales tilbake", en="being paid back"),
    "refunded": Words(no="betalt tilbake", en="paid back"),
    "credited": Words(no="kreditert", en="credited"),
    "failed": Words(no="mislyktes", en="failed"),
    "cancelled": Words(no="sluppet", en="let go"),
}
_VERDICTS: Mapping[str, Words] = {
    "deliver": Words(no="levert som adressert", en="delivered as addressed"),
    "redirect": Words(no="ettersendt", en="redirected"),
    "store": Words(no="lagt til oppbevaring", en="stored"),
    "withhold": Words(no="holdt tilbake", en="withheld"),
    "pickup": Words(no="sendt til hentested", en="sent to an outlet"),
    "return_to_sender": Words(no="returnert til avsender", en="returned to sender"),
}
_COMPLAINTS: Mapping[str, Words] = {
    "in_time": Words(no="i tide", en="in time"),
    "a_person_decides": Words(no="vurderes av en person", en="a person decides"),
    "too_late": Words(no="for sent", en="too late"),
}
_FROZEN = (OrderState.FROZEN, OrderState.FROZEN_UNAGREED)


def line(order: OrderOfPerson, language: Language) -> dict[str, object]:
    """Return one row of what was found."""
    words, tone = STATES[order.state]
    return {
        "reference": order.reference,
        "service": SERVICES[order.service].in_(language),
        "state": words.in_(language),
        "tone": tone,
        "start": order.days.start,
        "last_day": order.days.last_day,
    }


def page_of(found: OpenedOrder, language: Language) -> dict[str, object]:
    """Return an order with everything that happened to it."""
    row, order = found.row, found.line
    return {
        **line(order, language),
        "channel": CHANNELS[row.channel].in_(language),
        "known_by": _KNOWN_BY[row.identified_by].in_(language) if row.identified_by in _KNOWN_BY else "",
        "edition": row.edition,
        "ordered_at": row.ordered_at,
        "release_on": row.release_on if row.service == Service.STORAGE else None,
        "persons": order.persons,
        "confirmed": found.confirmed,
        "may_change": order.may_change,
        "may_cancel": order.may_cancel,
        "may_interim": order.may_change and order.service is Service.STORAGE,
        "may_freeze": order.may_change or order.may_cancel,
        "frozen": order.state in _FROZEN,
        "to_collect": order.to_collect,
        "events": [_event(each, language) for each in found.events],
        "notices": [_notice(each, language) for each in found.notices],
        "payments": [_payment(each, language) for each in found.payments],
        "cases": [_case(each, language) for each in found.cases],
        "acts": [
            {
                "why": LETTING_GO[Settling(each.why)].in_(language),
                "asked_by": each.asked_by,
                "asked_at": each.asked_at,
                "waits": each.waits,
                "confirmed": each.confirmed,
                "decided_by": each.decided_by,
            }
            for each in found.acts
        ],
        "role_waits": found.role_waits,
        "documents": documents_shown(found.documents, language),
        "for_another": row.customer != Customer.PRIVATE,
        "sorted": [
            {
                "words": _VERDICTS[str(each["outcome"])].in_(language),
                "reason": each["reason"],
                "items": each["items"],
            }
            for each in found.sorted_items
        ],
    }


def choices(language: Language) -> dict[str, object]:
    """Return what can be chosen on an order's page."""
    return {
        "letting_go": [{"code": each, "words": words.in_(language)} for each, words in LETTING_GO.items()],
        "withdrawing": [{"code": each, "words": words.in_(language)} for each, words in WITHDRAWING.items()],
        "doubts": [{"code": each, "words": words.in_(language)} for each, words in DOUBTS.items()],
        "channels": [
            {"code": each, "words": CHANNELS[each].in_(language)} for each in ("phone", "web", "letter")
        ],
    }


def waiting_role(order: ForwardingOrder, documents: int, language: Language) -> dict[str, object]:
    """Return one row of the orders whose role waits to be accepted."""
    return {
        "reference": order.reference,
        "service": SERVICES[order.service].in_(language),
        "start": period_of(order).start,
        "ordered_at": order.ordered_at,
        "documents": documents,
    }


def reasons_of(*decisions: Decision, language: Language) -> str:
    """Return why, in words with their clauses, one after the other."""
    return " ".join(
        f"{reason.words.in_(language)} ({', '.join(map(str, reason.clauses))})"
        for decision in decisions
        for reason in decision.reasons
    )


def _event(row: ForwardingEvent, language: Language) -> dict[str, object]:
    event = ORDER_EVENTS[OrderEvent(row.code)]
    decision = row.decision or {}
    told = list(_reasons((decision, *(decision.get("also") or ())), language))
    return {
        "words": event.words.in_(language),
        "clauses": ", ".join(map(str, event.clauses)),
        "at": row.happened_at,
        "actor": row.actor,
        "reasons": told,
    }


def _reasons(decisions: Iterable[Mapping[str, Any]], language: Language) -> Iterator[dict[str, str]]:
    for decision in decisions:
        for reason in decision.get("reasons") or ():
            yield {"words": reason["words"][language], "clauses": ", ".join(reason["clauses"])}


def _notice(row: ForwardingNotice, language: Language) -> dict[str, object]:
    return {
        "words": _NOTICES[row.kind].in_(language) if row.kind in _NOTICES else row.kind,
        "channel": CHANNELS[row.channel].in_(language) if row.channel in CHANNELS else row.channel,
        "sent_at": row.sent_at,
        "failed": row.failed,
    }


def _payment(row: ForwardingPayment, language: Language) -> dict[str, object]:
    return {
        "words": _PAYMENTS[row.purpose].in_(language),
        "amount": money(row.amount_ore),
        "state": _PAID[row.state].in_(language),
    }


def _case(row: ForwardingCase, language: Language) -> dict[str, object]:
    return {
        "id": row.id,
        "channel": CHANNELS[row.channel].in_(language),
        "discovered_on": row.discovered_on,
        "complained_at": row.complained_at,
        "claimed": money(row.claimed_ore),
        "compensation": money(row.compensation_ore),
        "answer": _COMPLAINTS[row.answer].in_(language),
        "open": row.closed_at is None,
        "closed_by": row.closed_by,
    }
