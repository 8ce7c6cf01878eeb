"""Open a mailbox for an organisation, or renew its name and key."""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from django.db import transaction
from stdnum.no import orgnr

from budstikke.formats.malformed import Fault, Malformed
from budstikke.mailbox.records.models import Account

_BITS = 2048


def open_account(
    *, sender_id: int, organisation_number: str, name: str, public_key_pem: str, now: datetime
) -> bool:
    """
    Open an account under a sender id; a known one gets the name and key given, and keeps its organisation.

    `public_key_pem` is an RSA public key or the certificate of one.
    Returns: whether the account is new.
    Raises: Malformed with every fault; another organisation under the same sender id is one.
    """
    faults = []
    if not orgnr.is_valid(organisation_number):
        faults.append(Fault("organisation_number", "BAD_VALUE", "is not an organisation number of 9 digits"))
    if not 0 < sender_id < 10**15:
        faults.append(Fault("sender_id", "BAD_VALUE", "must be a positive whole number"))
    if not name.strip():
        faults.append(Fault("name", "BAD_VALUE", "is empty"))
    key = _public_key(public_key_pem)
    if key is None:
        faults.append(Fault("public_key", "BAD_VALUE", f"must be PEM of an RSA key of {_BITS} bits or more"))
    if faults or key is None:
        raise Malformed(tuple(faults))
    with transaction.atomic():
        taken = Account.objects.filter(organisation_number=organisation_number).exclude(sender_id=sender_id)
        known = Account.objects.select_for_update(no_key=True).filter(sender_id=sender_id).first()
        if taken.exists() or (known and known.organisation_number != organisation_number):
            raise Malformed(
                (Fault("sender_id", "TAKEN", "the sender id and the organisation belong to other accounts"),)
            )
        if known:
            Account.objects.filter(pk=known.pk).update(name=name, public_key_pem=key)
        else:
            Account.objects.create(
                sender_id=sender_id,
                organisation_number=organisation_number,
                name=name,
                public_key_pem=key,
                opened_at=now,
            )
    return known is None


def _public_key(pem: str) -> str | None:
    try:
        key = (
            x509.load_pem_x509_certificate(pem.encode()).public_key()
            if "CERTIFICATE" in pem
            else load_pem_public_key(pem.encode())
        )
    except ValueError:
        return None
    if not isinstance(key, RSAPublicKey) or key.key_size < _BITS:
        return None
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")
