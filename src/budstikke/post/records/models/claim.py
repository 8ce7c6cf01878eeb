"""Claims: what was told to be wrong with a letter, what the terms make of it, and who decided."""

from __future__ import annotations

from django.db import models

from budstikke.post.records.models.letter import Letter
from budstikke.post.records.models.money import Invoice
from budstikke.post.records.models.notice import Notice
from budstikke.post.records.models.sender import Sender


class Claim(models.Model):
    """
    One claim about one letter; of a kind a letter has one that is not settled.

    A clerk's decision that waits for a second person has `decided_by` and no `settled_at`. `amount_ore` is what the
    terms computed from `value_ore` or the fee, `decision` what they said, with its clauses. A settled claim never
    changes (migration 0002). What shows it, in the claimant's words, may name somebody: it lies sealed and goes with
    the letter's particulars; nothing else here says anything of a person. `answer` is the message in which the
    decision is sent.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_constraint=False)
    kind = models.TextField(help_text="a code of post.terms.pum.settling")
    claimant = models.TextField(help_text="a code, too: who told us")
    opened_at = models.DateTimeField()
    opened_by = models.TextField(help_text="a pseudonym, or who asked by themselves: sender or recipient")
    told_on = models.DateField()
    discovered_on = models.DateField(null=True)
    claimed_ore = models.BigIntegerField(null=True)
    documents_sealed = models.BinaryField(null=True)
    state = models.TextField(default="open")
    value_ore = models.BigIntegerField(null=True, help_text="what the contents were shown to be worth")
    negligence = models.TextField(blank=True)
    ground = models.TextField(blank=True, help_text="why it was declined, a code")
    grants = models.BooleanField(null=True)
    amount_ore = models.BigIntegerField(null=True)
    decision = models.JSONField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(blank=True, help_text="a pseudonym")
    confirmed_by = models.TextField(blank=True, help_text="a pseudonym: the second person")
    settled_at = models.DateTimeField(null=True)
    settled_on = models.DateField(null=True)
    credit_note = models.ForeignKey(Invoice, null=True, on_delete=models.PROTECT, db_index=False)
    answer = models.OneToOneField(Notice, null=True, on_delete=models.PROTECT)

    class Meta:
        db_table = "claim"
        constraints = (
            models.UniqueConstraint(
                fields=["letter", "kind"],
                condition=models.Q(settled_at__isnull=True),
                name="one_open_claim_of_a_kind",
            ),
            models.CheckConstraint(
                name="who_decides_a_claim_is_not_who_confirms",
                condition=models.Q(confirmed_by="") | ~models.Q(confirmed_by=models.F("decided_by")),
            ),
            models.CheckConstraint(
                name="a_claim_is_open_waits_or_is_settled",
                condition=models.Q(state="open", decided_by="", grants__isnull=True, settled_at__isnull=True)
                | models.Q(state="waits", grants=True, amount_ore__gt=0, settled_at__isnull=True)
                & ~models.Q(decided_by="")
                | models.Q(state="granted", grants=True, amount_ore__gt=0, settled_at__isnull=False)
                & ~models.Q(decided_by="")
                | models.Q(state="declined", grants=False, amount_ore=0, settled_at__isnull=False)
                & ~models.Q(decided_by="")
                & ~models.Q(ground=""),
            ),
        )
        indexes = (
            models.Index(
                fields=["opened_at"], name="claims_to_settle", condition=models.Q(settled_at__isnull=True)
            ),
        )
