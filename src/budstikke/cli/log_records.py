"""The parts of `budstikke log` that need the post's database."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from budstikke.cli import post
from budstikke.formats import s10
from budstikke.kit import clock
from budstikke.kit.vault import CannotOpen

# Evidence is signed seconds after the event, by a certificate that may be new that day.
_SIGNED_WITHIN = timedelta(days=1)


def prove(subject: str) -> int:
    """Print the file of evidence, by its id or as a letter's newest; exit code 1 when there is none in the log."""
    number = s10.canonical(subject)
    by_id = None if s10.is_valid(number) else _uuid(subject)
    if by_id is None and not s10.is_valid(number):
        print("neither a letter's number nor the id of evidence", file=sys.stderr)
        return 2
    post.set_up()
    from budstikke.post.actions.proving.prove import NotLogged, proven_file
    from budstikke.post.records.models import Evidence
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        found = Evidence.objects.order_by("-id")
        record = (
            found.filter(uuid=by_id) if by_id else found.filter(letter_id=s10.letter_id(number))
        ).first()
        try:
            content = None if record is None else proven_file(record)
        except NotLogged:
            content = None
        except CannotOpen as error:
            print(f"the evidence was changed where it is kept: {error}", file=sys.stderr)
            return 1
    if content is None:
        print("no such evidence is in the log", file=sys.stderr)
        return 1
    sys.stdout.write(content.decode())
    return 0


def audit(kept: Sequence[Mapping[str, object]]) -> int:
    """Print what the audit found; exit code 1 when anything is not as it was written."""
    post.set_up()
    from budstikke.post.actions.proving.audit_log import audit_log
    from budstikke.post.channels import chosen
    from budstikke.post.records.scope import CARRIER, acting_as
    from budstikke.proof.checkpoint import Checkpoint
    from budstikke.proof.evidence_file import read_evidence_file
    from budstikke.proof.logged import check_checkpoint
    from budstikke.proof.trust import Trust
    from budstikke.proof.verify import verify

    now = clock.now()
    trust = Trust.from_pem(chosen.sealer().trust_pem(now=now))

    # Each is judged as of its own day: certificates end, and the log stands for longer than any of them.
    def is_signed(published: Mapping[str, object]) -> bool:
        made_at = Checkpoint.of(published).made_at
        return check_checkpoint(published, trust=trust, at=now, proven_at=made_at).holds

    def is_genuine(content: bytes) -> bool:
        recorded_at = datetime.fromisoformat(str(read_evidence_file(content).document["recorded_at"]))
        return verify(content, trust=trust, at=recorded_at + _SIGNED_WITHIN).holds

    with acting_as(CARRIER):
        found = audit_log(is_signed=is_signed, is_genuine=is_genuine, kept=kept)
    answer = {
        "holds": found.holds,
        "size": found.size,
        "root": found.root,
        "checkpoints": found.checkpoints,
        "findings": [finding._asdict() for finding in found.findings],
    }
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    return 0 if found.holds else 1


def _uuid(subject: str) -> UUID | None:
    try:
        return UUID(subject)
    except ValueError:
        return None
