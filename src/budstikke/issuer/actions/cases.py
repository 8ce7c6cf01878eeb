"""Cases: opened by the contact form, confirmed by mail, answered by staff, closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from budstikke.issuer.actions.sealed_cases import content_of, seal_answer, seal_content, seal_file, text_of
from budstikke.issuer.channels.errors import Rejected
from budstikke.issuer.records.models import CaseAnswer, CaseFile, Inquiry
from budstikke.issuer.terms.help_cases import Topic, answered_by, kind_of, make_number
from budstikke.issuer.terms.opening import OSLO
from budstikke.kit.days import in_full
from budstikke.law.words import Language, Words

_AT_ONCE = 50
_RECEIPT = Words(
    no="Vi har mottatt saken din.\n\nSaksnummer: {number}\nDu får svar senest {day}.\n\n"
    "Skriv aldri fødselsnummer, PIN-kode eller aktiveringskode til oss.\n\nEksempel-ID\n",
    en="We have received your case.\n\nCase number: {number}\nYou get an answer by {day}.\n\n"
    "Never write a national identity number, a PIN or an activation code to us.\n\nEksempel-ID\n",
)
_RECEIPT_SUBJECT = Words(no="Sak {number} er mottatt", en="Case {number} is received")
_ANSWER_SUBJECT = Words(no="Svar i sak {number}", en="Answer in case {number}")


class Sends(Protocol):
    """A way to send mail."""

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Send one message, or raise."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as it was sent; its name is the sender's own word."""

    name: str = field(repr=False)
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wrote in the form, already judged."""

    topic: Topic
    language: Language
    form_id: UUID
    name: str = field(repr=False)
    email: str = field(repr=False)
    order_number: str = field(repr=False, default="")
    message: str = field(repr=False)
    files: Sequence[Attached] = ()


def open_case(asked: Asked, *, now: datetime) -> Inquiry:
    """Write a case down with its files, sealed; the same form sent twice is the same case."""
    try:
        with transaction.atomic():
            return _open(asked, now=now)
    except IntegrityError:
        known = Inquiry.objects.filter(form_id=asked.form_id).first()
        if known is None:
            raise
        return known


def _open(asked: Asked, *, now: datetime) -> Inquiry:
    reference = uuid4()
    content = {
        "name": asked.name,
        "email": asked.email,
        "order_number": asked.order_number,
        "message": asked.message,
    }
    case = Inquiry.objects.create(
        reference=reference,
        number=make_number(),
        topic=asked.topic,
        language=asked.language,
        content_sealed=seal_content(content, case=reference),
        form_id=asked.form_id,
        opened_at=now,
        answer_by_on=answered_by(now.astimezone(OSLO).date()),
    )
    for file in asked.files:
        kind = kind_of(file.content)
        assert kind, "the door took a file of no kind we know"
        known_as = uuid4()
        CaseFile.objects.create(
            reference=known_as,
            case=case,
            kind=kind,
            size_bytes=len(file.content),
            name_sealed=seal_file(file.name.encode(), file=known_as, part="name"),
            content_sealed=seal_file(file.content, file=known_as, part="content"),
        )
    return case


@transaction.atomic
def answer_case(number: str, *, text: str, by: str, closes: bool, now: datetime) -> None:
    """Write an answer down; it is sent by mail. Closing it is the last word."""
    case = Inquiry.objects.select_for_update().get(number=number)
    reference = uuid4()
    CaseAnswer.objects.create(
        reference=reference,
        case=case,
        text_sealed=seal_answer(text, answer=reference),
        answered_by=by,
        answered_at=now,
    )
    if closes and case.closed_at is None:
        case.closed_at = now
        case.save(update_fields=["closed_at"])


def send_case_mail(*, mail: Sends, now: datetime) -> int:
    """
    Send the receipts and answers that wait; returns how many.

    Each is marked in the transaction it is sent in: what fails is tried again, and two workers never send one twice.
    An address that takes no mail is marked on its case, so that staff see it, and is not tried again.
    """
    sent = 0
    while sent < _AT_ONCE and (_send_receipt(mail, now) or _send_answer(mail, now)):
        sent += 1
    return sent


@transaction.atomic
def _send_receipt(mail: Sends, now: datetime) -> bool:
    case = (
        Inquiry.objects.select_for_update(skip_locked=True)
        .filter(receipt_sent_at=None)
        .order_by("id")
        .first()
    )
    if case is None:
        return False
    language: Language = "en" if case.language == "en" else "no"
    facts = {"number": case.number, "day": in_full(case.answer_by_on, language=language)}
    subject, text = (words.filled(facts).in_(language) for words in (_RECEIPT_SUBJECT, _RECEIPT))
    _give(mail, case, subject=subject, text=text)
    case.receipt_sent_at = now
    case.save(update_fields=["receipt_sent_at"])
    return True


@transaction.atomic
def _send_answer(mail: Sends, now: datetime) -> bool:
    waiting = CaseAnswer.objects.select_for_update(skip_locked=True, of=("self",)).filter(sent_at=None)
    answer = waiting.select_related("case").order_by("id").first()
    if answer is None:
        return False
    language: Language = "en" if answer.case.language == "en" else "no"
    subject = _ANSWER_SUBJECT.filled({"number": answer.case.number}).in_(language)
    _give(mail, answer.case, subject=subject, text=text_of(answer))
    answer.sent_at = now
    answer.save(update_fields=["sent_at"])
    return True


def _give(mail: Sends, case: Inquiry, *, subject: str, text: str) -> None:
    try:
        mail.send(to=content_of(case)["email"], subject=subject, text=text)
    except Rejected:
        case.mail_refused = True
        case.save(update_fields=["mail_refused"])
