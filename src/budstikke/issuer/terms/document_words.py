"""The documents that count, in words: every sentence that names them is filled from the edition that decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from budstikke.issuer.terms.edition import IssuerEdition
from budstikke.law.words import Words

# The kinds of document, as the carrier's evidence names them.
DOCUMENT_WORDS: Mapping[str, Words] = {
    "no_passport": Words(no="norsk pass", en="Norwegian passport"),
    "foreign_passport": Words(no="utenlandsk pass", en="foreign passport"),
    "no_national_id_card": Words(no="norsk nasjonalt ID-kort", en="Norwegian national ID card"),
    "no_immigrant_passport": Words(no="norsk utlendingspass", en="Norwegian immigrant’s passport"),
    "no_travel_document": Words(
        no="norsk reisebevis for flyktninger", en="Norwegian refugee travel document"
    ),
}


def listed(words: Iterable[Words]) -> Words:
    """Return words as a sentence lists what may be chosen from."""
    known = tuple(words)

    def joined(names: list[str], last: str) -> str:
        return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else "".join(names)

    return Words(
        no=joined([each.no for each in known], "eller"), en=joined([each.en for each in known], "or")
    )


def read_by_phone(edition: IssuerEdition) -> tuple[str, ...]:
    """
    Return the documents that a reader's result may be of.

    Reading: no supplementary document can be shown to a telephone, so those that need one are left out.
    """
    return tuple(each for each in edition.documents if each not in edition.with_supplement)


def filled(words: Words, *, edition: IssuerEdition) -> Words:
    """Fill {documents}, {with_supplement} and {read_by_phone} of a sentence; what names none stays as it is."""
    kinds = {
        "documents": edition.documents,
        "with_supplement": edition.with_supplement,
        "read_by_phone": read_by_phone(edition),
    }
    said = {name: listed(DOCUMENT_WORDS[each] for each in named) for name, named in kinds.items()}
    return Words(
        no=words.no.format_map({name: each.no for name, each in said.items()}),
        en=words.en.format_map({name: each.en for name, each in said.items()}),
    )
