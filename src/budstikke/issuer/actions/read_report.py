"""Read a sealed report: the verdict offline, and what it says as far as activation turns on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from budstikke.issuer.terms.activation import HandOver
from budstikke.kit.clock import local_day
from budstikke.proof.evidence_file import read_evidence_file
from budstikke.proof.pdf import NotAReport, evidence_of
from budstikke.proof.salted import show
from budstikke.proof.shape import NotEvidence
from budstikke.proof.trust import Trust
from budstikke.proof.verify import verify

_HAND_OVER = "ContentHandover"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the report of our own letter has to say."""

    sender_orgnr: str
    letter_number: str
    consignment: str
    national_number: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was found: the facts that decide, and each check of the verdict by its name."""

    hand_over: HandOver
    checks: tuple[tuple[str, bool], ...]


def evidence_in(pdf: bytes) -> bytes | None:
    """Return the evidence that lies in a report; nothing is judged yet, and None for what is no report."""
    try:
        return evidence_of(pdf)
    except NotAReport:
        return None


def letter_of(evidence: bytes) -> str | None:
    """Return which letter evidence is of; nothing is judged yet, and None for what is none."""
    try:
        letter = read_evidence_file(evidence).document["letter"]
    except NotEvidence:
        return None
    return str(letter["number"]) if isinstance(letter, dict) and letter.get("number") else None


def judge(
    content: bytes, *, evidence: bytes | None, expected: Expected, trust: Trust, now: datetime
) -> Judged:
    """
    Judge a sealed report, or its evidence by itself, by what was chosen beforehand: our roots, letter and customer.

    `evidence` is what lies in `content`, or the same.
    Reading: what is disclosed is compared with the hashes that were signed, so nothing of it can be another's.
    """
    verdict = verify(content, trust=trust, at=now)
    said: Mapping[str, Any] = {}
    if evidence is not None:
        try:
            file = read_evidence_file(evidence)
            said = show(file.document, file.disclosures)
        except NotEvidence:
            said = {}
    return Judged(
        hand_over=_facts(said, expected, holds=verdict.holds, now=now),
        checks=tuple((check.name, check.holds) for check in verdict.checks),
    )


def _facts(said: Mapping[str, Any], expected: Expected, *, holds: bool, now: datetime) -> HandOver:
    report, letter = said.get("report") or {}, said.get("letter") or {}
    happened_at = datetime.fromisoformat(said["happened_at"]) if said else now
    numbers = {report.get("fnr"), report.get("dnr")}
    expires = report.get("gyldigtil")
    return HandOver(
        seal_holds=holds and bool(said),
        is_hand_over=said.get("event") == _HAND_OVER,
        same_sender=(said.get("sender") or {}).get("orgnr") == expected.sender_orgnr,
        same_letter=letter.get("number") == expected.letter_number
        and letter.get("consignment") == expected.consignment,
        passport_only=letter.get("passport_only") is True,
        same_person=expected.national_number in numbers
        and _name(report.get("navnfraedi") or "") == _name(expected.name),
        document=_document(said),
        supplement=bool(report.get("tilleggsdok")),
        document_expires_on=date.fromisoformat(expires) if isinstance(expires, str) else None,
        handed_over_on=local_day(happened_at),
        test=said.get("test") is True,
    )


def _document(said: Mapping[str, Any]) -> str:
    """The kind of document, as the reason that identified the person names it."""
    for decision in said.get("decisions", ()):
        if decision.get("question") == "hand_over" and decision.get("outcome") == "released":
            for reason in decision["reasons"]:
                if reason["rule"] == "identified":
                    return str(reason["facts"].get("document", ""))
    return ""


def _name(value: str) -> str:
    return " ".join(value.split()).casefold()
