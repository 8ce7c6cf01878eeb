"""
The pickup notice: that a letter waits, where, until when, and what exactly to bring for it.

Terms: PUM §11, §14.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from budstikke.kit.days import in_full
from budstikke.law.words import LANGUAGES, Language, Words
from budstikke.post.papers.barcode import code_39
from budstikke.post.papers.label import breakable, spaced
from budstikke.post.papers.notice_words import ADVICE, HEADING, HEADING_REMINDER, LABELS
from budstikke.post.papers.setting import refuse_unprintable, set_pdf

Sheet = Literal["A5", "A4"]


@dataclass(frozen=True, slots=True)
class NoticeOutlet:
    """The outlet as the notice names it: visiting address and opening hours, a line each."""

    name: str
    address_lines: tuple[str, ...]
    opening_hours: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """
    One notice, or one reminder of it.

    `documents` are those accepted for this very letter, already worded; `deadline_on` is the last day on
    which the letter can be collected. `tracking_address` is a page, without https://; `code` opens the letter there.
    """

    number: str
    recipient_name: str
    address_lines: tuple[str, ...]
    postcode: str
    city: str
    sender_name: str
    outlet: NoticeOutlet
    deadline_on: date
    documents: tuple[Words, ...]
    passport_only: bool
    reminder: bool
    tracking_address: str
    test: bool
    code: str = field(default="", repr=False)


def render_notice(notice: Notice, *, sheet: Sheet = "A5") -> bytes:
    """
    Return the notice as PDF (PDF/UA-1), Norwegian before English.

    A5 has a page for each language; A4 is one page with the address where a left window envelope (DL, C5)
    shows it.
    Raises: CannotPrint when a text has no letters or no room.
    """
    refuse_unprintable(f"notice {notice.number}", _texts(notice))
    linear = code_39(notice.number)
    data = {
        "sheet": sheet,
        "name": breakable(notice.recipient_name),
        "address": [breakable(line) for line in (*notice.address_lines, f"{notice.postcode} {notice.city}")],
        "number": notice.number,
        "spaced": spaced(notice.number),
        "code_39": linear.svg,
        "code_39_modules": linear.width_modules,
        "passport_only": notice.passport_only,
        "test": notice.test,
        "pages": [_page(notice, language=language) for language in LANGUAGES],
    }
    return set_pdf("notice.typ", data, standards=["ua-1"])


def _texts(notice: Notice) -> Sequence[str]:
    outlet = notice.outlet
    words = [*outlet.opening_hours, *notice.documents]
    return [
        notice.recipient_name,
        *notice.address_lines,
        notice.postcode,
        notice.city,
        notice.sender_name,
        outlet.name,
        *outlet.address_lines,
        notice.tracking_address,
        *(word.in_(language) for word in words for language in LANGUAGES),
    ]


def _page(notice: Notice, *, language: Language) -> dict[str, object]:
    heading = HEADING_REMINDER if notice.reminder else HEADING
    return {
        "lang": "nb" if language == "no" else "en",
        "heading": heading.in_(language),
        "labels": {key: words.in_(language) for key, words in LABELS.items()},
        "deadline": in_full(notice.deadline_on, language=language),
        "outlet": breakable(notice.outlet.name),
        "outlet_lines": [breakable(line) for line in notice.outlet.address_lines],
        "hours": [words.in_(language) for words in notice.outlet.opening_hours],
        "sender": breakable(notice.sender_name),
        "documents": [words.in_(language) for words in notice.documents],
        "advice": [[row.question.in_(language), row.answer.in_(language)] for row in ADVICE],
        "track": breakable(notice.tracking_address),
        "code": notice.code,
    }
