"""The front page of the issuer."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("language", "word"), [("no", "nivå høyt"), ("en", "level high")])
def test_the_front_page_is_there_in_both_languages(issuer_database: None, language: str, word: str) -> None:
    """Whoever comes sees at once what this is, and that it is a trial."""
    from django.test import Client

    page = Client(headers={"host": "localhost"}).get("/", {"language": language}).content.decode()
    assert word in page and "TEST" in page
