"""The issuer's staff, who is invited to be, and what waits for a second of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from budstikke.issuer.records.models.customers import Customer
from budstikke.issuer.records.models.eids import Eid


class Staff(models.Model):
    """A customer who works here: signs in with an eID of their own."""

    customer = models.OneToOneField(
        Customer, primary_key=True, on_delete=models.PROTECT, related_name="staff"
    )
    pseudonym = models.CharField(max_length=40, unique=True, help_text="how customers and events know them")
    roles = models.CharField(max_length=60, help_text="words of StaffRole")
    since_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "staff"


class StaffInvitation(models.Model):
    """An invitation to work here, or to work in other roles: taken by a code once, and confirmed by a second."""

    pseudonym = models.CharField(max_length=40)
    roles = models.CharField(max_length=60, help_text="words of StaffRole")
    code_lookup = models.BinaryField(null=True, help_text="keyed, of the code; none: it was taken")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    taken_by = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="invitations")
    taken_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="confirmed")
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)

    class Meta:
        db_table = "staff_invitation"
        constraints = [
            # Of the staff everybody is a customer too, by the same key.
            models.CheckConstraint(
                name="nobody_lets_themselves_in",
                condition=Q(decided_by=None) | Q(taken_by__isnull=False) & ~Q(decided_by=F("taken_by")),
            ),
            models.CheckConstraint(
                name="taken_by_a_code_once", condition=Q(taken_by=None) | Q(code_lookup=None)
            ),
        ]


class TwoPersonRequest(models.Model):
    """Something asked for by one of the staff that another has to confirm."""

    act = models.CharField(max_length=8)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT)
    eid = models.ForeignKey(Eid, null=True, on_delete=models.PROTECT)
    reason = models.CharField(max_length=24)
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="asked")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="decided")
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)

    class Meta:
        db_table = "two_person_request"
        constraints = [
            models.CheckConstraint(
                name="two_are_two", condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by"))
            ),
            # Of the staff everybody is a customer too, by the same key.
            models.CheckConstraint(
                name="nobody_for_themselves",
                condition=~Q(asked_by=F("customer")) & (Q(decided_by=None) | ~Q(decided_by=F("customer"))),
            ),
            models.UniqueConstraint(
                fields=["act", "customer", "eid"],
                condition=Q(decided_at=None),
                nulls_distinct=False,
                name="asked_for_once",
            ),
        ]
