"""Take a new sender's acceptance of the terms: what it declares, its mailbox, the edition; signed and kept."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

from budstikke.kit.installation import is_test
from budstikke.law.decision import Decision
from budstikke.post.actions.proving.evidence_rows import full_file, issuer, made
from budstikke.post.actions.proving.prove import NotLogged, proven_file
from budstikke.post.channels.mailbox import Mailbox, MailDocument
from budstikke.post.channels.seal import Sealer
from budstikke.post.records.models import Acceptance, Sender
from budstikke.post.records.models import Evidence as EvidenceRecord
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.evidenced import AGREEMENT_ACCEPTED
from budstikke.post.terms.pum.onboarding import OBLIGED, may_begin
from budstikke.proof.evidence import Agreement, Evidence, Party

_SUBJECT = "Budstikke"
_LETTER = """Kode for avtalen om personlig utlevering: {code}
Den som skriver koden på siden for avtalen, viser at dere leser denne postkassen.

Code for the agreement on personal delivery: {code}
Whoever writes it on the page of the agreement shows that you read this mailbox.
"""


def send_mailbox_code(organisation_number: str, *, code: str, mailbox: Mailbox) -> None:
    """
    Send a code to a digital mailbox, to be read there.

    Terms:  PUM §1, §2.
    Raises: Unreachable (try again later) or Rejected (there is no such mailbox, or it will not take it).
    """
    mailbox.send(
        message_id=f"code-{uuid4()}",
        recipient_organisation_number=organisation_number,
        subject=_SUBJECT,
        documents=[MailDocument("txt", _LETTER.format(code=code).encode())],
    )


def accept_agreement(
    sender_id: int,
    *,
    obliged_as: str,
    accepts: bool,
    mailbox_organisation_number: str,
    accepted_by: int,
    sealer: Sealer,
    today: date,
    now: datetime,
) -> Decision:
    """
    Enter a sender's acceptance of the edition in force, with what it declared, if the terms let it begin.

    `mailbox_organisation_number` is that of a mailbox the sender has shown to read, or empty.
    Terms:   PUM §1, §2.
    Reading: an agreement accepted here is written (§2 names no form); its day is that of the first acceptance.
    Returns: the decision; nothing is entered where it refuses.
    Raises:  Unreachable or Rejected from the sealer, and then nothing is entered.
    """
    edition = pum_on(today)
    decision = may_begin(
        obliged_as=obliged_as,
        accepts=accepts,
        mailbox_answered=bool(mailbox_organisation_number),
        edition=edition,
    )
    if decision.refusals:
        return decision
    with acting_as(CARRIER):
        sender = Sender.objects.select_for_update().get(id=sender_id)
        agreement = Agreement(
            customer_number=sender.customer_number,
            obliged_as=obliged_as,
            declared=OBLIGED[obliged_as].as_json(),
            mailbox_orgnr=mailbox_organisation_number,
        )
        evidence = _evidence(sender, agreement, decision, accepted_by=accepted_by, now=now)
        signed = made(evidence.as_json(), sealer=sealer, now=now)
        Acceptance.objects.create(
            sender=sender,
            edition=edition.id,
            obliged_as=obliged_as,
            mailbox_organisation_number=mailbox_organisation_number,
            accepted_by_id=accepted_by,
            accepted_at=now,
            evidence=EvidenceRecord.objects.create(sender_id=sender_id, **signed),
        )
        sender.aml_obliged = True
        sender.agreement_on = sender.agreement_on or today
        sender.mailbox_organisation_number = mailbox_organisation_number
        sender.save(update_fields=["aml_obliged", "agreement_on", "mailbox_organisation_number"])
    return decision


def _evidence(
    sender: Sender, agreement: Agreement, decision: Decision, *, accepted_by: int, now: datetime
) -> Evidence:
    return Evidence(
        id=str(uuid4()),
        event=AGREEMENT_ACCEPTED,
        happened_at=now,
        recorded_at=now,
        issuer=issuer(),
        sender=Party(name=sender.name, orgnr=sender.organisation_number),
        agreement=agreement,
        edition=decision.edition,
        decisions=[decision.as_json()],
        actor=f"portal-{accepted_by}",
        test=is_test(),
    )


def acceptances_of(sender_id: int) -> list[Acceptance]:
    """Return a sender's acceptances, the newest first."""
    with acting_as(str(sender_id)):
        return list(Acceptance.objects.filter(sender_id=sender_id).order_by("-id"))


def acceptance_file(acceptance_id: int, *, sender_id: int) -> bytes | None:
    """
    Return the evidence of an acceptance, with its place in the log once it has one; None for another sender's as for
    none.

    Raises: kit.vault.CannotOpen when the row was changed.
    """
    with acting_as(str(sender_id)):
        found = (
            Acceptance.objects.select_related("evidence")
            .filter(id=acceptance_id, sender_id=sender_id)
            .first()
        )
        if found is None:
            return None
        try:
            return proven_file(found.evidence)
        except NotLogged:
            return full_file(found.evidence)
