"""A dispute holds back forgetting until its day, or until it is lifted; the receipt says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.issuer.customer import NOW, NUMBER, ordered
from tests.issuer.people import customer, with_card
from tests.issuer.test_forgetting import TERMS, TODAY, _case, _forget

from budstikke.issuer.actions.audit import audited
from budstikke.issuer.actions.cases import answer_case
from budstikke.issuer.actions.eid_life import close
from budstikke.issuer.actions.hold import lift_hold, place_hold
from budstikke.issuer.actions.sealed_eids import customer_by_number
from budstikke.issuer.actions.staff import make_staff
from budstikke.issuer.records.models import AuditRow, Customer, EidEvent, Hold, Inquiry, Order, Staff
from budstikke.issuer.terms.keeping import HeldFor
from budstikke.issuer.terms.staff import StaffRole
from budstikke.kit.clock import midnight
from budstikke.law.refusal import Refusal

pytestmark = pytest.mark.usefixtures("issuer_database")


@pytest.fixture
def lead(issuer_database: None) -> Staff:
    """Somebody who may place and lift."""
    return make_staff(
        customer("20914695059", surname="Leder"),
        pseudonym="lead-1",
        roles=frozenset({StaffRole.LEAD}),
        now=NOW,
    )


def _placed(lead: Staff, held: Customer | Inquiry, until_on: date, *, on: date = TODAY) -> Hold:
    at = midnight(on) + timedelta(hours=9)
    told = place_hold(lead, held, reason=HeldFor.DISPUTE, until_on=until_on, now=at)
    assert isinstance(told, Hold), told
    return told


def test_a_case_in_dispute_stays_to_the_last_day_of_its_hold_and_the_receipt_says_why(lead: Staff) -> None:
    """With its files and answers; the night after it goes by itself."""
    case = _case()
    answer_case(case.number, text="Det kommer.", by="desk-1", closes=True, now=NOW)
    due_on = TODAY + timedelta(days=TERMS.case_days + 1)
    held_until = due_on + timedelta(days=30)
    _placed(lead, case, held_until)
    done = _forget(held_until)
    assert (done["cases"], done["held"]) == (0, 1)
    case.refresh_from_db()
    assert case.content_sealed is not None
    done = _forget(held_until + timedelta(days=1))
    assert (done["cases"], done["held"]) == (1, 0)
    receipt = AuditRow.objects.get(verb="case.forgotten").facts
    assert receipt["held"] == [
        {"reason": "dispute", "from": TODAY.isoformat(), "until": held_until.isoformat()}
    ]


def test_an_order_in_dispute_stays_until_the_hold_is_lifted(lead: Staff) -> None:
    """And so does who ordered; an order that nobody proves ends all the same, for nothing is erased by that."""
    order = ordered()
    kari = customer_by_number(NUMBER)
    assert kari is not None
    ends_on = TODAY + timedelta(days=TERMS.order_open_days + 1)
    goes_on = ends_on + timedelta(days=TERMS.order_days + 1)
    hold = _placed(lead, kari, goes_on + timedelta(days=50))
    assert _forget(ends_on)["lapsed"] == 1
    done = _forget(goes_on)
    assert (done["orders"], done["customers"], done["held"]) == (0, 0, 2)
    assert Order.objects.get(pk=order.pk).particulars_sealed is not None
    assert lift_hold(lead, hold.pk, now=midnight(goes_on) + timedelta(hours=9)) is None
    assert lift_hold(lead, hold.pk, now=midnight(goes_on)) is not None
    done = _forget(goes_on + timedelta(days=1))
    assert (done["orders"], done["customers"], done["held"]) == (1, 1, 0)
    for verb in ("order.forgotten", "customer.forgotten"):
        (held,) = AuditRow.objects.get(verb=verb).facts["held"]
        assert (held["reason"], held["lifted"]) == ("dispute", goes_on.isoformat())
    # What was done is told to the customer too, under the pseudonym of who did it.
    told = EidEvent.objects.filter(customer=kari, code__startswith="HOLD_").order_by("id")
    assert [(each.code, each.actor, each.reason) for each in told] == [
        ("HOLD_PLACED", "lead-1", "dispute"), ("HOLD_LIFTED", "lead-1", "dispute"),
    ]  # fmt: skip


def test_lines_of_the_audit_log_about_who_is_held_stay_with_them(lead: Staff) -> None:
    """By the customer and by the order they name; others go in their time, and the receipt counts both."""
    order = ordered()
    for number in (order.number, "E-OTHER"):
        audited("letter.sent", actor="worker", now=NOW, order_number=number)
    goes_on = TODAY.replace(year=TODAY.year + TERMS.audit_years) + timedelta(days=1)
    audited("letter.sent", actor="worker", now=midnight(goes_on))
    _placed(lead, order.customer, goes_on + timedelta(days=5), on=goes_on - timedelta(days=5))
    assert _forget(goes_on)["audit"] == 1
    left = AuditRow.objects.filter(at__lt=midnight(goes_on - timedelta(days=10)))
    assert sorted(left.values_list("verb", flat=True)) == ["letter.sent", "order.placed"]
    receipt = AuditRow.objects.get(verb="audit.forgotten").facts
    assert (receipt["rows"], receipt["kept"]) == (1, 2)


def test_a_hold_has_a_day_a_reason_and_somebody_who_may(lead: Staff) -> None:
    """Ahead, no further than the edition lets; who may place does not lift; placed again, the later day counts."""
    kari = customer()
    with_card(kari, now=NOW)
    desk = make_staff(
        customer("20914695032"), pseudonym="desk-1", roles=frozenset({StaffRole.SUPPORT}), now=NOW
    )
    auditor = make_staff(
        customer("20914695040"), pseudonym="auditor-1", roles=frozenset({StaffRole.AUDITOR}), now=NOW
    )

    def code(by: Staff, until_on: date) -> str:
        told = place_hold(by, kari, reason=HeldFor.COURT, until_on=until_on, now=NOW)
        return told.code if isinstance(told, Refusal) else ""

    last = TODAY + timedelta(days=TERMS.hold_days)
    assert [code(desk, day) for day in (TODAY, last + timedelta(days=1))] == ["HOLD_DAY", "HOLD_DAY"]
    assert code(auditor, last) == "NOT_IN_THIS_STATE"
    assert [code(desk, day) for day in (last, TODAY + timedelta(days=1))] == ["", ""]
    hold = Hold.objects.get()
    assert hold.until_on == last
    refused = lift_hold(desk, hold.pk, now=NOW)
    assert refused is not None and refused.code == "NOT_IN_THIS_STATE"
    assert lift_hold(lead, hold.pk, now=NOW) is None
    for change in ({"lifted_at": None, "lifted_by": ""}, {"until_on": TODAY}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Hold.objects.filter(pk=hold.pk).update(**change)


def test_what_is_forgotten_already_is_not_held(lead: Staff) -> None:
    """There is nothing left to keep, and staff are told."""
    kari = customer()
    eid, _, _ = with_card(kari, now=NOW)
    close(eid.pk, now=NOW)
    goes_on = TODAY.replace(year=TODAY.year + TERMS.proof_years) + timedelta(days=1)
    assert _forget(goes_on)["customers"] == 1
    told = place_hold(
        lead, kari, reason=HeldFor.CLAIM, until_on=goes_on + timedelta(days=2), now=midnight(goes_on)
    )
    assert isinstance(told, Refusal) and told.code == "NOT_IN_THIS_STATE"


def test_staff_hold_back_and_let_go_on_the_pages_of_a_customer_and_of_a_case() -> None:
    """The form says what is wrong; the list says why, until when and by whom; only a lead is offered to let go."""
    from tests.issuer.test_staff_pages import looked_up, works_here

    from budstikke.kit.clock import now, today

    kari, case = customer(), _case()
    with_card(kari, now=now())
    desk, lead_ = works_here("desk-1", StaffRole.SUPPORT), works_here("lead-1", StaffRole.LEAD)
    until_on = (today() + timedelta(days=90)).isoformat()
    for browser in (desk, lead_):
        looked_up(browser)
    pages = {
        f"/staff/customers/{kari.reference}/": f"/staff/customers/{kari.reference}/hold/",
        f"/help/staff/cases/{case.number}/": f"/help/staff/cases/{case.number}/",
    }
    for page, address in pages.items():
        for wrong in ({}, {"reason": "court"}, {"reason": "court", "until_on": "2020-01-01"}):
            assert desk.post(address, {"hold": "yes", **wrong}).status_code in (400, 422), wrong
        assert desk.post(address, {"hold": "yes", "reason": "court", "until_on": until_on}).status_code == 302
        shown = desk.get(page).content.decode()
        assert "En sak for domstolene" in shown and "desk-1" in shown
        assert "La slettingen gå sin gang" not in shown
        assert "La slettingen gå sin gang" in lead_.get(page).content.decode()
        hold = Hold.objects.latest("id")
        assert lead_.post(address, {"hold": "yes", "lift": str(hold.pk)}).status_code == 302
        # What is not held by this page is not let go by it.
        assert lead_.post(address, {"hold": "yes", "lift": str(hold.pk + 1000)}).status_code == 404
    assert Hold.objects.filter(lifted_at=None).count() == 0
    assert "Sletting er holdt tilbake" in lead_.get(f"/staff/customers/{kari.reference}/").content.decode()
