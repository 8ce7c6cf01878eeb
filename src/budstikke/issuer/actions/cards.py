"""
Cards: a key that opens by a PIN, a certificate of ours, a PUK for when the PIN is blocked.

No chip is here, so the issuer keeps a stand-in of each card: its key sealed, its PIN and PUK judged as a chip does.
On a production installation there is none (docs/issuer-eids.md), and nobody signs in by a card.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from budstikke.issuer.actions import pins
from budstikke.issuer.actions.certificates import certificate_of, certify
from budstikke.issuer.actions.eid_history import write_event
from budstikke.issuer.actions.means import in_force, locked, new_means, put_into_force
from budstikke.issuer.actions.sealed_eids import number_of, open_of_means, seal_of_means
from budstikke.issuer.channels import chosen
from budstikke.issuer.records.models import Eid, Means
from budstikke.issuer.terms.eid_editions import eid_terms
from budstikke.issuer.terms.eid_products import KINDS
from budstikke.issuer.terms.eid_refusals import refuse
from budstikke.issuer.terms.eid_rights import judge_pin
from budstikke.issuer.terms.eids import Happening, State
from budstikke.issuer.terms.products import Product
from budstikke.kit.clock import local_day
from budstikke.law.refusal import Refusal

_CHALLENGE_BYTES = 32


def activate_card(eid_id: int, *, pin: str, now: datetime) -> tuple[str, str] | Refusal:
    """
    Put a card into use with the PIN its holder chose; returns its number and its PUK, which is never shown again.
    """
    terms = eid_terms(local_day(now))
    with locked(eid_id) as eid:
        if eid.state != State.ISSUED or not KINDS[Product(eid.product)].puk:
            return refuse("NOT_IN_THIS_STATE")
        refusal = judge_pin(pin, number=number_of(eid.customer), terms=terms)
        if refusal:
            return refusal
        puk = pins.new_puk(terms=terms)
        means = new_means(eid, now=now)
        key = ec.generate_private_key(ec.SECP256R1())
        stood_in = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        means.secret_sealed = seal_of_means(stood_in, means=means.reference, what="secret")
        pins.keep(means, "pin", pin)
        pins.keep(means, "puk", puk)
        means.save(force_insert=True)
        certify(means, key=key.public_key(), now=now)
        put_into_force(means, now=now)
        return bytes(means.public_id).decode(), puk


def change_pin(eid_id: int, *, old: str, new: str, now: datetime) -> Refusal | None:
    """Exchange a PIN for another, by the one it was."""
    terms = eid_terms(local_day(now))
    with locked(eid_id) as eid:
        means = _judged_here(eid)
        if means is None:
            return refuse("NOT_IN_THIS_STATE")
        refusal = judge_pin(new, number=number_of(eid.customer), terms=terms) or pins.judge(
            means, "pin", old, terms=terms, now=now
        )
        if refusal:
            return refusal
        _keep_pin(means, new)
        write_event(eid, Happening.PIN_CHANGED, now=now)
    return None


def unblock_pin(eid_id: int, *, puk: str, new: str, now: datetime) -> Refusal | None:
    """Choose a new PIN by the PUK; a PUK that was wrong too often opens nothing ever again."""
    terms = eid_terms(local_day(now))
    with locked(eid_id) as eid:
        means = _judged_here(eid)
        if means is None or means.puk_sealed is None:
            return refuse("NOT_IN_THIS_STATE")
        refusal = judge_pin(new, number=number_of(eid.customer), terms=terms) or pins.judge(
            means, "puk", puk, terms=terms, now=now
        )
        if refusal:
            return refusal
        _keep_pin(means, new)
        write_event(eid, Happening.PUK_USED, now=now)
    return None


def set_pin_by_another_eid(eid_id: int, *, new: str, now: datetime) -> Refusal | None:
    """Choose a new PIN of an app, its holder having signed in with another eID just now; a card asks its PUK."""
    terms = eid_terms(local_day(now))
    with locked(eid_id) as eid:
        means = _judged_here(eid)
        if means is None:
            return refuse("NOT_IN_THIS_STATE")
        if means.puk_sealed is not None:
            return refuse("NEEDS_PUK")
        refusal = judge_pin(new, number=number_of(eid.customer), terms=terms)
        if refusal:
            return refusal
        _keep_pin(means, new)
        write_event(eid, Happening.PIN_CHANGED, now=now)
    return None


def sign_in_by_card(*, number: str, pin: str, now: datetime) -> Eid | None:
    """
    Return the eID of a card whose stand-in signs our challenge when it hears its PIN; None for whatever fails.

    Reading: a number that no card has, a wrong PIN, a blocked one and a revoked certificate take the same work and get
    the same answer.
    """
    terms = eid_terms(local_day(now))
    found = Means.objects.filter(
        public_id=number.encode(), ended_at=None, ready_at__isnull=False, eid__product=Product.SMART_CARD
    ).first()
    if found is None:
        pins.pretend(pin)
        return None
    with locked(found.eid_id) as eid:
        means = Means.objects.select_for_update(no_key=True).get(pk=found.pk)
        means.eid = eid
        if pins.judge(means, "pin", pin, terms=terms, now=now):
            return None
        challenge = secrets.token_bytes(_CHALLENGE_BYTES)
        if eid.state != State.ACTIVE or not _holds(means, challenge, _signed(means, challenge), now):
            write_event(eid, Happening.SIGN_IN_REFUSED, now=now)
            return None
        return eid


def _signed(means: Means, challenge: bytes) -> bytes:
    """Do what the card's chip does."""
    assert means.secret_sealed is not None
    key = load_der_private_key(open_of_means(means.secret_sealed, means=means.reference, what="secret"), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key.sign(challenge, ec.ECDSA(hashes.SHA256()))


def _holds(means: Means, challenge: bytes, signature: bytes, now: datetime) -> bool:
    """Judge a signature by the certificate: of our authority, in its time, not revoked, nor is the key above it."""
    found = certificate_of(means)
    if found is None or found[0].revoked_at is not None:
        return False
    certificate = found[1]
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    issuing = chosen.authority().issuing(found[0].issuing_key, now=now)
    if issuing is None or chosen.authority().withdrawn(found[0].issuing_key):
        return False
    try:
        certificate.verify_directly_issued_by(issuing)
        key.verify(signature, challenge, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError, TypeError):
        return False
    return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc


def _judged_here(eid: Eid) -> Means | None:
    if eid.state not in (State.ACTIVE, State.BLOCKED):
        return None
    means = in_force(eid)
    if means is None or means.pin_sealed is None:
        return None
    means.eid = eid
    return means


def _keep_pin(means: Means, new: str) -> None:
    pins.keep(means, "pin", new)
    means.save(update_fields=["pin_sealed", "wrong_pins"])
