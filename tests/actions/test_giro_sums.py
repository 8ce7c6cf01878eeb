"""A statement that tells a giro file as one sum: entered once in either order, and what is unsure waits at the desk."""

from __future__ import annotations

import pytest
from tests.actions.test_bank_file import balance_ore, entered, kid_of, odd
from tests.doors.test_desk import browser
from tests.doors.test_portal_finance import invoiced
from tests.formats.bank_files import ACCOUNT, camt, entry, ocr, transaction

from budstikke.post.actions.invoicing.bank_file import Entered
from budstikke.post.records.models import GiroSum, OddPayment, Payment
from budstikke.post.records.scope import CARRIER, acting_as

pytestmark = pytest.mark.usefixtures("installation")


def summed(reference: str = "SUM-1", *, account: str = ACCOUNT) -> bytes:
    """A statement that tells 372.50 without KID."""
    return camt(entry("372.50", transaction("372.50", kid="", reference=reference)), account=account)


def giro(kid: str) -> bytes:
    """A giro file of two payments that come to 372.50."""
    return ocr((kid, 20_000), (kid, 17_250))


def waiting() -> list[str]:
    """Why each payment waits at the desk."""
    with acting_as(CARRIER):
        return list(OddPayment.objects.filter(done_at=None).order_by("id").values_list("why", flat=True))


@pytest.mark.parametrize("giro_first", [True, False])
def test_the_sum_of_a_giro_file_is_entered_once_in_either_order(giro_first: bool) -> None:
    """The file's payments are entered, the sum is known; a part of an invoice is all that is left to look at."""
    kid = kid_of(invoiced(1, 2))
    if giro_first:
        entered(giro(kid))
        assert entered(summed()) == Entered(new=0, known=1, odd=())
    else:
        assert odd(entered(summed())) == [("KID_MISSING", False)]
        assert entered(giro(kid)).new == 2
    assert waiting() == ["AMOUNT_DIFFERS"] and balance_ore() == 0
    assert entered(summed()) == Entered(new=0, known=1, odd=())
    assert entered(giro(kid)).known == 2
    with acting_as(CARRIER):
        assert (Payment.objects.count(), GiroSum.objects.count()) == (2, 1)


@pytest.mark.parametrize("giro_first", [True, False])
def test_what_may_be_the_sum_waits_at_the_desk_with_its_cure(giro_first: bool) -> None:
    """The account is not told: in either order the desk says what to look at, and once it is cleared nothing waits."""
    kid = kid_of(invoiced(1, 2))
    files = [giro(kid), summed(account="")]
    found = [odd(entered(content)) for content in (files if giro_first else files[::-1])]
    assert ("GIRO_SUM_MAYBE", False) in found[1]
    assert sorted(waiting()) == ["AMOUNT_DIFFERS", "GIRO_SUM_MAYBE"]
    desk = browser()
    assert "hva beløpet består av" in desk.get("/desk/payments/").text
    with acting_as(CARRIER):
        row = OddPayment.objects.get(why="GIRO_SUM_MAYBE")
    assert desk.post(f"/desk/payments/{row.id}/", {"how": "left"}).status_code == 200
    entered(files[0])
    assert entered(files[1]) == Entered(new=0, known=0, odd=())
    assert waiting() == ["AMOUNT_DIFFERS"] and balance_ore() == 0


def test_a_sum_entered_by_hand_keeps_the_giro_files_payments_waiting() -> None:
    """Else the money would stand twice; read again they wait still, and are not listed anew."""
    kid = kid_of(invoiced(1, 2))
    entered(summed())
    with acting_as(CARRIER):
        row = OddPayment.objects.get()
    assert browser().post(f"/desk/payments/{row.id}/", {"how": "entered", "kid": kid}).status_code == 200
    expected = [("GIRO_SUM_SEEN_TO", False), ("GIRO_SUM_SEEN_TO", False)]
    assert odd(entered(giro(kid))) == odd(entered(giro(kid))) == expected
    assert waiting() == ["GIRO_SUM_SEEN_TO"] * 2 and balance_ore() == 0


def test_a_second_amount_alike_is_not_taken_for_the_sum() -> None:
    """It may be the sum as well as the first: somebody at the desk looks."""
    kid = kid_of(invoiced(1, 2))
    entered(giro(kid))
    assert odd(entered(summed())) == []
    assert odd(entered(summed("SUM-2"))) == [("GIRO_SUM_MAYBE", False)]


@pytest.mark.parametrize(("reference", "doubted"), [("SUM-1", True), ("SUM-0000007", False)])
def test_a_sum_is_doubted_when_its_payments_are_told_one_by_one(reference: str, doubted: bool) -> None:
    """Unless it names the assignment, it was somebody's payment without KID as likely."""
    kid = kid_of(invoiced(1, 2))
    entered(giro(kid))
    assert odd(entered(summed(reference))) == []
    told = camt(
        *(entry(ore, transaction(ore, kid=kid, reference=f"R-{ore}")) for ore in ("200.00", "172.50"))
    )
    after = entered(told)
    assert (after.new, after.known, odd(after)) == (0, 2, [("GIRO_SUM_MAYBE", False)] if doubted else [])
    assert balance_ore() == 0
