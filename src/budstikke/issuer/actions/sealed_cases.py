"""What is sealed of a case: opened and closed here, bound to its row."""

from __future__ import annotations

import json
from uuid import UUID

from budstikke.issuer.records.models import CaseAnswer, CaseFile, Inquiry
from budstikke.kit.vault import vault_for


def seal_content(content: dict[str, str], *, case: UUID) -> bytes:
    """Seal who asks and what."""
    return vault_for("issuer").seal(
        json.dumps(content).encode(), context=f"issuer/case/{case}/content".encode()
    )


def content_of(case: Inquiry) -> dict[str, str]:
    """Return who asks and what: name, email, order_number, message."""
    assert case.content_sealed is not None, "it is not forgotten"
    context = f"issuer/case/{case.reference}/content".encode()
    opened: dict[str, str] = json.loads(vault_for("issuer").open(bytes(case.content_sealed), context=context))
    return opened


def seal_file(content: bytes, *, file: UUID, part: str) -> bytes:
    """Seal a file's name or content."""
    return vault_for("issuer").seal(content, context=f"issuer/case-file/{file}/{part}".encode())


def name_of(file: CaseFile) -> str:
    """Return what the customer called a file."""
    assert file.name_sealed is not None, "it is not forgotten"
    context = f"issuer/case-file/{file.reference}/name".encode()
    return vault_for("issuer").open(bytes(file.name_sealed), context=context).decode()


def bytes_of(file: CaseFile) -> bytes:
    """Return a file."""
    assert file.content_sealed is not None, "it is not forgotten"
    context = f"issuer/case-file/{file.reference}/content".encode()
    return vault_for("issuer").open(bytes(file.content_sealed), context=context)


def seal_answer(text: str, *, answer: UUID) -> bytes:
    """Seal what was answered."""
    return vault_for("issuer").seal(text.encode(), context=f"issuer/case-answer/{answer}/text".encode())


def text_of(answer: CaseAnswer) -> str:
    """Return what was answered."""
    assert answer.text_sealed is not None, "it is not forgotten"
    context = f"issuer/case-answer/{answer.reference}/text".encode()
    return vault_for("issuer").open(bytes(answer.text_sealed), context=context).decode()
