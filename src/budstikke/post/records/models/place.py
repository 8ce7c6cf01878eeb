"""Where letters wait: outlets, and the postcodes they serve."""

from __future__ import annotations

from django.db import models


class Outlet(models.Model):
    """A post office, post-in-shop or business centre (PUM §11); only a working scanner lets it hand over."""

    id = models.IntegerField(primary_key=True, help_text="the unit number printed on notices")
    name = models.TextField()
    kind = models.SmallIntegerField(help_text="1 business centre, 4 post-in-shop, 21 post office")
    street = models.TextField()
    postcode = models.CharField(max_length=4, db_index=True)
    city = models.TextField()
    latitude = models.FloatField()
    longitude = models.FloatField()
    hours_no = models.TextField(blank=True)
    hours_en = models.TextField(blank=True)
    has_scanner = models.BooleanField()
    scanner_works = models.BooleanField(default=True)

    class Meta:
        db_table = "outlet"


class Postcode(models.Model):
    """
    One row of the Norwegian postcode register, as its newest edition has it.

    One that the register has no more stays, because letters are still addressed to it: `gone_on`.
    """

    code = models.CharField(max_length=4, primary_key=True)
    city = models.TextField()
    municipality_number = models.CharField(max_length=4)
    municipality = models.TextField()
    category = models.CharField(max_length=1, help_text="G street, P box, B both, S special, F several")
    since_on = models.DateField(null=True, help_text="the first edition it stands in as it stands here")
    gone_on = models.DateField(null=True, help_text="the first edition it does not stand in")
    outlet = models.ForeignKey(
        Outlet,
        null=True,
        on_delete=models.SET_NULL,
        related_name="serves",
        help_text="where its mail is collected",
    )

    class Meta:
        db_table = "postcode"


class PostcodePast(models.Model):
    """A postcode as an earlier edition of the register had it; `until_on` is the last day of that."""

    code = models.CharField(max_length=4)
    city = models.TextField()
    municipality_number = models.CharField(max_length=4)
    municipality = models.TextField()
    category = models.CharField(max_length=1)
    since_on = models.DateField(null=True)
    until_on = models.DateField()

    class Meta:
        db_table = "postcode_past"
        indexes = (models.Index(fields=["code"], name="a_postcodes_past"),)


class PostcodeEdition(models.Model):
    """An edition of the postcode register that was taken over."""

    valid_from = models.DateField()
    imported_at = models.DateTimeField()
    rows = models.IntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        db_table = "postcode_edition"
