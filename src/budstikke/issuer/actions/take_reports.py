"""Read the digital mailbox: keep each sealed report of ours as it came, with what was found in it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from budstikke.issuer.actions.audit import SYSTEM, audited
from budstikke.issuer.actions.letter_history import happened
from budstikke.issuer.actions.read_report import Expected, Judged, evidence_in, judge, letter_of
from budstikke.issuer.actions.sealed_eids import number_of
from budstikke.issuer.actions.sealed_orders import particulars_of, seal_evidence, seal_report
from budstikke.issuer.channels.inbox import InboxReader
from budstikke.issuer.records.models import Letter, Place, Report
from budstikke.issuer.terms.activation import faults_of
from budstikke.issuer.terms.edition import BY_ID
from budstikke.issuer.terms.letters import Event
from budstikke.kit.clock import local_day
from budstikke.kit.installation import is_test
from budstikke.proof.trust import Trust

_SUBJECT, _PDF = "PUM", "application/pdf"
_INBOX = "inbox"


def take_reports(*, inbox: InboxReader, trust: Trust, now: datetime) -> int:
    """
    Keep every report that came since the last time; returns how many were of our letters.

    Reading: nothing is deleted in the mailbox, which the company may use for other letters too.
    Raises:  Unreachable.
    """
    place = Place.objects.filter(name=_INBOX).first()
    seen = int(place.value) if place else 0
    kept = 0
    for document in sorted(inbox.documents(), key=lambda each: each.id):
        if document.id <= seen:
            continue
        if document.subject == _SUBJECT and (document.content_type or "").startswith(_PDF):
            kept += keep_report(inbox.content(document.id), document_id=document.id, trust=trust, now=now)
        Place.objects.update_or_create(name=_INBOX, defaults={"value": str(document.id)})
    return kept


@transaction.atomic
def keep_report(pdf: bytes, *, document_id: int, trust: Trust, now: datetime) -> bool:
    """Keep one report if it is of a letter of ours; the same again changes nothing."""
    evidence = evidence_in(pdf)
    number = letter_of(evidence) if evidence else None
    rows = Letter.objects.select_for_update(of=("self",)).select_related("order__customer")
    letter = rows.filter(number=number).first() if number else None
    if letter is None or Report.objects.filter(document_id=document_id).exists():
        return False
    judged = judged_for(letter, pdf, evidence=evidence, trust=trust, now=now)
    faults = report_faults(letter, judged, now=now)
    report = Report(
        letter=letter,
        reference=uuid4(),
        document_id=document_id,
        sha256=hashlib.sha256(pdf).hexdigest(),
        received_at=now,
        handed_over_on=judged.hand_over.handed_over_on,
        document=judged.hand_over.document,
        faults=list(faults),
        checks=[{"name": name, "holds": holds} for name, holds in judged.checks],
    )
    report.content_sealed = seal_report(pdf, report=report)
    report.evidence_sealed = seal_evidence(evidence, report=report) if evidence else None
    report.save(force_insert=True)
    event = Event.REPORT_DOUBTED if faults else Event.REPORT_HOLDS
    happened(letter, event, at=now, now=now, source="report", reasons=[{"rule": code} for code in faults])
    audited(
        "report.kept",
        actor=SYSTEM,
        now=now,
        customer=letter.order.customer.reference,
        order_number=letter.order.number,
        letter=letter.number,
        faults=list(faults),
        sha256=report.sha256,
    )
    return True


def judged_for(
    letter: Letter, content: bytes, *, evidence: bytes | None, trust: Trust, now: datetime
) -> Judged:
    """Judge a report, or its evidence by itself, as that of a letter of ours."""
    expected = Expected(
        sender_orgnr=settings.ISSUER["orgnr"],
        letter_number=letter.number or "",
        consignment=letter.consignment,
        national_number=number_of(letter.order.customer),
        name=particulars_of(letter.order).name,
    )
    return judge(content, evidence=evidence, expected=expected, trust=trust, now=now)


def report_faults(letter: Letter, judged: Judged, *, now: datetime) -> tuple[str, ...]:
    """Return what does not hold about a letter's hand-over, by the edition it was ordered under."""
    return faults_of(
        judged.hand_over,
        placed_at=letter.order.placed_at,
        edition=BY_ID[letter.order.edition],
        test_installation=is_test(),
        today=local_day(now),
    )
