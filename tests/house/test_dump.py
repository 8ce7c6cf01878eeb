"""The house steals its databases: nothing in a dump names a number, a phone, an e-mail, a picture or a key."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from tests.house import lived
from tests.mailbox.running import Organisation, Service

from budstikke.kit.clock import real_now
from budstikke.kit.database import database_name
from budstikke.kit.installation import data_folder
from budstikke.kit.keyring import Ring
from budstikke.kit.postgres import running_cluster


@pytest.fixture
def dumps(installation: None, mailbox: Service, carrier: Organisation) -> dict[str, bytes]:
    """Give both databases after a letter's whole life, its report in the sender's mailbox."""
    from budstikke.post.channels.digipost_mailbox import DigipostMailbox

    client = DigipostMailbox(
        base_url=mailbox.url, sender_id=carrier.sender_id, key=carrier.held, real_now=real_now
    )
    from budstikke.post.records.models import Sender
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        Sender.objects.update(mailbox_organisation_number="974760673")
    try:
        lived.live(client)
    finally:
        client.close()
    found = {}
    for service in ("post", "mailbox"):
        tables = lived.dumped(f"{running_cluster().url}&dbname={database_name(service)}")
        found |= {f"{service}.{name}": content for name, content in tables.items()}
    return found


def _keys(folder: Path) -> dict[str, bytes]:
    """Every secret of an installation's folder, in the forms in which it could have got into a table."""
    found: dict[str, bytes] = {"a key in PEM": b"PRIVATE KEY"}
    for path in sorted((folder / "keys").glob("*-wrapping.ring")):
        service = path.name.partition("-")[0]
        wrapping = Ring(path, under=None)
        for each in sorted((folder / "keys").glob(f"{service}-*.ring")):
            ring = wrapping if each == path else Ring(each, under=wrapping)
            for key in ring.keys:
                found[f"{each.name} {key.name}"] = key.secret
                found[f"{each.name} {key.name}, base64"] = base64.b64encode(key.secret)
    for path in sorted((folder / "keys").rglob("*.pem")):
        lines = path.read_bytes().split(b"-----")
        if b"PRIVATE" in lines[1]:
            found[f"{path.name}, base64"] = lines[2].split()[1]
            found[path.name] = base64.b64decode(b"".join(lines[2].split()))[16:48]
    return found


def test_a_dump_says_nothing_of_a_person_but_name_and_address(
    dumps: dict[str, bytes], mailbox: Service
) -> None:
    """Every table of both databases, read as a thief of a backup reads it; and no key that would open the rest."""
    assert lived.found_in(dumps, lived.SPECIMEN | lived.PICTURES) == []
    keys = _keys(data_folder()) | _keys(mailbox.folder)
    assert len(keys) > 12
    assert lived.found_in(dumps, keys) == []
    # The search finds what is there: a name needed for labels, and bytes by their digits.
    named = [table for table, _ in lived.found_in(dumps, {"name": b"Kari Nordmann"})]
    assert named == ["post.letter", "post.status_file"]
    assert ("mailbox.document", "version") in lived.found_in(dumps, {"version": b"\x02"})
    full = [name for name, content in dumps.items() if content]
    assert {"post.pushed", "post.open_check", "post.report", "post.evidence", "post.hand_over"} <= set(full)
    assert {"mailbox.content", "mailbox.document", "post.status_file", "post.told"} <= set(full)
