"""The eIDs of customers: what each is, what it is made of, and what happened to it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from budstikke.issuer.records.models.customers import Customer


class Eid(models.Model):
    """One eID of one customer; its state is what its events made of it."""

    reference = models.UUIDField(
        unique=True, help_text="how addresses name it, and what its sealed values bind to"
    )
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="eids")
    product = models.CharField(max_length=12)
    order_number = models.CharField(max_length=40)
    state = models.CharField(max_length=8)
    issued_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    blocked_for = models.CharField(max_length=12, default="")
    renews = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="renewed_by")
    organisation_sealed = models.BinaryField(
        null=True, help_text="JSON of an enterprise: orgnr, name, contact"
    )

    class Meta:
        db_table = "eid"
        indexes = [models.Index(fields=["customer", "id"]), models.Index(fields=["order_number"])]
        constraints = [
            models.CheckConstraint(
                name="blocked_for_a_reason", condition=Q(state="blocked") | Q(blocked_for="")
            ),
        ]


class Means(models.Model):
    """What one signs in by: a key's public half, a code's secret, a card's stand-in; one at a time is in force."""

    reference = models.UUIDField(unique=True, help_text="what its sealed values are bound to")
    eid = models.ForeignKey(Eid, on_delete=models.PROTECT, related_name="means")
    public_id = models.BinaryField(
        unique=True, help_text="a credential, an app, or a card, by its own number"
    )
    public_key = models.BinaryField(null=True)
    secret_sealed = models.BinaryField(null=True, help_text="of a code; of a card's stand-in its key")
    counter = models.BigIntegerField(
        default=0, help_text="signatures counted by a key, or the last step of a code"
    )
    pin_sealed = models.BinaryField(
        null=True, help_text="argon2id of it: four digits would else be found in no time"
    )
    puk_sealed = models.BinaryField(null=True)
    wrong_pins = models.SmallIntegerField(default=0)
    wrong_puks = models.SmallIntegerField(default=0)
    code_lookup = models.BinaryField(null=True, help_text="keyed, of the code sent by SMS")
    code_tries = models.SmallIntegerField(default=0)
    code_expires_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, help_text="when it could first be signed in with")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "means"
        constraints = [
            models.UniqueConstraint(
                fields=["eid"], condition=Q(ended_at=None, ready_at__isnull=False), name="one_means_in_force"
            )
        ]


class IssuedCertificate(models.Model):
    """A certificate of the issuer's own authority, and whether it is revoked."""

    serial = models.CharField(max_length=40, unique=True, help_text="in hexadecimal")
    means = models.ForeignKey(Means, on_delete=models.PROTECT, related_name="certificates")
    issuing_key = models.SmallIntegerField(help_text="by its number at the authority")
    content_sealed = models.BinaryField(null=True, help_text="DER; it names its holder")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_for = models.CharField(max_length=24, default="")

    class Meta:
        db_table = "issued_certificate"
        indexes = [
            models.Index(
                fields=["revoked_at"], condition=Q(revoked_at__isnull=False), name="revoked_certificates"
            )
        ]


class EidEvent(models.Model):
    """What happened, to whom, by whom: appended to, never changed; holds codes, nothing of a person."""

    at = models.DateTimeField()
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="eid_events")
    eid = models.ForeignKey(Eid, null=True, on_delete=models.PROTECT, related_name="events")
    code = models.CharField(max_length=20)
    actor = models.CharField(max_length=40, help_text="self, system, or the pseudonym of staff")
    reason = models.CharField(max_length=40, default="")
    before_sha256 = models.BinaryField(
        help_text="of this customer's event before, so that none can be left out"
    )
    sha256 = models.BinaryField()

    class Meta:
        db_table = "eid_event"
        indexes = [models.Index(fields=["customer", "id"]), models.Index(fields=["eid", "id"])]


class SignInAsked(models.Model):
    """A sign-in that waits for the app on a phone: approved by a signature, denied, or too late."""

    reference = models.UUIDField(unique=True)
    means = models.ForeignKey(
        Means, null=True, on_delete=models.PROTECT, help_text="none: nobody has this number"
    )
    challenge = models.BinaryField()
    match = models.CharField(max_length=2, help_text="shown on the page, given in the app")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    denied_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sign_in_asked"
        indexes = [models.Index(fields=["means", "expires_at"])]


class Attempts(models.Model):
    """How often something was tried within a window, by a keyed hash of who or from where."""

    who = models.BinaryField(primary_key=True)
    since_at = models.DateTimeField()
    count = models.IntegerField()

    class Meta:
        db_table = "attempts"


class Transfer(models.Model):
    """Money to or from a player account, as far as we are told."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="transfers")
    reference = models.CharField(max_length=40, unique=True)
    direction = models.CharField(max_length=12)
    amount_ore = models.BigIntegerField()
    state = models.CharField(max_length=8)
    sent_at = models.DateTimeField()
    told_at = models.DateTimeField()

    class Meta:
        db_table = "transfer"
        constraints = [
            models.CheckConstraint(name="money_moves", condition=Q(amount_ore__gt=0)),
            models.CheckConstraint(name="told_after_it_was_sent", condition=Q(told_at__gte=F("sent_at"))),
        ]
