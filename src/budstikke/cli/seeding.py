"""Setting up a test installation with invented senders, outlets, postcodes and mailboxes from examples/."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

from budstikke.formats.malformed import Malformed
from budstikke.kit.clock import now, real_now
from budstikke.kit.installation import data_folder
from budstikke.kit.rsa_keys import signing_key

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
FIRST_ACCOUNT = 2001
# A Thursday.
POSTCODES_FROM = date(2026, 1, 1)


def seed() -> None:
    """Enter what examples/installation holds, and open a mailbox for the post and for each sender."""
    from budstikke.post.actions.senders.register import register_outlets, register_senders

    seed_postcodes()
    register_outlets(json.loads((EXAMPLES / "installation" / "outlets.json").read_text(encoding="utf-8")))
    register_senders(senders())
    _open_mailboxes()


def seed_postcodes() -> None:
    """Take over the example's postcodes; where a newer register was taken over meanwhile, it stays."""
    from budstikke.formats.postcodes import read
    from budstikke.post.actions.outlets.import_postcodes import import_postcodes

    content = (EXAMPLES / "installation" / "postcodes.tsv").read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    with suppress(Malformed):
        import_postcodes(read(content), valid_from=POSTCODES_FROM, sha256=digest, now=now(), much_gone=True)


def senders() -> list[dict[str, object]]:
    """Return the invented senders."""
    rows: list[dict[str, object]] = json.loads(
        (EXAMPLES / "installation" / "senders.json").read_text(encoding="utf-8")
    )
    return rows


def mailbox_key(organisation_number: str) -> Path:
    """Return where a demo sender keeps its own key to its mailbox."""
    return data_folder() / "senders" / f"{organisation_number}.pem"


def _open_mailboxes() -> None:
    from django.conf import settings

    carrier, broker = settings.CARRIER, settings.BROKER
    accounts = [(broker["sender_id"], carrier["orgnr"], carrier["name"], broker["key"])]
    for number, sender in enumerate(senders(), start=FIRST_ACCOUNT):
        organisation = str(sender["organisation_number"])
        accounts.append((number, organisation, str(sender["name"]), mailbox_key(organisation)))
    lines = [
        json.dumps(
            {
                "sender_id": account,
                "organisation_number": organisation,
                "name": name,
                "public_key": signing_key(path, name=name, now=real_now()).certificate_pem,
            }
        )
        for account, organisation, name, path in accounts
    ]
    # The mailbox is another service with settings of its own, so it is asked by its own command.
    subprocess.run(
        [sys.executable, "-m", "budstikke.cli.main", "mailbox", "open", "-"],
        input="\n".join(lines).encode(),
        stdout=subprocess.DEVNULL,
        check=True,
    )
