"""FIDO2 keys and the mobile app: real signatures by a key in software, each way to fail, and the way back."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.issuer.authenticator import Phone, SoftwareKey
from tests.issuer.people import KARI, NOW, OLA, PIN, SITE_ORIGIN, customer, issued

from budstikke.issuer.terms.products import Product

if TYPE_CHECKING:
    from budstikke.issuer.actions.fido2 import Site
    from budstikke.issuer.records.models import Customer, Eid


def site() -> Site:
    """Where keys are registered here."""
    from budstikke.issuer.actions.fido2 import Site

    return Site(host="localhost", name="Eksempel-ID", origin=SITE_ORIGIN)


def with_key(of: Customer, key: SoftwareKey) -> Eid:
    """Give a FIDO2 key in use."""
    from budstikke.issuer.actions.fido2 import register_key, registration_options

    eid, challenge = issued(of, Product.FIDO2, order="E-4001"), secrets.token_bytes(32)
    made = key.register(registration_options(eid, challenge=challenge, site=site()))
    assert register_key(eid.pk, credential=made, challenge=challenge, site=site(), now=NOW) is None
    eid.refresh_from_db()
    return eid


def sign_in(key: SoftwareKey) -> Eid | None:
    """Sign in by a key."""
    from budstikke.issuer.actions.fido2 import sign_in_by_key, sign_in_options

    challenge = secrets.token_bytes(32)
    signed = key.sign_in(sign_in_options(challenge=challenge, site=site()))
    return sign_in_by_key(credential=signed, challenge=challenge, site=site(), now=NOW)


def test_a_key_is_registered_and_signs_in_without_a_name(issuer_database: None) -> None:
    """The page names nobody, so it tells nobody who is a customer."""
    from budstikke.issuer.actions.fido2 import sign_in_options

    key = SoftwareKey(origin=SITE_ORIGIN)
    eid = with_key(customer(), key)
    found = sign_in(key)
    assert found is not None
    assert (found.pk, eid.state) == (eid.pk, "active")
    assert sign_in_options(challenge=b"x" * 32, site=site())["allowCredentials"] == []


@pytest.mark.parametrize(
    "broken",
    [
        {"verifies": False},
        {"origin": "http://localhost:9999"},
        {"host": "example.com"},
        {"private": SoftwareKey(origin="").private},
        {"counter": -1},
    ],
    ids=lambda broken: next(iter(broken)),
)
def test_what_is_not_the_key_with_its_pin_here_does_not_sign_in(
    issuer_database: None, broken: dict[str, Any]
) -> None:
    """No PIN given, another page, another host, another key, a copy of the key."""
    key = SoftwareKey(origin=SITE_ORIGIN, counter=7)
    eid = with_key(customer(), key)
    for name, value in broken.items():
        setattr(key, name, value)
    assert sign_in(key) is None
    assert "SIGN_IN_REFUSED" in [event.code for event in eid.events.all()]


@pytest.mark.parametrize(
    ("what", "value", "code"), [("verifies", False, "KEY_NOT_TAKEN"), ("copied", True, "KEY_IS_COPIED")]
)
def test_a_key_that_proves_too_little_is_not_registered(
    issuer_database: None, what: str, value: bool, code: str
) -> None:
    """Without its PIN whoever finds it could use it; copied between devices it is not one thing that one has."""
    from budstikke.issuer.actions.fido2 import register_key, registration_options

    eid, challenge = issued(customer(), Product.FIDO2), secrets.token_bytes(32)
    key = SoftwareKey(origin=SITE_ORIGIN)
    setattr(key, what, value)
    made = key.register(registration_options(eid, challenge=challenge, site=site()))
    refusal = register_key(eid.pk, credential=made, challenge=challenge, site=site(), now=NOW)
    assert refusal is not None
    assert refusal.code == code


def test_after_a_reset_the_key_before_opens_nothing(issuer_database: None) -> None:
    """A key whose PIN is blocked is emptied by its maker's program, and registered anew."""
    from budstikke.issuer.actions.fido2 import register_key, registration_options

    before, after = SoftwareKey(origin=SITE_ORIGIN), SoftwareKey(origin=SITE_ORIGIN)
    eid, challenge = with_key(customer(), before), secrets.token_bytes(32)
    options = registration_options(eid, challenge=challenge, site=site())
    assert len(options["excludeCredentials"]) == 1
    made = after.register(options)
    assert register_key(eid.pk, credential=made, challenge=challenge, site=site(), now=NOW) is None
    assert sign_in(before) is None
    found = sign_in(after)
    assert found is not None
    assert found.pk == eid.pk


def paired(of: Customer, phone: Phone) -> tuple[Eid, str]:
    """Give a mobile app in use, and its App ID."""
    from budstikke.issuer.actions.app_codes import begin_app, code_to_show
    from budstikke.issuer.actions.mobile_app import Pairing, pair_app
    from budstikke.issuer.records.models import Means

    eid = issued(of, Product.MOBILE, order="E-5001")
    begun = begin_app(eid.pk, now=NOW)
    assert isinstance(begun, Means)
    app_id, code = bytes(begun.public_id).decode(), code_to_show(eid.pk, now=NOW)
    assert isinstance(code, str)
    pairing = Pairing(
        app_id=app_id,
        code=code,
        pin=PIN,
        public_key=phone.public_key,
        signature=phone.signs(f"pair:{app_id}".encode()),
    )
    assert pair_app(pairing, now=NOW) is None
    eid.refresh_from_db()
    return eid, app_id


def approved(
    app_id: str, phone: Phone, *, pin: str = PIN, match: str = "", approves: bool = True
) -> str | None:
    """Ask for a sign-in of Kari, and let the app answer; returns the code of a refusal."""
    from budstikke.issuer.actions.mobile_app import Answer, answer_app, ask_app, take_approval, waiting_for

    asked = ask_app(KARI, now=NOW)
    stamp = str(int(NOW.timestamp()))
    told = phone.signs(f"waiting:{app_id}:{stamp}".encode())
    waiting = waiting_for(app_id, stamp=stamp, signature=told, now=NOW)
    assert waiting
    assert waiting[-1].pk == asked.pk
    word, given = "approve" if approves else "deny", match or asked.match
    signed = phone.signs(f"{word}:{asked.reference}:{given}:".encode() + bytes(asked.challenge))
    answer = Answer(
        app_id=app_id, reference=asked.reference, approves=approves, match=given, pin=pin, signature=signed
    )
    refusal = answer_app(answer, now=NOW)
    if refusal is not None:
        return refusal.code
    found = take_approval(asked.reference, now=NOW)
    assert take_approval(asked.reference, now=NOW) is None  # once
    return None if found else "NOBODY"


def test_the_app_approves_what_waits_for_it_by_number_and_pin(issuer_database: None) -> None:
    """A sign-in on a screen elsewhere is approved by the key on the phone."""
    phone = Phone()
    eid, app_id = paired(customer(), phone)
    assert eid.state == "active"
    assert approved(app_id, phone) is None
    assert approved(app_id, phone, approves=False) == "NOBODY"
    assert approved(app_id, phone, match="00") == "CODE_WRONG"
    assert [approved(app_id, phone, pin="9999") for _ in range(3)] == [
        "PIN_WRONG",
        "PIN_WRONG",
        "PIN_BLOCKED",
    ]
    assert approved(app_id, phone) == "PIN_BLOCKED"


def test_another_phone_can_neither_see_nor_approve(issuer_database: None) -> None:
    """The App ID is no secret, so it opens nothing."""
    from budstikke.issuer.actions.mobile_app import Answer, answer_app, ask_app, waiting_for

    _, app_id = paired(customer(), Phone())
    asked, thief, stamp = ask_app(KARI, now=NOW), Phone(), str(int(NOW.timestamp()))
    told = thief.signs(f"waiting:{app_id}:{stamp}".encode())
    assert waiting_for(app_id, stamp=stamp, signature=told, now=NOW) is None
    signed = thief.signs(f"approve:{asked.reference}:{asked.match}:".encode() + bytes(asked.challenge))
    answer = Answer(
        app_id=app_id, reference=asked.reference, approves=True, match=asked.match, pin=PIN, signature=signed
    )
    refusal = answer_app(answer, now=NOW)
    assert refusal is not None
    assert refusal.code == "KEY_NOT_TAKEN"


def test_a_sign_in_waits_for_a_number_that_nobody_has_as_for_any(issuer_database: None) -> None:
    """The page that waits tells no one who is a customer."""
    from budstikke.issuer.actions.mobile_app import ask_app, is_over, take_approval

    asked = ask_app(OLA, now=NOW)
    assert asked.match
    assert not is_over(asked.reference, now=NOW)
    assert take_approval(asked.reference, now=NOW) is None
    assert is_over(asked.reference, now=NOW + timedelta(minutes=3))


def test_who_was_asked_in_vain_reads_of_it_and_rows_of_nobody_go(issuer_database: None) -> None:
    """Somebody tries one's number; the app was not open."""
    from budstikke.issuer.actions.mobile_app import ask_app, note_unanswered
    from budstikke.issuer.records.models import SignInAsked

    eid, _ = paired(customer(), Phone())
    ask_app(KARI, now=NOW)
    ask_app(OLA, now=NOW)
    assert note_unanswered(now=NOW + timedelta(minutes=1)) == 0
    assert note_unanswered(now=NOW + timedelta(minutes=3)) == 1
    assert note_unanswered(now=NOW + timedelta(days=2)) == 0
    assert [event.code for event in eid.events.all()].count("SIGN_IN_ASKED") == 1
    assert SignInAsked.objects.count() == 0
