"""FIDO2 keys: registered, signed in with, and reset, by WebAuthn with the key's own PIN."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import webauthn
from webauthn.helpers import base64url_to_bytes, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from budstikke.issuer.actions.eid_history import write_event
from budstikke.issuer.actions.means import in_force, locked, new_means, put_into_force
from budstikke.issuer.records.models import Eid, Means
from budstikke.issuer.terms.eid_refusals import refuse
from budstikke.issuer.terms.eids import Happening, State
from budstikke.issuer.terms.products import Product
from budstikke.law.refusal import Refusal

_REQUIRED = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Whom keys are bound to: the host, the name people see, and where pages come from."""

    host: str
    name: str
    origin: str


def registration_options(eid: Eid, *, challenge: bytes, site: Site) -> dict[str, Any]:
    """
    Return what the browser asks a new key: to keep the credential itself, and to have its PIN given.

    Reading: the key is told a name of ours, never the holder's: whoever finds it reads what is on it.
    """
    now_in = in_force(eid)
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=eid.reference.bytes,
        user_name=f"{site.name} {eid.order_number}",
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=bytes(now_in.public_id))] if now_in else [],
    )
    return dict(json.loads(options_to_json(options)))


def register_key(
    eid_id: int, *, credential: dict[str, Any], challenge: bytes, site: Site, now: datetime
) -> Refusal | None:
    """Take a key that answered the challenge; one before it counts no more."""
    try:
        verified = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return refuse("KEY_NOT_TAKEN")
    if verified.credential_device_type == CredentialDeviceType.MULTI_DEVICE:
        # Level high wants a key that exists once (Implementing Regulation (EU) 2015/1502, annex, 2.2.1).
        return refuse("KEY_IS_COPIED")
    with locked(eid_id) as eid:
        if eid.product != Product.FIDO2 or eid.state not in (State.ISSUED, State.ACTIVE):
            return refuse("NOT_IN_THIS_STATE")
        if Means.objects.filter(public_id=verified.credential_id).exists():
            return refuse("KEY_NOT_TAKEN")
        means = new_means(eid, now=now, public_id=verified.credential_id)
        means.public_key = verified.credential_public_key
        means.counter = verified.sign_count
        put_into_force(means, now=now)
    return None


def sign_in_options(*, challenge: bytes, site: Site) -> dict[str, Any]:
    """Return what the browser asks any key of ours: nobody is named, so nothing tells who is a customer."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host, challenge=challenge, user_verification=_REQUIRED
    )
    return dict(json.loads(options_to_json(options)))


def sign_in_by_key(*, credential: dict[str, Any], challenge: bytes, site: Site, now: datetime) -> Eid | None:
    """Return the eID of the key that signed; None for whatever fails."""
    try:
        public_id = base64url_to_bytes(str(credential["rawId"]))
    except (KeyError, ValueError, TypeError):
        return None
    found = Means.objects.filter(
        public_id=public_id, ended_at=None, ready_at__isnull=False, eid__product=Product.FIDO2
    ).first()
    if found is None:
        return None
    with locked(found.eid_id) as eid:
        means = Means.objects.select_for_update(no_key=True).get(pk=found.pk)
        assert means.public_key is not None
        try:
            verified = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=site.host,
                expected_origin=site.origin,
                credential_public_key=bytes(means.public_key),
                credential_current_sign_count=means.counter,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError):
            write_event(eid, Happening.SIGN_IN_REFUSED, now=now)
            return None
        if eid.state != State.ACTIVE or means.ended_at is not None:
            write_event(eid, Happening.SIGN_IN_REFUSED, now=now)
            return None
        means.counter = verified.new_sign_count
        means.save(update_fields=["counter"])
        return eid
