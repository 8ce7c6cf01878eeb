"""The pack that shows how a customer was proven: order, letters, sealed reports, verdicts, decisions, clauses."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import datetime
from typing import Any

from django.db import transaction

from budstikke.issuer.actions.audit import audited
from budstikke.issuer.actions.sealed_orders import open_evidence, open_report, open_result
from budstikke.issuer.actions.take_reports import judged_for, report_faults
from budstikke.issuer.records.models import (
    ActivationTry,
    AuditRow,
    Letter,
    LetterEvent,
    Order,
    OrderDecision,
    ReaderSession,
    Report,
)
from budstikke.issuer.terms.activation import worded
from budstikke.issuer.terms.clauses import HEADINGS
from budstikke.issuer.terms.conditions import conditions_of
from budstikke.issuer.terms.edition import BY_ID
from budstikke.kit.clock import local_day
from budstikke.law.decision import plain
from budstikke.proof.trust import Trust
from budstikke.proof.verify import verify

# The same content gives the same bytes.
_STAMP = (1980, 1, 1, 0, 0, 0)


def order_pack(order_number: str, *, actor: str, trust: Trust, now: datetime) -> bytes | None:
    """
    Return the pack of an order as a zip, or None when there is no such order; that it was made is audited.

    Reading: it is judged anew, by the roots of today. `order.json` names nobody; the reports in it do.
    """
    with transaction.atomic():
        order = Order.objects.select_related("customer").filter(number=order_number.strip().upper()).first()
        if order is None:
            return None
        letters = list(Letter.objects.select_related("order__customer").filter(order=order).order_by("id"))
        files: dict[str, bytes] = {}
        said = _order(order) | {
            "letters": [_letter(letter, files, trust=trust, now=now) for letter in letters],
            "reader": [_session(each, files) for each in ReaderSession.objects.filter(order=order)],
            "decisions": [
                {"at": plain(each.at), "actor": each.actor, "decision": each.decision}
                for each in OrderDecision.objects.filter(order=order).order_by("id")
            ],
            "audit": [
                {"at": plain(each.at), "actor": each.actor, "verb": each.verb, "facts": each.facts}
                for each in AuditRow.objects.filter(order_number=order.number).order_by("id")
            ],
            "clauses": {f"eID §{number}": each.about.as_json() for number, each in HEADINGS.items()},
            "conditions": _conditions(order),
        }
        audited(
            "pack.made",
            actor=actor,
            now=now,
            customer=order.customer.reference,
            order_number=order.number,
        )
    files["order.json"] = json.dumps(said, ensure_ascii=False, indent=1).encode()
    files["SHA256SUMS"] = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items())
    ).encode()
    return _zipped(files)


def _order(order: Order) -> dict[str, Any]:
    return {
        "order": order.number,
        "customer": str(order.customer.reference),
        "product": order.product,
        "channel": order.channel,
        "edition": order.edition,
        "placed_at": plain(order.placed_at),
        "consented_at": plain(order.consented_at),
        "ended_at": plain(order.ended_at),
        "ended_as": order.ended_as,
    }


def _conditions(order: Order) -> dict[str, list[dict[str, str]]]:
    """Return what the customer accepted: the edition's clauses as they read on the day of the order."""
    read = conditions_of(BY_ID[order.edition], on=local_day(order.consented_at))
    return {str(each.clause): [words.as_json() for words in each.said] for each in read}


def _letter(letter: Letter, files: dict[str, bytes], *, trust: Trust, now: datetime) -> dict[str, Any]:
    return {
        "consignment": letter.consignment,
        "number": letter.number,
        "state": letter.state,
        "events": [
            {
                "code": each.code,
                "happened_at": plain(each.happened_at),
                "recorded_at": plain(each.recorded_at),
                "source": each.source,
                "reasons": each.reasons,
            }
            for each in LetterEvent.objects.filter(letter=letter).order_by("id")
        ],
        "tries": [
            {"at": plain(each.at), "outcome": each.outcome}
            for each in ActivationTry.objects.filter(letter=letter).order_by("id")
        ],
        "reports": [
            _report(letter, each, files, trust=trust, now=now)
            for each in Report.objects.filter(letter=letter).order_by("id")
        ],
    }


def _report(
    letter: Letter, report: Report, files: dict[str, bytes], *, trust: Trust, now: datetime
) -> dict[str, Any]:
    told = {
        "sha256": report.sha256,
        "received_at": plain(report.received_at),
        "handed_over_on": plain(report.handed_over_on),
        "document": report.document,
        "faults_then": report.faults,
    }
    if report.content_sealed is None:
        # What is left of a report whose time is over: what was found then.
        return told | {"file": None}
    pdf = open_report(report)
    name = f"report-{report.document_id}.pdf"
    files[name] = pdf
    files[f"verdict-{report.document_id}.json"] = json.dumps(
        verify(pdf, trust=trust, at=now).as_json(), ensure_ascii=False, indent=1
    ).encode()
    judged = judged_for(letter, pdf, evidence=open_evidence(report), trust=trust, now=now)
    faults = report_faults(letter, judged, now=now)
    return told | {
        "file": name,
        "faults_now": list(faults),
        "words": worded(faults).as_json(),
    }


def _session(session: ReaderSession, files: dict[str, bytes]) -> dict[str, Any]:
    name = f"reader-{session.reference}.jws"
    if session.result_sealed is not None:
        files[name] = open_result(session)
    return {
        "file": name if session.result_sealed is not None else None,
        "begun_at": plain(session.begun_at),
        "ended_at": plain(session.ended_at),
        "outcome": session.outcome,
        "faults": session.faults,
        "confirmed_at": plain(session.confirmed_at),
    }


def _zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in sorted(files.items()):
            pack.writestr(zipfile.ZipInfo(name, _STAMP), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
