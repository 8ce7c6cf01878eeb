"""The log: one order for all evidence, proofs that hold elsewhere, and an audit that names what was done to it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pikepdf
import psycopg
import pytest
from tests.actions import line
from tests.actions.line import NOW, book, check, file_of, give, number, order, wait_for_recipient
from tests.actions.test_report_sent import Box
from tests.channels.fake_sealer import FailingSealer

from budstikke.kit.database import address
from budstikke.post.actions.proving.audit_log import Audit, audit_log
from budstikke.post.actions.proving.evidence_of_events import evidence_events
from budstikke.post.actions.proving.log_evidence import log_evidence, published
from budstikke.post.actions.proving.prove import NotLogged, proven_file
from budstikke.post.actions.proving.send_report import send_report
from budstikke.post.channels.errors import Unreachable
from budstikke.post.records.log_rows import spans
from budstikke.post.records.models import Evidence, Letter, LogCheckpoint, LogEntry, LogNode
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.proof.checkpoint import Checkpoint
from budstikke.proof.evidence_file import read_evidence_file
from budstikke.proof.log import BLOCK, leaf_hash, root, root_of
from budstikke.proof.logged import check_checkpoint
from budstikke.proof.trust import Trust
from budstikke.proof.verify import verify, verify_logged

pytestmark = pytest.mark.usefixtures("installation")


def trust() -> Trust:
    """Whom to trust: the tests' own root."""
    return Trust.from_pem(line.sealer().trust_pem(now=NOW))


def logged(*serials: int, reference: str = "A") -> None:
    """Book letters, evidence them and log the evidence."""
    book(file_of([order(each, reference=str(each)) for each in serials], reference=reference))
    evidence_events(sealer=line.sealer(), now=NOW)
    log_evidence(sealer=line.sealer(), now=NOW)


def audited(**given: Any) -> Audit:
    """Audit the log."""

    def is_signed(one: Any) -> bool:
        made_at = Checkpoint.of(one).made_at
        return check_checkpoint(one, trust=trust(), at=NOW, proven_at=made_at).holds

    def is_genuine(content: bytes) -> bool:
        return verify(content, trust=trust(), at=NOW).holds

    with acting_as(CARRIER):
        return audit_log(is_signed=is_signed, is_genuine=is_genuine, **given)


def as_owner(*statements: str, table: str) -> None:
    """Do what only somebody with the owner's rights can do, past the triggers."""
    with psycopg.connect(address("post", "owner"), autocommit=True) as owner:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")  # type: ignore[arg-type]
        for statement in statements:
            owner.execute(statement)  # type: ignore[arg-type]
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")  # type: ignore[arg-type]


def test_each_batch_is_appended_and_signed() -> None:
    """The tree is that of the fingerprints in their order; the checkpoint says so under the log's own key."""
    logged(1, 2, 3)
    logged(4, 5, reference="B")
    with acting_as(CARRIER):
        prints = [bytes.fromhex(each.sha256) for each in Evidence.objects.order_by("logentry__index")]
        assert list(LogEntry.objects.order_by("index").values_list("index", flat=True)) == [0, 1, 2, 3, 4]
        first, second = LogCheckpoint.objects.order_by("id")
    assert (first.size, second.size) == (3, 5)
    assert bytes(second.root) == root_of([leaf_hash(each) for each in prints])
    assert check_checkpoint(published(second), trust=trust(), at=NOW).holds
    swapped = {**published(second), "signatures": published(first)["signatures"]}
    assert not check_checkpoint(swapped, trust=trust(), at=NOW).holds


def test_nothing_new_makes_no_checkpoint_for_an_hour() -> None:
    """Then one is signed all the same: a log that is silent may be hiding something."""
    logged(1)
    log_evidence(sealer=line.sealer(), now=NOW + timedelta(minutes=59))
    with acting_as(CARRIER):
        assert LogCheckpoint.objects.count() == 1
    log_evidence(sealer=line.sealer(), now=NOW + timedelta(minutes=60))
    with acting_as(CARRIER):
        assert list(LogCheckpoint.objects.values_list("size", flat=True)) == [1, 1]


def test_a_batch_whose_checkpoint_cannot_be_signed_is_not_in_the_log() -> None:
    """And is the next time."""
    book(file_of([order(1)]))
    evidence_events(sealer=line.sealer(), now=NOW)
    with pytest.raises(Unreachable):
        log_evidence(sealer=FailingSealer(line.sealer(), [Unreachable("down")]), now=NOW)
    with acting_as(CARRIER):
        assert not LogEntry.objects.exists()
    assert log_evidence(sealer=line.sealer(), now=NOW) == 1


def test_two_sequencers_at_once_log_everything_once() -> None:
    """The second waits for the first."""
    import threading

    from django.db import connection

    book(file_of([order(each, reference=str(each)) for each in range(1, 21)]))
    evidence_events(sealer=line.sealer(), now=NOW)
    counts: list[int] = []

    def sequence() -> None:
        counts.append(log_evidence(sealer=line.sealer(), now=NOW))
        connection.close()

    threads = [threading.Thread(target=sequence) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 20
    assert audited().holds


def test_full_blocks_keep_their_roots() -> None:
    """So that a proof reads few rows, however long the log."""
    count = 2 * BLOCK + 10
    book(file_of([order(each, reference=str(each)) for each in range(1, count + 1)]))
    evidence_events(sealer=line.sealer(), now=NOW)
    log_evidence(sealer=line.sealer(), now=NOW)
    with acting_as(CARRIER):
        leaves = [
            bytes(each) for each in LogEntry.objects.order_by("index").values_list("leaf_hash", flat=True)
        ]
        nodes = {node.pk: bytes(node.hash) for node in LogNode.objects.all()}
        assert root(count, spans()) == root_of(leaves)
    assert nodes == {(1, 0): root_of(leaves[:BLOCK]), (1, 1): root_of(leaves[BLOCK : 2 * BLOCK])}
    assert audited().holds
    for change, found in {
        "DELETE FROM log_node WHERE nth = 1": ("root of a block changed or gone", "block 1 of level 1"),
        "INSERT INTO log_node (level, nth, hash) VALUES (2, 0, 'x')": (
            "root of no block",
            "block 0 of level 2",
        ),
        "UPDATE log_node SET hash = 'x'": ("root of a block changed or gone", "block 0 of level 1"),
    }.items():
        as_owner(change, table="log_node")
        assert found in audited().findings


def test_a_report_carries_its_place_in_the_log_and_the_letters_chain() -> None:
    """Judged by nothing but the file and the root."""
    logged(50, reference="BEFORE")
    wait_for_recipient(1)
    give(1, check(1).check_id)
    box = Box()
    with acting_as(CARRIER):
        handed = Letter.objects.get(number=number(1)).id
    send_report(handed, sealer=line.sealer(), mailbox=box, now=NOW)
    pdf = box.taken[0]["documents"][0].content
    verdict = verify(pdf, trust=trust(), at=NOW + timedelta(minutes=1))
    assert verdict.holds, verdict
    names = [each.name for each in verdict.checks]
    assert {"disclosures", "checkpoint", "log", "chain", "agreement"} <= set(names)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        file = read_evidence_file(opened.attachments["evidence.json"].get_file().read_bytes())
    assert [each.document["event"] for each in file.chain] == [
        "SubmissionAcceptance", "RelayAcceptance", "ContentConsignment", "NotificationForAcceptance",
    ]  # fmt: skip


def test_a_report_proves_that_the_log_only_grew_since_its_letter_was_booked() -> None:
    """By the first checkpoint that had the order in it."""
    logged(1)
    wait_for_recipient(2)
    evidence_events(sealer=line.sealer(), now=NOW)
    log_evidence(sealer=line.sealer(), now=NOW)
    with acting_as(CARRIER):
        content = proven_file(Evidence.objects.get(letter__number=number(1)))
    verdict = verify_logged(content, trust=trust(), at=NOW)
    assert verdict.holds, verdict
    assert "consistency" in [each.name for each in verdict.checks]


def test_evidence_that_is_not_logged_yet_has_no_proof() -> None:
    """The sequencer comes by in seconds."""
    book(file_of([order(1)]))
    evidence_events(sealer=line.sealer(), now=NOW)
    with acting_as(CARRIER), pytest.raises(NotLogged):
        proven_file(Evidence.objects.get())


@pytest.mark.parametrize(
    ("check_name", "change"),
    [
        ("log", lambda file: file["log"].update(index=1)),
        ("log", lambda file: file["log"]["path"].reverse()),
        ("checkpoint", lambda file: file["log"]["checkpoint"]["checkpoint"].update(size=9)),
        ("disclosures", lambda file: file["disclosures"][0].update(value="Ola Nordmann")),
    ],
)
def test_a_changed_proof_is_found(check_name: str, change: Callable[[Any], object]) -> None:
    """And the check that fails says which part it was."""
    logged(1, 2, 3, 4)
    with acting_as(CARRIER):
        record = Evidence.objects.get(logentry__index=2)
        content = json.loads(proven_file(record))
    assert verify_logged(json.dumps(content).encode(), trust=trust(), at=NOW).holds
    change(content)
    verdict = verify_logged(json.dumps(content).encode(), trust=trust(), at=NOW)
    assert check_name in [each.name for each in verdict.checks if not each.holds]


def test_evidence_without_its_place_does_not_pass_for_logged() -> None:
    """`log check` asks for the proof that `verify` can do without."""
    logged(1)
    with acting_as(CARRIER):
        content = json.loads(proven_file(Evidence.objects.get()))
    del content["log"]
    assert not verify_logged(json.dumps(content).encode(), trust=trust(), at=NOW).holds


def test_an_untouched_log_passes_its_audit() -> None:
    """Also against a checkpoint that was kept elsewhere."""
    logged(1, 2, 3)
    with acting_as(CARRIER):
        kept = published(LogCheckpoint.objects.get())
    logged(4, reference="B")
    audit = audited(kept=[kept])
    assert audit.holds, audit
    assert (audit.size, audit.checkpoints) == (4, 3)


def _of(index: int) -> str:
    return f"(SELECT evidence_id FROM log_entry WHERE index = {index})"


@pytest.mark.parametrize(
    ("table", "statements", "what", "row"),
    [
        (
            "evidence",
            [f"UPDATE evidence SET content_sealed = set_byte(content_sealed, 40, 7) WHERE id = {_of(2)}"],
            "evidence changed", "entry 2",
        ),
        ("evidence", [f"DELETE FROM evidence WHERE id = {_of(2)}"], "evidence deleted", "entry 2"),
        (
            "evidence",
            [f"UPDATE evidence SET sha256 = repeat('0', 64) WHERE id = {_of(1)}"],
            "fingerprint changed", "entry 1",
        ),
        (
            "log_entry",
            ["UPDATE log_entry SET leaf_hash = sha256('x') WHERE index = 3"],
            "evidence exchanged, or its entry changed", "entry 3",
        ),
        (
            "log_entry",
            [
                "UPDATE log_entry SET index = 99 WHERE index = 1",
                "UPDATE log_entry SET index = 1 WHERE index = 3",
                "UPDATE log_entry SET index = 3 WHERE index = 99",
            ],
            "exchanged with others", "entries 1, 3",
        ),
        ("log_entry", ["DELETE FROM log_entry WHERE index = 2"], "gone from the log", "entries 2 to 2"),
        ("log_entry", ["DELETE FROM log_entry WHERE index >= 3"], "gone from the log", "entries 3 to 4"),
        (
            "log_checkpoint",
            ["UPDATE log_checkpoint SET root = sha256('x') WHERE id = 1"],
            "checkpoint changed", "checkpoint 1",
        ),
    ],
)  # fmt: skip
def test_the_audit_names_the_row(table: str, statements: list[str], what: str, row: str) -> None:
    """Whoever owns the database can change it, and cannot hide it."""
    logged(1, 2, 3, 4, 5)
    # Foreign keys stop some of this too; whoever changes a database past its triggers drops those as well.
    drop = "ALTER TABLE log_entry DROP CONSTRAINT IF EXISTS " + _foreign_key("log_entry")
    with psycopg.connect(address("post", "owner"), autocommit=True) as owner:
        owner.execute(drop)  # type: ignore[arg-type]
    try:
        as_owner(*statements, table=table)
        audit = audited()
    finally:
        with psycopg.connect(address("post", "owner"), autocommit=True) as owner:
            owner.execute("TRUNCATE log_entry")
            owner.execute(
                "ALTER TABLE log_entry ADD CONSTRAINT log_entry_of_evidence FOREIGN KEY (evidence_id)"
                " REFERENCES evidence (id) DEFERRABLE INITIALLY DEFERRED"
            )
    assert not audit.holds
    assert any(finding.what == what and finding.row.startswith(row) for finding in audit.findings), audit


def _foreign_key(table: str) -> str:
    with psycopg.connect(address("post", "owner")) as owner:
        found = owner.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'", [table]
        ).fetchone()
    assert found
    return str(found[0])


def test_evidence_added_behind_the_logs_back_is_named() -> None:
    """A row that nobody logged, and an event that nobody evidenced."""
    logged(1, 2)
    as_owner(
        "INSERT INTO evidence (uuid, letter_id, sender_id, name, made_at, sha256, content_sealed, recorded_in)"
        " SELECT '6d99008e-2672-4b55-9b09-996b09a06e47', letter_id, sender_id, name, made_at, sha256,"
        " content_sealed, 3 FROM evidence ORDER BY id LIMIT 1",
        table="evidence",
    )
    audit = audited()
    assert [(each.what, each.row) for each in audit.findings] == [
        ("not in the log", "evidence 6d99008e-2672-4b55-9b09-996b09a06e47")
    ]


def test_evidence_that_was_taken_out_with_its_entry_is_missed() -> None:
    """The event remains, and so does what was signed."""
    logged(1, 2, 3)
    with acting_as(CARRIER):
        gone = Evidence.objects.get(logentry__index=2)
    as_owner("DELETE FROM log_entry WHERE index = 2", table="log_entry")
    as_owner(f"DELETE FROM evidence WHERE id = {gone.id}", table="evidence")
    found = {each.what for each in audited().findings}
    assert found == {"gone from the log", "without evidence"}


def test_evidence_rewritten_by_whoever_holds_the_data_key_is_named() -> None:
    """Content, fingerprint and entry were all made to fit; the signature cannot be."""
    from budstikke.kit.vault import vault_for
    from budstikke.post.actions.proving.evidence_rows import content_of
    from budstikke.proof.evidence_file import evidence_line
    from budstikke.proof.log import fingerprint_of

    logged(1, 2, 3)
    with acting_as(CARRIER):
        record = Evidence.objects.get(logentry__index=1)
    forged = content_of(record).replace(b'"passport_only":false', b'"passport_only":true')
    entry = fingerprint_of(evidence_line(forged))
    sealed = vault_for("post").seal(forged, context=f"evidence:{record.uuid}".encode())
    as_owner(
        f"UPDATE evidence SET content_sealed = '\\x{sealed.hex()}', sha256 = '{entry.hex()}' WHERE id = {record.id}",
        table="evidence",
    )
    as_owner(
        f"UPDATE log_entry SET leaf_hash = '\\x{leaf_hash(entry).hex()}' WHERE index = 1", table="log_entry"
    )
    assert [(each.what, each.row) for each in audited().findings] == [
        ("evidence forged", f"entry 1, evidence {record.uuid}")
    ]


def test_a_log_written_anew_is_found_by_a_checkpoint_kept_elsewhere() -> None:
    """Whoever holds the keys too can make a new log, but not the old one's."""
    logged(1, 2, 3)
    with acting_as(CARRIER):
        kept = published(LogCheckpoint.objects.get())
    as_owner("DELETE FROM log_checkpoint", table="log_checkpoint")
    as_owner(
        "UPDATE log_entry SET index = index + 10",
        "UPDATE log_entry SET index = 12 - index",
        table="log_entry",
    )
    with acting_as(CARRIER):
        from budstikke.post.actions.proving.log_evidence import _sign

        _sign(sealer=line.sealer(), now=NOW)
    assert audited().holds
    audit = audited(kept=[kept])
    assert [each.what for each in audit.findings] == ["exchanged with others"]


@pytest.mark.parametrize("table", ["evidence", "log_entry", "log_node", "log_checkpoint"])
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET {}"])
def test_the_database_refuses_to_change_the_log(table: str, verb: str) -> None:
    """The working role has no right to, and the trigger stops the owner as well."""
    columns = {
        "evidence": "sha256 = ''", "log_entry": "leaf_hash = ''", "log_node": "hash = ''",
        "log_checkpoint": "size = 0",
    }  # fmt: skip
    logged(1)
    for role in ("app", "owner"):
        with psycopg.connect(address("post", role)) as connection, pytest.raises(psycopg.Error) as caught:
            connection.execute("SELECT set_config('budstikke.tenant', 'carrier', true)")
            connection.execute(verb.format(table, columns[table]))  # type: ignore[arg-type]
        assert caught.value.sqlstate in ("42501", "23001")
