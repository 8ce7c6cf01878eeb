"""Activation: the right code, and a sealed report that says the right things of the right letter."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.issuer.carrier import READ_AT, Carrier, House, sealed_report, trust
from tests.issuer.customer import KARI, NOW, NUMBER, letter_of, ordered

from budstikke.cli.print_house import said_in
from budstikke.issuer.actions.activate import Activated, activate
from budstikke.issuer.actions.cards import activate_card
from budstikke.issuer.actions.eid_life import close
from budstikke.issuer.actions.follow_letters import follow_letters
from budstikke.issuer.actions.order_pack import order_pack
from budstikke.issuer.actions.print_letters import print_letters
from budstikke.issuer.actions.reader import NotSigned, Proven, begin_reading, confirm_reading, take_result
from budstikke.issuer.actions.sealed_eids import particulars_of
from budstikke.issuer.actions.send_orders import send_orders
from budstikke.issuer.actions.switch_channel import switch_channel
from budstikke.issuer.actions.take_reports import keep_report
from budstikke.issuer.records.models import (
    ActivationTry,
    AuditRow,
    Customer,
    Eid,
    Letter,
    LetterEvent,
    Report,
)
from budstikke.issuer.terms.channels import Channel, SwitchReason
from budstikke.issuer.terms.letters import State
from budstikke.issuer.terms.products import Product
from budstikke.law.refusal import Refusal
from budstikke.proof.trust import Trust

pytestmark = pytest.mark.usefixtures("issuer_database", "secrets_of_the_webhook")
WHERE = "192.0.2.9"


def printed(**changed: Any) -> tuple[Letter, str]:
    """Kari's letter, and the code in it, as she will read it."""
    carrier, house, order = Carrier(), House(), ordered(**changed)
    send_orders(files=carrier, now=NOW)
    follow_letters([letter_of(order).consignment], api=carrier, now=NOW)
    print_letters(house=house, now=NOW)
    letter = letter_of(order)
    return letter, said_in(house.letters[letter.consignment])["code"]


def reported(letter: Letter, *, document_id: int = 1, **changed: Any) -> list[str]:
    """Have a report come, and return what does not hold about it."""
    assert keep_report(
        sealed_report(letter.consignment, **changed), document_id=document_id, trust=trust(), now=READ_AT
    )
    return list(Report.objects.get(document_id=document_id).faults)


def tries(letter: Letter, code: str, *, where: str = WHERE, after: timedelta = timedelta(0)) -> str:
    """Try a code, and return what came of it."""
    answer = activate(letter.order.number, code, caller=where, trust=trust(), now=READ_AT + after)
    return "activated" if isinstance(answer, Activated) else answer.code


def test_the_code_works_once_the_sealed_hand_over_holds() -> None:
    """The order ends, the eID is issued, the customer's particulars are the proven ones."""
    letter, code = printed()
    assert tries(letter, code) == "NOT_HANDED_OVER"
    assert AuditRow.objects.filter(verb="activation.alarm").count() == 1
    assert reported(letter) == []
    assert tries(letter, code.lower().replace("-", " ")) == "activated"
    letter.refresh_from_db()
    letter.order.refresh_from_db()
    assert (letter.state, letter.order.ended_as) == (State.ACTIVATED, "activated")
    (eid,) = Eid.objects.all()
    assert eid.order_number == letter.order.number and eid.product == "mobile"
    assert particulars_of(Customer.objects.get())["surname"] == KARI.surname


def test_who_was_interrupted_goes_on_with_the_same_code_until_the_eid_is_in_use() -> None:
    """Nothing is issued twice, wrong codes are still counted, and then nothing of the code is left."""
    letter, code = printed(product=Product.SMART_CARD)
    assert reported(letter) == [] and tries(letter, code) == "activated"
    events = LetterEvent.objects.count()
    assert tries(letter, "22222-22222") == "CODE_DOES_NOT_MATCH"
    assert tries(letter, code, after=timedelta(days=1)) == "activated"
    (eid,) = Eid.objects.all()
    assert eid.state == "issued" and LetterEvent.objects.count() == events
    assert isinstance(activate_card(eid.pk, pin="2580", now=READ_AT), tuple)
    letter.refresh_from_db()
    assert letter.code_hash is None and letter.code_pepper_sealed is None
    assert tries(letter, code) == "CODE_DOES_NOT_MATCH" and Eid.objects.count() == 1


@pytest.mark.parametrize("how", ["closed", "blocked", "tried too often", "expired"])
def test_who_was_interrupted_does_not_go_on_when_that_is_over(how: str) -> None:
    """An eID that is closed or blocked, a code that was guessed at, or whose days are over."""
    letter, code = printed()
    assert reported(letter) == [] and tries(letter, code) == "activated"
    (eid,) = Eid.objects.all()
    after = timedelta(days=200) if how == "expired" else timedelta(hours=3)
    if how == "closed":
        assert close(eid.pk, now=READ_AT) is None
    elif how == "blocked":
        Eid.objects.update(state="blocked")
    elif how == "tried too often":
        for nth in range(10):
            tries(letter, "22222-22222", where=f"198.51.100.{nth}", after=timedelta(minutes=11 * nth))
        assert ActivationTry.objects.filter(outcome="CODE_LOCKED").count() == 1
    expected = "CODE_EXPIRED" if how == "expired" else "CODE_DOES_NOT_MATCH"
    assert tries(letter, code, after=after) == expected
    assert tries(letter, code, after=after) == "CODE_DOES_NOT_MATCH"
    letter.refresh_from_db()
    assert letter.state == State.ACTIVATED


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"report": {"dnr": "20914695024"}}, "person"),
        ({"report": {"navnfraedi": "Ola Nordmann"}}, "person"),
        ({"letter_number": "RR473124829NO", "report": {"kollinr": "RR473124829NO"}}, None),
        ({"passport_only": False}, "passport_only"),
        ({"document": "no_driving_licence"}, "document"),
        ({"document": "foreign_passport"}, "supplement"),
        ({"event": "ContentHandoverFailure"}, "event"),
    ],
)
def test_a_report_of_something_else_lets_nobody_in(changed: dict[str, Any], fault: str | None) -> None:
    """Another person, another letter, no passport, no hand-over: sealed all the same, and worth nothing."""
    letter, code = printed()
    if fault is None:
        report = sealed_report(letter.consignment, **changed)
        assert not keep_report(report, document_id=1, trust=trust(), now=READ_AT)
        assert tries(letter, code) == "NOT_HANDED_OVER"
    else:
        assert reported(letter, **changed) == [fault]
        assert tries(letter, code) == "HAND_OVER_DOUBTED"
    assert not Eid.objects.exists()


def test_a_foreign_passport_with_its_paper_does() -> None:
    """The paper from a public authority carries the number."""
    letter, code = printed()
    assert reported(letter, document="foreign_passport", report={"tilleggsdok": "Skatteetaten"}) == []
    assert tries(letter, code) == "activated"


def test_a_changed_report_and_an_unknown_root_are_found_out() -> None:
    """One byte, or a seal by somebody else: nothing of what the report says is believed."""
    letter, code = printed()
    pdf = sealed_report(letter.consignment)
    broken = (
        pdf.replace(b"/Producer", b"/Producet", 1) if b"/Producer" in pdf else pdf[:-30] + b"x" + pdf[-29:]
    )
    assert keep_report(broken, document_id=1, trust=trust(), now=READ_AT)
    assert "seal" in Report.objects.get(document_id=1).faults
    assert tries(letter, code) == "HAND_OVER_DOUBTED"
    assert keep_report(pdf, document_id=2, trust=Trust(), now=READ_AT)
    assert "seal" in Report.objects.get(document_id=2).faults
    assert reported(letter, document_id=3) == [], "a better one may follow"
    assert tries(letter, code) == "activated"


def test_what_was_found_when_it_came_is_not_believed_later() -> None:
    """Activation judges the report's own bytes again: roots that are trusted no more stop it."""
    letter, code = printed()
    assert reported(letter) == []
    answer = activate(letter.order.number, code, caller=WHERE, trust=Trust(), now=READ_AT)
    assert isinstance(answer, Refusal) and answer.code == "HAND_OVER_DOUBTED"


def test_a_stolen_letter_is_worth_nothing() -> None:
    """Whoever has the letter and not the hand-over is refused each time; the owner's own order goes on."""
    letter, code = printed()
    assert {tries(letter, code) for _ in range(3)} == {"NOT_HANDED_OVER"}
    assert ActivationTry.objects.filter(outcome="NOT_HANDED_OVER").count() == 3
    assert AuditRow.objects.filter(verb="activation.alarm").count() == 3
    reported(letter)
    assert tries(letter, code) == "activated"


def test_guessing_ends_the_code() -> None:
    """Five in ten minutes, ten in all; then the code is gone, and a new letter is to be had."""
    letter, code = printed()
    reported(letter)
    wrong = "22222-22222"
    assert [tries(letter, wrong) for _ in range(5)] == ["CODE_DOES_NOT_MATCH"] * 5
    assert tries(letter, code) == "TRY_LATER", "also the right one waits"
    later = timedelta(minutes=11)
    said = [tries(letter, wrong, after=later) for _ in range(5)]
    assert said == ["CODE_DOES_NOT_MATCH"] * 4 + ["CODE_LOCKED"]
    letter.refresh_from_db()
    assert letter.state == State.CODE_DEAD and letter.code_hash is None
    assert tries(letter, code, after=later * 2, where="192.0.2.10") == "CODE_DOES_NOT_MATCH"


def test_orders_cannot_be_told_apart_by_guessing() -> None:
    """An unknown order, one without a code and a wrong code get the same answer; twenty tries from one place."""
    letter, _ = printed()
    answers = [
        activate(number, "22222-22222", caller=WHERE, trust=trust(), now=READ_AT)
        for number in (letter.order.number, "E000000000", "")
    ]
    assert {each.code for each in answers if isinstance(each, Refusal)} == {"CODE_DOES_NOT_MATCH"}
    said = [tries(letter, "22222-22222") for _ in range(18)]
    assert said[-1] == "TOO_OFTEN" and ActivationTry.objects.count() < 23


def test_a_code_has_its_day() -> None:
    """After it the code is gone, whoever has it."""
    letter, code = printed()
    reported(letter)
    assert letter.code_expires_on is not None
    late = timedelta(days=(letter.code_expires_on - READ_AT.date()).days + 1)
    assert tries(letter, code, after=late) == "CODE_EXPIRED"
    letter.refresh_from_db()
    assert letter.state == State.CODE_DEAD


def _verifier() -> tuple[Any, Any]:
    from joserfc.jwk import ECKey

    return ECKey.generate_key("P-256"), ECKey.generate_key("P-256")


def _result(session: object, key: Any, **changed: object) -> str:
    from joserfc import jws

    said = {
        "session": str(session),
        "document": "no_passport",
        "expires_on": "2031-05-02",
        "chip_holds": True,
        "face_matches": True,
        "national_number": NUMBER,
        "surname": "NORDMANN",
        "test": True,
        **changed,
    }
    return jws.serialize_compact({"alg": "ES256"}, json.dumps(said).encode(), key, algorithms=["ES256"])


def test_the_reader_proves_and_the_letter_under_way_is_overtaken() -> None:
    """Switched while the letter is under way: that one goes on, until the reader is done first."""
    letter, code = printed()
    number, (key, stranger) = letter.order.number, _verifier()
    assert isinstance(begin_reading(number, now=NOW), Refusal), "it goes by letter"
    switched = switch_channel(
        number, to=Channel.READER, reason=SwitchReason.SCANNER_FAILS, actor="customer", now=NOW
    )
    assert not isinstance(switched, Refusal) and Letter.objects.count() == 1
    letter.refresh_from_db()
    assert letter.state == State.PRINTED and letter.code_hash is not None
    session = begin_reading(number, now=NOW)
    given: dict[str, Any] = {"key": key, "test_installation": True, "now": NOW}
    for wrong in (_result(session, stranger), _result(uuid4(), key), "nothing", ""):
        with pytest.raises(NotSigned):
            take_result(wrong, **given)
    proven = take_result(_result(session, key), **given)
    assert isinstance(proven, Proven) and proven.number not in repr(proven)
    letter.refresh_from_db()
    assert letter.state == State.PRINTED, "until the number is typed nothing has ended"
    wrong = confirm_reading(session, "0" * 8, now=NOW)
    assert isinstance(wrong, Refusal) and wrong.code == "READER_NUMBER_WRONG"
    assert isinstance(confirm_reading(session, proven.number, now=NOW), Activated)
    letter.refresh_from_db()
    assert letter.state == State.OVERTAKEN and letter.code_hash is None
    assert tries(letter, code) == "CODE_DOES_NOT_MATCH"
    with pytest.raises(NotSigned):
        take_result(_result(session, key), **given)


@pytest.mark.parametrize(("tries", "minutes"), [(5, 0), (0, 31)])
def test_the_readers_number_is_worth_little_to_who_guesses_or_comes_late(tries: int, minutes: int) -> None:
    """Five wrong ones, or half an hour: then the right one is refused, and another reading may be begun."""
    order, (key, _) = ordered(channel=Channel.READER), _verifier()
    session = begin_reading(order.number, now=NOW)
    assert not isinstance(session, Refusal)
    proven = take_result(_result(session, key), key=key, test_installation=True, now=NOW)
    assert isinstance(proven, Proven)
    wrong = "1" * 8 if proven.number == "0" * 8 else "0" * 8
    for _ in range(tries):
        assert isinstance(confirm_reading(session, wrong, now=NOW), Refusal)
    late = confirm_reading(session, proven.number, now=NOW + timedelta(minutes=minutes))
    assert isinstance(late, Refusal) and late.code == "READER_NUMBER_OVER"
    order.refresh_from_db()
    assert order.ended_at is None
    assert not isinstance(begin_reading(order.number, now=NOW), Refusal)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"national_number": "20914695024"}, "person"),
        ({"surname": "Hansen"}, "person"),
        ({"chip_holds": False}, "chip"),
        ({"face_matches": False}, "face"),
        ({"document": "foreign_passport"}, "document"),
        ({"expires_on": "2026-11-22"}, "expired"),  # a Sunday
    ],
)
def test_a_reading_of_something_else_lets_nobody_in(changed: dict[str, Any], fault: str) -> None:
    """And the letter is still the way."""
    order, (key, _) = ordered(channel=Channel.READER), _verifier()
    session = begin_reading(order.number, now=NOW)
    answer = take_result(_result(session, key, **changed), key=key, test_installation=True, now=NOW)
    assert isinstance(answer, Refusal) and answer.facts == {"failed": fault}
    switch_channel(
        order.number, to=Channel.LETTER, reason=SwitchReason.READER_REFUSED, actor="customer", now=NOW
    )
    assert letter_of(order).state == State.ORDERED


def test_the_pack_shows_how_the_customer_was_proven() -> None:
    """Order, report, today's verdict, decisions and clauses; whoever opens it can check it without us."""
    letter, code = printed()
    reported(letter)
    tries(letter, code)
    packed = order_pack(letter.order.number, actor="operator", trust=trust(), now=READ_AT)
    assert packed is not None
    with zipfile.ZipFile(io.BytesIO(packed)) as pack:
        said = json.loads(pack.read("order.json"))
        sums = pack.read("SHA256SUMS").decode().split()
        assert hashlib.sha256(pack.read("report-1.pdf")).hexdigest() in sums
        assert json.loads(pack.read("verdict-1.json"))["holds"]
    assert said["ended_as"] == "activated" and said["letters"][0]["reports"][0]["faults_now"] == []
    assert said["decisions"][-1]["decision"]["clauses"] == ["eID §4", "eID §5"]
    text = json.dumps(said)
    assert not [secret for secret in (NUMBER, "Nordmann", "Lilleveien", code) if secret in text]
    assert AuditRow.objects.filter(verb="pack.made", actor="operator").count() == 1
    assert order_pack("E000000000", actor="operator", trust=trust(), now=READ_AT) is None
