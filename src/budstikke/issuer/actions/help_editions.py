"""Help articles that staff write: drafted, looked over by a second person, published in the place of a file's."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django.db import transaction
from django.db.models import Max

from budstikke.formats.malformed import Fault, Malformed
from budstikke.issuer.records.models import HelpDraft
from budstikke.issuer.terms.help_articles import Article, dated, faults_of_pair, parse_article
from budstikke.issuer.terms.help_facts import facts

Texts = tuple[tuple[str, str, str], ...]


class NotReviewed(Exception):
    """What was asked for cannot be done with this draft; the message says why."""


def published() -> Texts:
    """Return every article that was published here: its id and its two texts, of each the newest."""
    newest = HelpDraft.objects.filter(state="published").aggregate(newest=Max("reviewed_at"))["newest"]
    return _published(newest) if newest else ()


@lru_cache(maxsize=2)
def _published(newest: datetime) -> Texts:  # noqa: ARG001  (another moment is another answer)
    rows = HelpDraft.objects.filter(state="published").order_by("article", "-reviewed_at")
    return tuple((row.article, row.text_no, row.text_en) for row in rows.distinct("article"))


def judged(article: str, *, no: str, en: str, today: date) -> tuple[Fault, ...]:
    """Return every fault of an article's two texts, as strictly as for those that come with the program."""
    faults: list[Fault] = []
    read: list[Article] = []
    for language, text in (("no", no), ("en", en)):
        try:
            read.append(parse_article(text, id=article, language=language))  # type: ignore[arg-type]
        except Malformed as malformed:
            faults += [Fault(f"{language}: {each.where}", each.code, each.text) for each in malformed.faults]
    if len(read) == 2:
        faults += faults_of_pair(*read, facts=facts(today))
    return tuple(faults)


def save_draft(
    article: str, *, no: str, en: str, by: str, now: datetime, draft: int | None = None
) -> HelpDraft:
    """
    Keep what somebody writes; a draft may have faults, which its page names.

    Raises: NotReviewed when the draft is another's, or no longer a draft.
    """
    if draft is None:
        return HelpDraft.objects.create(
            article=article, text_no=no, text_en=en, state="draft", written_by=by, written_at=now
        )
    changed = HelpDraft.objects.filter(id=draft, state="draft", written_by=by, article=article)
    if not changed.update(text_no=no, text_en=en):
        raise NotReviewed("only whoever began a draft goes on with it, and only before it is looked over")
    return HelpDraft.objects.get(id=draft)


@transaction.atomic
def ask_for_review(draft: int, *, by: str, today: date) -> None:
    """
    Hand a draft over to whoever else looks it over.

    Raises: NotReviewed when it has faults, is another's, or is no draft.
    """
    row = HelpDraft.objects.select_for_update().get(id=draft)
    if row.state != "draft" or row.written_by != by:
        raise NotReviewed("only whoever wrote a draft hands it over")
    if judged(row.article, no=row.text_no, en=row.text_en, today=today):
        raise NotReviewed("put the faults right first")
    row.state = "review"
    row.save(update_fields=["state"])


@transaction.atomic
def review(draft: int, *, by: str, agreed: bool, note: str, version: int, now: datetime, today: date) -> None:
    """
    Publish what another wrote as the version after `version`, dated today, or say no.

    Raises: NotReviewed for one's own draft, one that waits for nobody, or one that has faults.
    """
    row = HelpDraft.objects.select_for_update().get(id=draft)
    if row.state != "review":
        raise NotReviewed("nobody has asked for this to be looked over")
    if row.written_by == by:
        raise NotReviewed("somebody else has to look it over")
    if agreed:
        row.text_no, row.text_en = (
            dated(text, updated_on=today, version=version + 1) for text in (row.text_no, row.text_en)
        )
        if judged(row.article, no=row.text_no, en=row.text_en, today=today):
            raise NotReviewed("it has faults")
    row.state = "published" if agreed else "rejected"
    row.reviewed_by, row.reviewed_at, row.note = by, now, note
    row.save(update_fields=["text_no", "text_en", "state", "reviewed_by", "reviewed_at", "note"])
