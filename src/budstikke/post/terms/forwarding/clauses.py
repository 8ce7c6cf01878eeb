"""The clauses of the forwarding terms: what each is about, and where it is answered."""

from __future__ import annotations

from collections.abc import Mapping

from budstikke.law.clause import Heading
from budstikke.law.words import Words

_KINDS = ("kinds", "switches")
_SORTING = ("orders", "spans", "snapshot", "sorting", "verdicts")


def _heading(no: str, en: str, *files: str) -> Heading:
    return Heading(about=Words(no=no, en=en), answered_in=files)


# The table of contents. A lawyer starts here.
HEADINGS: Mapping[int, Heading] = {
    1: _heading(
        "Avtalen, og hvem den kan omfatte",
        "The agreement, and whom it may cover",
        "agreement",
        "eligible",
        "persons",
        "events",
        "watching",
        "role",
        "foreseen",
        "at_the_desk",
        "words",
        *_KINDS,
        *_SORTING,
    ),
    2: _heading("Adresseendring", "Permanent change of address", "ordering", *_SORTING),
    3: _heading(
        "Midlertidig ettersending", "Temporary redirection", "ordering", "withholding", "chains", *_SORTING
    ),
    4: _heading("Oppbevaring", "Storage", "ordering", "storing", "chains", "in_person", *_SORTING),
    5: _heading("Endringer", "Changes", "changes", "payment", "events"),
    6: _heading("Pris og betaling", "Prices and payment", "payment"),
    7: _heading(
        "Personopplysninger",
        "Personal information",
        "eligible",
        "persons",
        "register",
        "washing",
        "moves_file",
        "protection",
        "cases",
        "moves",
        "holdings",
        "register_words",
        "watching",
        "warning",
        "contact",
        "in_person",
        "at_the_desk",
    ),
    8: _heading("Ansvar og klage", "Responsibility and complaints", "liability"),
}
