"""What goes wrong at counters: cases for support, known problems, and the certificates chips are judged by."""

from __future__ import annotations

from django.db import models

from budstikke.post.records.models.letter import Letter
from budstikke.post.records.models.place import Outlet
from budstikke.post.records.models.sender import Sender


class SupportCase(models.Model):
    """
    A call for support about one letter, at a counter or by its recipient; whether its days count is the edition's.

    A letter has one open case of a cause at a time. `outcome` is a code; `outlet` is empty while the letter has none.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    outlet = models.ForeignKey(Outlet, null=True, on_delete=models.PROTECT, db_index=False)
    device = models.TextField(blank=True)
    cause = models.TextField(help_text="a code: scanner, document_unreadable, name, other, told_lost, ...")
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    opened_by = models.TextField(help_text="a pseudonym")
    closed_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    closed_by = models.TextField(blank=True)
    outcome = models.TextField(blank=True)

    class Meta:
        db_table = "support_case"
        constraints = (
            models.UniqueConstraint(
                fields=["letter", "cause"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_case_of_a_cause",
            ),
        )


class KnownProblem(models.Model):
    """
    A notice by operations that something fails, where, and what to do; an empty scope means everywhere.

    It is shown to clerks, recipients and senders while it lasts.
    """

    outlet = models.ForeignKey(Outlet, null=True, on_delete=models.PROTECT)
    device_model = models.TextField(blank=True)
    issuing_state = models.TextField(blank=True, help_text="as the machine-readable zone writes it")
    document_kind = models.TextField(blank=True, help_text="a code of terms.pum.id_documents")
    number_begins = models.TextField(blank=True, help_text="the series: how document numbers begin")
    words_no = models.TextField()
    words_en = models.TextField()
    do_no = models.TextField(help_text="what to do about it")
    do_en = models.TextField()
    holds_deadline = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField()
    published_by = models.TextField(help_text="a pseudonym")

    class Meta:
        db_table = "known_problem"


class CountryCertificate(models.Model):
    """A certificate from an imported master list, by which the chips of a country's documents are judged."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    country = models.CharField(max_length=2)
    key_identifier = models.BinaryField(null=True)
    content = models.BinaryField(help_text="DER")
    source = models.TextField(help_text="the file it came in, and that file's hash")
    imported_at = models.DateTimeField()

    class Meta:
        db_table = "country_certificate"
        indexes = (models.Index(fields=["country"], name="certificates_of_a_country"),)


class CountryRevocationList(models.Model):
    """A country's list of certificates it has revoked; every list counts, the newest says whether it is up to date."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    country = models.CharField(max_length=2)
    issuer = models.TextField(help_text="the authority's name, as the list writes it")
    made_at = models.DateTimeField()
    renew_at = models.DateTimeField(null=True)
    content = models.BinaryField(help_text="DER")
    source = models.TextField(help_text="the file it came in, and that file's hash")
    imported_at = models.DateTimeField()

    class Meta:
        db_table = "country_revocation_list"


class Outage(models.Model):
    """
    A time in which nothing could be handed over at an outlet (PUM §11); an outlet has one at a time.

    `given_back_on` is the last day whose loss has been added to the deadlines.
    """

    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT)
    cause = models.TextField(help_text="a code: the fault a device told, silent, or line")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    given_back_on = models.DateField(null=True)

    class Meta:
        db_table = "outage"
        constraints = (
            models.UniqueConstraint(
                fields=["outlet"], condition=models.Q(until_at__isnull=True), name="one_outage_at_a_time"
            ),
            models.CheckConstraint(
                name="an_outage_ends_after_it_began",
                condition=models.Q(until_at__isnull=True) | models.Q(until_at__gte=models.F("from_at")),
            ),
        )
