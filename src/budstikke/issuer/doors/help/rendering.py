"""An article as HTML: Markdown with its facts, and nothing that a writer could smuggle in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from budstikke.issuer.terms.help_articles import Article, anchor, filled, markdown
from budstikke.issuer.terms.help_facts import Fact

_CLASSES = {
    "paragraph_open": "ds-paragraph",
    "bullet_list_open": "ds-list",
    "ordered_list_open": "ds-list",
    "link_open": "ds-link",
    "table_open": "ds-table",
    "heading_open": "ds-heading",
}
_SIZES = {"h2": "sm", "h3": "xs"}
_OWN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def html(article: Article, *, facts: Mapping[str, Fact]) -> SafeString:
    """
    Return an article's body as HTML.

    Facts are put in before Markdown is read; what is written like HTML is escaped by the reader of Markdown.
    """
    reader: MarkdownIt = markdown()
    tokens = reader.parse(filled(article.body, facts=facts, language=article.language))
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        _dress(token, following)
    return mark_safe(str(reader.renderer.render(tokens, reader.options, {})))  # noqa: S308  (escaped by the reader)


def _dress(token: Token, following: Token | None) -> None:
    if name := _CLASSES.get(token.type):
        token.attrSet("class", name)
    if token.type == "heading_open" and following is not None:
        token.attrSet("data-size", _SIZES[token.tag])
        token.attrSet("id", anchor(following.content))
    if token.type == "table_open":
        token.attrSet("tabindex", "0")
    _link(token.children or ())


def _link(children: Sequence[Token]) -> None:
    for child in children:
        if child.type == "link_open":
            child.attrSet("class", _CLASSES["link_open"])
            to = str(child.attrGet("href"))
            if _OWN.fullmatch(to):
                child.attrSet("href", reverse("help:article", args=[to]))
