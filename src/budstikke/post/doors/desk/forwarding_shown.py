"""An order of forwarding in words, as the desk reads it: what happened, with clauses; never an address or a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from budstikke.law.decision import Decision
from budstikke.law.money import kroner
from budstikke.law.words import Language, Words
from budstikke.post.actions.forwarding.find_orders import OpenedOrder
from budstikke.post.actions.forwarding.orders_of_person import OrderOfPerson
from budstikke.post.doors.editions import edition_name
from budstikke.post.doors.forwarding.shown import documents_shown
from budstikke.post.doors.forwarding.views import tone_of
from budstikke.post.records.models import (
    ForwardingCase,
    ForwardingEvent,
    ForwardingNotice,
    ForwardingOrder,
    ForwardingPayment,
)
from budstikke.post.records.orders import period_of
from budstikke.post.terms.forwarding.at_the_desk import LETTING_GO, WITHDRAWING, Settling
from budstikke.post.terms.forwarding.cases import Received
from budstikke.post.terms.forwarding.events import FROZEN, ORDER_EVENTS, OrderEvent
from budstikke.post.terms.forwarding.kinds import Channel, Customer, Service
from budstikke.post.terms.forwarding.role import DOUBTS
from budstikke.post.terms.forwarding.verdicts import Outcome
from budstikke.post.terms.forwarding.words import (
    CHANNELS,
    COMPLAINTS,
    OUTCOMES,
    PAYMENTS,
    PURPOSES,
    RECEIVED,
    SERVICES,
    STATES,
)
from budstikke.post.terms.pum.notices import channel_words

_KNOWN_BY: Mapping[str, Words] = {
    "eid": Words(no="eID", en="an eID"),
    "document": Words(no="legitimasjon", en="an identity document"),
    "phone": Words(no="svar på telefon", en="answers by telephone"),
    "organisation": Words(no="virksomheten selv", en="the business itself"),
}
_NOTICES: Mapping[str, Words] = {
    "to_old_address": Words(no="Til den gamle adressen", en="To the old address"),
    "to_covered": Words(no="Til en den gjelder", en="To a person it is about"),
    "to_estate": Words(no="Til den boet gjelder", en="To the person whose estate it is"),
    "confirmation": Words(no="Bekreftelse", en="Confirmation"),
    "reminder": Words(no="Påminnelse", en="Reminder"),
    "frozen": Words(no="Melding om at den er stanset", en="Message that it is frozen"),
    "collect": Words(no="Melding om henting", en="Message that mail is to be collected"),
    "unpaid": Words(no="Melding om at den falt bort ubetalt", en="Message that it lapsed unpaid"),
    "role_accepted": Words(no="Melding om at rollen er godtatt", en="Message that the role is accepted"),
    "role_document": Words(no="Bedt om et annet dokument", en="Asked for another document"),
    "role_refused": Words(
        no="Melding om at rollen ikke er godtatt", en="Message that the role is not accepted"
    ),
    "role_lapsed": Words(
        no="Melding om at den falt bort uten godtatt rolle",
        en="Message that it lapsed without an accepted role",
    ),
}


def line(order: OrderOfPerson, language: Language) -> dict[str, object]:
    """Return one row of what was found."""
    return {
        "reference": order.reference,
        "service": SERVICES[order.service].in_(language),
        "state": STATES[order.state].in_(language),
        "tone": tone_of(order.state),
        "start": order.days.start,
        "last_day": order.days.last_day,
    }


def page_of(found: OpenedOrder, language: Language) -> dict[str, object]:
    """Return an order with everything that happened to it."""
    row, order = found.row, found.line
    return {
        **line(order, language),
        "channel": CHANNELS[Channel(row.channel)].in_(language),
        "known_by": _KNOWN_BY[row.identified_by].in_(language) if row.identified_by in _KNOWN_BY else "",
        "edition": edition_name(row.edition, language=language),
        "ordered_at": row.ordered_at,
        "release_on": row.release_on if row.service == Service.STORAGE else None,
        "persons": order.persons,
        "confirmed": found.confirmed,
        "may_change": order.may_change,
        "may_cancel": order.may_cancel,
        "may_interim": order.may_change and order.service is Service.STORAGE,
        "may_freeze": order.may_freeze,
        "frozen": order.state in FROZEN,
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
                "words": OUTCOMES[Outcome(str(each["outcome"]))].in_(language),
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
            {"code": each, "words": RECEIVED[each].in_(language)}
            for each in (Received.PHONE, Received.WEB, Received.LETTER)
        ],
    }


def waiting_role(order: ForwardingOrder, documents: int, language: Language) -> dict[str, object]:
    """Return one row of the orders whose role waits to be accepted."""
    return {
        "reference": order.reference,
        "service": SERVICES[Service(order.service)].in_(language),
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
        "channel": channel_words(row.channel).in_(language),
        "sent_at": row.sent_at,
        "failed": row.failed,
    }


def _payment(row: ForwardingPayment, language: Language) -> dict[str, object]:
    return {
        "words": PURPOSES[row.purpose].in_(language),
        "amount": kroner(row.amount_ore, language=language),
        "state": PAYMENTS[row.state].in_(language),
    }


def _case(row: ForwardingCase, language: Language) -> dict[str, object]:
    return {
        "id": row.id,
        "channel": RECEIVED[Received(row.channel)].in_(language),
        "discovered_on": row.discovered_on,
        "complained_at": row.complained_at,
        "claimed": kroner(row.claimed_ore, language=language),
        "compensation": kroner(row.compensation_ore, language=language),
        "answer": COMPLAINTS[row.answer].in_(language),
        "open": row.closed_at is None,
        "closed_by": row.closed_by,
    }
