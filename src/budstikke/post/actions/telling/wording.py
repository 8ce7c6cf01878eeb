"""A notice as every channel needs it: short text, e-mail and paper, for this very letter."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings

from budstikke.formats.digipost.pickup_notice import PickupNotice, build_pickup_notice
from budstikke.kit.clock import OSLO, midnight
from budstikke.law.decision import Decision
from budstikke.law.words import Words
from budstikke.post.actions.sealing import contact_of
from budstikke.post.actions.telling.notice_code import code_of
from budstikke.post.actions.trial import is_trial
from budstikke.post.channels.message import Message
from budstikke.post.papers.notice import Notice as NoticePaper
from budstikke.post.papers.notice import NoticeOutlet, render_notice
from budstikke.post.papers.notice_text import email, sms
from budstikke.post.papers.notice_words import LABELS
from budstikke.post.papers.slip import OUT_OF_ORDER, Slip, SlipReason, render_slip_letter, slip_sms, slip_text
from budstikke.post.papers.told import WORDINGS
from budstikke.post.records.models import Letter, Notice, Outlet
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.pum.id_documents import DOCUMENTS
from budstikke.post.terms.pum.notices import EXTENDED

IN_ENGLISH = "— English —"


def message_for(letter: Letter, notice: Notice, *, last_collect_day: date) -> Message:
    """
    Return the message; its paper is set only if a channel asks for it.

    Terms: PUM §11 (the outlet, what to bring), §14 (until when).
    """
    paper = notice_paper(letter, reminder=notice.kind == "reminder", last_collect_day=last_collect_day)
    # Nobody told us which language the recipient reads: the mail has both, the short text only room for one.
    contact = contact_of(letter)
    mail, english = email(paper, language="no"), email(paper, language="en")
    return Message(
        key=f"{letter.number}-{notice.ordinal}",
        mobile=contact.mobile,
        email=contact.email,
        subject=mail.subject,
        text=f"{mail.body}\n\n{IN_ENGLISH}\n\n{english.body}",
        short_text=sms(paper, language="no"),
        pickup=_pickup(letter, paper),
        pdf=lambda: render_notice(paper, sheet="A4"),
    )


def _pickup(letter: Letter, paper: NoticePaper) -> bytes:
    """Return the notice as a digital mailbox shows it (PUM §11, §14)."""
    assert letter.ready_at is not None and letter.outlet is not None, "it lies there"
    demanded = [LABELS["passport"].no] if paper.passport_only else []
    return build_pickup_notice(
        PickupNotice(
            number=letter.number,
            product="PUM",
            arrived_at=letter.ready_at.astimezone(OSLO),
            # It waits until the end of its last day.
            returned_at=midnight(paper.deadline_on + timedelta(days=1)),
            recipient_name=paper.recipient_name,
            place_name=paper.outlet.name,
            place_code=str(letter.outlet.id),
            instruction="; ".join(words.no for words in paper.documents),
            extra_information=" ".join((*demanded, LABELS["valid"].no, LABELS["person"].no)),
        )
    )


def outage_message(
    letter: Letter, notice: Notice, meanwhile: Decision, *, elsewhere: Outlet | None
) -> Message:
    """
    Return what a recipient is told while the outlet can hand nothing over.

    Terms: PUM §11 (no hand-over during an outage; another outlet), §14 (the days are given back).
    """
    assert letter.outlet is not None and letter.last_collect_day is not None, (
        "only such letters are given days"
    )
    first, *others = meanwhile.reasons
    clauses = ", ".join(str(clause) for clause in first.clauses)
    slip = Slip(
        number=letter.number,
        heading=OUT_OF_ORDER,
        reasons=(SlipReason(words=first.words, clauses=clauses, cure=others[0].words if others else None),),
        deadline_on=letter.last_collect_day,
        outlet=outlet_on_paper(letter.outlet),
        elsewhere=outlet_on_paper(elsewhere) if elsewhere else None,
        test=is_trial(letter),
        address_lines=_address(letter),
    )
    return _as_message(slip, letter, notice)


def told_message(letter: Letter, notice: Notice) -> Message:
    """
    Return what a recipient is told of a longer deadline, or of a letter that went back.

    Terms: PUM §14, §15.
    """
    words = WORDINGS[BY_ID[letter.edition].notice_wording][notice.kind]
    waits = notice.kind == EXTENDED
    slip = Slip(
        number=letter.number,
        heading=words.heading,
        reasons=(
            SlipReason(words=words.reason, clauses=", ".join(map(str, words.clauses)), cure=words.cure),
        ),
        sms=words.sms,
        sender_name=letter.sender.name,
        deadline_on=letter.last_collect_day if waits else None,
        outlet=outlet_on_paper(letter.outlet) if waits and letter.outlet else None,
        test=is_trial(letter),
        address_lines=_address(letter),
    )
    return _as_message(slip, letter, notice)


def _address(letter: Letter) -> tuple[str, ...]:
    lines = (letter.recipient_name, letter.street, letter.street2, f"{letter.postcode} {letter.city}")
    return tuple(line for line in lines if line)


def _as_message(slip: Slip, letter: Letter, notice: Notice) -> Message:
    english, contact = slip_text(slip, language="en"), contact_of(letter)
    return Message(
        key=f"{letter.number}-{notice.kind}-{notice.ordinal}",
        mobile=contact.mobile,
        email=contact.email,
        subject=f"TEST: {slip.heading.no}" if slip.test else slip.heading.no,
        text=f"{slip_text(slip, language='no')}\n\n{IN_ENGLISH}\n\n{english}",
        short_text=slip_sms(slip, language="no"),
        pdf=lambda: render_slip_letter(slip),
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
        outlet=outlet_on_paper(outlet),
        deadline_on=last_collect_day,
        documents=tuple(DOCUMENTS[code].words for code in accepted),
        passport_only=letter.passport_only,
        reminder=reminder,
        tracking_address=f"{settings.PUBLIC_HOST}/track",
        test=is_trial(letter),
        code=code_of(letter.number),
    )


def outlet_on_paper(outlet: Outlet) -> NoticeOutlet:
    """Return an outlet as papers name it."""
    return NoticeOutlet(
        name=outlet.name,
        address_lines=(outlet.street, f"{outlet.postcode} {outlet.city}"),
        opening_hours=(Words(no=outlet.hours_no, en=outlet.hours_en),),
    )
