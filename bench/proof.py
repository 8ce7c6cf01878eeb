"""Evidence made in bulk and logged, proofs out of a long log, and the audit of all of it."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from bench import site
from bench.booking import book
from bench.clocks import Clock, Spent, figures
from bench.orders import write_file

_MILLION = 1_000_000
_PROOFS = 200


def measure(clock: Clock, *, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Evidence an order file; then fill the log up, prove entries of it, and audit it."""
    orders, entries = (10_000, 20_000) if small else (50_000, _MILLION)
    site.empty()
    path = folder / "proof.edi"
    write_file(path, letters=orders, first_serial=1, reference="PROOF")
    assert book(path) == orders
    yield _evidence(clock, orders)
    filled = _fill(entries - orders)
    yield _proofs(entries)
    yield _audit(clock, entries, filled)


def _evidence(clock: Clock, orders: int) -> dict[str, object]:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    from budstikke.post.actions.proving.evidence_of_events import evidence_events
    from budstikke.post.actions.proving.log_evidence import log_evidence
    from budstikke.post.channels import chosen

    sealer = chosen.sealer()
    sealer.sign_checkpoint(b"{}", now=site.NOW)  # makes the keys
    made = clock.cost(lambda: evidence_events(sealer=sealer, now=site.NOW))
    logged = clock.cost(lambda: log_evidence(sealer=sealer, now=site.NOW))
    key, content = ec.generate_private_key(ec.SECP256R1()), bytes(2_000)
    bare = clock.cost(lambda: [key.sign(content, ec.ECDSA(hashes.SHA256())) for _ in range(orders)])
    both = made + logged
    return {
        "measure": "evidence_made_and_logged",
        "of": f"{orders} letters just booked: evidence made, hidden, signed, sealed, written and logged",
        "against": "the bare ECDSA P-256 signatures",
        "ratio": round(bare.own_s / both.own_s, 3),
        "evidence_per_cpu_s": round(orders / both.own_s),
        "goal": ">= 5000 a CPU second",
        "evidence_per_cpu_s_of_both_sides": round(orders / both.cpu_s),
        **figures("made", made, count=orders),
        **figures("logged", logged, count=orders),
    }


def _fill(entries: int) -> Spent:
    """Fill the log with so much evidence more, all with the same content, past the signing."""
    from budstikke.kit.vault import vault_for
    from budstikke.post.actions.proving.evidence_rows import content_of
    from budstikke.post.actions.proving.log_evidence import log_evidence
    from budstikke.post.channels import chosen
    from budstikke.post.records.models import Evidence
    from budstikke.post.records.scope import CARRIER, acting_as
    from budstikke.post.records.unproven import write_evidence

    with acting_as(CARRIER):
        like = Evidence.objects.first()
        assert like is not None
        content = content_of(like)
    for start in range(0, entries, 5_000):
        uuids = [UUID(int=start + place) for place in range(min(5_000, entries - start))]
        rows = [
            {
                "uuid": uuid,
                "letter_id": like.letter_id,
                "sender_id": like.sender_id,
                "name": like.name,
                "made_at": like.made_at,
                "sha256": like.sha256,
                "content_sealed": vault_for("post").seal(content, context=f"evidence:{uuid}".encode()),
            }
            for uuid in uuids
        ]
        with acting_as(CARRIER):
            write_evidence(rows)
    return Clock().cost(lambda: log_evidence(sealer=chosen.sealer(), now=site.NOW))


def _proofs(entries: int) -> dict[str, object]:
    from budstikke.post.records.log_rows import spans
    from budstikke.post.records.scope import CARRIER, acting_as
    from budstikke.proof.log import inclusion_path

    chosen_entries = random.Random(1).sample(range(entries), _PROOFS)
    took = []
    with acting_as(CARRIER):
        for index in chosen_entries:
            began = time.perf_counter()
            inclusion_path(index, entries, spans())
            took.append(1000 * (time.perf_counter() - began))
    took.sort()
    return {
        "measure": "inclusion_proof",
        "of": f"one entry of {entries}, each from the tables anew",
        "median_ms": round(took[_PROOFS // 2], 2),
        "p95_ms": round(took[_PROOFS * 95 // 100], 2),
        "goal": "<= 5 ms",
    }


def _audit(clock: Clock, entries: int, logged: Spent) -> dict[str, object]:
    from budstikke.post.actions.proving.audit_log import Audit, audit_log
    from budstikke.post.channels import chosen
    from budstikke.post.records.scope import CARRIER, acting_as
    from budstikke.proof.logged import check_checkpoint
    from budstikke.proof.trust import Trust

    trust = Trust.from_pem(chosen.sealer().trust_pem(now=site.NOW))
    found: list[Audit] = []

    def audit() -> None:
        with acting_as(CARRIER):
            found.append(
                audit_log(
                    is_signed=lambda each: check_checkpoint(each, trust=trust, at=site.NOW).holds,
                    is_genuine=lambda _: False,
                )
            )

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    spent = clock.cost(audit)
    assert found[0].holds and found[0].size == entries, found[0]
    return {
        "measure": "log_audit",
        "of": f"{entries} entries: each unsealed, hashed, compared; the tree and its signed checkpoints recomputed",
        "against": "appending them to the log",
        "ratio": round(logged.own_s / spent.own_s, 3) if logged.own_s else None,
        "s_per_million": round(spent.wall_s * _MILLION / entries, 1),
        "cpu_s_per_million": round(spent.cpu_s * _MILLION / entries, 1),
        "goal": "a million in under 60 s",
        "memory_grew_mb": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024),
        **figures("audited", spent, count=entries),
    }
