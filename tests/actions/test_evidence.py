"""Evidence of every event that matters: made right after it, once, also when somebody died in between."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from tests.actions import line
from tests.actions.line import (
    BERGEN,
    NOW,
    TODAY,
    book,
    bring_to_outlet,
    check,
    file_of,
    give,
    number,
    order,
    turn_away,
    wait_for_recipient,
)
from tests.channels.fake_sealer import FailingSealer

from budstikke.formats.edifact.orders import Function
from budstikke.formats.s10 import letter_id
from budstikke.post.actions.moving import finish, sweep
from budstikke.post.actions.moving.extend_deadline import extend_deadline
from budstikke.post.actions.moving.scan import record_scans
from budstikke.post.actions.proving.evidence_of_events import CannotEvidence, _decisions, evidence_events
from budstikke.post.actions.proving.evidence_of_interchanges import evidence_interchanges
from budstikke.post.actions.proving.evidence_rows import content_of, disclosures_of, shown
from budstikke.post.actions.telling import notify
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.records.history import Scan
from budstikke.post.records.models import Event, Evidence, Letter, Notice, Told
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.evidenced import EVIDENCED
from budstikke.proof.events import EVENT_NAMES
from budstikke.proof.evidence_file import read_evidence_file
from budstikke.proof.page import page_of
from budstikke.proof.trust import Trust
from budstikke.proof.verify import verify

pytestmark = pytest.mark.usefixtures("installation")


def prove(**how: Any) -> int:
    """Make what evidence is due."""
    return evidence_events(sealer=how.pop("sealer", line.sealer()), now=NOW, **how)


def evidence(name: str | None = None) -> list[Evidence]:
    """What evidence there is, in the order in which it was made."""
    with acting_as(CARRIER):
        found = Evidence.objects.order_by("id")
        return list(found.filter(name=name) if name else found)


def documents(name: str) -> list[dict[str, Any]]:
    """The documents of a kind, with everything disclosed."""
    return [shown(each) for each in evidence(name)]


def rules(document: dict[str, Any]) -> list[str]:
    """The codes of the reasons."""
    return [reason["rule"] for decision in document["decisions"] for reason in decision["reasons"]]


def test_every_order_of_a_file_is_evidenced() -> None:
    """Each letter by itself, with the decision, its clauses and what it was decided on."""
    book(file_of([order(serial, reference=str(serial)) for serial in range(1, 8)]))
    assert prove() == 7
    serials: set[str] = set()
    for document in documents("SubmissionAcceptance"):
        serials.add(document["letter"]["number"])
        assert document["recipient"]["name"] == "Kari Nordmann"
        assert document["qualified"] is False
        (decision,) = document["decisions"]
        assert decision["outcome"] == "accepted"
        assert decision["clauses"]
        assert decision["inputs"]["order"]["by_edi"] is True
        assert document["terms"]["edition"] == decision["edition"]
    assert serials == {number(serial) for serial in range(1, 8)}


def test_what_is_signed_names_nobody() -> None:
    """The recipient's name is a salted hash; its disclosure is sealed beside it and can be taken away."""
    book(file_of([order(1)]))
    prove()
    (row,) = evidence()
    signed = content_of(row)
    assert b"Nordmann" not in signed
    assert [each.path for each in disclosures_of(row)] == ["/recipient/name"]
    assert b"Nordmann" not in bytes(row.disclosures_sealed or b"")


def test_evidence_holds_by_itself() -> None:
    """The file as it is kept, judged as a stranger would."""
    book(file_of([order(1)]))
    prove()
    (row,) = evidence()
    trust = Trust.from_pem(line.sealer().trust_pem(now=NOW))
    assert verify(content_of(row), trust=trust, at=NOW).holds


def test_an_event_is_evidenced_once() -> None:
    """Whoever comes again finds nothing left, also when told to look through everything."""
    book(file_of([order(1), order(2, reference="2")]))
    assert (prove(), prove(), prove(all_of_them=True)) == (2, 0, 0)
    assert len(evidence()) == 2


def test_what_a_dead_process_left_is_taken_up() -> None:
    """Nothing was written before the sealer failed; the next run makes it all."""
    book(file_of([order(1), order(2, reference="2")]))
    with pytest.raises(Unreachable):
        prove(sealer=FailingSealer(line.sealer(), [None, Unreachable("gone")]))
    assert evidence() == []
    assert prove() == 2


def test_an_event_below_the_horizon_is_found_by_looking_through_everything() -> None:
    """A restored database counts its transactions anew; the daily look does not go by them."""
    from budstikke.post.actions.proving.evidence_of_events import HORIZON
    from budstikke.post.records import horizons

    book(file_of([order(1)]))
    with acting_as(CARRIER):
        horizons.advance(HORIZON, to=1 << 40)
    assert prove() == 0
    assert prove(all_of_them=True) == 1


def test_what_a_slow_transaction_commits_later_is_found() -> None:
    """Others were evidenced meanwhile, with higher numbers; it lies above the horizon all the same."""
    import threading

    from django.db import connection

    from budstikke.post.records import history
    from budstikke.post.records.history import NewEvent

    book(file_of([order(1), order(2, reference="2")]))
    written, others_done = threading.Event(), threading.Event()

    def slowly() -> None:
        with acting_as(CARRIER):
            (letter,) = Letter.objects.filter(number=number(1)).values_list("id", flat=True)
            history.lock_letters([letter])
            taken = NewEvent(letter_id=letter, code="HANDED_IN", happened_at=NOW, actor="clerk-1")
            history.write([taken], recorded_at=NOW)
            written.set()
            others_done.wait(30)
        connection.close()

    thread = threading.Thread(target=slowly)
    thread.start()
    assert written.wait(30)
    assert prove() == 2
    others_done.set()
    thread.join()
    assert prove() == 1
    assert len(evidence("RelayAcceptance")) == 1


def test_hand_in_is_evidenced_and_so_is_its_refusal() -> None:
    """RelayAcceptance, and RelayRejection with the clause."""
    from budstikke.post.actions.moving.hand_in import Dispatch, hand_in

    book(file_of([order(1), order(2, reference="2")]))
    bring_to_outlet([1])
    elsewhere = Dispatch(customer_number=line.CUSTOMER, numbers=[number(2)], place="BERGEN")
    hand_in(elsewhere, clerk="clerk-1", today=TODAY, now=NOW)
    prove()
    (taken,), (refused,) = documents("RelayAcceptance"), documents("RelayRejection")
    assert taken["handling"]["actor"] == "clerk-1"
    assert refused["letter"]["number"] == number(2)
    assert refused["decisions"][0]["outcome"] == "refused"
    assert rules(refused)


def test_each_channel_that_failed_is_evidenced() -> None:
    """The SMS that never arrived, the e-mail that did."""

    class Refuses:
        def send(self, message: object) -> None:
            """Never this way."""
            raise Rejected("UNKNOWN_NUMBER", "no such number")

    class Takes:
        def send(self, message: object) -> None:
            """Take it."""

    book(file_of([order(1, mobile="+4799999999", email="kari@example.no")]))
    bring_to_outlet([1])
    with acting_as(CARRIER):
        ids = list(Notice.objects.values_list("id", flat=True))
    channels = {"sms": Refuses(), "email": Takes(), "letter": Takes()}
    notify.send_notices(ids, channels=channels, today=TODAY, now=NOW)
    prove()
    (failed,) = documents("NotificationForAcceptanceFailure")
    assert rules(failed)[0] == "UNKNOWN_NUMBER"
    assert failed["decisions"][0]["reasons"][0]["facts"] == {"channel": "sms"}
    (sent,) = documents("NotificationForAcceptance")
    assert {decision["question"] for decision in sent["decisions"]} >= {"collection"}


def test_a_letter_nobody_came_for_is_evidenced() -> None:
    """AcceptanceRejectionExpiry, under the clauses of the deadline and the return."""
    wait_for_recipient(1)
    late = TODAY + timedelta(days=60)
    assert sweep.return_uncollected(today=late, now=line.at(late)) == 1
    prove()
    (document,) = documents("AcceptanceRejectionExpiry")
    assert document["decisions"][0]["clauses"] == ["PUM §14", "PUM §15"]
    assert document["decisions"][0]["inputs"]["today"] == str(late)


def test_a_lost_letter_is_evidenced_under_its_clause() -> None:
    """Nothing was decided, so the event itself is the reason."""
    wait_for_recipient(1)
    finish.lost([number(1)], place="", actor="service-1", now=NOW)
    prove()
    (document,) = documents("ContentHandoverFailure")
    assert rules(document) == ["LOST"]
    assert document["decisions"][0]["clauses"] == ["PUM §17"]


def test_the_counters_own_evidence_is_not_made_again() -> None:
    """It was made with the event, and says what was looked at."""
    wait_for_recipient(1)
    turn_away(1)
    give(1, check(1).check_id)
    prove()
    (refused,) = documents("ContentHandoverFailure")
    assert refused["handling"]["place"] == str(BERGEN)
    (handed,) = documents("ContentHandover")
    assert {"check", "names", "letter"} <= handed["decisions"][0]["inputs"].keys()
    with acting_as(CARRIER):
        attempted = Event.objects.get(code="ATTEMPTED_DELIVERY")
    assert evidence("ContentHandoverFailure")[0].event_id == attempted.id


def test_what_was_looked_at_in_a_check_is_hidden_in_what_is_signed() -> None:
    """The inputs about the person can be disclosed one by one."""
    wait_for_recipient(1)
    give(1, check(1).check_id)
    (row,) = evidence("ContentHandover")
    paths = {each.path for each in disclosures_of(row)}
    assert {"/report/dnr", "/report/navndokinnehaver", "/decisions/0/inputs/check"} <= paths
    signed = read_evidence_file(content_of(row)).document
    assert set(signed["report"]["dnr"]) == {"salted"}  # type: ignore[index,call-overload]
    assert b"20914695016" not in content_of(row)


def test_an_event_that_cannot_be_evidenced_is_named_and_holds_up_nothing() -> None:
    """A name with an invisible letter in it, say, that got past the intake."""
    book(file_of([order(1), order(2, reference="2")]))
    with acting_as(CARRIER):
        Letter.objects.filter(number=number(1)).update(recipient_name="Kari\u202eNordmann")
        unsound = Event.objects.get(letter__number=number(1)).id
    with pytest.raises(CannotEvidence) as caught:
        prove()
    assert caught.value.event_ids == (unsound,)
    assert "Nordmann" not in str(caught.value)
    assert len(evidence()) == 1
    with acting_as(CARRIER):
        Letter.objects.filter(number=number(1)).update(recipient_name="Kari Nordmann")
    assert prove(all_of_them=True) == 1


def test_rejected_orders_are_evidenced_by_their_file() -> None:
    """Each kind of fault with its clause, the hash of the file and of all that was told."""
    content = file_of(
        [order(1), order(2, reference="2", weight_g=9000), order(3, reference="3", weight_g=9000)]
    )
    book(content)
    for _ in range(2):
        evidence_interchanges(sealer=line.sealer(), now=NOW)
    (document,) = documents("SubmissionRejection")
    assert document["letter"] is None
    of = document["interchange"]
    assert (of["booked"], of["rejected"]) == (1, 2)
    assert of["sha256"] == hashlib.sha256(content).hexdigest()
    with acting_as(CARRIER):
        (faults,) = Told.objects.filter(kind="faults").values_list("content", flat=True)
    assert of["faults_sha256"] == hashlib.sha256(bytes(faults)).hexdigest()
    assert rules(document) == ["WEIGHT"]
    assert document["decisions"][0]["clauses"] == ["PUM §4"]
    assert document["decisions"][0]["reasons"][0]["facts"] == {"faults": 2}
    page = page_of(document)
    assert page.number == of["reference"]


def test_a_file_refused_as_a_whole_is_evidenced_once_by_its_bytes() -> None:
    """However often it comes; put right, it is booked under the same references, and evidenced as any other."""
    good = file_of([order(1)])
    broken = good.replace(b"UNZ+1+", b"UNZ+7+")
    for content in (broken, broken, good):
        book(content)
        evidence_interchanges(sealer=line.sealer(), now=NOW)
    (document,) = documents("SubmissionRejection")
    of = document["interchange"]
    assert (of["booked"], of["sha256"]) == (0, hashlib.sha256(broken).hexdigest())
    assert document["decisions"][0]["question"] == "interchange"
    assert rules(document) == ["UNZ_COUNT"]
    with acting_as(CARRIER):
        told = b"".join(
            bytes(each.content) for each in Told.objects.filter(interchange__refused=True, kind="faults")
        )
    assert of["faults_sha256"] == hashlib.sha256(told).hexdigest()
    assert prove() == 1


def test_a_cancelled_order_is_evidenced() -> None:
    """Whoever cancelled it cannot say that it was left lying."""
    book(file_of([order(1)]))
    book(file_of([order(1, function=Function.CANCEL)], reference="PUM0000002"))
    prove()
    (document,) = documents("OrderCancelled")
    assert document["decisions"][0]["outcome"]
    assert document["letter"]["number"] == number(1)


def test_what_the_outlet_did_is_evidenced() -> None:
    """It was ready there, waited longer than at first, was damaged, and its sender has it back."""
    wait_for_recipient(1)
    until = TODAY + timedelta(days=30)
    extend_deadline(number(1), until=until, actor="service-1", today=TODAY, now=NOW)
    record_scans(
        [Scan(letter_id=letter_id(number(1)), code="DAMAGED", happened_at=NOW, at_place=str(BERGEN))],
        actor="clerk-1",
        now=NOW,
    )
    finish.back_at_sender([number(1)], place="", actor="clerk-1", now=NOW)
    prove()
    (ready,) = documents("ContentConsignment")
    assert ready["handling"]["place"] == str(BERGEN)
    (longer,) = documents("DeadlineExtended")
    assert longer["decisions"][0]["answer"] == {"last_collect_day": str(until)}
    assert rules(documents("Damage")[0]) == ["DAMAGED"]
    assert documents("BackAtSender")[0]["decisions"][0]["clauses"] == ["PUM §15"]


def test_every_event_that_is_evidenced_makes_sound_evidence() -> None:
    """Without a decision too: its reason is then the event, its clauses those of its row."""
    for code, row in EVIDENCED.items():
        (decision,) = _decisions(code, "pum-present", None)
        assert decision["clauses"] == [str(clause) for clause in row.clauses]
        assert row.clauses
        assert row.name in EVENT_NAMES
