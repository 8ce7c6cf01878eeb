"""The keys of the issuer's authority: listed by their files, rotated, withdrawn, retired; and what its root brings."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cryptography.hazmat.primitives import hashes

from budstikke.cli import post
from budstikke.cli.cannot import CannotBeDone
from budstikke.kit.clock import real_now
from budstikke.kit.installation import data_folder, write_whole

if TYPE_CHECKING:
    from budstikke.issuer.channels.authority import LocalAuthority
    from budstikke.issuer.channels.authority_keys import AuthorityKeys


def listed() -> list[dict[str, object]]:
    """List the issuer's authority, by its files alone: to list makes no key, and asks for none of its settings."""
    keys = _keys()
    rows: list[dict[str, object]] = []
    root_list = keys.list_of("root")
    if keys.has("root"):
        root = keys.certificate("root")
        rows.append(
            {
                "kind": "issuer-root",
                "id": f"{root.serial_number:x}",
                "state": "current" if keys.holds("root") else "kept elsewhere",
                "made_at": root.not_valid_before_utc.isoformat(),
                "ends_at": root.not_valid_after_utc.isoformat(),
                "next_list_before": root_list.next_update_utc.isoformat()
                if root_list is not None and root_list.next_update_utc
                else None,
            }
        )
    for row in keys.listed():
        named = root_list and root_list.get_revoked_certificate_by_serial_number(
            row.certificate.serial_number
        )
        state = "current" if row.is_current else "older" if row.is_held else "destroyed"
        rows.append(
            {
                "kind": f"issuer-{row.name.partition('-')[0]}",
                "id": f"{row.certificate.serial_number:x}",
                "name": row.name,
                "state": "revoked" if named else state,
                "made_at": row.certificate.not_valid_before_utc.isoformat(),
                "ends_at": row.certificate.not_valid_after_utc.isoformat(),
            }
        )
    return rows


def rotate(role: Literal["issuing", "answers"], *, now: datetime) -> dict[str, object]:
    """
    Make a new issuing key with what answers for it, or new answering keys.

    Raises: CannotBeDone, also where the root's key is kept elsewhere.
    """
    from budstikke.issuer.channels.authority import RootIsElsewhere

    try:
        made = _authority().rotate(role, now=now)
    except RootIsElsewhere as reason:
        raise CannotBeDone(str(reason)) from None
    return {"id": f"{made[0].serial_number:x}", "made": len(made)}


def withdraw(serial: int | None, *, reason: str, now: datetime) -> int:
    """
    Put an issuing key on the root's list, the present one where no serial number is named; returns that number.

    Raises: CannotBeDone.
    """
    from budstikke.issuer.channels.authority import RootIsElsewhere
    from budstikke.issuer.channels.authority_root import NotTaken, withdraw

    keys = _authority().keys
    numbers = {keys.certificate(f"issuing-{each}").serial_number: each for each in keys.numbers("issuing")}
    number = max(numbers.values(), default=0) if serial is None else numbers.get(serial, 0)
    try:
        return withdraw(keys, number, reason=reason, now=now)
    except RootIsElsewhere:
        raise CannotBeDone(
            "the root's key is kept elsewhere: `budstikke issuer-root list --withdraw` there, `keys bring` here"
        ) from None
    except NotTaken as fault:
        raise CannotBeDone(str(fault)) from None


def retire(role: Literal["issuing", "answers"], *, now: datetime) -> dict[str, object]:
    """Destroy what is not owed any more; what is kept is named with the reason."""
    _authority()
    post.set_up_django()
    from budstikke.issuer.actions.retire_authority import retire_authority

    retired = retire_authority(role, now=now, real_now=real_now())
    return {"retired": retired.destroyed, "kept": retired.kept}


def request(path: Path) -> str:
    """Write the request for the next issuing key's certificate; returns the fingerprint of its public key."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    from budstikke.issuer.channels.authority_root import as_pem, request_issuing
    from budstikke.wiring.issuer_channels import authority_settings

    made = request_issuing(_keys(), name=authority_settings()["name"])
    write_whole(path, as_pem(made).encode())
    digest = hashes.Hash(hashes.SHA256())
    digest.update(made.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    return digest.finalize().hex()


def bring(path: Path, *, now: datetime) -> str:
    """
    Take what comes from where the root is kept; returns under which name.

    Raises: CannotBeDone with what is wrong with it.
    """
    from budstikke.issuer.channels.authority import LocalAuthority
    from budstikke.issuer.channels.authority_root import NotTaken, bring
    from budstikke.wiring.issuer_channels import authority_settings

    try:
        return bring(LocalAuthority(**authority_settings()), path.read_bytes(), now=now)
    except (NotTaken, OSError) as fault:
        raise CannotBeDone(f"{path}: {fault}") from None


def _keys() -> AuthorityKeys:
    from budstikke.issuer.channels.authority_keys import AuthorityKeys
    from budstikke.kit.vault import vault_for

    return AuthorityKeys(data_folder() / "keys" / "issuer-authority", vault=vault_for("issuer"))


def _authority() -> LocalAuthority:
    os.environ["DJANGO_SETTINGS_MODULE"] = "budstikke.wiring.issuer"
    from django.core.exceptions import ImproperlyConfigured

    from budstikke.issuer.channels import chosen
    from budstikke.issuer.channels.authority import LocalAuthority

    try:
        authority = chosen.authority()
    except ImproperlyConfigured as reason:
        raise CannotBeDone(str(reason)) from None
    if not isinstance(authority, LocalAuthority):
        raise CannotBeDone(
            "this installation's authority is not its own: whoever issues for it rotates its keys"
        )
    return authority
