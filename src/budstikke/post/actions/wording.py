"""A notice as every channel needs it: short text, e-mail and paper, for this very letter."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from budstikke.kit.installation import is_test
from budstikke.law.words import Words
from budstikke.post.channels.message import Message
from budstikke.post.papers.notice import Notice as NoticePaper
from budstikke.post.papers.notice import NoticeOutlet, render_notice
from budstikke.post.papers.notice_text import email, sms
from budstikke.post.records.models import Letter, Notice
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.pum.id_documents import DOCUMENTS

_IN_ENGLISH = "— English —"


def message_for(letter: Letter, notice: Notice, *, last_collect_day: date) -> Message:
    """
    Return the message; its paper is set only if a channel asks for it.

    Terms: PUM §11 (the outlet, what to bring), §14 (until when).
    """
    paper = notice_paper(letter, reminder=notice.kind == "reminder", last_collect_day=last_collect_day)
    # Nobody told us which language the recipient reads: the mail has both, the short text only room for one.
    mail, english = email(paper, language="no"), email(paper, language="en")
    return Message(
        key=f"{letter.number}-{notice.ordinal}",
        mobile=letter.mobile,
        email=letter.email,
        subject=mail.subject,
        text=f"{mail.body}\n\n{_IN_ENGLISH}\n\n{english.body}",
        short_text=sms(paper, language="no"),
        pdf=lambda: render_notice(paper, sheet="A4"),
    )


def notice_paper(letter: Letter, *, reminder: bool, last_collect_day: date) -> NoticePaper:
    """Return the notice as a value of papers."""
    outlet = letter.outlet
    assert outlet is not None, "a letter that is ready lies at an outlet"
    edition = BY_ID[letter.edition]
    accepted = edition.passport_documents if letter.passport_only else edition.approved_documents
    return NoticePaper(
        number=letter.number,
        recipient_name=letter.recipient_name,
        address_lines=tuple(line for line in (letter.street, letter.street2) if line),
        postcode=letter.postcode,
        city=letter.city,
        sender_name=letter.sender.name,
        outlet=NoticeOutlet(
            name=outlet.name,
            address_lines=(outlet.street, f"{outlet.postcode} {outlet.city}"),
            opening_hours=(Words(no=outlet.hours_no, en=outlet.hours_en),),
        ),
        deadline_on=last_collect_day,
        documents=tuple(DOCUMENTS[code].words for code in accepted),
        passport_only=letter.passport_only,
        reminder=reminder,
        tracking_address=f"{settings.PUBLIC_HOST}/track",
        test=is_test(),
    )
