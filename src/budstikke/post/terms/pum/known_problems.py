"""§11, §12: problems that operations know of. They change no rule; they tell people, and save them a journey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM

CLAUSES = (PUM(11), PUM(12), PUM(14))

_HELD = Words(
    no="Dagene dette varer, legges til hentefristen.", en="The days this lasts are added to the deadline."
)
_NOT_HELD = Words(
    no="Hentefristen løper; opprettes en supportsak, stanser den så lenge saken er åpen.",
    en="The deadline runs; if a support case is opened, it stands still while the case is open.",
)
_CLERK_STOP = Words(
    no="Kjent feil: {what_no} Utlever ingenting på dette utstyret. {advice_no}",
    en="Known problem: {what_en} Hand nothing over on this equipment. {advice_en}",
)
_CLERK_DOCUMENT = Words(
    no="Kjent feil: {what_no} Prøv et annet godkjent dokument, ellers ring støtte. {advice_no}",
    en="Known problem: {what_en} Try another approved document, or else call support. {advice_en}",
)
_RECIPIENT_STOP = Words(
    no="Brevet kan ikke hentes her nå: {what_no} {advice_no}",
    en="The letter cannot be collected here just now: {what_en} {advice_en}",
)
_RECIPIENT_DOCUMENT = Words(
    no="Har du annen godkjent legitimasjon, ta den med: {what_no} {advice_no}",
    en="If you have another approved document, bring it: {what_en} {advice_en}",
)
_SENDER = Words(
    no="Utlevering kan bli forsinket: {what_no} {advice_no}",
    en="Hand-over may be delayed: {what_en} {advice_en}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownProblem:
    """
    A problem as operations publish it: of equipment (outlet, device model) or of documents (kind, state, series).

    An empty field narrows nothing. `number_begins` is how document numbers of the series begin. `holds_deadline`:
    nothing can be handed over on that equipment meanwhile. `what` and `advice` are whole sentences, written by
    operations.
    """

    what: Words
    advice: Words
    from_on: date
    to_on: date | None = None
    outlet_id: int | None = None
    device_model: str = ""
    document_kind: str = ""
    issuing_state: str = ""
    number_begins: str = ""
    holds_deadline: bool = False

    @property
    def of_documents(self) -> bool:
        """Whether it is about documents rather than equipment."""
        return bool(self.document_kind or self.issuing_state or self.number_begins)

    def in_force(self, today: date) -> bool:
        """Say whether it stands on a day; both ends count."""
        return self.from_on <= today and (self.to_on is None or today <= self.to_on)

    def meets(
        self,
        *,
        today: date,
        outlet_id: int | None = None,
        device_model: str = "",
        document_kind: str = "",
        issuing_state: str = "",
        document_number: str = "",
    ) -> bool:
        """
        Say whether it may concern this outlet and this document.

        Reading: what is not known of a document yet does not rule it out (the clerk is warned before it is read);
        an outlet and its devices are always known.
        """
        number = document_number.upper()
        return (
            self.in_force(today)
            and self.outlet_id in (None, outlet_id)
            and self.device_model in ("", device_model)
            and (not document_kind or self.document_kind in ("", document_kind))
            and (not issuing_state or self.issuing_state in ("", issuing_state))
            and (not number or number.startswith(self.number_begins.upper()))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemWords:
    """What a problem is told as, to each of those who meet it."""

    clerk: Words
    recipient: Words
    sender: Words


def gives_days_back(problem: KnownProblem) -> bool:
    """
    Say whether the days of a problem are given back to every letter it meets.

    Terms:   PUM §11 (no hand-over without the electronic check), §14.
    Reading: equipment on which nothing can be handed over is an outage (A-44). Documents that cannot be read
             keep nobody from coming with another, and nobody knows who holds one; there the support case of the
             person who came holds the deadline (A-47), whatever was published. Neither changes who may collect
             the letter.
    """
    return problem.holds_deadline and not problem.of_documents


def words_for(problem: KnownProblem) -> ProblemWords:
    """Return what clerk, recipient and sender are told, with what happens to the deadline."""
    facts = {
        "what_no": problem.what.no,
        "what_en": problem.what.en,
        "advice_no": problem.advice.no,
        "advice_en": problem.advice.en,
    }
    stops = gives_days_back(problem)
    deadline = _HELD if stops else _NOT_HELD
    return ProblemWords(
        clerk=_with(_CLERK_STOP if stops else _CLERK_DOCUMENT, facts, deadline),
        recipient=_with(_RECIPIENT_STOP if stops else _RECIPIENT_DOCUMENT, facts, deadline),
        sender=_with(_SENDER, facts, deadline),
    )


def _with(words: Words, facts: dict[str, str], after: Words) -> Words:
    said = words.filled(facts)
    return Words(no=f"{said.no} {after.no}", en=f"{said.en} {after.en}")
