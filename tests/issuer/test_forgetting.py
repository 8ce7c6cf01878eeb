"""What is over is forgotten on its day, not before, with a receipt; what is left names nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from tests.issuer.carrier import READ_AT
from tests.issuer.customer import NOW, NUMBER, ordered
from tests.issuer.people import customer, with_card
from tests.issuer.test_core_activation import printed, reported, tries

from budstikke.issuer.actions import forget as forgetting
from budstikke.issuer.actions.audit import audited
from budstikke.issuer.actions.cases import Asked, Attached, answer_case, open_case
from budstikke.issuer.actions.eid_life import close
from budstikke.issuer.actions.order_pack import order_pack
from budstikke.issuer.actions.order_status import find_order
from budstikke.issuer.actions.sealed_eids import customer_by_number
from budstikke.issuer.records.models import (
    AuditRow,
    CaseAnswer,
    CaseFile,
    Customer,
    Eid,
    Inquiry,
    IssuedCertificate,
    Means,
    Report,
)
from budstikke.issuer.records.sensitive import SEALED
from budstikke.issuer.terms.help_cases import Topic
from budstikke.issuer.terms.keeping import EDITIONS, bounds, years_before
from budstikke.kit.clock import local_day, midnight
from budstikke.kit.database import address
from budstikke.proof.trust import Trust

pytestmark = pytest.mark.usefixtures("issuer_database", "secrets_of_the_webhook")
TERMS = EDITIONS[-1]
TODAY = local_day(NOW)


def _forget(day: date) -> dict[str, int]:
    return forgetting.forget(today=day, now=midnight(day) + timedelta(hours=3))


def _goes_on(day: date, what: str) -> None:
    """Say that one is forgotten on a day, and none the day before."""
    assert _forget(day - timedelta(days=1))[what] == 0
    assert _forget(day)[what] == 1
    assert _forget(day)[what] == 0


def _case() -> Inquiry:
    asked = Asked(
        topic=Topic.ORDER,
        language="no",
        form_id=uuid4(),
        name="Kari Nordmann",
        email="kari@example.no",
        message="Hvor er brevet?",
        files=(Attached("pass.png", b"\x89PNG\r\n\x1a\n"),),
    )
    return open_case(asked, now=NOW)


def test_a_closed_case_goes_with_its_files_and_answers_after_a_year() -> None:
    """One that is open stays, however old; the receipt says by which number."""
    case, still_open = _case(), _case()
    answer_case(case.number, text="Det kommer.", by="desk-1", closes=True, now=NOW)
    _goes_on(TODAY + timedelta(days=TERMS.case_days + 1), "cases")
    case.refresh_from_db()
    assert case.content_sealed is None
    assert CaseFile.objects.get(case=case).content_sealed is None
    assert CaseFile.objects.get(case=case).name_sealed is None
    assert CaseAnswer.objects.get().text_sealed is None
    still_open.refresh_from_db()
    assert still_open.content_sealed is not None
    receipt = AuditRow.objects.get(verb="case.forgotten")
    assert receipt.facts == {
        "case": case.number, "files": 1, "answers": 1,
        "clause": "eID §11", "rule": "case_days", "edition": TERMS.id,
    }  # fmt: skip


def test_an_order_that_nobody_proves_ends_by_itself_and_is_then_forgotten() -> None:
    """With it goes who ordered: of somebody who never had an eID nothing is to be shown."""
    order = ordered()
    assert find_order(order.number, postcode="5004") is not None
    ends_on = TODAY + timedelta(days=TERMS.order_open_days + 1)
    _goes_on(ends_on, "lapsed")
    order.refresh_from_db()
    assert (order.ended_as, local_day(order.ended_at or NOW)) == ("lapsed", ends_on)
    goes_on = ends_on + timedelta(days=TERMS.order_days + 1)
    assert _forget(goes_on - timedelta(days=1)) == {
        "held": 0, "cases": 0, "lapsed": 0, "orders": 0, "customers": 0, "audit": 0,
    }  # fmt: skip
    done = _forget(goes_on)
    assert (done["orders"], done["customers"]) == (1, 1)
    assert find_order(order.number, postcode="5004") is None
    assert customer_by_number(NUMBER) is None
    kept = Customer.objects.get()
    assert (kept.number_lookup, kept.number_sealed, kept.particulars_sealed) == (None, None, None)
    # Ordering anew, they are somebody new.
    assert ordered(now=midnight(goes_on) + timedelta(hours=9)).customer_id != kept.pk


def test_how_somebody_was_proven_is_kept_for_years_after_their_last_eid() -> None:
    """Report, certificate and means go with the customer; digests, verdict and events stay, and so does the pack."""
    letter, code = printed()
    reported(letter)
    assert tries(letter, code) == "activated"
    kari = Customer.objects.get()
    eid = Eid.objects.get()
    with_card(kari, now=READ_AT)
    after_order = local_day(READ_AT) + timedelta(days=TERMS.order_days + 1)
    assert _forget(after_order)["orders"] == 1
    assert Report.objects.get().content_sealed is not None
    for each in Eid.objects.all():
        close(each.pk, now=READ_AT + timedelta(days=400))
    ended_on = local_day(READ_AT + timedelta(days=400))
    goes_on = ended_on.replace(year=ended_on.year + TERMS.proof_years) + timedelta(days=1)
    _goes_on(goes_on, "customers")
    assert customer_by_number(NUMBER) is None
    assert Report.objects.get().content_sealed is None
    assert IssuedCertificate.objects.get().content_sealed is None
    assert all(each.pin_sealed is None and each.secret_sealed is None for each in Means.objects.all())
    assert Report.objects.get().sha256 and eid.events.exists()
    receipt = AuditRow.objects.get(verb="customer.forgotten")
    assert (receipt.customer, receipt.facts["rule"]) == (kari.reference, "proof_years")
    assert receipt.facts["reports"] == 1
    assert order_pack(letter.order.number, actor="x", trust=Trust(roots=()), now=READ_AT) is not None
    _nothing_is_sealed_any_more()


def _nothing_is_sealed_any_more() -> None:
    with connection.cursor() as cursor:
        for column in SEALED:
            cursor.execute(f"SELECT count(*) FROM {column.table} WHERE {column.column} IS NOT NULL")
            assert cursor.fetchone() == (0,), column.name


@pytest.mark.parametrize("holds", ["an eID in use", "an order under way", "works here"])
def test_who_is_a_customer_still_is_not_forgotten(holds: str) -> None:
    """However long ago it began."""
    from budstikke.issuer.actions.staff import make_staff
    from budstikke.issuer.terms.staff import StaffRole

    kari = customer()
    later = NOW + timedelta(days=20 * 365)
    prepare: dict[str, Callable[[], object]] = {
        "an eID in use": lambda: with_card(kari, now=later),
        "an order under way": lambda: ordered(now=later),
        "works here": lambda: make_staff(
            kari, pseudonym="d-1", roles=frozenset({StaffRole.SUPPORT}), now=NOW
        ),
    }
    prepare[holds]()
    assert _forget(local_day(later))["customers"] == 0
    assert customer_by_number(NUMBER) is not None


def test_the_audit_log_goes_after_its_years_and_by_nothing_but_its_function() -> None:
    """A receipt stands for what went; the working role takes out no row itself, and the function none of five years."""
    for years in (0, 1):
        audited("letter.sent", actor="worker", now=NOW + timedelta(days=366 * years))
    goes_on = TODAY.replace(year=TODAY.year + TERMS.audit_years) + timedelta(days=1)
    assert _forget(goes_on - timedelta(days=1))["audit"] == 0
    assert _forget(goes_on)["audit"] == 1
    verbs = list(AuditRow.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["letter.sent", "audit.forgotten"]
    assert AuditRow.objects.get(verb="audit.forgotten").facts["rows"] == 1
    lately = midnight(goes_on) - timedelta(days=4 * 365)
    for statement in ("DELETE FROM audit_row", "UPDATE audit_row SET actor = 'x'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('budstikke.forgetting', 'audit_row', true)")
            cursor.execute(statement)
    with (
        pytest.raises(DatabaseError, match="five years"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT forget_audit(%s, %s)", [lately, goes_on])
    with psycopg.connect(address("issuer", "owner")) as owner, pytest.raises(psycopg.Error):
        owner.execute("DELETE FROM audit_row")


def test_the_worker_forgets_when_the_clock_has_moved_on() -> None:
    """The daily job, by the installation's own clock."""
    from budstikke.issuer.doors.timer import forget_what_is_over
    from budstikke.kit.clock import move_to

    case = _case()
    answer_case(case.number, text="Det kommer.", by="desk-1", closes=True, now=NOW)
    for days, is_there in ((TERMS.case_days, True), (TERMS.case_days + 1, False)):
        move_to(midnight(TODAY + timedelta(days=days)) + timedelta(hours=4))
        forget_what_is_over()
        case.refresh_from_db()
        assert (case.content_sealed is not None) is is_there


def test_a_staff_page_of_a_forgotten_case_is_not_there_any_more() -> None:
    """As for a case that nobody opened."""
    from tests.issuer.test_help_staff import _member

    case = _case()
    answer_case(case.number, text="Det kommer.", by="desk-1", closes=True, now=NOW)
    desk, address_ = _member("helps", "support"), f"/help/staff/cases/{case.number}/"
    file = f"{address_}files/{case.files.get().reference}/"
    assert [desk.get(each).status_code for each in (address_, file)] == [200, 200]
    _forget(TODAY + timedelta(days=TERMS.case_days + 1))
    assert [desk.get(each).status_code for each in (address_, file)] == [404, 404]


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 11, 23), date(2019, 11, 23)),  # a Monday, a Saturday
        (date(2028, 2, 29), date(2021, 2, 28)),  # a Tuesday, a Sunday
    ],
)
def test_years_are_counted_so_that_nothing_goes_a_day_early(day: date, before: date) -> None:
    """Also from a day that other years have not."""
    assert years_before(day, years=7) == before
    assert bounds(TERMS, today=day)["proof_years"] == before


def test_proof_is_kept_no_longer_than_who_looked_at_it() -> None:
    """In every edition."""
    for each in EDITIONS:
        assert each.audit_years >= each.proof_years
