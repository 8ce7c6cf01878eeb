"""§5, §12: the steps of a comparison of names: what each is worth, and how it is said to the clerk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from budstikke.law.words import Words

Verdict = Literal["same", "ask", "differs"]
VERDICTS: tuple[Verdict, ...] = ("same", "ask", "differs")


@dataclass(frozen=True, slots=True)
class StepRow:
    """One kind of step: its worth and its words; `asked` is from the letter, `found` from the document."""

    worth: Verdict
    words: Words


ROWS: dict[str, StepRow] = {
    "equal": StepRow(
        "same",
        Words(no="«{asked}» står likt i dokumentet.", en="“{asked}” stands alike in the document."),
    ),
    "permitted_spelling": StepRow(
        "same",
        Words(
            no="«{asked}» er skrevet «{found}» i dokumentet; det er en tillatt skrivemåte av samme ord.",
            en="“{asked}” is written “{found}” in the document: a permitted spelling of the same word.",
        ),
    ),
    "written_together": StepRow(
        "same",
        Words(
            no="«{asked}» er skrevet «{found}» i dokumentet: samme ord, delt annerledes.",
            en="“{asked}” is written “{found}” in the document: the same, divided otherwise.",
        ),
    ),
    "shorter_form": StepRow(
        "same",
        Words(
            no="Dokumentet har også «{found}»; brevet bruker en kortere form.",
            en="The document also has “{found}”; the letter uses a shorter form.",
        ),
    ),
    "doubtful_spelling": StepRow(
        "ask",
        Words(
            no="«{asked}» og «{found}» kan være samme navn skrevet på to måter, eller to navn.",
            en="“{asked}” and “{found}” may be one name spelled in two ways, or two names.",
        ),
    ),
    "initial": StepRow(
        "ask",
        Words(
            no="«{asked}» og «{found}»: den ene er bare en forbokstav.",
            en="“{asked}” and “{found}”: one of them is only an initial.",
        ),
    ),
    "document_cut": StepRow(
        "ask",
        Words(
            no="«{found}» i dokumentet kan være begynnelsen på «{asked}»; linjen hadde ikke plass til mer.",
            en="“{found}” in the document may be the beginning of “{asked}”; the line had no room for more.",
        ),
    ),
    "addressee_cut": StepRow(
        "ask",
        Words(
            no="«{asked}» på brevet kan være begynnelsen på «{found}»; navnet er langt og kan være kuttet.",
            en="“{asked}” on the letter may be the beginning of “{found}”; the name is long and may be cut.",
        ),
    ),
    "perhaps_cut_off": StepRow(
        "ask",
        Words(
            no="«{asked}» finnes ikke i dokumentet, men linjen kan mangle navn fordi plassen tok slutt.",
            en="“{asked}” is not in the document, but the line may lack names for want of room.",
        ),
    ),
    "first_name_missing": StepRow(
        "ask",
        Words(
            no="Brevet utelater «{found}», som står først i dokumentet.",
            en="The letter leaves out “{found}”, which stands first in the document.",
        ),
    ),
    "last_surname_missing": StepRow(
        "ask",
        Words(
            no="Brevet utelater «{found}», som er siste etternavn i dokumentet.",
            en="The letter leaves out “{found}”, the last surname in the document.",
        ),
    ),
    "name_missing": StepRow(
        "ask",
        Words(
            no="Brevet utelater «{found}», og her skal alle navn stå.",
            en="The letter leaves out “{found}”, and every name is wanted here.",
        ),
    ),
    "one_letter_differs": StepRow(
        "differs",
        Words(
            no="«{asked}» og «{found}» skiller seg med ett tegn; er navnet lest eller skrevet riktig?",
            en="“{asked}” and “{found}” differ by one character; was the name read and written correctly?",
        ),
    ),
    "not_found": StepRow(
        "differs",
        Words(no="«{asked}» finnes ikke i dokumentet.", en="“{asked}” is not in the document."),
    ),
    "no_surname_found": StepRow(
        "differs",
        Words(
            no="Ingen av dokumentets etternavn står på brevet.",
            en="No surname of the document is on the letter.",
        ),
    ),
    "no_given_found": StepRow(
        "differs",
        Words(
            no="Ingen av dokumentets fornavn står på brevet.",
            en="No given name of the document is on the letter.",
        ),
    ),
    "too_few_found": StepRow(
        "differs",
        Words(
            no="For få av navnene i dokumentet står på brevet.",
            en="Too few of the document's names are on the letter.",
        ),
    ),
    "no_name": StepRow("differs", Words(no="Brevet har ikke noe navn.", en="The letter has no name.")),
    "no_name_in_document": StepRow(
        "differs", Words(no="Dokumentet har ikke noe navn.", en="The document has no name.")
    ),
    "no_such_name": StepRow(
        "differs",
        Words(no="Dette er lengre enn noe navn.", en="This is longer than any name."),
    ),
    "exact_name_wanted": StepRow(
        "differs",
        Words(
            no="Navnene skal her være helt like.",
            en="The names have to be exactly alike here.",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class NameStep:
    """One step: its code, which records carry, and the words of the names it is about, which they do not."""

    code: str
    names: Mapping[str, str]

    @classmethod
    def of(cls, code: str, **names: str) -> NameStep:
        """Return a step about the words given."""
        return cls(code, names)

    @property
    def worth(self) -> Verdict:
        """What the step is worth by itself."""
        return ROWS[self.code].worth

    @property
    def words(self) -> Words:
        """The step in words, for the clerk's screen."""
        return ROWS[self.code].words.filled(self.names)

    def as_json(self) -> dict[str, object]:
        """Return the step as plain JSON values."""
        return {"code": self.code, "worth": self.worth, "words": self.words.as_json()}


def worst(steps: Iterable[NameStep]) -> Verdict:
    """Return the verdict over all steps: one that differs outweighs all, one that asks outweighs the rest."""
    return max((step.worth for step in steps), key=VERDICTS.index)


def one_letter_apart(one: str, other: str) -> bool:
    """
    Say whether one letter changed, missing, added, or two neighbours swapped turns one word into the other.

    Used to explain a difference, never to forgive one.
    """
    if one == other or abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 3:
        return False
    start = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), -1)
    if start < 0:
        return True  # one letter more at the end
    return (
        one[start + 1 :] == other[start + 1 :]
        or one[start:] == other[start + 1 :]
        or one[start + 1 :] == other[start:]
        or (
            one[start : start + 2] == other[start : start + 2][::-1]
            and one[start + 2 :] == other[start + 2 :]
        )
    )
