"""Take a new sender's acceptance of the terms: what it declares, its mailbox, the edition; signed and kept."""

from __future__ import annotations

import json
from datetime import date, datetime
from uuid import uuid4

from django.conf import settings

from budstikke.kit.vault import vault_for
from budstikke.law.decision import Decision
from budstikke.post.actions.proving.evidence_rows import issuer
from budstikke.post.channels.mailbox import Mailbox, MailDocument
from budstikke.post.channels.seal import Sealer
from budstikke.post.records.models import Acceptance, Sender
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.pum.onboarding import OBLIGED, may_begin
from budstikke.proof.canonical import canonical_form
from budstikke.proof.log import fingerprint_of
from budstikke.proof.salted import JsonObject

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
        document = {
            **_parties(sender),
            "terms": {"contract": "PUM", "edition": edition.id},
            "declared": {"obliged_as": obliged_as, "words": OBLIGED[obliged_as].as_json()},
            "mailbox": {"orgnr": mailbox_organisation_number, "read_back": True},
            "accepted_by": f"portal-{accepted_by}",
            "accepted_at": now.isoformat(),
            "decision": decision.as_json(),
        }
        signed, sha256 = _signed(document, sealer=sealer, now=now)
        Acceptance.objects.create(
            sender=sender,
            edition=edition.id,
            obliged_as=obliged_as,
            mailbox_organisation_number=mailbox_organisation_number,
            accepted_by_id=accepted_by,
            accepted_at=now,
            sha256=sha256,
            document_sealed=vault_for("post").seal(signed, context=_context(sha256)),
        )
        sender.aml_obliged = True
        sender.agreement_on = sender.agreement_on or today
        sender.mailbox_organisation_number = mailbox_organisation_number
        sender.save(update_fields=["aml_obliged", "agreement_on", "mailbox_organisation_number"])
    return decision


def _signed(document: JsonObject, *, sealer: Sealer, now: datetime) -> tuple[bytes, str]:
    canonical = canonical_form(document)
    file = {"acceptance": document, "signatures": [sealer.sign_evidence(canonical, now=now)]}
    return json.dumps(file, ensure_ascii=False).encode(), fingerprint_of(canonical).hex()


def _parties(sender: Sender) -> dict[str, object]:
    return {
        "schema": "budstikke-acceptance-1",
        "id": str(uuid4()),
        "test": settings.TEST_INSTALLATION,
        "issuer": {"name": issuer().name, "orgnr": issuer().orgnr},
        "sender": {
            "name": sender.name,
            "orgnr": sender.organisation_number,
            "customer_number": sender.customer_number,
        },
    }


def acceptances_of(sender_id: int) -> list[Acceptance]:
    """Return a sender's acceptances, the newest first."""
    with acting_as(str(sender_id)):
        return list(Acceptance.objects.filter(sender_id=sender_id).defer("document_sealed").order_by("-id"))


def acceptance_file(acceptance_id: int, *, sender_id: int) -> bytes | None:
    """
    Return the signed file of an acceptance; None for another sender's as for none.

    Raises: kit.vault.CannotOpen when the row was changed.
    """
    with acting_as(str(sender_id)):
        found = Acceptance.objects.filter(id=acceptance_id, sender_id=sender_id).first()
    if found is None:
        return None
    return vault_for("post").open(bytes(found.document_sealed), context=_context(found.sha256))


def _context(sha256: str) -> bytes:
    return f"acceptance:{sha256}".encode()
