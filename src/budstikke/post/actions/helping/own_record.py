"""The recipient's own record: the signed evidence of what happened at the counter, showing what is theirs to see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from budstikke.formats.s10 import letter_id
from budstikke.post.actions.proving.prove import NotLogged, proven_file
from budstikke.post.actions.telling.second_fact import note_try, too_many_tries
from budstikke.post.records.models import Evidence, Letter
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.proof.evidence_file import EvidenceFile, read_evidence_file
from budstikke.proof.redaction import redacted_each

# Whoever saw the letter could have read whom it is for; the findings and the numbers are for who knows one of those.
_FOR_WHOEVER_HAS_THE_LETTER = frozenset({"/recipient/name", "/report/navnfraedi", "/report/idtype"})
_NUMBER = "/report/doknr"
_AT_THE_COUNTER = ("ContentHandover", "ContentHandoverFailure")


class NoRecord(StrEnum):
    """Why there is none: too many tries, or anything else, which is told alike."""

    NOT_FOUND = "not_found"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was typed: the letter's number, the postcode it went to, and perhaps the number of the document shown."""

    number: str
    postcode: str = field(repr=False)
    document_number: str = field(default="", repr=False)


def own_record(asked: Asked, *, now: datetime) -> bytes | NoRecord:
    """
    Return the newest record of the counter, with what came before it, as a file that `verify` judges.

    Reading: every try that fails counts, whichever part of it was wrong (decision 0055). What is not shown stays a
    salted hash; a document's particulars are shown only in records of the very document whose number was typed.
    Raises:  kit.vault.CannotOpen when a row was changed.
    """
    with acting_as(CARRIER):
        # Locked, so that tries side by side are counted one after the other.
        letter = Letter.objects.select_for_update().filter(id=letter_id(asked.number)).first()
        if letter is None:
            return NoRecord.NOT_FOUND
        if too_many_tries(letter, now=now):
            return NoRecord.TOO_MANY
        content = _newest(letter) if letter.postcode and asked.postcode == letter.postcode else None
        if content is None or not _knows(content, _plain(asked.document_number)):
            note_try(letter, now=now)
            return NoRecord.NOT_FOUND
    return redacted_each(content, keep=lambda link: _theirs(link, _plain(asked.document_number)))


def _newest(letter: Letter) -> bytes | None:
    record = Evidence.objects.filter(letter=letter, name__in=_AT_THE_COUNTER).order_by("-id").first()
    try:
        return proven_file(record) if record else None
    except NotLogged:
        return None


def _knows(content: bytes, document_number: str) -> bool:
    """Say whether a number that was typed is of a document in the record; nobody can tell once they were erased."""
    file = read_evidence_file(content)
    told = {_document_number(link) for link in (file, *file.chain)} - {""}
    return not document_number or not told or document_number in told


def _theirs(link: EvidenceFile, document_number: str) -> Collection[str]:
    if document_number and _document_number(link) == document_number:
        return {each.path for each in link.disclosures}
    return _FOR_WHOEVER_HAS_THE_LETTER


def _document_number(link: EvidenceFile) -> str:
    return next((_plain(str(each.value)) for each in link.disclosures if each.path == _NUMBER), "")


def _plain(number: str) -> str:
    return "".join(sign for sign in number.upper() if sign.isalnum())
