"""The clauses of the PUM terms: what we cite, and where each is answered."""

from __future__ import annotations

from collections.abc import Mapping

from budstikke.law.clause import Heading
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM

__all__ = ["HEADINGS", "PUM", "Heading"]


def _heading(no: str, en: str, *files: str) -> Heading:
    return Heading(about=Words(no=no, en=en), answered_in=files)


# The table of contents. A lawyer starts here.
HEADINGS: Mapping[int, Heading] = {
    1: _heading("Hva som kan sendes", "What may be sent", "agreement", "accept"),
    2: _heading("Avtalen", "The agreement", "agreement", "onboarding"),
    3: _heading("Prislisten", "The price list", "billing"),
    4: _heading("Konvolutt, vekt og tykkelse", "Envelope, weight and thickness", "letter"),
    5: _heading(
        "Adresse, navn og etikett",
        "Address, name and label",
        "letter",
        "redirection",
        "names",
        "name_steps",
        "handover",
        "correcting",
    ),
    6: _heading("Returadressen", "The return address", "letter"),
    7: _heading(
        "Bestilling og krav til pass",
        "The order, and passport only",
        "booking",
        "correcting",
        "id_documents",
        "documents_for_letter",
    ),
    8: _heading("Sortering", "Sorting", "hand_in"),
    9: _heading("Innlevering", "Hand-in", "hand_in"),
    10: _heading("Sporing", "Tracking", "tracking"),
    11: _heading(
        "Hentested, varsel, legitimasjon og utlevering",
        "Outlet, notice, identity document and hand-over",
        "delivery_time",
        "outlets",
        "notices",
        "id_documents",
        "documents_for_letter",
        "known_problems",
        "id_check",
        "handover",
        "conclude",
        "days_given_back",
        "asked_by_recipient",
        "at_the_desk",
        "correcting",
    ),
    12: _heading(
        "Kontrollen og rapporten",
        "The check and the report",
        "id_check",
        "readings",
        "handover",
        "conclude",
        "report",
        "keeping",
    ),
    13: _heading(
        "Faktura", "The invoice", "billing", "invoicing", "account", "incoming", "giro_sums", "settling"
    ),
    14: _heading(
        "Hentefrist og påminnelse",
        "Collection deadline and reminder",
        "deadlines",
        "days_given_back",
        "asked_by_recipient",
        "at_the_desk",
    ),
    15: _heading("Retur", "Return", "deadlines", "returns", "keeping", "at_the_desk"),
    16: _heading("Underleverandører", "Subcontractors", "agreement"),
    17: _heading("Erstatning", "Compensation", "claims", "at_the_desk", "settling"),
    18: _heading("Reklamasjon", "Complaints", "claims", "settling"),
}
