"""The help centre: what the search reads, what nobody found, what helped, and what staff write."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q


class HelpSection(models.Model):
    """
    One section of an article, or one article whole, as the search reads it; made anew whenever the articles change.

    Articles are found and ordered by their whole rows; of each found, its best section is shown.
    """

    language = models.CharField(max_length=2)
    article = models.SlugField(max_length=60, db_index=False)
    whole = models.BooleanField()
    anchor = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=200)
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    kinds = models.CharField(max_length=80, blank=True, help_text="what its facts answer, spaces between")
    answers = models.JSONField(default=list, help_text="kind and sentence of each fact")
    words = SearchVectorField()

    class Meta:
        db_table = "help_section"
        indexes = [
            GinIndex(fields=["words"], name="help_whole_words", condition=Q(whole=True), fastupdate=False),
            models.Index(fields=["language", "article"], name="help_section_of_article"),
        ]


class HelpIndex(models.Model):
    """Of which articles the rows of a language are, and all the words in them, for what is misspelt."""

    language = models.CharField(primary_key=True, max_length=2)
    digest = models.CharField(max_length=64)
    words = models.TextField()
    lexemes = models.TextField()
    common = models.TextField(help_text="stems that so many articles have that they tell none apart")

    class Meta:
        db_table = "help_index"


class HelpMiss(models.Model):
    """What was searched for on a day and not found: words only, no long numbers, no addresses."""

    day = models.DateField()
    language = models.CharField(max_length=2)
    asked = models.CharField(max_length=80)
    count = models.IntegerField()

    class Meta:
        db_table = "help_miss"
        constraints = [
            models.UniqueConstraint(fields=["day", "language", "asked"], name="a_miss_is_counted_once_a_day")
        ]


class HelpVote(models.Model):
    """How many said on a day that a version of an article helped, or did not; never who."""

    day = models.DateField()
    article = models.SlugField(max_length=60, db_index=False)
    language = models.CharField(max_length=2)
    version = models.IntegerField()
    helped = models.BooleanField()
    count = models.IntegerField()

    class Meta:
        db_table = "help_vote"
        constraints = [
            models.UniqueConstraint(
                fields=["day", "article", "language", "version", "helped"],
                name="votes_are_counted_in_one_row",
            )
        ]


class HelpDraft(models.Model):
    """An article as one of the staff wrote it, in both languages; another one publishes it or says no."""

    article = models.SlugField(max_length=60)
    text_no = models.TextField()
    text_en = models.TextField()
    state = models.CharField(max_length=9, help_text="draft, review, published or rejected")
    written_by = models.CharField(max_length=40, help_text="pseudonym of one of the staff")
    written_at = models.DateTimeField()
    reviewed_by = models.CharField(max_length=40, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=400, blank=True, help_text="what the reviewer says to the writer")

    class Meta:
        db_table = "help_draft"
        constraints = [
            models.CheckConstraint(
                name="nobody_reviews_their_own",
                condition=~Q(state__in=("published", "rejected"))
                | (~Q(reviewed_by=F("written_by")) & ~Q(reviewed_by="")),
            )
        ]
