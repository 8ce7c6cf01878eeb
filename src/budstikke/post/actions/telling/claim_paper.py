"""The letter that answers a claim, from what was written down when it was decided; as PDF, and as a message."""

from __future__ import annotations

from django.conf import settings

from budstikke.kit.installation import is_test
from budstikke.law.decision import Decision
from budstikke.law.words import LANGUAGES, Language, Words
from budstikke.post.actions.invoicing.invoice_documents import name
from budstikke.post.actions.sealing import contact_of
from budstikke.post.actions.telling.wording import IN_ENGLISH
from budstikke.post.channels.message import Message
from budstikke.post.papers.claim_letter import ClaimLetter, ClaimReason, claim_mail, render_claim_letter
from budstikke.post.records.models import Claim, Letter, Notice
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.asked_again import ask_again
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.pum.settling import KINDS, Claimant, ClaimKind, Ground

_SET_OFF = Words(
    no="Beløpet er trukket fra det avsenderen skylder oss, og står i kontoutskriften.",
    en="The amount is set off against what the sender owes us, and stands in the statement.",
)
_CREDITED = Words(
    no="Beløpet er uten merverdiavgift; kreditnota {note} gir begge deler tilbake.",
    en="The amount is without VAT; credit note {note} gives both back.",
)


def claim_paper(claim_id: int, *, language: Language) -> bytes | None:
    """Return the letter as PDF; None for a claim that nobody opened or that is not settled."""
    with acting_as(CARRIER):
        claim = (
            Claim.objects.select_related("letter", "sender", "credit_note")
            .filter(id=claim_id, settled_at__isnull=False)
            .first()
        )
        if claim is None:
            return None
        paper = _paper(claim)
    return render_claim_letter(paper, languages=[language])


def claim_message(letter: Letter, notice: Notice) -> Message:
    """
    Return the answer as it is sent to the claimant, in both languages.

    Terms:   PUM §17, §18.
    Reading: of a sender we know where it is, and no mailbox that somebody reads: it is answered on paper; a recipient
             by mail if the order gave an address. Money is no matter for an SMS.
    """
    claim = Claim.objects.select_related("letter", "sender", "credit_note").get(answer=notice)
    paper = _paper(claim)
    norwegian, english = claim_mail(paper, language="no"), claim_mail(paper, language="en")
    return Message(
        key=f"{letter.number}-{notice.kind}-{notice.ordinal}",
        email=contact_of(letter).email if claim.claimant == Claimant.RECIPIENT else "",
        subject=norwegian.subject,
        text=f"{norwegian.body}\n\n{IN_ENGLISH}\n\n{english.body}",
        pdf=lambda: render_claim_letter(paper, languages=LANGUAGES),
    )


def _paper(claim: Claim) -> ClaimLetter:
    assert claim.settled_on is not None and claim.amount_ore is not None
    note = claim.credit_note
    how = _CREDITED.filled({"note": name(note)}) if note else _SET_OFF
    return ClaimLetter(
        claim=claim.id,
        number=claim.letter.number,
        kind=KINDS[ClaimKind(claim.kind)],
        told_on=claim.told_on,
        settled_on=claim.settled_on,
        grants=bool(claim.grants),
        amount_ore=claim.amount_ore,
        reasons=_reasons(claim),
        carrier=settings.CARRIER["name"],
        test=is_test(),
        paid_how=how if claim.grants else None,
        address_lines=_address(claim),
    )


def _reasons(claim: Claim) -> tuple[ClaimReason, ...]:
    """Return the reasons in words meant for whoever claimed; who confirmed is nobody else's business."""
    assert claim.decision is not None
    decided, judged = (
        ask_again(each, edition=BY_ID[each["edition"]]) for each in (claim.decision, *claim.decision["also"])
    )
    if claim.grants or claim.ground == Ground.BY_TERMS:
        told = _of(judged)
        if told:
            return told
    return (ClaimReason(words=decided.reasons[0].words, clauses=_cited(decided.reasons[0].clauses)),)


def _of(judged: Decision) -> tuple[ClaimReason, ...]:
    if judged.refusals:
        return tuple(ClaimReason(words=each.person, clauses=_cited(each.clauses)) for each in judged.refusals)
    return tuple(ClaimReason(words=each.words, clauses=_cited(each.clauses)) for each in judged.reasons)


def _cited(clauses: tuple[object, ...]) -> str:
    return ", ".join(map(str, clauses))


def _address(claim: Claim) -> tuple[str, ...]:
    letter, sender = claim.letter, claim.sender
    if claim.claimant == Claimant.RECIPIENT:
        lines = (letter.recipient_name, letter.street, letter.street2, f"{letter.postcode} {letter.city}")
    else:
        lines = (sender.name, sender.street, "", f"{sender.postcode} {sender.city}")
    return tuple(line.strip() for line in lines if line.strip())
