"""§5: where a letter may be sent on to when its recipient has moved."""

from __future__ import annotations

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.pum.edition import PumEdition, Redirection
from budstikke.post.terms.pum.letter import AddressFacts
from budstikke.post.terms.refusals import afterwards

_REDIRECTED = Words(
    no="Brevet kan sendes videre til en privatadresse i Norge.",
    en="The letter may be sent on to a private address in Norway.",
)
_COMES_BACK = Words(
    no="Har mottakeren bestilt ettersending til en firmaadresse eller til utlandet, går brevet tilbake.",
    en="If the recipient has ordered mail redirected to a business address or abroad, the letter comes back.",
)
_NEVER = Words(
    no="Har mottakeren bestilt ettersending, går brevet tilbake.",
    en="If the recipient has ordered mail redirected, the letter comes back.",
)


def redirect(new: AddressFacts, *, edition: PumEdition) -> Decision:
    """
    Decide whether a letter may be sent on to a new address.

    Terms:   PUM §5.
    Reading: "not to a business address, at home or abroad" leaves private addresses, and §5 wants those in
    Norway (A-40, decision 0012). Under the switch `never` no letter is sent on.
    Refuses: PUM_NEVER_REDIRECTED; PUM_NOT_TO_BUSINESS, PUM_NOT_ABROAD.
    """
    return Decision.judged(
        question="redirect",
        edition=edition.id,
        refusals=_refusals(new, edition=edition),
        passed="redirect",
        refused="return_to_sender",
        reasons=(Reason.stating("redirection", PUM(5), words=_REDIRECTED),),
    )


def comes_back(*, edition: PumEdition) -> Reason:
    """
    Return what a sender is told before mailing of letters whose recipient has ordered forwarding.

    Terms:   PUM §5.
    Reading: the same of every letter: whether this one's recipient has, no sender learns (decision 0100).
    """
    words = _NEVER if edition.redirection is Redirection.NEVER else _COMES_BACK
    return Reason.stating("comes_back_if_forwarded", PUM(5), words=words)


def _refusals(new: AddressFacts, *, edition: PumEdition) -> tuple[Refusal, ...]:
    if edition.redirection is Redirection.NEVER:
        return (Refusal(afterwards.PUM_NEVER_REDIRECTED),)
    rows = (
        (new.kind == "private", afterwards.PUM_NOT_TO_BUSINESS),
        (new.country == edition.address_country, afterwards.PUM_NOT_ABROAD),
    )
    return tuple(Refusal(reason) for holds, reason in rows if not holds)
