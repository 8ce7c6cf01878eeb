"""Days, prices, refusals and orders as the templates show them, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from budstikke.kit.days import in_full
from budstikke.law.clause import Clause
from budstikke.law.decision import Decision
from budstikke.law.money import kroner
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words
from budstikke.post.actions.forwarding.own_orders import OwnLine, OwnOrder, Paid
from budstikke.post.actions.forwarding.prove_role import ProofShown
from budstikke.post.doors.forwarding.countries import country_name
from budstikke.post.doors.forwarding.views import OWN_WORD, WORD_OF_ANOTHER, tone_of
from budstikke.post.terms.forwarding.events import ORDER_EVENTS, OrderEvent
from budstikke.post.terms.forwarding.foreseen import Foreseen
from budstikke.post.terms.forwarding.payment import PriceLine
from budstikke.post.terms.forwarding.words import PAYMENTS, PURPOSES, SERVICES, STATES

_MEDIA = {
    "application/pdf": Words(no="PDF", en="PDF"),
    "image/png": Words(no="bilde", en="picture"),
    "image/jpeg": Words(no="bilde", en="picture"),
}
_CAN_CANCEL = Words(no="Du kan avbestille til og med {day}.", en="You can cancel up to and including {day}.")
_THEN_BACK = Words(no="Det som er betalt, betales da tilbake.", en="What was paid is then paid back.")
# What a person need not be told of one by one.
_QUIET = frozenset({OrderEvent.NOTICE_SENT, OrderEvent.NOTICE_FAILED})


def cited(clauses: Iterable[Clause]) -> str:
    """Return clauses as one line."""
    return ", ".join(str(each) for each in clauses)


def calendar(days: Iterable[Foreseen], language: Language) -> list[dict[str, Any]]:
    """Return the calendar, a row a day: what happens on one day stands together."""
    rows: dict[Any, list[dict[str, str]]] = {}
    for each in days:
        told = {"words": each.words.in_(language), "clauses": cited(each.clauses)}
        rows.setdefault(each.on, []).append(told)
    return [{"on": on, "what": what} for on, what in rows.items()]


def lines_shown(lines: Sequence[PriceLine], language: Language) -> list[dict[str, str]]:
    """Return the lines of a price."""
    return [
        {
            "words": each.words.in_(language),
            "amount": kroner(each.amount_ore, language=language),
            "clauses": str(each.clause),
        }
        for each in lines
    ]


def refused(refusal: Refusal, language: Language) -> dict[str, Any]:
    """Return a refusal as an answer on a page."""
    words = [refusal.person.in_(language), refusal.cure.in_(language)]
    return {"words": words, "clauses": cited(refusal.clauses), "granted": False}


def answered(decision: Decision, language: Language, *more: str) -> dict[str, Any]:
    """Return a decision as an answer on a page: its first refusal, or what it grants."""
    if decision.refusals:
        return refused(decision.refusals[0], language)
    words = [each.words.in_(language) for each in decision.reasons]
    return {"words": [*words, *more], "clauses": cited(decision.clauses), "granted": True}


def summary(order: OwnLine, language: Language) -> dict[str, Any]:
    """Return an order as a list shows it."""
    return {
        "reference": order.reference,
        "service": SERVICES[order.service].in_(language),
        "code": str(order.service),
        "state": STATES[order.state].in_(language),
        "tone": tone_of(order.state),
        "start": order.period.start,
        "last_day": order.period.last_day,
        "is_orderer": order.is_orderer,
        "is_open": order.is_open,
        "is_live": order.is_live,
        "own_word": OWN_WORD[order.own_word].in_(language) if order.own_word else "",
        "must_confirm": order.is_open and order.own_word in ("missing", "left_out"),
    }


def whole(order: OwnOrder, language: Language) -> dict[str, Any]:
    """Return an order with everything its page shows."""
    return {
        **summary(order, language),
        "code_state": str(order.state),
        "organisation": order.organisation_name,
        "parcels": order.parcels,
        "agreed_to_tell": order.agreed_to_tell,
        "old": _address(order.old, language),
        "new": _address(order.new, language),
        "names": [
            {"name": each.name, "word": WORD_OF_ANOTHER[each.word].in_(language), "adult": each.adult}
            for each in order.names
        ],
        "payments": [_paid(each, language) for each in order.payments],
        "calendar": calendar(order.days, language),
        "events": [
            {"at": at, "words": ORDER_EVENTS[code].words.in_(language)}
            for at, code in order.events
            if code not in _QUIET
        ],
        "ending": _ending(order, language),
        "role_waits": order.role_waits,
        "document_wanted": order.document_wanted.in_(language) if order.document_wanted else "",
        "documents": documents_shown(order.documents, language),
    }


def documents_shown(documents: Iterable[ProofShown], language: Language) -> list[dict[str, Any]]:
    """Return the documents that show a role, without what is in them."""
    return [
        {
            "id": each.id,
            "kind": _MEDIA[each.media_type].in_(language),
            "kb": -(-each.size_bytes // 1000),
            "at": each.added_at,
            "by": each.added_by,
        }
        for each in documents
    ]


def _ending(order: OwnOrder, language: Language) -> dict[str, Any] | None:
    decision = order.ending
    if decision is None:
        return None
    cancels = decision.question == "cancel" and decision.outcome == "cancelled"
    back = decision.answer.get("refund") is True
    words = [each.words.in_(language) for each in decision.reasons]
    if cancels:
        # What the rule says is said of the past; here it is still to be done.
        last = decision.reasons[0].facts["last_cancel_day"]
        assert isinstance(last, date)
        words = [
            _CAN_CANCEL.filled({"day": in_full(last, language=language)}).in_(language),
            *((_THEN_BACK.in_(language),) if back else words[1:]),
        ]
    owed = sum(each.amount_ore - each.refunded_ore for each in order.payments if each.state in _TAKEN)
    return {
        "cancels": cancels,
        "words": words,
        "clauses": cited(decision.clauses),
        "refund": kroner(owed if back else 0, language=language),
    }


# The states in which receipts.receipt_of has one.
_RECEIPTED = frozenset({"captured", "invoiced", "refund_due", "refunded", "credited"})
_TAKEN = frozenset({"reserved", "captured", "invoiced", "due"})


def _paid(payment: Paid, language: Language) -> dict[str, Any]:
    return {
        "reference": payment.reference,
        "purpose": PURPOSES[payment.purpose].in_(language),
        "state": PAYMENTS[payment.state].in_(language),
        "can_be_paid": payment.can_be_paid,
        "has_receipt": payment.state in _RECEIPTED,
        "has_refund": payment.state in ("refunded", "credited"),
        "amount": kroner(payment.amount_ore, language=language),
        "refunded": kroner(payment.refunded_ore, language=language) if payment.refunded_ore else "",
        "at": payment.made_at,
        "lines": [_line(each, language) for each in payment.lines],
    }


def _line(line: Mapping[str, Any], language: Language) -> dict[str, str]:
    return {
        "words": line["words"][language],
        "amount": kroner(line["amount_ore"], language=language),
        "clauses": line["clause"],
    }


def _address(address: Any, language: Language) -> str:
    if address is None:
        return ""
    street, town = address.lines[:2]
    country = "" if address.country == "NO" else country_name(address.country, language)
    return ", ".join(part for part in (street, town, country) if part)
