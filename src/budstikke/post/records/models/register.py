"""The address register: persons, their names and postal addresses through time, and who saw what of them."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

# What an address is to a person; two of one kind never hold on the same day.
ADDRESS_KINDS = ("permanent", "temporary")


class Person(models.Model):
    """
    One post recipient.

    `ref` is ours and opaque: what orders, snapshots, evidence and other tables call the person. The national number
    is sealed, and by the keyed hash the person is found by whoever knows it. `protection` is a code of
    terms.forwarding.protection; empty for nearly everybody. `merged_into` is who the National Registry says this was
    all along.
    """

    ref = models.UUIDField(unique=True, default=uuid4)
    national_number_sealed = models.BinaryField(null=True)
    national_number_lookup = models.BinaryField(null=True)
    given_name = models.TextField()
    middle_name = models.TextField(blank=True)
    surname = models.TextField()
    born_on = models.DateField(null=True)
    died_on = models.DateField(null=True)
    contact_sealed = models.BinaryField(null=True, help_text="mobile and e-mail, as the person gave them")
    contact_changed_on = models.DateField(
        null=True, help_text="by the person; an order soon after is taken in person"
    )
    protection = models.TextField(blank=True)
    reserved_at = models.DateTimeField(null=True, help_text="nobody's register is updated from this one")
    locked_at = models.DateTimeField(null=True, help_text="the person's security lock: no order without them")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    entered_at = models.DateTimeField()

    class Meta:
        db_table = "person"
        constraints = (
            models.UniqueConstraint(fields=["national_number_lookup"], name="one_person_for_a_number"),
        )
        indexes = (
            models.Index(fields=["protection"], name="protected_persons", condition=~models.Q(protection="")),
        )

    @property
    def name(self) -> str:
        """The whole name, as mail bears it."""
        return " ".join(part for part in (self.given_name, self.middle_name, self.surname) if part)


class PersonAlias(models.Model):
    """A name a person had, which still stands on mail."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="aliases")
    given_name = models.TextField()
    middle_name = models.TextField(blank=True)
    surname = models.TextField()
    until_on = models.DateField(help_text="the day the other name came")
    source = models.TextField(help_text="a code: registry or correction")

    class Meta:
        db_table = "person_alias"
        constraints = (
            models.UniqueConstraint(
                fields=["person", "given_name", "middle_name", "surname"], name="an_alias_once"
            ),
        )

    @property
    def name(self) -> str:
        """The whole name, as mail bore it."""
        return " ".join(part for part in (self.given_name, self.middle_name, self.surname) if part)


class PostalAddress(models.Model):
    """
    Where a person's mail went on which days.

    The address itself is sealed for everybody, so that nothing can be told from who is sealed and who is not. It never
    comes from the National Registry: `source` is a code, `source_ref` what of.
    """

    ref = models.UUIDField(unique=True, default=uuid4)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    kind = models.TextField()
    held = DateRangeField(
        help_text="half open; no end while it holds, empty where another took its very first day"
    )
    address_sealed = models.BinaryField()
    source = models.TextField(help_text="a code: order or correction")
    source_ref = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "postal_address"
        constraints = (
            models.CheckConstraint(name="an_address_is_of_a_kind", condition=Q(kind__in=ADDRESS_KINDS)),
            # A range of one person stands for equality, which GiST knows only from an extension.
            *(
                ExclusionConstraint(
                    name=f"one_{kind}_address_a_day",
                    expressions=[
                        (
                            Func(F("person"), F("person"), Value("[]"), function="int8range"),
                            RangeOperators.OVERLAPS,
                        ),
                        ("held", RangeOperators.OVERLAPS),
                    ],
                    condition=Q(kind=kind),
                )
                for kind in ADDRESS_KINDS
            ),
        )


class Household(models.Model):
    """Persons who ordered as one household; never made of who is related to whom or lives where."""

    ref = models.UUIDField(unique=True, default=uuid4)
    order_ref = models.TextField(unique=True, help_text="the order that named it")
    named_at = models.DateTimeField()
    members = models.ManyToManyField(Person, through="HouseholdMember", related_name="households")

    class Meta:
        db_table = "household"


class HouseholdMember(models.Model):
    """A person an order named as one of a household, from a day to a day."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    joined_on = models.DateField()
    left_on = models.DateField(null=True)

    class Meta:
        db_table = "household_member"
        constraints = (
            models.UniqueConstraint(fields=["household", "person"], name="a_member_of_a_household_once"),
        )


class RegisterRead(models.Model):
    """
    Who saw what of a person, and why: appended, never changed.

    `reader` is a pseudonym of staff, a customer number, the person's own ref, or a code for what runs by itself;
    `fields` are codes of terms.forwarding.holdings. A wash in which the person was found is a reading too.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reads")
    at = models.DateTimeField()
    reader = models.TextField()
    purpose = models.TextField(help_text="a code")
    fields = ArrayField(models.TextField())
    about = models.TextField(blank=True, help_text="the order, case or wash it was for")

    class Meta:
        db_table = "register_read"


class RegisterChange(models.Model):
    """
    What was changed of a person, on what ground and whose word: appended, never changed; never the values.

    `source` is a code: registry, order, case or staff; `source_ref` the number of the registry's event, the order or
    the case. The decision that allowed it is beside it. The table has one more column, `recorded_in` (migration
    0002), as `event` has.
    """

    ref = models.UUIDField(unique=True, default=uuid4)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    code = models.TextField()
    source = models.TextField()
    source_ref = models.TextField(blank=True)
    actor = models.TextField(help_text="a pseudonym, or a code for what runs by itself")
    decision = models.JSONField()

    class Meta:
        db_table = "register_change"
        indexes = (models.Index(fields=["source", "source_ref"], name="changes_by_source"),)


class ContactChange(models.Model):
    """
    A new telephone or e-mail of a person, which counts once the code sent to it came back; or one that is removed.

    `asked_sealed` is what it is and the code, until that was typed or no longer counts; `before_sealed` the ways that
    are told of the change, and put back by one of them, until they no longer can. A row that changed nothing goes after
    a day, another when its link is over (actions/keeping/forget_register.py).
    """

    ref = models.UUIDField(unique=True, default=uuid4)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contact_changes")
    way = models.TextField(help_text="a code: mobile or email")
    asked_at = models.DateTimeField()
    asked_sealed = models.BinaryField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)
    before_sealed = models.BinaryField(null=True)
    told_at = models.DateTimeField(null=True)
    removes = models.BooleanField(default=False)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "contact_change"


class RegisterCase(models.Model):
    """
    What a person asked of the register in writing: to be left out, to see, or to have an error put right.

    `content_sealed` is what was asked and, of a correction, what stood there before and after.
    """

    ref = models.UUIDField(unique=True, default=uuid4)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    kind = models.TextField(help_text="a code: reservation, access or correction")
    edition = models.TextField()
    received_on = models.DateField()
    due_on = models.DateField()
    prolonged_on = models.DateField(null=True, help_text="the day the person was told why it takes longer")
    opened_at = models.DateTimeField()
    opened_by = models.TextField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    content_sealed = models.BinaryField(null=True)

    class Meta:
        db_table = "register_case"
        indexes = (models.Index(fields=["due_on"], name="cases_open", condition=Q(closed_at__isnull=True)),)


class RegistryPointer(models.Model):
    """How far the National Registry's feed was followed; one row, locked by who follows."""

    name = models.TextField(primary_key=True)
    sequence = models.BigIntegerField(help_text="the last event that was applied or passed over")
    etag = models.TextField(blank=True)
    extract_since = models.DateTimeField(null=True, help_text="a full extract is under way since then")
    extract_after = models.TextField(blank=True, help_text="how far it has come")
    extract_sequence = models.BigIntegerField(null=True, help_text="where the feed goes on after it")
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "registry_pointer"


class MoveMessage(models.Model):
    """
    A move told to the National Registry, because the persons agreed; or that one is taken back.

    `content_sealed` is what the message is made of, until the registry has it; `order_ref` the order it comes of.
    """

    ref = models.UUIDField(unique=True, default=uuid4)
    order_ref = models.TextField()
    annuls = models.OneToOneField("self", null=True, on_delete=models.PROTECT)
    made_at = models.DateTimeField()
    content_sealed = models.BinaryField(null=True)
    batch = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True)
    receipt = models.TextField(blank=True, help_text="the registry's number of what it took")
    refused = models.TextField(blank=True, help_text="the registry's code")

    class Meta:
        db_table = "move_message"
        constraints = (
            models.UniqueConstraint(
                fields=["order_ref"], name="an_order_tells_its_move_once", condition=Q(annuls__isnull=True)
            ),
        )
        indexes = (models.Index(fields=["id"], name="moves_to_send", condition=Q(sent_at__isnull=True)),)


class MovingPerson(models.Model):
    """One of those a move is told of, and when they agreed to it."""

    move = models.ForeignKey(MoveMessage, on_delete=models.PROTECT, related_name="moving", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    agreed_at = models.DateTimeField()

    class Meta:
        db_table = "moving_person"
        constraints = (
            models.UniqueConstraint(fields=["move", "person"], name="a_person_moves_once_in_a_message"),
        )
