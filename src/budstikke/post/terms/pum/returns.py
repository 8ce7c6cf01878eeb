"""§15: what goes back, when, as what, and what a failed attempt does not do."""

from __future__ import annotations

from datetime import date

from budstikke.law.decision import Decision, Reason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.pum.edition import PumEdition

_RETURNED_AS = Words(
    no="Brevet går tilbake til avsenderens returadresse som rekommandert brev.",
    en="The letter goes back to the sender's return address as a registered letter.",
)
_KEPT = Words(
    no="Et mislykket forsøk sender ikke brevet tilbake; det ligger til {last_collect_day:%d.%m.%Y}.",
    en="A failed attempt does not send the letter back; it waits until {last_collect_day:%d %b %Y}.",
)
_DUE = Words(
    no="Hentefristen gikk ut {last_collect_day:%d.%m.%Y}; brevet går i retur.",
    en="The deadline was {last_collect_day:%d %b %Y}; the letter goes back.",
)
_NOT_DUE = Words(
    no="Brevet kan hentes til og med {last_collect_day:%d.%m.%Y}; det går ikke i retur før.",
    en="The letter can be collected until {last_collect_day:%d %b %Y}; it does not go back before.",
)


def return_to_sender(*, edition: PumEdition) -> Decision:
    """
    Say how a letter travels back, and to where.

    Terms: PUM §15, §6 (the return address).
    """
    return Decision(
        question="return",
        outcome="returned",
        edition=edition.id,
        reasons=(Reason.stating("return", PUM(15), PUM(6), words=_RETURNED_AS),),
        answer={"returned_as": edition.return_product, "to": "sender_return_address"},
    )


def after_failed_attempt(*, last_collect_day: date, attempt_on: date, edition: PumEdition) -> Decision:
    """
    Say what becomes of a letter whose recipient could not show who they are.

    Terms:   PUM §15.
    Reading: "after three weeks" holds for a failed check as for no visit at all, so the letter is kept.
    """
    due = attempt_on > last_collect_day
    return Decision(
        question="failed_attempt",
        outcome="returned" if due else "kept",
        edition=edition.id,
        reasons=(
            Reason.stating(
                "return_after_deadline",
                PUM(15),
                PUM(14),
                words=_DUE if due else _KEPT,
                facts={"attempt_on": attempt_on, "last_collect_day": last_collect_day},
            ),
        ),
        answer={"item": "returned" if due else "kept", "last_collect_day": last_collect_day},
    )


def return_due(*, last_collect_day: date, today: date, edition: PumEdition) -> Decision:
    """
    Decide whether an uncollected letter goes back.

    Terms:   PUM §14 (the last day counts), §15.
    Reading: the sweep asks this of all letters at once, in SQL; a test holds the two together.
    """
    due = today > last_collect_day
    return Decision(
        question="return_due",
        outcome="returned" if due else "kept",
        edition=edition.id,
        reasons=(
            Reason.stating(
                "return_due",
                PUM(14),
                PUM(15),
                words=_DUE if due else _NOT_DUE,
                facts={"last_collect_day": last_collect_day, "today": today},
            ),
        ),
    )
