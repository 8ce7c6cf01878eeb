"""What templates ask for: words in the page's language, days and hours in words, numbers in groups."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.template.context import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from budstikke.kit.days import Language, in_full, in_table, with_hour

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: Context, no: str, en: str) -> SafeString:
    """
    Return the words of the page's language; both stand side by side in the template, so none is forgotten.

    Reading: a page without `language` in its context is Norwegian.
    """
    return mark_safe(conditional_escape(en if _language(context) == "en" else no))  # noqa: S308  (escaped here)


@register.simple_tag(takes_context=True)
def day(context: Context, value: date) -> str:
    """Return a day with weekday and year."""
    return in_full(value, language=_language(context))


@register.simple_tag(takes_context=True)
def short_day(context: Context, value: date | datetime) -> str:
    """Return a day for the column of a table."""
    return in_table(value, language=_language(context))


@register.simple_tag(takes_context=True)
def hour(context: Context, value: datetime) -> str:
    """Return a moment as Norwegian clocks show it."""
    return with_hour(value, language=_language(context))


@register.filter
def grouped(number: str) -> str:
    """Return a letter's number as people read it aloud."""
    if len(number) != 13:
        return number
    return f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:11]} {number[11:]}"


def _language(context: Context) -> Language:
    return "en" if context.get("language") == "en" else "no"
