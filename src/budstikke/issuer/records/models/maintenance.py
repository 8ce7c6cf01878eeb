"""When the issuer's ordering pauses, and what does not work as it should."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class MaintenanceWindow(models.Model):
    """A span in which products cannot be ordered; it is written once, and may be ended early."""

    code = models.SlugField(
        max_length=40, unique=True, help_text="what it is called by commands and in the API"
    )
    products = models.CharField(max_length=100, help_text="codes of products with spaces between")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    announced_at = models.DateTimeField(help_text="from when everybody is told")
    renewal_allowed = models.BooleanField()
    existing_work = models.BooleanField()
    reason_no = models.CharField(max_length=400)
    reason_en = models.CharField(max_length=400)
    ended_at = models.DateTimeField(null=True, help_text="ended early, or called off")

    class Meta:
        db_table = "maintenance_window"
        constraints = [
            models.CheckConstraint(name="a_window_ends_after_it_begins", condition=Q(to_at__gt=F("from_at")))
        ]


class Incident(models.Model):
    """Something that does not work as it should, told on the pages it is about."""

    code = models.SlugField(max_length=40, unique=True)
    scope_no = models.CharField(max_length=100)
    scope_en = models.CharField(max_length=100)
    words_no = models.CharField(max_length=600)
    words_en = models.CharField(max_length=600)
    advice_no = models.CharField(max_length=600)
    advice_en = models.CharField(max_length=600)
    articles = models.CharField(
        max_length=400, blank=True, help_text="help pages, spaces between; none: every page"
    )
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "incident"
