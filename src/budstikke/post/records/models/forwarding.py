"""Orders of forwarding: what was ordered for whom, everything that happened to it, its notices and its payments."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from budstikke.post.records.models.letter import Letter
from budstikke.post.records.models.register import Person


class ForwardingOrder(models.Model):
    """
    One order; what stands here is what was agreed and never changes.

    `reference` is ours and opaque. `state` and `days` are written by the database alone, from the events (migration
    0002). Both addresses are sealed together with their keys (formats.postal_address); by the keyed hashes of the door
    and of the new address orders are found for whoever already knows the address. `device` is a pseudonym given by the
    door, `identified_by` a code, `shown_sha256` the hash of what the orderer saw and said yes to,
    `signature_sealed` the pad's picture where that was at a counter.
    """

    reference = models.TextField(unique=True)
    service = models.TextField()
    customer = models.TextField()
    scope = models.TextField()
    channel = models.TextField()
    edition = models.TextField()
    price_list = models.TextField()
    orderer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    organisation_number = models.TextField(blank=True)
    organisation_name = models.TextField(blank=True)
    addresses_sealed = models.BinaryField(null=True)
    door_sealed = models.BinaryField(null=True)
    door_lookup = models.BinaryField(null=True)
    target_sealed = models.BinaryField(null=True)
    target_lookup = models.BinaryField(null=True)
    new_zone = models.TextField(blank=True)
    new_kind = models.TextField(blank=True)
    parcels = models.BooleanField(default=False)
    identified_by = models.TextField()
    device = models.TextField(blank=True)
    shown_sha256 = models.CharField(max_length=64, blank=True)
    signature_sealed = models.BinaryField(null=True)
    role_waits = models.BooleanField(
        default=False,
        help_text="whether the desk must accept the role of whoever ordered before it is confirmed",
    )
    ordered_at = models.DateTimeField()
    effective_on = models.DateField(null=True, help_text="when it takes effect, after cooling off")
    release_on = models.DateField(
        null=True, help_text="the first working day after it, when held mail is delivered"
    )

    state = models.TextField(help_text="terms.forwarding.events.OrderState")
    days = DateRangeField(null=True, help_text="half open")

    class Meta:
        db_table = "forwarding_order"
        indexes = (
            models.Index(fields=["door_lookup"], name="orders_from_a_door"),
            models.Index(fields=["target_lookup"], name="orders_to_an_address"),
            models.Index(
                fields=["device", "ordered_at"], name="orders_from_a_device", condition=~Q(device="")
            ),
            models.Index(fields=["state"], name="orders_by_state"),
        )


class ForwardingCover(models.Model):
    """
    One person an order names, or the business it is for.

    `subject` is the person's ref, or the business's number. `claim`, `counts` and `days` are written by the database
    from the order: the same subject at the same door, for the same group of services, never has two orders on a day.
    """

    order = models.ForeignKey(ForwardingOrder, on_delete=models.PROTECT, related_name="covers")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.TextField()
    adult = models.BooleanField(default=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.TextField(blank=True, help_text="a code: how the person was identified")
    left_out_at = models.DateTimeField(null=True)
    registry_agreed_at = models.DateTimeField(
        null=True, help_text="when it was agreed that the National Registry is told of the person's move"
    )
    claim = models.BigIntegerField(null=True)
    counts = models.BooleanField(default=False)
    days = DateRangeField(null=True)

    class Meta:
        db_table = "forwarding_cover"
        constraints = (
            models.UniqueConstraint(fields=["order", "subject"], name="a_person_once_in_an_order"),
            # A range of one number stands for equality, which GiST knows only from an extension.
            ExclusionConstraint(
                name="no_two_orders_for_a_person_at_a_door_on_a_day",
                expressions=[
                    (
                        Func(F("claim"), F("claim"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("days", RangeOperators.OVERLAPS),
                ],
                # A forgotten order has no door, hence no claim: a range without bounds would clash with everybody's.
                condition=Q(counts=True, claim__isnull=False),
            ),
        )


class ForwardingEvent(models.Model):
    """
    One thing that happened to an order, or to the security lock of a person; appended, never changed.

    `days` stands where the event says which days the order has from now on. The table has one more column,
    `recorded_in` (migration 0002), as `event` has.
    """

    order = models.ForeignKey(ForwardingOrder, null=True, on_delete=models.PROTECT, db_index=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.TextField()
    days = DateRangeField(null=True)
    decision = models.JSONField(null=True)

    class Meta:
        db_table = "forwarding_event"
        indexes = (models.Index(fields=["order", "id"], name="events_of_an_order"),)
        constraints = (
            models.CheckConstraint(
                name="an_event_is_of_an_order_or_a_person",
                condition=Q(order__isnull=False) | Q(person__isnull=False),
            ),
        )


class ForwardingRule(models.Model):
    """The copy of terms.forwarding.events that the database holds orders to; `migrate` writes it."""

    code = models.TextField()
    from_state = models.TextField(blank=True)
    to_state = models.TextField()
    moves_days = models.BooleanField()
    takes_days = models.BooleanField(help_text="whether an order in `to_state` keeps others from its days")

    class Meta:
        db_table = "forwarding_rule"
        constraints = (models.UniqueConstraint(fields=["code", "from_state"], name="one_rule_for_a_step"),)


class ForwardingNotice(models.Model):
    """
    One message about an order, through one channel; to the old address, or to one person.

    `mark` stands on the paper, so that sorting knows our own letter and no order moves it. By the token whoever got
    the message objects or confirms; only its hash is kept.
    """

    order = models.ForeignKey(ForwardingOrder, on_delete=models.PROTECT, db_index=False)
    cover = models.ForeignKey(ForwardingCover, null=True, on_delete=models.PROTECT, db_index=False)
    kind = models.TextField()
    channel = models.TextField()
    ordinal = models.SmallIntegerField(default=0)
    mark = models.TextField(unique=True)
    token_sha256 = models.CharField(max_length=64, unique=True)
    token_sealed = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failed = models.TextField(blank=True, help_text="the channel's own code for why not")

    class Meta:
        db_table = "forwarding_notice"
        constraints = (
            models.UniqueConstraint(
                fields=["order", "kind", "cover", "channel", "ordinal"],
                name="a_message_about_an_order_is_made_once",
                nulls_distinct=False,
            ),
        )


class ForwardingPayment(models.Model):
    """
    What is paid for an order, an extension or an interim delivery.

    `reference` is ours, and the key by which the provider drops repetitions. `wanted` is what is bought, as JSON: the
    new last day of an extension, say. Amounts are in øre, with VAT.
    """

    order = models.ForeignKey(ForwardingOrder, on_delete=models.PROTECT, related_name="payments")
    reference = models.TextField(unique=True)
    purpose = models.TextField()
    means = models.TextField(help_text="card or invoice")
    amount_ore = models.IntegerField()
    refunded_ore = models.IntegerField(default=0)
    lines = models.JSONField()
    wanted = models.JSONField(default=dict)
    state = models.TextField()
    provider_reference = models.TextField(blank=True)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "forwarding_payment"
        constraints = (
            models.CheckConstraint(
                name="no_more_is_paid_back_than_was_paid",
                condition=Q(refunded_ore__gte=0) & Q(refunded_ore__lte=F("amount_ore")),
            ),
        )


class ForwardingInterim(models.Model):
    """A day on which stored mail is delivered meanwhile, asked for when ordering or later; carried out once."""

    order = models.ForeignKey(ForwardingOrder, on_delete=models.PROTECT, related_name="interims")
    deliver_on = models.DateField()
    carried_out_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "forwarding_interim"
        indexes = (
            models.Index(
                fields=["deliver_on"], name="interims_due", condition=Q(carried_out_at__isnull=True)
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["order", "deliver_on"], name="stored_mail_is_brought_once_a_day"),
        )


class ForwardingProof(models.Model):
    """
    A document that shows that somebody may order for a business or an estate: a picture or a PDF, sealed.

    `sha256` is the hash of what was given, as the events name it; `added_by` is a pseudonym, or `person`.
    """

    order = models.ForeignKey(ForwardingOrder, on_delete=models.PROTECT, related_name="proofs")
    media_type = models.TextField()
    size_bytes = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    document_sealed = models.BinaryField(null=True)
    added_at = models.DateTimeField()
    added_by = models.TextField()

    class Meta:
        db_table = "forwarding_proof"
        constraints = (
            models.UniqueConstraint(fields=["order", "sha256"], name="a_document_once_for_an_order"),
        )


class ForwardingCase(models.Model):
    """A complaint about an order; what was said is sealed. `discovered_on` is when the error was discovered."""

    order = models.ForeignKey(ForwardingOrder, on_delete=models.PROTECT)
    channel = models.TextField()
    discovered_on = models.DateField()
    complained_at = models.DateTimeField()
    claimed_ore = models.IntegerField()
    consequential_ore = models.IntegerField(default=0)
    words_sealed = models.BinaryField(null=True)
    answer = models.TextField()
    compensation_ore = models.IntegerField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.TextField(blank=True)

    class Meta:
        db_table = "forwarding_case"
        indexes = (models.Index(fields=["id"], name="complaints_open", condition=Q(closed_at__isnull=True)),)


class LetterWarning(models.Model):
    """
    That the recipient of a letter on its way is to be told what their own order would do with it; once for a letter.

    Who that is is not said here: the letter and the orders are asked when the time has come, and the row goes if
    there is nothing left to tell. `ways` are those that took the message. No sender reads this table.
    """

    letter = models.OneToOneField(Letter, primary_key=True, on_delete=models.PROTECT)
    due_at = models.DateTimeField()
    ways = ArrayField(models.TextField(), default=list)
    ended_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True, help_text="a code: told, no_way or not_reached")

    class Meta:
        db_table = "letter_warning"
        indexes = (models.Index(fields=["due_at"], name="warnings_due", condition=Q(ended_at__isnull=True)),)
