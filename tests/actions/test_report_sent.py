"""The delivery report: made once, sent under one message id, told once."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from tests.actions import line
from tests.actions.line import NOW, TODAY, check, codes, give, number, wait_for_recipient
from tests.channels.fake_sealer import FailingSealer

from budstikke.post.actions.moving.finish import found
from budstikke.post.actions.proving.evidence_of_events import evidence_events
from budstikke.post.actions.proving.evidence_rows import shown
from budstikke.post.actions.proving.send_report import send_report
from budstikke.post.actions.sealing import unseal
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.records.models import Evidence, Letter, Report
from budstikke.post.records.past import letters_with_records
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.replay import ending

pytestmark = pytest.mark.usefixtures("installation")


class Box:
    """A mailbox that takes what it is sent, or is down first."""

    def __init__(self, *failures: Exception) -> None:
        self.failures, self.taken = list(failures), list[dict]()

    def send(self, **message: object) -> None:
        """Take it or raise."""
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append(message)


@pytest.fixture
def handed(installation: None) -> int:
    """A letter handed over; returns its id."""
    wait_for_recipient(1)
    give(1, check(1).check_id)
    with acting_as(CARRIER):
        return int(Letter.objects.get().id)


def test_a_report_is_sealed_sent_and_told(handed: int) -> None:
    """PDF first, the number as an attachment of its own, to the sender's mailbox."""
    box = Box()
    send_report(handed, sealer=line.sealer(), mailbox=box, now=NOW)
    (message,) = box.taken
    pdf, xml = message["documents"]
    assert message["recipient_organisation_number"] == line.EDI_ID
    assert pdf.content.startswith(b"%PDF")
    assert b"20914695016" in xml.content
    assert codes(1)[-1] == "REPORT_SENT"
    with acting_as(CARRIER):
        report = Report.objects.get()
    assert report.sha256 == hashlib.sha256(pdf.content).hexdigest()
    assert unseal(report.content_sealed, letter_id=handed, kind="report") == pdf.content
    assert b"20914695016" not in bytes(report.content_sealed)


def test_a_report_sent_again_is_not_sent_again(handed: int) -> None:
    """The job ran twice."""
    box = Box()
    for _ in range(2):
        send_report(handed, sealer=line.sealer(), mailbox=box, now=NOW)
    assert len(box.taken) == 1
    assert codes(1).count("REPORT_SENT") == 1


def test_a_report_whose_mailbox_was_down_goes_out_unchanged(handed: int) -> None:
    """The same bytes under the same message id, an hour later."""
    box = Box(Unreachable("down"))
    with pytest.raises(Unreachable):
        send_report(handed, sealer=line.sealer(), mailbox=box, now=NOW)
    with acting_as(CARRIER):
        first = Report.objects.get()
    assert first.sent_at is None
    send_report(handed, sealer=line.sealer(), mailbox=box, now=NOW + timedelta(hours=1))
    (message,) = box.taken
    assert message["message_id"] == str(first.message_id)
    assert hashlib.sha256(message["documents"][0].content).hexdigest() == first.sha256


def test_a_mailbox_that_says_no_is_evidenced_once_for_each_reason(handed: int) -> None:
    """Tried again every day, taken at last; who looks back at the letters' decisions is not disturbed by it."""
    box = Box(Rejected("UNKNOWN_RECIPIENT"), Rejected("UNKNOWN_RECIPIENT"), Rejected("CLOSED"))
    for _ in range(3):
        with pytest.raises(Rejected):
            send_report(handed, sealer=line.sealer(), mailbox=box, now=NOW)
    send_report(handed, sealer=line.sealer(), mailbox=box, now=NOW)
    assert codes(1)[-3:] == ["REPORT_FAILED", "REPORT_FAILED", "REPORT_SENT"]
    evidence_events(sealer=line.sealer(), now=NOW)
    with acting_as(CARRIER):
        failed = [
            shown(each) for each in Evidence.objects.filter(name="RelayToNonERDSFailure").order_by("id")
        ]
    reasons = [document["decisions"][0]["reasons"][0] for document in failed]  # type: ignore[index]
    assert [reason["rule"] for reason in reasons] == ["UNKNOWN_RECIPIENT", "CLOSED"]
    assert reasons[0]["facts"] == {"channel": "mailbox"}
    assert reasons[0]["clauses"] == ["PUM §12"]
    with acting_as(CARRIER):
        (letter,) = letters_with_records()
    assert not ending(letter, edition=None, today=TODAY).differs


def test_a_report_that_cannot_be_sealed_is_made_later(handed: int) -> None:
    """Nothing half-made is kept."""
    box = Box()
    with pytest.raises(Unreachable):
        send_report(handed, sealer=FailingSealer(line.sealer(), [Unreachable("down")]), mailbox=box, now=NOW)
    with acting_as(CARRIER):
        assert not Report.objects.exists()
    send_report(handed, sealer=line.sealer(), mailbox=box, now=NOW)
    assert len(box.taken) == 1


def test_a_report_that_is_late_is_sent_though_the_letter_went_wrong(handed: int) -> None:
    """Handed to the wrong person and found again before the mailbox answered."""
    line.misdeliver(1)
    found([number(1)], place="OSLO", actor="service-1", now=NOW)
    box = Box()
    send_report(handed, sealer=line.sealer(), mailbox=box, now=NOW)
    assert (len(box.taken), codes(1)[-1]) == (1, "REPORT_SENT")
