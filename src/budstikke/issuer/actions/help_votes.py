"""Count whether an article helped; who says so is not kept."""

from __future__ import annotations

from datetime import date

from django.db import connection

from budstikke.issuer.terms.help_articles import Article


def count_vote(article: Article, *, helped: bool, today: date) -> None:
    """Count one answer to "did this help?", for this version of the article in this language."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO help_vote AS held (day, article, language, version, helped, count)
            VALUES (%s, %s, %s, %s, %s, 1)
            ON CONFLICT (day, article, language, version, helped) DO UPDATE SET count = held.count + 1
            """,
            [today, article.id, article.language, article.version, helped],
        )
