"""Who may sign in on an installation to try: a customer at once, and staff in their roles; safe to repeat."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from budstikke.cli.seeding_issuer_people import IssuerSignIn, seed_issuer_people
from budstikke.issuer.actions.code_app import code_at
from budstikke.issuer.actions.eid_life import block
from budstikke.issuer.records.models import Eid, Staff
from budstikke.issuer.terms.eid_editions import eid_terms
from budstikke.issuer.terms.eid_rights import BlockedFor
from budstikke.kit.clock import now, real_now, today


def signed_in(as_whom: IssuerSignIn) -> Client:
    """A browser in which somebody signed in by the code app."""
    client = Client(headers={"host": "localhost"})
    # As its code generator shows it now: the code that was printed may be over on a slow machine.
    secret = base64.b32decode(parse_qs(urlsplit(as_whom.otpauth).query)["secret"][0])
    code = code_at(secret, terms=eid_terms(today()), at=real_now())
    given = {"number": as_whom.number, "code": code, "pin": as_whom.pin}
    assert client.post("/sign-in/code/", given).status_code == 302
    return client


def test_a_customer_opens_my_page_and_staff_theirs(issuer_database: None) -> None:
    """By what was printed; made again nothing is double, and an eID that was blocked meanwhile has a successor."""
    people = seed_issuer_people()
    kine, *staff = people
    assert [(each.roles, bool(each.card)) for each in people] == [
        ((), True),
        (("support",), False),
        (("lead",), False),
        (("auditor",), False),
    ]
    assert all(len(each.code) == 6 and each.code.isdecimal() for each in people)
    assert kine.pin not in repr(people) and kine.number not in repr(people)
    page = signed_in(kine).get("/my/", {"language": "en"}).content.decode()
    assert "Code app" in page and "Smart card" in page
    for each in staff:
        assert signed_in(each).get("/staff/").status_code == 200
    card = Client(headers={"host": "localhost"}).post("/sign-in/card/", {"card": kine.card, "pin": kine.pin})
    assert card.status_code == 302

    again = seed_issuer_people()
    assert [each.otpauth for each in again] == [each.otpauth for each in people]
    assert again[0].card == kine.card and Eid.objects.count() == 5 and Staff.objects.count() == 3
    held = Eid.objects.get(customer__staff=None, product="smart_card")
    assert block(held.pk, why=BlockedFor.LOST, now=now(), actor="self") is None
    assert seed_issuer_people()[0].card not in ("", kine.card)
