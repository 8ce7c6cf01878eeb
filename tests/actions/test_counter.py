"""At the counter: who is checked, who is turned away, and what is written down of it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.actions import line
from tests.actions.line import BERGEN, NOW, SOTRA, TODAY, book, bring_to_outlet, codes, file_of, number, order
from tests.channels.fake_sealer import FailingSealer

from budstikke.formats.malformed import Malformed
from budstikke.post.actions.counter.check_identity import Checked, check_identity
from budstikke.post.actions.counter.hand_over import Signature, hand_over
from budstikke.post.actions.proving.evidence_rows import content_of
from budstikke.post.actions.proving.evidence_rows import shown as shown_of
from budstikke.post.actions.reading.presented import Typed
from budstikke.post.actions.sealing import unseal, unseal_json
from budstikke.post.channels.errors import Unreachable
from budstikke.post.records.models import Event, Evidence, IdCheck, Letter, Outlet
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.id_check import ClerkDecision, Finding, Findings
from budstikke.proof.evidence_file import read_evidence_file

pytestmark = pytest.mark.usefixtures("waits")
NUMBER = "20914695016"


@pytest.fixture
def waits(installation: None) -> None:
    """One letter for Kari Nordmann waits in Bergen; her passport is enough."""
    book(file_of([order(1)]))
    bring_to_outlet([1])


def comes(**changed: object) -> Checked:
    """Kari comes with her passport, in order unless changed."""
    return check_identity(line.presented(1, **changed), sealer=line.sealer(), today=TODAY, now=NOW)


def typed(**changed: object) -> Typed:
    """What the clerk types from her passport."""
    given = {
        "surname": "Nordmann",
        "given_names": "Kari",
        "document_number": "CCC0022514",
        "issuing_country": "NOR",
        "expires_on": date(2030, 1, 1),
        "national_number": NUMBER,
    }
    return Typed(**{**given, **changed})  # type: ignore[arg-type]


def refused(checked: Checked) -> list[str]:
    """The codes of the refusals."""
    assert not checked.passed
    return [reason["rule"] for reason in checked.decision["reasons"]]  # type: ignore[attr-defined]


def test_a_person_with_everything_in_order_passes() -> None:
    """And nothing is an event yet: the letter still lies there."""
    checked = comes()
    assert checked.passed
    assert checked.decision["outcome"] == "released"
    assert codes(1)[-1] == "READY_FOR_PICKUP"


def test_a_refusal_is_an_event_with_evidence_and_decision() -> None:
    """All three, and they say the same."""
    checked = comes(kind="digital_driving_licence")
    assert refused(checked)[0] == "DOC_NOT_APPROVED"
    with acting_as(CARRIER):
        event = Event.objects.get(code="ATTEMPTED_DELIVERY")
        evidence, check, letter = Evidence.objects.get(), IdCheck.objects.get(), Letter.objects.get()
    assert event.decision == check.decision == checked.decision
    assert event.at_place == str(BERGEN)
    assert letter.state == "ready"
    document, file = shown_of(evidence), read_evidence_file(content_of(evidence))
    assert document["event"] == "ContentHandoverFailure"
    assert len(file.signatures) == 1
    assert "DOC_NOT_APPROVED" in json.dumps(document["decisions"])


def test_names_and_numbers_are_sealed_wherever_a_check_is_kept() -> None:
    """In the open: codes, dates, clauses. What the clerk wrote of the person is sealed too."""
    picture = line.SIGNATURE
    comes(
        kind="digital_driving_licence",
        typed=typed(surname="Nordmannsdatter"),
        name_decision=ClerkDecision(accepted=True, reason="heter Kari på folkemunne"),
        picture=picture,
    )
    with acting_as(CARRIER):
        rows = [*IdCheck.objects.values(), *Evidence.objects.values(), *Event.objects.values()]
        check = IdCheck.objects.get()
    shown = "".join(repr({name: _open(value) for name, value in row.items()}) for row in rows)
    for secret in ("Nordmannsdatter", NUMBER, "CCC0022514", "folkemunne", "Kari"):
        assert secret not in shown
    kept = unseal_json(check.document_sealed, letter_id=check.letter_id, kind="document")
    assert kept["particulars"]["surname"] == "Nordmannsdatter"  # type: ignore[index]
    assert unseal(check.picture_sealed, letter_id=check.letter_id, kind="picture") == picture


def _open(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def test_the_same_attempt_sent_twice_is_one_attempt() -> None:
    """Its nonce tells; the answer is the same and nothing is written again."""
    nonce = uuid4()
    first = comes(nonce=nonce, kind="digital_driving_licence")
    again = comes(nonce=nonce, kind="digital_driving_licence")
    assert again == first
    with acting_as(CARRIER):
        assert (IdCheck.objects.count(), Evidence.objects.count()) == (1, 1)
        assert Event.objects.filter(code="ATTEMPTED_DELIVERY").count() == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"typed": typed(surname="Hansen")}, "NAME_MISMATCH"),
        ({"in_person": False}, "PERSONAL_ONLY"),
        ({"online": False}, "SCANNER_DOWN"),
        ({"typed": typed(expires_on=TODAY - timedelta(days=1))}, "DOC_EXPIRED"),
        ({"typed": typed(national_number="")}, "NATIONAL_ID_NOT_DOCUMENTED"),
        ({"has_signature": False}, "SUPPLEMENT_REQUIRED"),
        ({"findings": Findings()}, "CHECK_INCOMPLETE"),
        ({"findings": Findings(photo=Finding.FAILED)}, "PHOTO_DIFFERS"),
        ({"outlet_id": SOTRA}, "LETTER_NOT_HERE"),
    ],
)
def test_a_check_that_fails_says_why(changed: dict[str, object], code: str) -> None:
    """Each in its own words, and each written down."""
    assert code in refused(comes(**changed))
    assert codes(1)[-1] == "ATTEMPTED_DELIVERY"


def test_a_person_with_another_number_than_the_senders_is_turned_away() -> None:
    """The number of the order is compared, and neither is told."""
    book(file_of([order(2, national_number="10827899963")], reference="P2"))
    bring_to_outlet([2])
    checked = check_identity(line.presented(2), sealer=line.sealer(), today=TODAY, now=NOW)
    assert refused(checked) == ["NUMBER_DIFFERS"]
    assert NUMBER not in str(checked.decision)


def test_a_person_with_the_senders_number_passes() -> None:
    """The order's number opens under its consignment and agrees."""
    book(file_of([order(2, national_number=NUMBER)], reference="P2"))
    bring_to_outlet([2])
    assert check_identity(line.presented(2), sealer=line.sealer(), today=TODAY, now=NOW).passed


def test_a_mistyped_number_is_typed_again_and_not_judged() -> None:
    """Eleven digits that cannot be right are no attempt."""
    with pytest.raises(Malformed):
        comes(typed=typed(national_number="20914695017"))
    with acting_as(CARRIER):
        assert not IdCheck.objects.exists()
    assert codes(1)[-1] == "READY_FOR_PICKUP"


def test_a_synthetic_number_does_not_count_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    """Test persons collect no letters there."""
    monkeypatch.setenv("BUDSTIKKE_PRODUCTION", "1")
    with pytest.raises(Malformed):
        comes()


def test_a_refusal_without_its_record_is_no_refusal() -> None:
    """The sealer is down: no event, no check; it is asked again."""
    with pytest.raises(Unreachable):
        check_identity(
            line.presented(1, in_person=False),
            sealer=FailingSealer(line.sealer(), [Unreachable("down")]),
            today=TODAY,
            now=NOW,
        )
    with acting_as(CARRIER):
        assert not IdCheck.objects.exists()
    assert codes(1)[-1] == "READY_FOR_PICKUP"


def test_a_check_at_an_outlet_whose_scanner_broke_is_refused() -> None:
    """Whatever the counter says of itself."""
    with acting_as(CARRIER):
        Outlet.objects.filter(id=BERGEN).update(scanner_works=False)
    assert "SCANNER_DOWN" in refused(comes())


def test_a_check_of_a_letter_that_is_gone_is_no_event_of_it() -> None:
    """It was handed over: the second person is told so, and the history stays."""
    checked = comes()
    hand_over(
        number(1),
        check_id=checked.check_id,
        clerk="clerk-7",
        signature=Signature(picture=line.SIGNATURE),
        sealer=line.sealer(),
        today=TODAY,
        now=NOW,
    )
    before = codes(1)
    assert "LETTER_NOT_HERE" in refused(comes())
    assert codes(1) == before
