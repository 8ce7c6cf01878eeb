"""The mobile app: a key that never leaves the phone, and approves sign-ins that wait elsewhere."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

from budstikke.issuer.actions import pins
from budstikke.issuer.actions.app_codes import take_code
from budstikke.issuer.actions.eid_history import write_event
from budstikke.issuer.actions.means import locked, put_into_force
from budstikke.issuer.actions.sealed_eids import customer_by_number, number_of
from budstikke.issuer.records.models import Eid, Means, SignInAsked
from budstikke.issuer.terms.eid_editions import eid_terms
from budstikke.issuer.terms.eid_refusals import refuse
from budstikke.issuer.terms.eid_rights import judge_pin
from budstikke.issuer.terms.eids import Happening, State
from budstikke.issuer.terms.products import Product
from budstikke.kit.clock import local_day
from budstikke.law.refusal import Refusal

_CHALLENGE_BYTES = 32
_COORDINATE_BYTES = 32
_NOBODY = 0
_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """What an app sends when it is set up: its ID and code, the PIN, its public key, and a signature by it."""

    app_id: str
    code: str
    pin: str
    public_key: bytes
    signature: bytes


def pair_app(pairing: Pairing, *, now: datetime) -> Refusal | None:
    """
    Take the key of an app whose holder typed the code of their own page.

    Reading: an App ID that nobody has gets the answer of a wrong code.
    """
    terms = eid_terms(local_day(now))
    found = Means.objects.filter(
        public_id=pairing.app_id.encode(), ready_at=None, ended_at=None, eid__product=Product.MOBILE
    ).first()
    if found is None:
        return refuse("CODE_WRONG")
    with locked(found.eid_id) as eid:
        means = Means.objects.select_for_update(no_key=True).get(pk=found.pk)
        means.eid = eid
        if (
            means.ended_at is not None
            or means.ready_at is not None
            or eid.state
            not in (
                State.ISSUED,
                State.ACTIVE,
            )
        ):
            return refuse("CODE_WRONG")
        refusal = take_code(means, pairing.code, now=now) or judge_pin(
            pairing.pin, number=number_of(eid.customer), terms=terms
        )
        if refusal:
            return refusal
        if not _signed(pairing.public_key, f"pair:{pairing.app_id}".encode(), pairing.signature):
            return refuse("KEY_NOT_TAKEN")
        means.public_key = pairing.public_key
        pins.keep(means, "pin", pairing.pin)
        put_into_force(means, now=now)
    return None


def ask_app(number: str, *, now: datetime) -> SignInAsked:
    """
    Let a sign-in wait for the app of a national number.

    Reading: for a number that nobody has a row waits too, by the same statements, which nobody will ever approve; the
    page is the same. That somebody was asked is written down once it is answered, or over (`note_unanswered`).
    """
    terms = eid_terms(local_day(now))
    customer = customer_by_number(number)
    means = (
        Means.objects.filter(
            eid__customer_id=customer.pk if customer else _NOBODY,
            eid__product=Product.MOBILE,
            eid__state=State.ACTIVE,
            ended_at=None,
            ready_at__isnull=False,
        )
        .order_by("-ready_at")
        .first()
    )
    return SignInAsked.objects.create(
        reference=uuid4(),
        means=means,
        challenge=secrets.token_bytes(_CHALLENGE_BYTES),
        match=f"{secrets.randbelow(90) + 10}",
        asked_at=now,
        expires_at=now + terms.approval_lasts,
    )


def note_unanswered(*, now: datetime, most: int = 500) -> int:
    """Write down who was asked and did not answer, and forget what is a day old; returns how many were written."""
    over = SignInAsked.objects.filter(
        means__isnull=False, expires_at__lte=now, approved_at=None, denied_at=None, used_at=None
    ).select_related("means")
    noted = 0
    for asked in over.order_by("id")[:most]:
        assert asked.means is not None
        with locked(asked.means.eid_id) as eid:
            if SignInAsked.objects.filter(pk=asked.pk, used_at=None).update(used_at=now):
                write_event(eid, Happening.SIGN_IN_ASKED, now=now)
                noted += 1
    SignInAsked.objects.filter(expires_at__lte=now - _KEPT).delete()
    return noted


def waiting_for(app_id: str, *, stamp: str, signature: bytes, now: datetime) -> list[SignInAsked] | None:
    """Return what waits for an app that signed the moment it asks at; None if it did not."""
    means = _means_of(app_id)
    if means is None or not _is_fresh(stamp, now=now) or means.public_key is None:
        return None
    if not _signed(bytes(means.public_key), f"waiting:{app_id}:{stamp}".encode(), signature):
        return None
    return list(
        SignInAsked.objects.filter(
            means=means, expires_at__gt=now, approved_at=None, denied_at=None, used_at=None
        ).order_by("id")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an app says to a sign-in: the number its holder read on the page, the PIN, a signature over both."""

    app_id: str
    reference: UUID
    approves: bool
    match: str
    pin: str
    signature: bytes


def answer_app(answer: Answer, *, now: datetime) -> Refusal | None:
    """
    Approve or deny a sign-in.

    Reading: the number of the page has to be typed, not looked at: who is asked out of the blue does not know it. The
    PIN is judged, and counted, only beside a good signature.
    """
    terms = eid_terms(local_day(now))
    means = _means_of(answer.app_id)
    if means is None or means.public_key is None:
        return refuse("CODE_WRONG")
    with locked(means.eid_id) as eid:
        means.eid = eid
        asked = (
            SignInAsked.objects.select_for_update()
            .filter(reference=answer.reference, means=means, approved_at=None, denied_at=None)
            .first()
        )
        if asked is None or asked.expires_at <= now:
            return refuse("TOO_LATE")
        word = "approve" if answer.approves else "deny"
        told = f"{word}:{answer.reference}:{answer.match}:".encode() + bytes(asked.challenge)
        if not _signed(bytes(means.public_key), told, answer.signature):
            return refuse("KEY_NOT_TAKEN")
        if not answer.approves:
            asked.denied_at = now
            asked.save(update_fields=["denied_at"])
            write_event(eid, Happening.SIGN_IN_DENIED, now=now)
            return None
        if not secrets.compare_digest(answer.match, asked.match):
            asked.denied_at = now
            asked.save(update_fields=["denied_at"])
            write_event(eid, Happening.SIGN_IN_REFUSED, now=now)
            return refuse("CODE_WRONG")
        refusal = pins.judge(means, "pin", answer.pin, terms=terms, now=now)
        if refusal:
            return refusal
        asked.approved_at = now
        asked.save(update_fields=["approved_at"])
    return None


def take_approval(reference: UUID, *, now: datetime) -> Eid | None:
    """Return the eID of a sign-in that was approved, once; None while it waits, and for ever if it never is."""
    found = SignInAsked.objects.filter(reference=reference, approved_at__isnull=False).first()
    if found is None or found.means is None:
        return None
    with locked(found.means.eid_id) as eid:
        taken = SignInAsked.objects.filter(pk=found.pk, used_at=None, expires_at__gt=now).update(used_at=now)
        if not taken or eid.state != State.ACTIVE:
            return None
        return eid


def is_over(reference: UUID, *, now: datetime) -> bool:
    """Say whether a sign-in waits no more: nobody approved it in time, or it was denied."""
    found = SignInAsked.objects.filter(reference=reference).first()
    return found is None or found.expires_at <= now or found.denied_at is not None


def _means_of(app_id: str) -> Means | None:
    return Means.objects.filter(
        public_id=app_id.encode(), ended_at=None, ready_at__isnull=False, eid__product=Product.MOBILE
    ).first()


def _is_fresh(stamp: str, *, now: datetime) -> bool:
    terms = eid_terms(local_day(now))
    return (
        stamp.isascii()
        and stamp.isdigit()
        and abs(now.timestamp() - int(stamp)) < (terms.approval_lasts.total_seconds())
    )


def _signed(public_key: bytes, told: bytes, signature: bytes) -> bool:
    """Judge a signature as browsers make them: both numbers side by side (IEEE P1363), P-256 with SHA-256."""
    if len(signature) != 2 * _COORDINATE_BYTES:
        return False
    first, second = (int.from_bytes(signature[at:][:_COORDINATE_BYTES]) for at in (0, _COORDINATE_BYTES))
    try:
        key = load_der_public_key(public_key)
        if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
            return False
        key.verify(encode_dss_signature(first, second), told, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
