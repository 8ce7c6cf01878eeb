"""`budstikke log export`: an auditor's pack, every file of which can be judged with nothing but what lies beside it."""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from budstikke.cli import post
from budstikke.formats import s10
from budstikke.kit import clock
from budstikke.kit.vault import CannotOpen

_ABOUT = """Evidence, one file each; index.json lists them with their SHA-256.
Judge one:        budstikke verify FILE --trust trust.pem     (or the zipapp for auditors, or the page /check/)
Its place in the log, and the checkpoint:  budstikke log check FILE --trust trust.pem
Personal values that are not shown are salted hashes; every signature and proof holds without them.
"""


def export(
    numbers: Sequence[str], *, since: date | None, until: date | None, keep: Collection[str], out: str
) -> int:
    """Write the pack and print how many pieces of evidence are in it; exit code 1 when there are none."""
    post.set_up()
    from budstikke.post.actions.proving.log_evidence import published
    from budstikke.post.actions.proving.prove import proven_alone
    from budstikke.post.channels import chosen
    from budstikke.post.records.models import Evidence, LogCheckpoint
    from budstikke.post.records.scope import CARRIER, acting_as
    from budstikke.proof.redaction import redacted_each

    index: list[dict[str, object]] = []
    with acting_as(CARRIER), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        asked = Evidence.objects.select_related("letter").order_by("id")
        if numbers:
            asked = asked.filter(letter_id__in=[s10.letter_id(each) for each in numbers])
        if since is not None:
            asked = asked.filter(made_at__gte=clock.midnight(since))
        if until is not None:
            asked = asked.filter(made_at__lt=clock.midnight(until + timedelta(days=1)))
        try:
            for record, content in proven_alone(asked.iterator(chunk_size=100)):
                of = record.letter.number if record.letter else f"interchange-{record.interchange_id}"
                name, shown = (
                    f"{of}/{record.id:010}-{record.name}.json",
                    redacted_each(content, keep=lambda _: keep),
                )
                pack.writestr(name, shown)
                index.append(
                    {"file": name, "sha256": hashlib.sha256(shown).hexdigest(), "event": record.name}
                )
        except CannotOpen as error:
            print(f"evidence was changed where it is kept: {error}", file=sys.stderr)
            return 1
        last = LogCheckpoint.objects.order_by("-size", "-id").first()
        if last is not None:
            pack.writestr("checkpoint.json", json.dumps(published(last)))
        pack.writestr("index.json", json.dumps(index, indent=1))
        pack.writestr("trust.pem", chosen.sealer().trust_pem(now=clock.now()))
        pack.writestr("README.txt", _ABOUT)
    print(json.dumps({"evidence": len(index), "out": out}))
    return 0 if index else 1
