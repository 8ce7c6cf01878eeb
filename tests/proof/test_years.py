"""Years later, offline: what still holds, what does not, and what renewal does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.proof.specimen import SEALED_AT, evidence

from budstikke.cli.main import main
from budstikke.kit import clock
from budstikke.post.channels.seal import LocalSealer
from budstikke.post.papers.report import report_pdf
from budstikke.proof.canonical import canonical_form
from budstikke.proof.evidence_file import evidence_file
from budstikke.proof.seal import read_seal
from budstikke.proof.trust import Trust
from budstikke.proof.verify import verify

YEAR = timedelta(days=365)


def _sealed(sealer: LocalSealer, *, now: datetime = SEALED_AT) -> bytes:
    document = evidence(document_picture=None, signature_picture=None)
    content = evidence_file(document, [sealer.sign_evidence(canonical_form(document), now=now)])
    return sealer.seal_pdf(report_pdf(content, made_at=now), now=now)


@pytest.mark.parametrize("years", [0, 1, 2.9, 3.1, 4, 9])
def test_a_sealed_report_holds_for_years_with_the_root_alone(
    sealed: bytes, trust: Trust, years: float
) -> None:
    """Before and after the end of the sealing certificate (three years)."""
    assert verify(sealed, trust=trust, at=SEALED_AT + years * YEAR + timedelta(hours=1)).holds


@pytest.mark.parametrize("years", [0.9, 5, 9.9])
def test_what_is_sealed_late_holds_as_long_as_what_was_sealed_first(
    years: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A key stops signing long before its certificate ends."""
    sealer, now = LocalSealer(tmp_path_factory.mktemp("late")), SEALED_AT + years * YEAR
    sealer.sign_checkpoint(b"{}", now=SEALED_AT)  # all keys are made at the first use
    trust = Trust.from_pem(sealer.trust_pem(now=now))
    assert verify(_sealed(sealer, now=now), trust=trust, at=now + 8.9 * YEAR).holds


def test_after_the_time_stamp_certificate_the_words_ask_for_renewal(sealed: bytes, trust: Trust) -> None:
    """Eleven years later the archive time stamp proves nothing any more."""
    verdict = verify(sealed, trust=trust, at=SEALED_AT + 11 * YEAR)
    failed = {check.name: check.words.en for check in verdict.checks if not check.holds}
    assert failed.keys() == {"time"}
    assert "renew" in failed["time"]


def test_a_report_does_not_hold_before_it_was_sealed(sealed: bytes, trust: Trust) -> None:
    """A clock set back is not believed."""
    assert not verify(sealed, trust=trust, at=SEALED_AT - timedelta(days=1)).holds


def test_a_fresh_revocation_list_is_used_and_named(sealed: bytes, sealer: LocalSealer) -> None:
    """While lists are to be had, the newest given one is judged with."""
    at = SEALED_AT + YEAR
    trust = Trust.from_pem(sealer.trust_pem(now=at))
    verdict = verify(sealed, trust=trust, at=at)
    words = next(check.words.en for check in verdict.checks if check.name == "revocation")
    assert verdict.holds
    assert "revocation list of 2027-11-21" in words


def test_a_renewed_archive_time_stamp_carries_the_report_on(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Another authority's stamp in the ninth year; judged in the twelfth, and found when its bytes change."""
    folder = tmp_path_factory.mktemp("renewed")
    sealer = LocalSealer(folder)
    sealed = _sealed(sealer)
    trust = Trust.from_pem(sealer.trust_pem(now=SEALED_AT))
    renewed_at, judged_at = SEALED_AT + 9 * YEAR, SEALED_AT + 12 * YEAR

    (folder / "time-stamp.pem").unlink()  # the next use makes a new authority's key
    renewed = LocalSealer(folder).renew_pdf(sealed, now=renewed_at)
    assert not verify(sealed, trust=trust, at=judged_at).holds
    found = verify(renewed, trust=trust, at=judged_at)
    assert found.holds, [check.words.en for check in found.checks if not check.holds]
    changed = renewed[:-300] + bytes([renewed[-300] ^ 1]) + renewed[-299:]
    assert not verify(changed, trust=trust, at=judged_at).holds


def test_after_rotation_what_was_sealed_before_and_after_holds(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Every key but the root is new; the one root vouches for both."""
    folder = tmp_path_factory.mktemp("rotated")
    old = _sealed(LocalSealer(folder))
    for key in folder.glob("*.pem"):
        if key.name not in ("root.pem", "revoked.crl.pem"):
            key.unlink()
    later = SEALED_AT + YEAR
    rotated = LocalSealer(folder)
    new = _sealed(rotated, now=later)
    trust = Trust.from_pem(rotated.trust_pem(now=later))
    assert read_seal(old).seal.signed.leaf.serial_number != read_seal(new).seal.signed.leaf.serial_number
    assert [verify(each, trust=trust, at=later + YEAR).holds for each in (old, new)] == [True, True]


@pytest.mark.parametrize("role", ["seal", "time-stamp", "evidence"])
def test_a_listed_revocation_wins_over_a_renewal(role: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """However many good stamps lie over it, and also when the list comes with the renewal only."""
    folder = tmp_path_factory.mktemp("listed")
    sealer = LocalSealer(folder)
    sealed = _sealed(sealer)
    root = Trust(roots=Trust.from_pem(sealer.trust_pem(now=SEALED_AT)).roots)
    later = SEALED_AT + 2 * YEAR
    sealer.revoke(role, now=later)
    renewed = sealer.renew_pdf(sealed, now=later)
    failed = {check.name for check in verify(renewed, trust=root, at=later + YEAR).checks if not check.holds}
    assert failed >= ({"evidence_signature"} if role == "evidence" else {"revocation"})


def test_a_time_stamp_of_another_root_holds_once_that_root_is_trusted(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The authority changed altogether."""
    first, second = (LocalSealer(tmp_path_factory.mktemp(name)) for name in ("first", "second"))
    later = SEALED_AT + 8 * YEAR
    renewed = second.renew_pdf(_sealed(first), now=later)
    root = first.trust_pem(now=SEALED_AT)
    old, both = Trust.from_pem(root), Trust.from_pem(root + second.trust_pem(now=later))
    assert not verify(renewed, trust=old, at=later + YEAR).holds
    assert verify(renewed, trust=both, at=later + 9 * YEAR).holds


def test_the_command_judges_by_the_moved_clock(
    sealed_file: Path,
    sealer: LocalSealer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A test installation whose clock walked: the sealing certificate ends, then the time stamp's."""
    monkeypatch.setenv("BUDSTIKKE_DATA", str(tmp_path))
    roots = tmp_path / "roots.pem"
    roots.write_bytes(sealer.trust_pem(now=SEALED_AT))
    command = ["verify", str(sealed_file), "--trust", str(roots)]
    answers = []
    for day in (datetime(2030, 1, 1, tzinfo=UTC), datetime(2037, 1, 1, tzinfo=UTC)):  # a Tuesday, a Thursday
        clock.move_to(day)
        answers.append(main(command))
        capsys.readouterr()
    assert answers == [0, 1]


def test_a_report_sealed_with_a_stolen_key_after_the_list_ended_does_not_hold(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Whoever holds back the lists cannot go on sealing: the list embedded must be of the seal's own time."""
    sealer = LocalSealer(tmp_path_factory.mktemp("stolen"))
    document = evidence(document_picture=None, signature_picture=None)
    content = evidence_file(document, [sealer.sign_evidence(canonical_form(document), now=SEALED_AT)])
    pdf = report_pdf(content, made_at=SEALED_AT)
    sealer.seal_pdf(pdf, now=SEALED_AT)
    trust = Trust(roots=Trust.from_pem(sealer.trust_pem(now=SEALED_AT)).roots)
    bench = sealer._bench
    assert bench is not None
    late = SEALED_AT + timedelta(days=40)
    stale = bench.context(SEALED_AT)
    # The thief seals a month later but lays the old list and the old moment before the library.
    type(bench).serves, serves = lambda *_: True, type(bench).serves
    type(bench).context, context = lambda *_: stale, type(bench).context
    try:
        sealed = sealer.seal_pdf(pdf, now=late)
    finally:
        type(bench).serves, type(bench).context = serves, context
    verdict = verify(sealed, trust=trust, at=late + timedelta(days=1))
    assert "certificate" in {check.name for check in verdict.checks if not check.holds}


def test_the_judge_never_asks_the_network(
    sealed: bytes, trust: Trust, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any attempt to open a connection fails the test."""
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the judge asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert verify(sealed, trust=trust, at=datetime(2026, 12, 1, tzinfo=UTC)).holds  # a Tuesday
