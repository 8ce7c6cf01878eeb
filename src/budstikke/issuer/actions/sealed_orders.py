"""What is sealed of orders: opened and closed here, bound to whose it is."""

from __future__ import annotations

import json

from budstikke.issuer.records.models import Interchange, Letter, Order, PrintRun, ReaderSession, Report
from budstikke.issuer.terms.ordering import Particulars
from budstikke.kit.vault import vault_for


def seal_particulars(particulars: Particulars, *, order: Order) -> bytes:
    """Seal what was ordered with."""
    content = json.dumps(particulars.as_json(), ensure_ascii=False).encode()
    return vault_for("issuer").seal(content, context=_of_order(order))


def particulars_of(order: Order) -> Particulars:
    """Return what was ordered with."""
    assert order.particulars_sealed is not None, "it is not forgotten"
    opened = vault_for("issuer").open(bytes(order.particulars_sealed), context=_of_order(order))
    return Particulars(**json.loads(opened))


def seal_file(content: bytes, *, interchange: Interchange) -> bytes:
    """Seal an order file until it is acknowledged."""
    return vault_for("issuer").seal(content, context=_of_file(interchange))


def open_file(interchange: Interchange) -> bytes:
    """Return an order file; the same bytes at every try."""
    assert interchange.content_sealed is not None, "it is not acknowledged"
    return vault_for("issuer").open(bytes(interchange.content_sealed), context=_of_file(interchange))


def seal_run(content: bytes, *, run: PrintRun) -> bytes:
    """Seal a print run, which is sealed to the print house already, until it has taken it."""
    return vault_for("issuer").seal(content, context=_of_run(run))


def open_run(run: PrintRun) -> bytes:
    """Return a print run as only the print house opens it; the same bytes at every try."""
    assert run.content_sealed is not None, "the print house has not taken it"
    return vault_for("issuer").open(bytes(run.content_sealed), context=_of_run(run))


def seal_pepper(pepper: bytes, *, letter: Letter) -> bytes:
    """Seal what a code is hashed with."""
    return vault_for("issuer").seal(pepper, context=_of_letter(letter))


def pepper_of(letter: Letter) -> bytes | None:
    """Return what a letter's code is hashed with; None when it has no code."""
    if letter.code_pepper_sealed is None:
        return None
    return vault_for("issuer").open(bytes(letter.code_pepper_sealed), context=_of_letter(letter))


def seal_report(content: bytes, *, report: Report) -> bytes:
    """Seal a report as it came."""
    return vault_for("issuer").seal(content, context=f"issuer/report/{report.reference}/content".encode())


def open_report(report: Report) -> bytes:
    """Return a report as it came."""
    assert report.content_sealed is not None, "it is not forgotten"
    context = f"issuer/report/{report.reference}/content".encode()
    return vault_for("issuer").open(bytes(report.content_sealed), context=context)


def seal_evidence(content: bytes, *, report: Report) -> bytes:
    """Seal the evidence that lay in a report."""
    return vault_for("issuer").seal(content, context=f"issuer/report/{report.reference}/evidence".encode())


def open_evidence(report: Report) -> bytes | None:
    """Return the evidence that lay in a report; None when there was none."""
    if report.evidence_sealed is None:
        return None
    context = f"issuer/report/{report.reference}/evidence".encode()
    return vault_for("issuer").open(bytes(report.evidence_sealed), context=context)


def seal_result(content: bytes, *, session: ReaderSession) -> bytes:
    """Seal the verifier's signed result."""
    return vault_for("issuer").seal(content, context=f"issuer/reader/{session.reference}/result".encode())


def open_result(session: ReaderSession) -> bytes:
    """Return the verifier's signed result."""
    assert session.result_sealed is not None, "it has come"
    context = f"issuer/reader/{session.reference}/result".encode()
    return vault_for("issuer").open(bytes(session.result_sealed), context=context)


def _of_order(order: Order) -> bytes:
    return f"issuer/order/{order.reference}/particulars".encode()


def _of_file(interchange: Interchange) -> bytes:
    return f"issuer/interchange/{interchange.reference}/content".encode()


def _of_run(run: PrintRun) -> bytes:
    return f"issuer/print-run/{run.reference}/content".encode()


def _of_letter(letter: Letter) -> bytes:
    return f"issuer/letter/{letter.reference}/pepper".encode()
