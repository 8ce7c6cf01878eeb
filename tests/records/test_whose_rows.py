"""Row-level security: without a tenant nothing is seen, a sender sees its own, the carrier sees all."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from tests.actions.line import CUSTOMER, book, check, file_of, give, order, wait_for_recipient

from budstikke.kit.database import address
from budstikke.post.actions.invoicing.register_payment import register_payment
from budstikke.post.actions.invoicing.run_invoices import run_invoices
from budstikke.post.actions.moving.hand_in import Dispatch, hand_in
from budstikke.post.actions.telling.write_statuses import write_statuses
from budstikke.post.records.models import Invoice, Letter, NumberRange, Report, Sender
from budstikke.post.records.scope import CARRIER, acting_as

GUARDED = (
    "letter", "event", "interchange", "status_file", "billing_line", "id_check", "hand_over", "evidence",
    "notice", "number_range", "sender", "report", "invoice", "invoice_line", "payment",
)  # fmt: skip
OTHER = "10008888888"


@pytest.fixture
def two_senders(installation: None) -> tuple[int, int]:
    """Two senders with a letter each, one of them handed over; returns their ids."""
    from tests.actions.line import NOW

    with acting_as(CARRIER):
        first = Sender.objects.get()
        second = Sender.objects.get()
        second.pk, second.customer_number, second.edi_id = None, OTHER, "999999999"
        second.save()
        NumberRange.objects.create(
            sender=second,
            prefix="RR",
            first_serial=60_000_000,
            last_serial=60_000_009,
            next_serial=60_000_000,
        )
    wait_for_recipient(1)
    give(1, check(1).check_id)
    book(file_of([order(2, customer=OTHER)], sender="999999999"))
    write_statuses(now=NOW)
    invoice_both()
    with acting_as(CARRIER):
        for letter in Letter.objects.all():
            Report.objects.create(
                letter=letter,
                sender_id=letter.sender_id,
                message_id=letter.number,
                sha256="0" * 64,
                content_sealed=b"",
                made_at=NOW,
            )
    return first.id, second.id


def invoice_both() -> None:
    """Hand the second sender's letter in, invoice the month, and pay both invoices."""
    from tests.actions.line import NOW, TODAY, number

    dispatch = Dispatch(customer_number=OTHER, numbers=[number(2)], place="OSLO")
    hand_in(dispatch, clerk="clerk-1", today=TODAY, now=NOW)
    run_invoices(TODAY, today=date(2026, 12, 1), now=NOW)  # Tuesday
    with acting_as(CARRIER):
        kids = list(Invoice.objects.values_list("kid", flat=True))
    for kid in kids:
        register_payment(kid, amount_ore=1, paid_on=TODAY, reference=kid, now=NOW)


def rows(app: psycopg.Connection, table: str) -> int:
    """How many rows of a table are seen."""
    (count,) = app.execute(f"SELECT count(*) FROM {table}").fetchone()  # type: ignore[misc,arg-type]
    return int(count)


@pytest.fixture
def app(two_senders: tuple[int, int]) -> psycopg.Connection:
    """The working role with nobody set."""
    with psycopg.connect(address("post", "app")) as connection:
        yield connection
        connection.rollback()


def act(app: psycopg.Connection, tenant: object) -> None:
    """Set the tenant of the transaction."""
    app.execute("SELECT set_config('budstikke.tenant', %s, true)", [str(tenant)])


@pytest.mark.parametrize("table", GUARDED)
def test_without_a_tenant_no_row_is_seen(app: psycopg.Connection, table: str) -> None:
    """Not even after somebody else's transaction on the same connection."""
    assert rows(app, table) == 0
    act(app, CARRIER)
    assert rows(app, table) > 0
    app.commit()
    assert rows(app, table) == 0


@pytest.mark.parametrize("table", GUARDED)
def test_a_sender_sees_its_own_rows_only(
    app: psycopg.Connection, two_senders: tuple[int, int], table: str
) -> None:
    """The two together see what the carrier sees."""
    seen = []
    for tenant in (*two_senders, CARRIER):
        act(app, tenant)
        seen.append(rows(app, table))
    first, second, every = seen
    assert first + second == every
    assert first > 0


@pytest.mark.parametrize("tenant", ["", "0", "carrier2", "Carrier", "1 OR true"])
def test_an_odd_tenant_sees_nothing(app: psycopg.Connection, tenant: str) -> None:
    """It is compared, not run."""
    act(app, tenant)
    assert rows(app, "letter") == 0


def test_a_sender_cannot_write_into_anothers_rows(
    app: psycopg.Connection, two_senders: tuple[int, int]
) -> None:
    """Neither change what it does not see, nor plant what it would not see."""
    first, second = two_senders
    act(app, second)
    changed = app.execute("UPDATE letter SET recipient_name = 'x' WHERE sender_id = %s", [first])
    assert changed.rowcount == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(
            "INSERT INTO billing_line (letter_id, sender_id, item, amount_ore, vat_percent, price_list, clauses,"
            " billed_on) SELECT id, %s, 'x', 1, 25, 'x', 'PUM §13', current_date FROM letter",
            [first],
        )


def test_every_table_with_a_sender_is_guarded(post_database: None) -> None:
    """A new one is guarded, forced, or this test is red."""
    with psycopg.connect(address("post", "owner")) as owner:
        found = owner.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class JOIN pg_attribute ON attrelid"
            " = pg_class.oid WHERE relkind = 'r' AND attname IN ('sender_id', 'customer_number')"
        ).fetchall()
    assert {name for name, _ in found} >= set(GUARDED)
    assert all(guarded for _, guarded in found), found


def test_the_test_sender_is_the_one_of_the_orders(two_senders: tuple[int, int]) -> None:
    """A tenant is a sender's id, and the sender is found by it."""
    with acting_as(str(two_senders[0])):
        assert Sender.objects.get().customer_number == CUSTOMER
