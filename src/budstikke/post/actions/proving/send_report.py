"""Make the delivery report, seal it, and send it to the sender's mailbox: made once, sent once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from budstikke.formats.report_xml import build
from budstikke.post.actions.proving.evidence_of_events import evidence_letter
from budstikke.post.actions.proving.evidence_rows import shown
from budstikke.post.actions.proving.log_evidence import log_evidence
from budstikke.post.actions.proving.prove import proven_file
from budstikke.post.actions.sealing import seal, unseal
from budstikke.post.channels.errors import Rejected
from budstikke.post.channels.mailbox import Mailbox, MailDocument
from budstikke.post.channels.seal import Sealer
from budstikke.post.papers.report import report_pdf
from budstikke.post.records import history
from budstikke.post.records.history import NewEvent
from budstikke.post.records.models import Event as EventRecord
from budstikke.post.records.models import HandOver, Hindrance, Letter, Report
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.events import Event

SUBJECT = "PUM"
NUMBER_SUBJECT = "Fødselsnummer"


def send_report(letter_id: int, *, sealer: Sealer, mailbox: Mailbox, now: datetime) -> None:
    """
    Send one letter's report; a report that was sent is not sent again.

    Terms:  PUM §12, §1.
    Raises: Unreachable (try again: the same report goes out under the same message id) or Rejected.
    """
    with acting_as(CARRIER):
        history.lock_letters([letter_id])
        letter = Letter.objects.select_related("sender").get(id=letter_id)
        if made_before := Report.objects.filter(letter_id=letter_id).exists():
            report = Report.objects.get(letter_id=letter_id)
        else:
            evidence_letter(letter_id, sealer=sealer, now=now)
    if not made_before:
        # The report carries the proof that its evidence is in the log, so it is logged first.
        log_evidence(sealer=sealer, now=now)
        with acting_as(CARRIER):
            report = _made(letter_id, sealer=sealer, now=now)
    if report.sent_at is not None:
        return
    assert report.content_sealed is not None, "a report is erased only once the mailbox has it"
    # Outside a transaction: a mailbox that answers slowly holds no lock. Whoever else sends it meanwhile sends
    # the same message id, which the mailbox takes once.
    try:
        mailbox.send(
            message_id=report.message_id,
            recipient_organisation_number=letter.sender.mailbox_organisation_number,
            subject=SUBJECT,
            documents=(
                MailDocument("pdf", unseal(report.content_sealed, letter_id=letter_id, kind="report")),
                MailDocument("xml", _number_attachment(letter_id), subject=NUMBER_SUBJECT),
            ),
        )
    except Rejected as no:
        _note_refusal(letter_id, no, now=now)
        raise
    with acting_as(CARRIER):
        history.lock_letters([letter_id])
        Hindrance.objects.filter(letter_id=letter_id).delete()
        sent = Report.objects.filter(letter_id=letter_id, sent_at=None).update(sent_at=now)
        # One that its mailbox had lost is sent a second time; that it was sent is told once.
        if sent and not EventRecord.objects.filter(letter_id=letter_id, code=Event.REPORT_SENT).exists():
            event = NewEvent(letter_id=letter_id, code=Event.REPORT_SENT, happened_at=now, actor="worker")
            history.write([event], recorded_at=now)


def _note_refusal(letter_id: int, no: Rejected, *, now: datetime) -> None:
    """Write down why the mailbox does not take a report, once for each reason: it is tried again every day."""
    failed = {"channel": "mailbox", "code": no.code}
    with acting_as(CARRIER):
        history.lock_letters([letter_id])
        before = EventRecord.objects.filter(letter_id=letter_id, code=Event.REPORT_FAILED)
        if not before.filter(decision__failed=failed).exists():
            event = NewEvent(
                letter_id=letter_id,
                code=Event.REPORT_FAILED,
                happened_at=now,
                actor="worker",
                decision={"failed": failed},
            )
            history.write([event], recorded_at=now)


def _made(letter_id: int, *, sealer: Sealer, now: datetime) -> Report:
    history.lock_letters([letter_id])
    known = Report.objects.filter(letter_id=letter_id).first()
    if known is not None:
        return known
    handed = HandOver.objects.select_related("letter", "evidence", "id_check").get(letter_id=letter_id)
    picture, signature = handed.id_check.picture_sealed, handed.signature_sealed
    pdf = report_pdf(
        proven_file(handed.evidence),
        made_at=handed.handed_over_at,
        document_picture=unseal(picture, letter_id=letter_id, kind="picture") if picture else None,
        signature_picture=unseal(signature, letter_id=letter_id, kind="signature") if signature else None,
    )
    sealed = sealer.seal_pdf(pdf, now=now)
    return Report.objects.create(
        letter_id=letter_id,
        sender_id=handed.sender_id,
        message_id=handed.letter.number,
        sha256=hashlib.sha256(sealed).hexdigest(),
        content_sealed=seal(sealed, letter_id=letter_id, kind="report"),
        made_at=now,
    )


def _number_attachment(letter_id: int) -> bytes:
    with acting_as(CARRIER):
        handed = HandOver.objects.select_related("evidence").get(letter_id=letter_id)
    fields = shown(handed.evidence)["report"]
    assert isinstance(fields, Mapping), "a hand-over's evidence has the fields of the report"
    return build(fields)
