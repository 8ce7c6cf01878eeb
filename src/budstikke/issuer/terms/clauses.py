"""The issuer's own conditions: what its decisions cite, and where each clause is answered. They are invented."""

from __future__ import annotations

from collections.abc import Mapping

from budstikke.law.clause import Contract, Heading
from budstikke.law.words import Words

EID = Contract("eID", last=11)


def _heading(no: str, en: str, *files: str) -> Heading:
    return Heading(about=Words(no=no, en=en), answered_in=files)


HEADINGS: Mapping[int, Heading] = {
    1: _heading("Hvem som kan bestille", "Who may order", "ordering"),
    2: _heading(
        "Legitimasjonskontroll, og på hvilken måte",
        "Identity checks, and in which way",
        "channels",
        "reading",
    ),
    3: _heading("Brevet med koden", "The letter with the code", "letters", "codes"),
    4: _heading("Aktiveringskoden", "The activation code", "codes"),
    5: _heading("Hva aktivering krever", "What activation demands", "activation"),
    6: _heading("Når posten ikke utleverer", "When the post does not hand over", "advice"),
    7: _heading("Refusjon", "Refund", "refund"),
    8: _heading("Vedlikehold", "Maintenance", "ordering"),
    9: _heading("Fornyelse", "Renewal", "eid_rights"),
    10: _heading("Hvor ofte", "How often", "ordering"),
    11: _heading("Hvor lenge noe lagres", "How long things are kept", "keeping"),
}
