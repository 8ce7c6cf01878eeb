"""Ten years: three letters, what is known of their recipients, and what is left of it at the end."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from tests.actions import line
from tests.actions.keeping import PERSONAL, SAFE, delivered, everything_kept, forgotten
from tests.actions.line import TODAY, number

from budstikke.cli import log_records
from budstikke.kit import clock
from budstikke.post.actions.moving.finish import back_at_sender
from budstikke.post.actions.moving.sweep import return_uncollected
from budstikke.post.actions.proving.evidence_of_events import evidence_events
from budstikke.post.actions.proving.log_evidence import log_evidence, published
from budstikke.post.actions.proving.prove import proven_alone
from budstikke.post.actions.senders.end_relationship import end_relationship
from budstikke.post.channels import chosen
from budstikke.post.channels.seal import LocalSealer
from budstikke.post.records.models import Erasure, LogCheckpoint, Sender
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.keeping import years_after
from budstikke.proof.seal import read_seal
from budstikke.proof.trust import Trust
from budstikke.proof.verify import verify

pytestmark = pytest.mark.usefixtures("installation")


def year(count: int) -> date:
    """The same day so many years later."""
    return years_after(TODAY, years=count)


def at(day: date) -> datetime:
    """Eight o'clock UTC on a day."""
    return line.at(day)


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the carrier's keys; whoever signs reads them anew, as a process does that was started again."""
    folder = tmp_path / "seal"
    monkeypatch.setattr(line, "sealer", lambda: LocalSealer(folder))
    monkeypatch.setattr(chosen, "sealer", lambda: LocalSealer(folder))
    return folder


def test_ten_years_go_by(
    keys: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Certificates end and keys are exchanged meanwhile; at the end nobody is named, and everything still verifies."""
    report, gone = two_are_handed_over_and_one_goes_back()
    with acting_as(CARRIER):
        kept_elsewhere = published(LogCheckpoint.objects.order_by("-id")[0])

    # The safety period ends: pictures, numbers, signatures, ways to reach them and our copies are gone.
    assert forgotten(SAFE) == (2, 0)
    assert forgotten(gone + timedelta(days=91)) == (1, 0)
    go_on(gone + timedelta(days=91))
    assert named() == ["Nordmann", "Kari", "Lilleveien"]

    # In the third year the sender tells that its relationship with the first recipient ended; the returned letter's
    # own time ends.
    assert told_that_it_ended(1, year(3)) == "told"
    assert forgotten(year(3) + timedelta(days=23)) == (0, 1)
    go_on(year(3) + timedelta(days=23))

    # In the fourth year every key but the root is exchanged.
    for key in keys.glob("*.pem"):
        if key.name not in ("root.pem", "revoked.crl.pem"):
            key.unlink()
    go_on(year(4))

    # Five years after the end that was told, the floor: the first letter is forgotten, not a day before.
    assert forgotten(year(8)) == (0, 0)
    assert forgotten(year(8) + timedelta(days=1)) == (0, 1)
    go_on(year(8) + timedelta(days=1))

    # In the ninth year the sender has its report stamped again, before the archive time stamp's certificate ends.
    renewed = line.sealer().renew_pdf(report, now=at(year(9)))
    assert leaf_of(renewed) == leaf_of(report)

    # Ten years after the hand-over, the ceiling: of the second letter nobody told anything.
    assert forgotten(year(10)) == (0, 0)
    end = year(10) + timedelta(days=1)  # Monday, 24 November 2036
    assert forgotten(end) == (0, 1)
    go_on(end)

    # Nothing personal is left, and what is left still proves what it proved.
    assert named() == []
    trust = Trust.from_pem(line.sealer().trust_pem(now=at(end)))
    demand(renewed, trust=trust, when=at(year(12)))
    demand(newest_receipt(), trust=trust, when=at(end) + timedelta(hours=1))
    monkeypatch.setattr(clock, "now", lambda: at(end))
    assert log_records.audit([kept_elsewhere]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []


def two_are_handed_over_and_one_goes_back() -> tuple[bytes, date]:
    """The report of the first letter, and the day on which the third was back."""
    _, report = delivered(1)
    delivered(2)
    line.wait_for_recipient(3)
    line.check(3, kind="digital_driving_licence")
    gone = TODAY + timedelta(days=22)  # Tuesday, 15 December
    return_uncollected(today=gone, now=at(gone))
    back_at_sender([number(3)], place="OSLO", actor="clerk-1", now=at(gone))
    go_on(gone)
    return report, gone


def named() -> list[str]:
    """What is still there of the recipients, wherever it lies."""
    kept = everything_kept()
    return [word for word in PERSONAL if word in kept]


def told_that_it_ended(serial: int, day: date) -> str:
    """What becomes of the sender's word."""
    with acting_as(CARRIER):
        sender_id = Sender.objects.get().id
    decisions = end_relationship(
        [number(serial)], ended_on=day, sender_id=sender_id, told_by="service", today=day, now=at(day)
    )
    decision = decisions[number(serial)]
    assert decision is not None
    return decision.outcome


def newest_receipt() -> bytes:
    """The newest of the six receipts: three letters, two moments."""
    with acting_as(CARRIER):
        receipts = list(Erasure.objects.select_related("evidence").order_by("id"))
        ((_, newest),) = proven_alone([receipts[-1].evidence])
    assert [receipt.moment for receipt in receipts] == ["particulars"] * 3 + ["rest"] * 3
    return newest


def demand(content: bytes, *, trust: Trust, when: datetime) -> None:
    """It holds, or the words say what does not."""
    verdict = verify(content, trust=trust, at=when)
    assert verdict.holds, [check.words.en for check in verdict.checks if not check.holds]


def go_on(day: date) -> None:
    """What the worker does by itself: evidence and log."""
    evidence_events(sealer=line.sealer(), now=at(day))
    log_evidence(sealer=line.sealer(), now=at(day))


def leaf_of(report: bytes) -> int:
    """The serial number of the certificate a report was sealed with."""
    return int(read_seal(report).seal.signed.leaf.serial_number)
