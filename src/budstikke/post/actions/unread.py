"""What the rules say only because nobody has come to it yet."""

from __future__ import annotations

from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.actions.read_document import Reading
from budstikke.post.terms.pum.id_documents import DOCUMENTS

_NAME = Words(no="navnet i dokumentet", en="the name in the document")
STILL_TO_DO = {
    "NAME_MISMATCH": _NAME,
    "NAME_UNDECIDED": _NAME,
    "NATIONAL_ID_NOT_DOCUMENTED": Words(
        no="fødselsnummer eller D-nummer, eller et tilleggsdokument som viser det",
        en="the national identity or D number, or a supplementary document that shows it",
    ),
    "SUPPLEMENT_REQUIRED": Words(no="et tilleggsdokument", en="a supplementary document"),
    "NAME_NOT_KEYED": Words(no="navnet tastet fra brevet", en="the name keyed from the letter"),
    "DOC_NOT_APPROVED": Words(no="utstedelsesdatoen", en="the date of issue"),
}


def is_unread(refusal: Refusal, reading: Reading, *, undated: bool) -> bool:
    """Say whether a refusal stands only for what was not read, keyed or looked at; `undated`: no date of issue."""
    said = reading.particulars
    no_name = not (said.surname or said.given_names)
    return {
        "CHECK_INCOMPLETE": True,
        "NAME_MISMATCH": no_name,
        "NAME_UNDECIDED": no_name,
        "NATIONAL_ID_NOT_DOCUMENTED": True,
        "SUPPLEMENT_REQUIRED": True,
        "NAME_NOT_KEYED": True,
        "DOC_NOT_APPROVED": DOCUMENTS[reading.kind].dated_issue and undated,
    }.get(refusal.code, False)
