"""The vectors of years: what both judges say after ends, rotations, revocations, other authorities and renewals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from tests.proof.logged import logged_file
from tests.proof.specimen import SEALED_AT
from tests.proof.vectors import YEAR, Vector, report_of

from budstikke.post.channels.seal import LocalSealer

_DAY = timedelta(days=1)
# What a listed revocation of each key must bring down, in a report and in evidence with its place in the log.
_REVOKED = {
    "seal": ("revocation", ""),
    "time-stamp": ("revocation", ""),
    "evidence": ("evidence_signature", "evidence_signature"),
    "log": ("checkpoint", "checkpoint"),
}


def years(folder: Path) -> Iterator[Vector]:
    """Yield every vector of years, made with keys in a folder."""
    yield from _ends(LocalSealer(folder / "ends"))
    yield from _rotated(folder / "rotated")
    yield from _another_authority(folder / "first", folder / "second")
    for role, (of_report, of_evidence) in _REVOKED.items():
        yield from _revoked(folder / f"revoked-{role}", role, of_report=of_report, of_evidence=of_evidence)


def _logged_report(sealer: LocalSealer) -> tuple[bytes, bytes]:
    from budstikke.post.papers.report import report_pdf

    file = logged_file(sealer)
    return file, sealer.seal_pdf(report_pdf(file, made_at=SEALED_AT), now=SEALED_AT)


def _checkpoint_of(file: bytes) -> bytes:
    return json.dumps(json.loads(file)["log"]["checkpoint"]).encode()


def _ends(sealer: LocalSealer) -> Iterator[Vector]:
    """Nothing happens but time; and somebody renews in the ninth year, or in the eleventh."""
    file, sealed = _logged_report(sealer)
    root = sealer.trust_pem(now=SEALED_AT)
    for years, fails in ((2.9, ""), (3.1, ""), (9.9, ""), (10.1, "time")):
        at = SEALED_AT + years * YEAR
        yield Vector(f"ends: a report after {years} years", sealed, root, at, frozenset({fails} - {""}))
    point = _checkpoint_of(file)
    for years, fails in ((9.9, set()), (10.1, {"evidence_signature", "checkpoint"})):
        at = SEALED_AT + years * YEAR
        yield Vector(f"ends: evidence after {years} years", file, root, at, frozenset(fails))
        yield Vector(
            f"ends: a checkpoint after {years} years", point, root, at, frozenset(fails & {"checkpoint"})
        )
    ninth, eleventh = SEALED_AT + 9 * YEAR, SEALED_AT + 11 * YEAR
    renewed = sealer.renew_pdf(sealed, now=ninth)
    twice = sealer.renew_pdf(renewed, now=ninth + 9 * YEAR)
    late = sealer.renew_pdf(sealed, now=eleventh)
    yield Vector("ends: renewed in time", renewed, root, SEALED_AT + 18 * YEAR)
    yield Vector("ends: renewed twice", twice, root, SEALED_AT + 19.5 * YEAR)
    yield Vector("ends: renewed too late", late, root, eleventh + _DAY, frozenset({"time"}))
    yield Vector("ends: its end cut off", renewed[:-40], root, ninth + YEAR, frozenset({"any"}))


def _rotated(folder: Path) -> Iterator[Vector]:
    """Every key but the root is new: what was signed before and after holds."""
    before = LocalSealer(folder)
    file, sealed = _logged_report(before)
    for role in _REVOKED:
        (folder / f"{role}.pem").unlink()
    later = SEALED_AT + 2 * YEAR
    after = LocalSealer(folder)
    trust = after.trust_pem(now=later)
    signed, newer = report_of(after, now=later)
    at = later + _DAY
    yield Vector("rotated: a report from before", sealed, trust, at)
    yield Vector("rotated: evidence from before", file, trust, at)
    yield Vector("rotated: a checkpoint from before", _checkpoint_of(file), trust, at)
    yield Vector("rotated: a report from after", newer, trust, at)
    yield Vector("rotated: evidence from after", signed, trust, at)
    renewed = after.renew_pdf(sealed, now=SEALED_AT + 9 * YEAR)
    yield Vector("rotated: renewed by the new key", renewed, trust, SEALED_AT + 15 * YEAR)


def _another_authority(first: Path, second: Path) -> Iterator[Vector]:
    """Time stamps come from somebody with another root."""
    old, new = LocalSealer(first), LocalSealer(second)
    later = SEALED_AT + 8 * YEAR
    renewed = new.renew_pdf(report_of(old)[1], now=later)
    ours, theirs = old.trust_pem(now=SEALED_AT), new.trust_pem(now=later)
    at = later + 9 * YEAR
    yield Vector("another authority: both roots trusted", renewed, ours + theirs, at)
    yield Vector("another authority: its root not trusted", renewed, ours, at, frozenset({"time"}))
    yield Vector("another authority: ours not trusted", renewed, theirs, at, frozenset({"certificate"}))


def _revoked(folder: Path, role: str, *, of_report: str, of_evidence: str) -> Iterator[Vector]:
    """
    A listed revocation always wins: whatever day it names, whatever was stamped over it, however long ago.

    The list comes with the judge's own trust, or with the renewal only.
    """
    sealer = LocalSealer(folder)
    file, sealed = _logged_report(sealer)
    root = sealer.trust_pem(now=SEALED_AT)
    alone = root[: root.index(b"-----BEGIN X509 CRL")]
    ninth = SEALED_AT + 9 * YEAR
    before = sealer.renew_pdf(sealed, now=SEALED_AT + YEAR / 2)
    # The keys that signed are still those in use.
    later = SEALED_AT + YEAR * 3 / 4
    sealer.revoke(role, now=later)
    listed = sealer.trust_pem(now=later)
    renewed = sealer.renew_pdf(sealed, now=ninth)
    fails = frozenset({of_report})
    name = f"revoked {role}"
    yield Vector(f"{name}: a report, long before", sealed, root, later)
    yield Vector(f"{name}: a report, a day on", sealed, listed, later + _DAY, fails)
    yield Vector(f"{name}: a report, years on", sealed, listed, SEALED_AT + 9.9 * YEAR, fails)
    yield Vector(f"{name}: a report renewed before", before, listed, later + _DAY, fails)
    yield Vector(f"{name}: a report renewed after", renewed, listed, ninth + 5 * YEAR, fails)
    yield Vector(f"{name}: the list came with the renewal", renewed, alone, ninth + 5 * YEAR, fails)
    yield Vector(f"{name}: evidence", file, listed, later + _DAY, frozenset({of_evidence} - {""}))
    if role == "log":
        yield Vector(f"{name}: a checkpoint", _checkpoint_of(file), listed, later + _DAY, fails)
    signed, newest = report_of(sealer, now=later)
    yield Vector(f"{name}: a report by the key that came after", newest, listed, later + _DAY)
    yield Vector(f"{name}: evidence by the key that came after", signed, listed, later + _DAY)
