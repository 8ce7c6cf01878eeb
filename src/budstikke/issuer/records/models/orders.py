"""What was ordered, the letters with codes, and everything that happened to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from budstikke.issuer.records.models.customers import Customer


class Order(models.Model):
    """One product ordered by one customer; it ends once, for one reason."""

    number = models.CharField(max_length=12, unique=True)
    reference = models.UUIDField(unique=True, help_text="what its sealed values are bound to")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT)
    product = models.CharField(max_length=20)
    channel = models.CharField(max_length=10)
    edition = models.CharField(max_length=20)
    price_ore = models.IntegerField()
    language = models.CharField(max_length=2)
    particulars_sealed = models.BinaryField(
        null=True, help_text="JSON as the customer's; theirs once the order is proven"
    )
    placed_at = models.DateTimeField()
    consented_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=20, default="", help_text="activated, refunded or lapsed")

    class Meta:
        db_table = "eid_order"
        indexes = (models.Index(fields=["customer", "placed_at"], name="order_of_customer"),)
        constraints = (
            models.CheckConstraint(
                name="an_open_order_is_not_forgotten",
                condition=Q(particulars_sealed__isnull=False) | Q(ended_at__isnull=False),
            ),
        )


class Interchange(models.Model):
    """One order file to the carrier; its content is emptied once it is acknowledged."""

    reference = models.CharField(max_length=14, unique=True)
    file_name = models.CharField(max_length=80)
    content_sealed = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    brought_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    stands = models.BooleanField(null=True)

    class Meta:
        db_table = "order_file"
        indexes = (models.Index(fields=["id"], name="file_open", condition=Q(answered_at=None)),)


class PrintRun(models.Model):
    """Letters that are printed together, as one file that only the print house opens; emptied once it has taken it."""

    reference = models.UUIDField(unique=True, help_text="what its sealed content is bound to")
    name = models.CharField(max_length=60, unique=True, help_text="of the file, by which it is taken once")
    letters = models.IntegerField()
    content_sealed = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "print_run"
        indexes = (models.Index(fields=["id"], name="run_open", condition=Q(taken_at=None)),)


class Letter(models.Model):
    """One letter with a code; of the code only a slow hash under a pepper of its own."""

    reference = models.UUIDField(unique=True, help_text="what its sealed values are bound to")
    order = models.ForeignKey(Order, on_delete=models.PROTECT)
    consignment = models.CharField(max_length=35, unique=True)
    number = models.CharField(max_length=13, null=True, unique=True, help_text="the carrier's, once known")
    state = models.CharField(max_length=20)
    interchange = models.ForeignKey(Interchange, null=True, on_delete=models.PROTECT)
    made_at = models.DateTimeField()
    printed_at = models.DateTimeField(null=True)
    last_collect_day = models.DateField(null=True)
    code_pepper_sealed = models.BinaryField(null=True)
    code_hash = models.BinaryField(null=True)
    code_expires_on = models.DateField(null=True)
    reminding_at = models.DateTimeField(null=True, help_text="when somebody last set out to remind")
    reminded_at = models.DateTimeField(null=True)
    followed = models.CharField(max_length=40, default="", help_text="the carrier's subscription")

    class Meta:
        db_table = "code_letter"
        indexes = (models.Index(fields=["order"], name="letter_of_order"),)
        constraints = (
            models.CheckConstraint(
                name="a_code_is_whole_or_not_there",
                condition=Q(code_hash=None, code_pepper_sealed=None, code_expires_on=None)
                | Q(
                    code_hash__isnull=False,
                    code_pepper_sealed__isnull=False,
                    code_expires_on__isnull=False,
                ),
            ),
        )


class LetterNews(models.Model):
    """
    The carrier said that there is something new of a letter; gone once it was asked what.

    It points at no row: a call is written down though its letter is locked.
    """

    consignment = models.CharField(max_length=35)
    told_at = models.DateTimeField()

    class Meta:
        db_table = "letter_news"


class LetterEvent(models.Model):
    """Something that happened to a letter, by the carrier's word or ours; appended only."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT)
    code = models.CharField(max_length=30)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=10, help_text="own, contrl, iftsta, api or report")
    reasons = models.JSONField(default=list, help_text="rule, clauses and words, as the carrier gave them")

    class Meta:
        db_table = "letter_event"
        constraints = (
            models.UniqueConstraint(fields=["letter", "code", "happened_at"], name="an_event_is_told_once"),
        )


class Report(models.Model):
    """A sealed report as it came, with what was found; appended only."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT)
    reference = models.UUIDField(unique=True, help_text="what its content is bound to")
    document_id = models.BigIntegerField(unique=True, help_text="the mailbox's")
    sha256 = models.CharField(max_length=64)
    content_sealed = models.BinaryField(null=True)
    evidence_sealed = models.BinaryField(null=True, help_text="the signed evidence that lay in it, by itself")
    received_at = models.DateTimeField()
    handed_over_on = models.DateField(null=True)
    document = models.CharField(max_length=40, help_text="the kind shown, by the carrier's code")
    faults = models.JSONField(default=list)
    checks = models.JSONField(default=list, help_text="each check of the verdict: name and whether it holds")

    class Meta:
        db_table = "report"


class ActivationTry(models.Model):
    """One try with a code, whatever came of it; appended only, and nothing of the code in it."""

    letter = models.ForeignKey(Letter, null=True, on_delete=models.PROTECT, help_text="null: no such order")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=30)

    class Meta:
        db_table = "activation_try"
        indexes = (models.Index(fields=["letter", "at"], name="tries_of_letter"),)


class OrderDecision(models.Model):
    """A decision about an order with its reasons and clauses; appended only."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    decision = models.JSONField()

    class Meta:
        db_table = "order_decision"


class RefundPaid(models.Model):
    """Money paid back for an order, at most once."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT)
    decision = models.ForeignKey(OrderDecision, on_delete=models.PROTECT)
    amount_ore = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "refund"


class ReaderSession(models.Model):
    """An identity check by the reader: begun by us, ended once by what the verifier signed."""

    reference = models.UUIDField(unique=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=30, default="")
    faults = models.JSONField(default=list, help_text="codes of what did not hold")
    result_sealed = models.BinaryField(null=True, help_text="the signed result as it came")
    number_lookup = models.BinaryField(
        null=True, help_text="of the number that the verifier showed, until it is typed"
    )
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "reader_session"


class Place(models.Model):
    """How far something was read, by its name: a cursor of the carrier's, or what its terms were last compared to."""

    name = models.CharField(max_length=20, primary_key=True)
    value = models.TextField()

    class Meta:
        db_table = "place"
