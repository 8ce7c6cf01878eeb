"""A bank's file: payments find their invoices by KID, once; what does not fit waits for somebody at the desk."""

from __future__ import annotations

from datetime import date

import pytest
from tests.actions import line
from tests.doors.test_desk import browser
from tests.doors.test_portal_finance import FIRST_DAY, invoiced
from tests.formats.bank_files import ACCOUNT, camt, entry, ocr, transaction

from budstikke.formats import kid as kids
from budstikke.formats.bank.reading import read_bank_file
from budstikke.post.actions.invoicing.bank_file import Entered, register_file
from budstikke.post.records.models import OddPayment, Payment
from budstikke.post.records.scope import CARRIER, acting_as

pytestmark = pytest.mark.usefixtures("installation")
STRANGER = kids.make("12345678")


def kid_of(name: str) -> str:
    """The KID of an invoice."""
    from budstikke.post.actions.invoicing.find_invoice import show

    found = show(name, tenant=CARRIER)
    assert found
    return str(found["kid"])


def entered(content: bytes) -> Entered:
    """Read and enter a file."""
    return register_file(read_bank_file(content), now=line.at(FIRST_DAY))


def balance_ore() -> int:
    """What the sender owes."""
    from budstikke.post.actions.invoicing.statement import statement

    stated = statement(line.CUSTOMER, tenant=CARRIER, today=date(2026, 12, 31))  # Thursday
    assert stated
    return stated.balance_ore


def odd(found: Entered) -> list[tuple[str, bool]]:
    """Each odd payment: why, and whether it was entered."""
    return [(each.why.code, each.entered) for each in found.odd]


def test_the_same_payments_by_giro_file_and_again_enter_once() -> None:
    """The second reading finds them known, and nothing odd."""
    kid = kid_of(invoiced(1, 2))
    content = ocr((kid, 37_250))
    assert entered(content) == Entered(new=1, known=0, odd=())
    assert balance_ore() == 0
    assert entered(content) == Entered(new=0, known=1, odd=())
    assert balance_ore() == 0


@pytest.mark.parametrize("giro_first", [True, False])
def test_a_payment_told_by_giro_file_and_by_statement_is_one(giro_first: bool) -> None:
    """In either order and read again: two of the same amount are two; what has no invoice is listed once."""
    kid = kid_of(invoiced(1, 2))
    giro = ocr((kid, 10_000), (kid, 10_000), (kid, 17_250), (STRANGER, 500))
    told = [("100.00", kid, "A"), ("100.00", kid, "B"), ("172.50", kid, "C"), ("5.00", STRANGER, "D")]
    statement = camt(*(entry(ore, transaction(ore, kid=whose, reference=name)) for ore, whose, name in told))
    first, second = (giro, statement) if giro_first else (statement, giro)
    before = entered(first)
    assert (before.new, before.known) == (3, 0)
    assert odd(before) == [("AMOUNT_DIFFERS", True), ("AMOUNT_DIFFERS", True), ("KID_UNKNOWN", False)]
    for again in (second, first, second):
        after = entered(again)
        assert (after.new, after.known, odd(after)) == (0, 3, [("KID_UNKNOWN", False)])
    assert balance_ore() == 0
    with acting_as(CARRIER):
        assert (Payment.objects.count(), OddPayment.objects.count()) == (3, 3)


@pytest.mark.parametrize("giro_first", [True, False])
@pytest.mark.parametrize(
    ("archive", "day", "account", "found"),
    [
        ("000000001", "2026-12-10", ACCOUNT, "same"),
        ("BANK-REF-7", "2026-12-10", ACCOUNT, "same"),
        ("000000002", "2026-12-10", ACCOUNT, "maybe"),
        ("BANK-REF-7", "2026-12-10", "", "maybe"),
        ("000000001", "2026-12-10", "", "same"),
        ("BANK-REF-7", "2026-12-09", ACCOUNT, "other"),
        ("BANK-REF-7", "2026-12-10", "15060054321", "other"),
    ],
)
def test_what_agrees_in_both_files_is_one_and_what_may_be_is_said(
    giro_first: bool, archive: str, day: str, account: str, found: str
) -> None:
    """The archive reference decides; without it account, day, amount and KID; else somebody at the desk does."""
    kid = kid_of(invoiced(1, 2))
    giro = ocr((kid, 37_250))
    statement = camt(
        entry("372.50", transaction("372.50", kid=kid, reference=archive), day=day), account=account
    )
    first, second = (giro, statement) if giro_first else (statement, giro)
    assert entered(first) == Entered(new=1, known=0, odd=())
    again = entered(second)
    expected = {
        "same": (0, 1, []),
        "maybe": (0, 0, [("PAYMENT_MAYBE_KNOWN", False)]),
        "other": (1, 0, [("PAID_BEFORE", True)]),
    }
    assert (again.new, again.known, odd(again)) == expected[found]
    assert balance_ore() == (-37_250 if found == "other" else 0)


def test_what_may_be_one_payment_is_decided_at_the_desk_for_good() -> None:
    """Entered it stands beside the other; told again it is known."""
    kid = kid_of(invoiced(1, 2))
    entered(ocr((kid, 37_250)))
    statement = camt(entry("372.50", transaction("372.50", kid=kid, reference="000000009")))
    assert odd(entered(statement)) == odd(entered(statement)) == [("PAYMENT_MAYBE_KNOWN", False)]
    desk = browser()
    assert "samme dag, beløp og KID" in desk.get("/desk/payments/").text
    with acting_as(CARRIER):
        waits = OddPayment.objects.get(why="PAYMENT_MAYBE_KNOWN").id
    assert desk.post(f"/desk/payments/{waits}/", {"how": "entered", "kid": kid}).status_code == 200
    assert entered(statement) == Entered(new=0, known=1, odd=())
    assert balance_ore() == -37_250


def test_a_day_booked_earlier_than_it_counts_is_the_same_payment() -> None:
    """The giro file has the day of settlement, the statement both."""
    kid = kid_of(invoiced(1, 2))
    entered(ocr((kid, 37_250), day="091226"))
    inside = entry("372.50", transaction("372.50", kid=kid, reference="X"))
    inside = inside.replace("<ValDt>", "<BookgDt><Dt>2026-12-09</Dt></BookgDt><ValDt>")
    assert entered(camt(inside)) == Entered(new=0, known=1, odd=())


def test_what_does_not_fit_is_said_and_listed_once() -> None:
    """Unknown, wrong digit, none, taken back; a part, and a second time what was settled."""
    kid = kid_of(invoiced(1, 2))
    wrong = kid[:-1] + str((int(kid[-1]) + 1) % 10)
    content = camt(
        entry("1.00", transaction("1.00", kid=STRANGER, reference="A")),
        entry("2.00", transaction("2.00", kid=wrong, reference="B")),
        entry("3.00", transaction("3.00", kid="", reference="C")),
        entry("4.00", transaction("4.00", kid=kid, reference="D"), direction="DBIT", reversal="true"),
        entry("300.00", transaction("300.00", kid=kid, reference="E")),
        entry("72.50", transaction("72.50", kid=kid, reference="F")),
        entry("372.50", transaction("372.50", kid=kid, reference="G")),
    )
    found = entered(content)
    assert (found.new, found.known) == (3, 0)
    assert odd(found) == [
        ("KID_UNKNOWN", False),
        ("KID_INVALID", False),
        ("KID_MISSING", False),
        ("PAYMENT_TAKEN_BACK", False),
        ("AMOUNT_DIFFERS", True),
        ("PAID_BEFORE", True),
    ]
    assert balance_ore() == -37_250
    again = entered(content)
    assert (again.new, again.known) == (0, 3)
    with acting_as(CARRIER):
        assert OddPayment.objects.count() == 6 and Payment.objects.count() == 3


def test_a_reference_told_with_another_amount_is_not_entered() -> None:
    """What stands stands; somebody looks at the bank's statement."""
    kid = kid_of(invoiced(1, 2))
    entered(camt(entry("372.50", transaction("372.50", kid=kid, reference="A"))))
    found = entered(camt(entry("1.00", transaction("1.00", kid=kid, reference="A"))))
    assert odd(found) == [("PAYMENT_KNOWN_OTHERWISE", False)]
    assert balance_ore() == 0


def test_somebody_at_the_desk_sees_to_it() -> None:
    """Entered on the right invoice by its KID, or written down as paid back; then it is off the list for good."""
    kid = kid_of(invoiced(1, 2))
    content = camt(
        entry("372.50", transaction("372.50", kid=STRANGER, reference="A")),
        entry("5.00", transaction("5.00", kid="", reference="B")),
    )
    entered(content)
    desk = browser()
    page = desk.get("/desk/payments/").text
    assert "NOK 372,50" in page and "Ingen faktura har dette KID-nummeret." in page
    with acting_as(CARRIER):
        first, second = OddPayment.objects.order_by("id").values_list("id", flat=True)
    refused = desk.post(f"/desk/payments/{first}/", {"how": "entered", "kid": STRANGER})
    assert refused.status_code == 409 and "PUM §13" in refused.text
    assert desk.post(f"/desk/payments/{first}/", {"how": "kept"}).status_code == 400
    assert desk.post(f"/desk/payments/{first}/", {"how": "entered", "kid": kid}).status_code == 200
    assert balance_ore() == 0
    done = desk.post(f"/desk/payments/{second}/", {"how": "paid_back"})
    assert "Ingenting å se til." in done.text
    assert desk.post(f"/desk/payments/{second}/", {"how": "left"}).status_code == 409
    assert odd(entered(content)) == []
    with acting_as(CARRIER):
        rows = OddPayment.objects.order_by("id").values_list("how", "done_by")
        assert list(rows)[:2] == [("entered", "desk-1"), ("paid_back", "desk-1")]
