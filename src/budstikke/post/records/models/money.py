"""What is to be invoiced, what was invoiced and credited, and what was paid; amounts in whole øre."""

from __future__ import annotations

from django.db import models

from budstikke.post.records.models.letter import Letter
from budstikke.post.records.models.sender import Sender

_INVOICE = models.Q(kind="invoice")


class Invoice(models.Model):
    """
    An invoice, or a credit note for one; once written it never changes (migration 0002).

    Each kind has a series of numbers without gaps. `seller` and `buyer` are what was printed, `rates` the VAT by
    rate, `ubl` the document as it was sent. That it is the sum of its lines, and these of the billing lines they
    claimed, the triggers of migration 0002 see to.
    """

    kind = models.TextField(help_text="terms.pum.invoicing.Kind")
    number = models.BigIntegerField()
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT)
    month = models.DateField(
        null=True, help_text="the first day of the month invoiced; none for a credit note"
    )
    credits = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    reason = models.TextField(blank=True, help_text="why it was credited: terms.pum.invoicing.CREDIT_REASONS")
    issued_on = models.DateField()
    made_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    first_on = models.DateField()
    last_on = models.DateField()
    kid = models.TextField(blank=True)
    account = models.TextField(blank=True, help_text="the account it is to be paid to")
    net_ore = models.BigIntegerField()
    vat_ore = models.BigIntegerField()
    rates = models.JSONField()
    seller = models.JSONField()
    buyer = models.JSONField()
    ubl = models.BinaryField()

    class Meta:
        db_table = "invoice"
        constraints = (
            models.UniqueConstraint(fields=["kind", "number"], name="a_number_is_used_once"),
            models.UniqueConstraint(fields=["sender", "month"], name="a_month_is_invoiced_once"),
            models.UniqueConstraint(fields=["kid"], condition=_INVOICE, name="a_kid_is_of_one_invoice"),
            models.CheckConstraint(
                name="an_invoice_is_to_be_paid_and_a_credit_note_credits_one",
                condition=models.Q(
                    kind="invoice", month__isnull=False, due_on__isnull=False, credits__isnull=True, reason=""
                )
                | models.Q(
                    kind="credit_note", month__isnull=True, due_on__isnull=True, credits__isnull=False, kid=""
                ),
            ),
        )


class InvoiceLine(models.Model):
    """So many billing lines of one item at one price of one list, in a span of days."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    item = models.TextField()
    quantity = models.IntegerField()
    unit_ore = models.IntegerField()
    net_ore = models.BigIntegerField()
    vat_percent = models.SmallIntegerField()
    price_list = models.TextField()
    clauses = models.TextField()
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        db_table = "invoice_line"


class BillingLine(models.Model):
    """
    One thing to invoice for one letter, from the data of the order (PUM §13), without VAT.

    It is claimed once by a line of an invoice, and at most once after that by a line of a credit note.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, db_index=False)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False)
    item = models.TextField()
    amount_ore = models.IntegerField()
    vat_percent = models.SmallIntegerField()
    price_list = models.TextField()
    clauses = models.TextField()
    billed_on = models.DateField()
    invoice_line = models.ForeignKey(
        InvoiceLine, null=True, on_delete=models.PROTECT, db_index=False, related_name="billed"
    )
    credit_line = models.ForeignKey(
        InvoiceLine, null=True, on_delete=models.PROTECT, db_index=False, related_name="credited"
    )

    class Meta:
        db_table = "billing_line"
        constraints = (
            models.UniqueConstraint(fields=["letter", "item"], name="an_item_is_billed_once"),
            models.CheckConstraint(
                name="only_what_was_invoiced_is_credited",
                condition=models.Q(credit_line__isnull=True) | models.Q(invoice_line__isnull=False),
            ),
        )
        indexes = (
            models.Index(
                fields=["sender", "billed_on"],
                name="billing_lines_to_invoice",
                condition=models.Q(invoice_line__isnull=True),
            ),
            models.Index(
                fields=["invoice_line"],
                name="billing_lines_of_an_invoice",
                condition=models.Q(invoice_line__isnull=False),
            ),
            models.Index(
                fields=["credit_line"],
                name="billing_lines_credited",
                condition=models.Q(credit_line__isnull=False),
            ),
        )


class Payment(models.Model):
    """Money that came in for an invoice, entered once by the bank's `reference`."""

    sender = models.ForeignKey(Sender, on_delete=models.PROTECT)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT)
    reference = models.TextField(unique=True)
    amount_ore = models.BigIntegerField()
    paid_on = models.DateField()
    registered_at = models.DateTimeField()

    class Meta:
        db_table = "payment"
        constraints = (
            models.CheckConstraint(name="a_payment_is_of_something", condition=models.Q(amount_ore__gt=0)),
        )


class ToldPayment(models.Model):
    """
    A payment as a bank's file told it first, so that the other kind of file, telling it again, is understood.

    `same_as` is the telling by the other kind of file that this one repeats: the payment is entered, or odd, under that
    one's reference. `unsure`: one by the other kind may be the same, and nobody can tell from the files. `bundle`,
    `entry` and `entry_payments` are as formats.bank.incoming has them.
    """

    reference = models.TextField(unique=True)
    source = models.TextField(help_text="formats.bank.incoming.Source")
    account = models.TextField(blank=True)
    archive = models.TextField(blank=True, help_text="the bank's archive reference")
    kid = models.TextField(blank=True)
    amount_ore = models.BigIntegerField()
    paid_on = models.DateField()
    booked_on = models.DateField(null=True)
    taken_back = models.BooleanField()
    same_as = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="repeated_by")
    unsure = models.BooleanField()
    bundle = models.TextField(blank=True)
    entry = models.TextField(blank=True)
    entry_payments = models.IntegerField(null=True)
    told_at = models.DateTimeField()

    class Meta:
        db_table = "told_payment"
        indexes = (
            models.Index(fields=["kid", "amount_ore"], name="told_payments_that_may_be_one"),
            models.Index(fields=["paid_on"], name="told_payments_of_bundles", condition=~models.Q(bundle="")),
        )


class GiroSum(models.Model):
    """That an entry of a bank statement is the sum of a giro file's `bundle`, whose payments are entered one by one."""

    bundle = models.TextField(
        unique=True, help_text="of an assignment or a transmission: terms.pum.giro_sums"
    )
    payment = models.OneToOneField(ToldPayment, on_delete=models.PROTECT, related_name="sum_of")
    told_at = models.DateTimeField()

    class Meta:
        db_table = "giro_sum"


class OddPayment(models.Model):
    """
    What came in by the bank and needs somebody: not entered on any invoice, or entered and not as expected.

    `why` is the code of a refusal; `payment` what was entered, if anything was. The bank's `reference` and a reason
    stand here once. Who paid stands in the bank's own file, which we do not keep.
    """

    reference = models.TextField()
    kid = models.TextField(blank=True)
    amount_ore = models.BigIntegerField()
    paid_on = models.DateField()
    why = models.TextField()
    found_at = models.DateTimeField()
    payment = models.ForeignKey(Payment, null=True, on_delete=models.PROTECT)
    done_at = models.DateTimeField(null=True)
    done_by = models.TextField(blank=True, db_default="", help_text="a pseudonym")
    how = models.TextField(blank=True, db_default="", help_text="a code of post.terms.pum.incoming")

    class Meta:
        db_table = "odd_payment"
        constraints = (
            models.UniqueConstraint(fields=["reference", "why"], name="a_payment_is_odd_once_a_reason"),
            models.CheckConstraint(
                name="what_was_done_says_who_and_how",
                condition=models.Q(done_at__isnull=True, done_by="", how="")
                | models.Q(done_at__isnull=False) & ~models.Q(done_by="") & ~models.Q(how=""),
            ),
        )
        indexes = (
            models.Index(
                fields=["found_at"], name="odd_payments_to_see_to", condition=models.Q(done_at__isnull=True)
            ),
        )
