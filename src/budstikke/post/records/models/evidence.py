"""Evidence and reports: the signed record of an attempt, and the sealed document made from it."""

from __future__ import annotations

from django.db import models

from budstikke.post.records.models.interchange import Interchange
from budstikke.post.records.models.letter import Letter
from budstikke.post.records.models.sender import Sender


class Evidence(models.Model):
    """
    One signed record of one event, in canonical form: of a letter, of an interchange whose orders were rejected, of a
    forwarding order, of items sorted at once, of the register, or of an agreement. What is forwarded has no sender.

    `uuid` is made from what it is of, so that the same thing is never evidenced twice. `content_sealed` is the
    signed file, in which everything personal is a salted hash; `disclosures_sealed` holds the salts and the values,
    and is all that erasing a person has to take away. `event_id` is empty for a hand-over, whose evidence is there
    before its event. Letters never go away (migration 0002), so no foreign key locks them. The table has one more
    column, `recorded_in` (migration 0002), as `event` has.
    """

    uuid = models.UUIDField(unique=True)
    # Found by the key that a hand-over refers to (migration 0002).
    letter = models.ForeignKey(
        Letter, null=True, on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    sender = models.ForeignKey(
        Sender, null=True, on_delete=models.PROTECT, db_index=False, db_constraint=False
    )
    interchange = models.ForeignKey(Interchange, null=True, on_delete=models.PROTECT, db_index=False)
    event_id = models.BigIntegerField(null=True, unique=True)
    forwarding_event_id = models.BigIntegerField(null=True)
    sorting_batch_id = models.BigIntegerField(null=True)
    name = models.TextField(help_text="the event's name in ETSI EN 319 522-3, such as ContentHandover")
    made_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, help_text="its fingerprint: the hash of its canonical form")
    content_sealed = models.BinaryField()
    disclosures_sealed = models.BinaryField(null=True)

    class Meta:
        db_table = "evidence"
        # Most evidence is of a letter's event: the indexes of the rest hold only the rest.
        constraints = tuple(
            models.UniqueConstraint(
                fields=[field], name=name, condition=models.Q(**{f"{field}__isnull": False})
            )
            for field, name in (
                ("interchange", "an_interchange_is_evidenced_once"),
                ("forwarding_event_id", "a_forwarding_event_is_evidenced_once"),
                ("sorting_batch_id", "a_sorting_batch_is_evidenced_once"),
            )
        )


class Report(models.Model):
    """
    The delivery report (PUM §12): made once, sent once, its message id the same at every try.

    `confirmed_at`: the mailbox was asked, and has these very bytes.
    """

    letter = models.OneToOneField(Letter, primary_key=True, on_delete=models.PROTECT)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    message_id = models.TextField(unique=True, help_text="the letter's number: what the sender's inbox shows")
    sha256 = models.CharField(max_length=64)
    content_sealed = models.BinaryField(null=True, help_text="empty once it was erased")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "report"
        indexes = (
            models.Index(
                fields=["letter"],
                name="reports_not_confirmed",
                condition=models.Q(confirmed_at__isnull=True),
            ),
        )
