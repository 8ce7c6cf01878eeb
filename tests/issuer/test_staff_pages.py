"""The issuer's staff: no look-up without a trace, nothing that takes two by one."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest
from tests.issuer.people import KARI, OLA, PIN, customer, with_card

from budstikke.issuer.terms.eid_rights import BlockedFor
from budstikke.issuer.terms.staff import ACTS, Act, LookUpReason, StaffRole
from budstikke.law.refusal import Refusal

if TYPE_CHECKING:
    from django.test import Client

    from budstikke.issuer.records.models import Customer, Eid, Staff, TwoPersonRequest

_NUMBERS = {"desk-1": "20914695032", "desk-2": "20914695040", "lead-1": "20914695059"}


def works_here(pseudonym: str, role: StaffRole) -> Client:
    """Give the browser of one of the staff, signed in with an eID of their own."""
    from django.test import Client

    from budstikke.issuer.actions.staff import make_staff
    from budstikke.kit.clock import now

    person = customer(_NUMBERS[pseudonym], surname="Ansatt")
    make_staff(person, pseudonym=pseudonym, roles=frozenset({role}), now=now())
    _, number, _ = with_card(person, now=now())
    browser = Client(headers={"host": "localhost"})
    assert browser.post("/sign-in/card/", {"card": number, "pin": PIN}).status_code == 302
    return browser


def looked_up(browser: Client, number: str = KARI) -> str:
    """Look a customer up; returns their page's address."""
    answer = browser.post("/staff/", {"number": number, "reason": "customer_asked"})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


@pytest.fixture
def kari(issuer_database: None) -> Customer:
    """A customer with a card."""
    return customer()


@pytest.fixture
def card(kari: Customer) -> Eid:
    """Her card."""
    from budstikke.kit.clock import now

    return with_card(kari, now=now())[0]


def test_a_look_up_needs_a_reason_and_the_customer_sees_it(kari: Customer, card: Eid) -> None:
    """The page of a customer opens to nobody who did not look them up."""
    desk = works_here("desk-1", StaffRole.SUPPORT)
    assert desk.post("/staff/", {"number": KARI, "reason": ""}).status_code == 400
    assert desk.post("/staff/", {"number": OLA, "reason": "audit"}).status_code == 400
    assert desk.get(f"/staff/customers/{kari.reference}/").headers["Location"] == "/staff/"
    page = desk.get(looked_up(desk)).content.decode()
    assert "Prøve" in page
    assert KARI not in page
    written = kari.eid_events.get(code="LOOKED_UP")
    assert (written.actor, written.reason) == ("desk-1", "customer_asked")
    from django.test import Client

    hers = Client(headers={"host": "localhost"})
    number = bytes(card.means.get().public_id).decode()
    hers.post("/sign-in/card/", {"card": number, "pin": PIN})
    page = hers.get("/my/use/").content.decode()
    assert "Kundeservice slo deg opp" in page
    assert "Kunden tok kontakt" in page
    assert "desk-1" in page


def test_one_blocks_at_once_and_two_unblock(kari: Customer, card: Eid) -> None:
    """Whoever asked cannot confirm, not even by another page."""
    first, second = works_here("desk-1", StaffRole.SUPPORT), works_here("desk-2", StaffRole.SUPPORT)
    address = looked_up(first) + "act/"
    told = {"eid": str(card.reference)}
    assert first.post(address, {**told, "act": "block"}).status_code == 400
    assert first.post(address, {**told, "act": "block", "why": BlockedFor.SUSPECTED}).status_code == 302
    card.refresh_from_db()
    assert card.state == "blocked"
    assert first.post(address, {**told, "act": "unblock"}).status_code == 302
    card.refresh_from_db()
    assert card.state == "blocked"
    from budstikke.issuer.records.models import TwoPersonRequest

    asked = TwoPersonRequest.objects.get()
    assert first.post(f"/staff/waiting/{asked.pk}/decide/", {"agrees": "yes"}).status_code == 400
    assert second.post(f"/staff/waiting/{asked.pk}/decide/", {"agrees": "yes"}).status_code == 302
    card.refresh_from_db()
    assert card.state == "active"
    assert kari.eid_events.get(code="UNBLOCKED").actor == "desk-1+desk-2"
    assert second.post(f"/staff/waiting/{asked.pk}/decide/", {"agrees": "no"}).status_code == 400


def test_the_database_knows_no_second_person_who_is_the_first(kari: Customer, card: Eid) -> None:
    """Nor does a statement past every action."""
    from django.db import IntegrityError
    from django.db.models import F

    from budstikke.issuer.records.models import TwoPersonRequest

    first = works_here("desk-1", StaffRole.SUPPORT)
    first.post(looked_up(first) + "act/", {"eid": str(card.reference), "act": "close"})
    with pytest.raises(IntegrityError):
        TwoPersonRequest.objects.update(decided_by=F("asked_by"))


def test_the_audit_pack_takes_two_and_names_nobody(kari: Customer, card: Eid) -> None:
    """It holds the whole history by codes, and a fingerprint of itself."""
    from budstikke.issuer.records.models import TwoPersonRequest

    lead, desk = works_here("lead-1", StaffRole.LEAD), works_here("desk-1", StaffRole.SUPPORT)
    assert desk.post(looked_up(desk) + "act/", {"act": "export"}).status_code == 400
    assert lead.post(looked_up(lead) + "act/", {"act": "export"}).status_code == 302
    asked = TwoPersonRequest.objects.get()
    assert desk.post(f"/staff/waiting/{asked.pk}/decide/", {"agrees": "yes"}).status_code == 400
    assert lead.post(f"/staff/waiting/{asked.pk}/export/").status_code == 400
    from budstikke.issuer.actions.staff import decide, make_staff
    from budstikke.kit.clock import now

    auditor = make_staff(
        customer(OLA), pseudonym="auditor-1", roles=frozenset({StaffRole.AUDITOR}), now=now()
    )
    assert decide(auditor, asked.pk, agrees=True, now=now()) is None
    from tests.issuer.customer import ordered

    from budstikke.issuer.actions.audit import audited

    # What the other log tells of them stands between, by its time.
    at = [event.at for event in kari.eid_events.order_by("id")]
    audited("letter.looked_for", actor="worker", now=at[0] + (at[-1] - at[0]) / 2, customer=kari.reference)
    number = ordered(now=now()).number
    audited("order.noted", actor="worker", now=now(), order_number=number)
    audited("order.noted", actor="worker", now=now(), order_number="E0")
    pack = json.loads(lead.post(f"/staff/waiting/{asked.pk}/export/").content)
    assert pack["sha256"] == hashlib.sha256(pack["pack"].encode()).hexdigest()
    told = json.loads(pack["pack"])
    assert told["chain_holds"] is True
    history = told["history"]
    assert [row["at"] for row in history] == sorted(row["at"] for row in history)
    assert "letter.looked_for" in [row["what"] for row in history[1:-1]]
    assert sum(row["what"] == "order.noted" for row in history) == 1
    chained = [row for row in history if row["log"] == "eids"]
    assert [row["before_sha256"] for row in chained] == ["", *(row["sha256"] for row in chained[:-1])]
    assert history[-1]["what"] == "PACK_EXPORTED"
    assert [row["state"] for row in told["eids"]] == ["active"]
    for secret in (KARI, "Prøve", "argon2"):
        assert secret not in pack["pack"]
    assert kari.eid_events.filter(code="PACK_EXPORTED", actor="lead-1").count() == 1


def test_whoever_has_left_is_staff_no_more(kari: Customer) -> None:
    """At the next page, in a session that is open."""
    from budstikke.issuer.actions.staff_people import leave
    from budstikke.kit.clock import now

    desk = works_here("desk-1", StaffRole.SUPPORT)
    assert desk.get("/staff/").status_code == 200
    assert leave("desk-1", now=now())
    assert desk.get("/staff/").status_code == 403
    assert desk.get("/my/").status_code == 200


@pytest.mark.parametrize("language", ["no", "en"])
def test_the_pages_of_staff_are_there_in_both_languages(kari: Customer, card: Eid, language: str) -> None:
    """Every word is said twice."""
    desk = works_here("desk-1", StaffRole.SUPPORT)
    address = looked_up(desk)
    desk.post(address + "act/", {"eid": str(card.reference), "act": "close"})
    for path, words in (
        ("/staff/", {"no": "Slå opp en kunde", "en": "Look up a customer"}),
        (address, {"no": "tar to", "en": "takes two"}),
        ("/staff/waiting/", {"no": "Du ba om dette", "en": "You asked for this"}),
    ):
        assert words[language] in desk.get(path, {"language": language}).content.decode()


@pytest.mark.parametrize("act", [act for act, row in ACTS.items() if row.takes_two])
def test_what_takes_two_is_never_done_by_one(kari: Customer, card: Eid, act: Act) -> None:
    """Not by whoever asked, not by somebody who has left since, and not about oneself; by two it is done."""
    from budstikke.issuer.actions.eid_life import block
    from budstikke.issuer.actions.staff import ask_for, decide, make_staff
    from budstikke.issuer.actions.staff_people import leave
    from budstikke.issuer.records.models import Eid, TwoPersonRequest
    from budstikke.kit.clock import now

    roles = frozenset(StaffRole)
    one, two, gone = (
        make_staff(customer(number, surname="Ansatt"), pseudonym=name, roles=roles, now=now())
        for name, number in _NUMBERS.items()
    )
    herself = make_staff(kari, pseudonym="kari-1", roles=roles, now=now())
    if act is Act.UNBLOCK:
        block(card.pk, why=BlockedFor.SUSPECTED, now=now(), actor="desk-1")
        card.refresh_from_db()
    before = Eid.objects.get(pk=card.pk).state

    def asks(by: Staff) -> TwoPersonRequest | Refusal:
        return ask_for(by, act, customer=kari, eid=card, reason=LookUpReason.SUSPICION, now=now())

    own = asks(herself)
    assert isinstance(own, Refusal) and own.code == "OWN_CASE"
    asked = asks(gone)
    assert isinstance(asked, TwoPersonRequest)
    assert leave(gone.pseudonym, now=now())
    late = decide(two, asked.pk, agrees=True, now=now())
    assert late is not None and late.code == "TOO_LATE"
    asked = asks(one)
    assert isinstance(asked, TwoPersonRequest) and asked.asked_by_id == one.pk
    for by, code in ((one, "SECOND_PERSON"), (herself, "OWN_CASE")):
        refused = decide(by, asked.pk, agrees=True, now=now())
        assert refused is not None and refused.code == code
    assert Eid.objects.get(pk=card.pk).state == before
    assert TwoPersonRequest.objects.get(pk=asked.pk).agreed is None
    assert decide(two, asked.pk, agrees=True, now=now()) is None
    after = {Act.UNBLOCK: "active", Act.CLOSE: "closed", Act.EXPORT: before}
    assert Eid.objects.get(pk=card.pk).state == after[act]


def test_one_alone_may_block_and_nothing_else() -> None:
    """Every other act on a customer's eID waits for a second person."""
    assert {act for act, row in ACTS.items() if not row.takes_two} == {Act.BLOCK}
    assert all(row.confirms for row in ACTS.values() if row.takes_two)


def test_the_database_lets_nobody_handle_their_own_case(kari: Customer, card: Eid) -> None:
    """Neither ask nor decide, also past every action."""
    from django.db import IntegrityError, transaction

    from budstikke.issuer.actions.staff import make_staff
    from budstikke.issuer.records.models import TwoPersonRequest
    from budstikke.kit.clock import now

    first = works_here("desk-1", StaffRole.SUPPORT)
    first.post(looked_up(first) + "act/", {"eid": str(card.reference), "act": "close"})
    herself = make_staff(kari, pseudonym="kari-1", roles=frozenset(StaffRole), now=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        TwoPersonRequest.objects.update(decided_by=herself)
    with pytest.raises(IntegrityError), transaction.atomic():
        TwoPersonRequest.objects.create(
            act="export", customer=kari, reason="audit", asked_by=herself, asked_at=now(), expires_at=now()
        )
