"""The code app: an activation code by SMS, then codes that count once, and a PIN that no stranger can block."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.issuer.people import KARI, NOW, PIN, customer, issued, sent_codes, with_code_app

from budstikke.issuer.terms.eid_editions import EDITIONS
from budstikke.issuer.terms.eids import State
from budstikke.law.refusal import Refusal

LATER = NOW + timedelta(minutes=5)


def code(secret: bytes, at: object = LATER) -> str:
    """What the app shows."""
    from budstikke.issuer.actions.code_app import code_at

    return code_at(secret, terms=EDITIONS[0], at=at)  # type: ignore[arg-type]


def test_the_codes_are_those_of_the_standard(issuer_database: None) -> None:
    """RFC 6238, appendix B: the last six digits of its example."""
    from datetime import UTC, datetime

    from budstikke.issuer.actions.code_app import code_at

    at = datetime.fromtimestamp(1_111_111_109, UTC)
    assert code_at(b"12345678901234567890", terms=EDITIONS[0], at=at) == "081804"


def test_it_signs_in_once_by_a_code(issuer_database: None) -> None:
    """Who looked over a shoulder comes too late."""
    from budstikke.issuer.actions.code_app import sign_in_by_code

    eid, secret = with_code_app(customer())
    assert eid.state == State.ACTIVE
    given = {"number": KARI, "code": code(secret), "pin": PIN, "now": LATER, "clock_at": LATER}
    assert sign_in_by_code(**given).pk == eid.pk  # type: ignore[union-attr,arg-type]
    assert sign_in_by_code(**given) is None  # type: ignore[arg-type]


def test_the_activation_code_is_limited_and_never_kept(issuer_database: None) -> None:
    """Five wrong tries end it; the right one is none after that."""
    from budstikke.issuer.actions.app_codes import begin_app, send_code
    from budstikke.issuer.actions.code_app import take_sms_code
    from budstikke.issuer.records.models import Means

    eid = issued(customer())
    begin_app(eid.pk, now=NOW)
    assert send_code(eid.pk, link="", now=NOW) is None
    right = sent_codes()[-1]
    assert right.encode() not in bytes(Means.objects.get().code_lookup or b"")
    for _ in range(5):
        refusal = take_sms_code(eid.pk, code="00000000", pin=PIN, name="X", now=NOW)
        assert isinstance(refusal, Refusal)
    refusal = take_sms_code(eid.pk, code=right, pin=PIN, name="X", now=NOW)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "CODE_WRONG"


def test_codes_are_not_sent_without_end_and_nobody_is_told_to_ask_again(issuer_database: None) -> None:
    """Three a day, a minute apart; the words never suggest what would be refused."""
    from budstikke.issuer.actions.app_codes import begin_app, send_code

    eid = issued(customer())
    begin_app(eid.pk, now=NOW)
    answers = [send_code(eid.pk, link="", now=NOW + timedelta(minutes=2 * nth)) for nth in range(4)]
    assert answers[:3] == [None] * 3
    assert answers[3] is not None
    assert answers[3].code == "NO_MORE_CODES"
    assert "ny" not in answers[3].cure.no.split()


def test_a_stranger_who_knows_a_number_blocks_no_pin(issuer_database: None) -> None:
    """A PIN is counted beside a right code only."""
    from budstikke.issuer.actions.code_app import sign_in_by_code

    _, secret = with_code_app(customer())
    for _ in range(20):
        assert sign_in_by_code(number=KARI, code="000000", pin="9999", now=LATER, clock_at=LATER) is None
    found = sign_in_by_code(number=KARI, code=code(secret), pin=PIN, now=LATER, clock_at=LATER)
    assert found is not None


def test_three_wrong_pins_beside_right_codes_block_it(issuer_database: None) -> None:
    """Who stole the phone has three guesses."""
    from budstikke.issuer.actions.cards import set_pin_by_another_eid
    from budstikke.issuer.actions.code_app import sign_in_by_code

    eid, secret = with_code_app(customer())
    for nth in range(1, 5):
        at = NOW + timedelta(minutes=5 * nth)
        pin = PIN if nth == 4 else "9999"
        assert sign_in_by_code(number=KARI, code=code(secret, at), pin=pin, now=at, clock_at=at) is None
    assert "PIN_BLOCKED" in [event.code for event in eid.events.all()]
    assert set_pin_by_another_eid(eid.pk, new="8305", now=LATER) is None
    at = NOW + timedelta(hours=1)
    found = sign_in_by_code(number=KARI, code=code(secret, at), pin="8305", now=at, clock_at=at)
    assert found is not None


@pytest.mark.parametrize("who", ["unknown", "wrong code"])
def test_an_unknown_number_takes_the_work_of_a_known_one(
    issuer_database: None, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    """What costs time is hashing the PIN; it is done exactly once for both."""
    from argon2 import PasswordHasher

    from budstikke.issuer.actions.code_app import sign_in_by_code

    if who == "wrong code":
        with_code_app(customer())
    done: list[str] = []
    verify = PasswordHasher.verify
    monkeypatch.setattr(
        PasswordHasher, "verify", lambda self, *told: (done.append("once"), verify(self, *told))[1]
    )
    assert sign_in_by_code(number=KARI, code="000000", pin=PIN, now=LATER, clock_at=LATER) is None
    assert done == ["once"]


def test_what_lies_in_the_database_tells_no_pin_and_no_secret(issuer_database: None) -> None:
    """A copy of the database opens nothing without the keys."""
    import psycopg

    from budstikke.kit.database import address

    _, secret = with_code_app(customer())
    with psycopg.connect(address("issuer", "owner")) as owner:
        rows = owner.execute(
            "SELECT means::text || eid::text FROM means JOIN eid ON eid.id = eid_id"
        ).fetchall()
    told = "".join(row[0] for row in rows)
    assert secret.hex() not in told
    assert "argon2" not in told
    assert b"$argon2".hex() not in told
