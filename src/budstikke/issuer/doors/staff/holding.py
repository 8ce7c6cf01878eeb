"""Holding back the forgetting of a customer, or of a case: the same form and list for both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from budstikke.issuer.actions.hold import lift_hold, place_hold
from budstikke.issuer.records.models import Customer, Hold, Inquiry, Staff
from budstikke.issuer.terms.eid_refusals import refuse
from budstikke.issuer.terms.keeping import HELD_WORDS, HeldFor, hold_ends, keeping_terms
from budstikke.issuer.terms.staff import LIFTS_HOLD, PLACES_HOLD, roles_of
from budstikke.kit.clock import now, today
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language


def take_hold(staff: Staff, held: Customer | Inquiry, typed: Mapping[str, str]) -> Refusal | None:
    """Do what a form asks: lift a hold that it names, or place one."""
    if lifted := typed.get("lift", ""):
        rows = holds_of(held).filter(pk=int(lifted) if lifted.isascii() and lifted.isdecimal() else 0)
        if not rows.exists():
            raise Http404
        return lift_hold(staff, rows.get().pk, now=now())
    reason = typed.get("reason", "")
    if reason not in tuple(HeldFor):
        return refuse("NO_REASON")
    try:
        until_on = date.fromisoformat(typed.get("until_on", ""))
    except ValueError:
        until_on = today()
    told = place_hold(staff, held, reason=HeldFor(reason), until_on=until_on, now=now())
    return told if isinstance(told, Refusal) else None


def shown_holds(held: Customer | Inquiry, *, roles: str, language: Language) -> dict[str, object]:
    """Return what a page shows of holds: those there were, and what somebody in these roles may do."""
    has, last = roles_of(roles), hold_ends(keeping_terms(today()), today=today())
    return {
        "rows": [
            {
                "id": row.pk,
                "why": HELD_WORDS[HeldFor(row.reason)].in_(language),
                "until_on": row.until_on,
                "placed_by": row.placed_by,
                "lifted_at": row.lifted_at,
                "lifted_by": row.lifted_by,
                "is_over": row.lifted_at is None and row.until_on < today(),
                "may_lift": row.lifted_at is None and not has.isdisjoint(LIFTS_HOLD),
            }
            for row in holds_of(held).order_by("id")
        ],
        "may_place": not has.isdisjoint(PLACES_HOLD),
        "whys": [{"code": code, "words": words.in_(language)} for code, words in HELD_WORDS.items()],
        "last": last.isoformat(),
    }


def holds_of(held: Customer | Inquiry) -> QuerySet[Hold]:
    """Return the holds of a customer or of a case."""
    return (
        Hold.objects.filter(customer=held) if isinstance(held, Customer) else Hold.objects.filter(case=held)
    )
