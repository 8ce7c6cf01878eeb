"""Customers whom the issuer has had for long, with cards in use: one for a blocked PIN, one whose card runs out."""

from __future__ import annotations

import json
import sys
from datetime import timedelta

BLOCKED, RUNS_OUT = "09895810816", "07875610664"
_LEFT = timedelta(days=60)


def furnish() -> dict[str, list[dict[str, str]]]:
    """Enter the two and their cards; return of each card its reference, its number and its PUK."""
    from tests.issuer.people import PIN, customer, issued, with_card

    from budstikke.issuer.actions.cards import activate_card
    from budstikke.issuer.terms.eid_editions import eid_terms
    from budstikke.issuer.terms.products import Product
    from budstikke.kit import clock

    now, two = clock.now(), customer(BLOCKED)
    first, *of_first = with_card(two, now=now)
    second = issued(two, Product.SMART_CARD, order="E-2002", now=now)
    of_second = activate_card(second.pk, pin=PIN, now=now)
    assert isinstance(of_second, tuple)
    long_ago = now - eid_terms(clock.today()).lifetime[Product.SMART_CARD] + _LEFT
    old, *of_old = with_card(customer(RUNS_OUT), now=long_ago)
    return {
        "two": [_card(first.reference, *of_first), _card(second.reference, *of_second)],
        "old": [_card(old.reference, *of_old)],
    }


def _card(reference: object, number: str, puk: str) -> dict[str, str]:
    return {"reference": str(reference), "number": number, "puk": puk}


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(furnish()))
