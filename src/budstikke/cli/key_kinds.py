"""The kinds of keys there are: what lists, makes and forgets each."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from budstikke.cli import post
from budstikke.cli.cannot import CannotBeDone
from budstikke.kit.clock import real_now
from budstikke.kit.database import SERVICES, Service
from budstikke.kit.keyring import PURPOSES, Key, NoKey, Purpose, ring, rotate_wrapping, wrapping_ring
from budstikke.kit.resealing_progress import Progress, note_progress, progress_of

if TYPE_CHECKING:
    from budstikke.kit.rsa_keys import KeyFile, SigningKey
    from budstikke.post.channels.authority import Authority

# Sealing, evidence, the log and time stamps: each has a certificate of the installation's own authority.
SIGNING = ("seal", "evidence", "log", "time-stamp")
# The mailbox has nothing to look up by.
RINGS: dict[str, tuple[Service, Purpose]] = {
    f"{service}-{purpose}": (service, purpose)
    for service in SERVICES
    for purpose in PURPOSES
    if (service, purpose) != ("mailbox", "look-up")
}
_WRAPPING: dict[str, Service] = {f"{service}-wrapping": service for service in SERVICES}
_HTTP = ("mailbox-account", "mailbox-answers", "reader-account")
# The issuer's own authority: what signs certificates and lists, and what answers about them.
_ISSUING: dict[str, Literal["issuing", "answers"]] = {
    "issuer-issuing": "issuing",
    "issuer-answers": "answers",
}
RESEALED = ("post-data", "mailbox-data", "issuer-data", "post-look-up", "issuer-look-up")
_HASHED = ("post-look-up", "issuer-look-up")
RETIRED, REVOKED = (*RINGS, *_ISSUING), (*SIGNING, "issuer-issuing")
KINDS = (*SIGNING, *RINGS, *_WRAPPING, *_HTTP, *_ISSUING)
# A transaction under way may still write under the key before; a session may be as old as a working day.
_KEPT_FOR = {"data": timedelta(hours=1), "look-up": timedelta(hours=1), "tokens": timedelta(hours=10)}


def listed(*, now: datetime) -> list[dict[str, object]]:
    """Return every key by its name, with its state; nothing secret."""
    from budstikke.cli import key_root

    rows: list[dict[str, object]] = []
    authority = _authority(now)
    present = {role: authority.present(role) for role in SIGNING}
    for issued in authority.issued():
        certificate, current = issued.certificate, present.get(issued.role)
        in_use = current is not None and current.serial_number == certificate.serial_number
        state = "revoked" if issued.revoked_at else "current" if in_use else "older"
        rows.append(
            {
                "kind": issued.role,
                "id": f"{certificate.serial_number:x}",
                "state": state,
                "made_at": certificate.not_valid_before_utc.isoformat(),
                "ends_at": certificate.not_valid_after_utc.isoformat(),
            }
        )
    rings = {kind: ring(*of) for kind, of in RINGS.items()}
    rings |= {kind: wrapping_ring(service) for kind, service in _WRAPPING.items()}
    for kind, held in rings.items():
        keys = _keys(held.keys)
        rows += [_shown(kind, key, current=key is keys[-1]) for key in keys]
        if kind in RESEALED and len(keys) > 1:
            rows[-1]["resealing"] = _how_far(kind)
    for kind in _HTTP:
        present_key, following = _key_file(kind).present(), _key_file(kind).following()
        rows.append(_certified(kind, present_key, "current"))
        rows += [_certified(kind, following, "to be registered")] if following else []
    return rows + key_root.listed()


def rotate(kind: str, *, now: datetime) -> dict[str, object]:
    """
    Make a new key of a kind the current one.

    Raises: CannotBeDone.
    """
    if kind in SIGNING:
        from budstikke.post.channels.errors import Unreachable
        from budstikke.post.channels.key_store import NoAuthority

        try:
            held = _authority(now).rotate(kind, now=now)
        except (NoAuthority, Unreachable) as reason:
            raise CannotBeDone(str(reason)) from None
        where = "hardware" if held.in_hardware else "file"
        return {"kind": kind, "id": f"{held.certificate.serial_number:x}", "where": where}
    if kind in _HTTP:
        return _rotate_http(kind)
    if kind in _ISSUING:
        from budstikke.cli import key_root

        return {"kind": kind, **key_root.rotate(_ISSUING[kind], now=now)}
    try:
        if kind in _WRAPPING:
            made = rotate_wrapping(_WRAPPING[kind], now=now)
        else:
            _ = ring(*RINGS[kind]).current  # there must be one to take the place of
            made = ring(*RINGS[kind]).add(now=now)
    except NoKey as reason:
        raise CannotBeDone(str(reason)) from None
    return {"kind": kind, "id": made.name}


def reseal(kind: str, *, seconds: float | None, now: Callable[[], datetime]) -> Iterator[tuple[str, int]]:
    """
    Bring the rows of a kind under its newest key; yields column and rows, batch after batch, each noted.

    With `seconds` it rests after each batch as long as that took, and stops in time; what is left is another run's.
    """
    actions = _actions(kind)
    began = before = time.monotonic()
    for column, rows in actions.hash_rows() if kind in _HASHED else actions.reseal_rows():
        _note(kind, rows, left=None, now=now())
        yield column, rows
        if seconds is not None:
            time.sleep(time.monotonic() - before)
            before = time.monotonic()
            if before - began >= seconds:
                return


def note_left(kind: str, left: Mapping[str, int], *, stuck: bool, now: datetime) -> None:
    """Note what is under older keys still, for `keys list` and for who goes on."""
    _note(kind, 0, left=left, stuck=stuck, now=now)


def _note(
    kind: str, rows: int, *, left: Mapping[str, int] | None, now: datetime, stuck: bool = False
) -> None:
    service, purpose = RINGS[kind]
    before = progress_of(service, purpose)
    note_progress(
        service,
        purpose,
        Progress(
            key=ring(service, purpose).current.name,
            rows=rows + (before.rows if before else 0),
            at=now.isoformat(),
            left=left,
            stuck=stuck,
        ),
    )


def waiting(kind: str) -> dict[str, int]:
    """Return how many rows of each column are under older keys."""
    actions = _actions(kind)
    counted: dict[str, int] = actions.not_hashed() if kind in _HASHED else actions.not_resealed()
    return counted


def retire(kind: str, *, now: datetime) -> dict[str, object]:
    """
    Forget the older keys of a kind.

    Returns: their names as `retired`; of the issuer's authority what is `kept` too, with the reason.
    Raises: CannotBeDone while rows need them, or the newest is too young for all to have taken it up.
    """
    if kind in _ISSUING:
        from budstikke.cli import key_root

        return key_root.retire(_ISSUING[kind], now=now)
    service, purpose = RINGS[kind]
    *older, current = _keys(ring(service, purpose).keys)
    if older and current.made_at:
        since = now - datetime.fromisoformat(current.made_at)
        if since < _KEPT_FOR[purpose]:
            raise CannotBeDone(f"the newest key is {since} old; wait until it is {_KEPT_FOR[purpose]} old")
    if kind in RESEALED and older and (rows := waiting(kind)):
        raise CannotBeDone(f"rows are under older keys, `keys reseal {kind}` first: {rows}")
    ring(service, purpose).drop(*(key.id for key in older))
    return {"retired": [key.name for key in older]}


def revoke(kind: str, *, serial: int | None, reason: str, now: datetime) -> int:
    """
    List a certificate of a signing key as revoked; returns its serial number.

    Raises: CannotBeDone.
    """
    if kind in _ISSUING:
        from budstikke.cli import key_root

        return key_root.withdraw(serial, reason=reason, now=now)
    from cryptography.x509 import ReasonFlags

    from budstikke.post.channels.errors import Unreachable
    from budstikke.post.channels.key_store import NoAuthority

    try:
        return _authority(now).revoke(kind, now=now, serial=serial, reason=ReasonFlags[reason])
    except (NoAuthority, Unreachable) as cause:
        raise CannotBeDone(str(cause)) from None


def publish(folder: Path, *, now: datetime) -> list[Path]:
    """Write the root and the newest revocation list for whoever judges; returns the files."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budstikke.wiring.post")
    from budstikke.post.actions.proving.publish_trust import publish_trust
    from budstikke.post.channels import chosen

    return publish_trust(folder, sealer=chosen.sealer(), now=now)


def _authority(now: datetime) -> Authority:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budstikke.wiring.post")
    from budstikke.post.channels import chosen
    from budstikke.post.channels.seal import LocalSealer

    sealer = chosen.sealer()
    if not isinstance(sealer, LocalSealer):
        raise CannotBeDone("this installation's keys are not its own: whoever seals for it rotates them")
    return sealer.authority(now)


def _rotate_http(kind: str) -> dict[str, object]:
    file = _key_file(kind)
    if kind == "mailbox-answers":
        return _certified(kind, file.renew(), "current")
    # The other side must know it first; the post takes it up when the present one is refused.
    prepared = file.prepare()
    return {**_certified(kind, prepared, "to be registered"), "public_key": prepared.certificate_pem}


def _key_file(kind: str) -> KeyFile:
    if kind == "mailbox-answers":
        from budstikke.mailbox.doors.own_key import key_file

        return key_file()
    if kind == "reader-account":
        from budstikke.wiring.issuer_channels import reader_account

        return reader_account()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budstikke.wiring.post")
    from django.conf import settings

    from budstikke.kit.rsa_keys import KeyFile

    return KeyFile(settings.BROKER["key"], name="post", now=real_now)


def _actions(kind: str) -> Any:
    # Each service has settings of its own, and only the tables' owner may seal history anew.
    service = RINGS[kind][0]
    os.environ["DJANGO_SETTINGS_MODULE"] = f"budstikke.wiring.{service}"
    os.environ["BUDSTIKKE_AS_OWNER"] = "1"
    post.set_up_django()
    if service == "mailbox":
        from budstikke.mailbox.actions import reseal as in_mailbox

        return in_mailbox
    if service == "issuer":
        from budstikke.issuer.actions import reseal as in_issuer

        return in_issuer
    from budstikke.post.actions.keeping import reseal as in_post

    return in_post


def _keys(keys: tuple[Key, ...]) -> tuple[Key, ...]:
    if not keys:
        raise CannotBeDone("a ring of keys is empty")
    return keys


def _shown(kind: str, key: Key, *, current: bool) -> dict[str, object]:
    state = "current" if current else "older"
    return {"kind": kind, "id": key.name, "state": state, "made_at": key.made_at or None}


def _how_far(kind: str) -> dict[str, object]:
    noted = progress_of(*RINGS[kind])
    if noted is None:
        return {"state": "not begun"}
    state = "done" if noted.is_done else "stuck" if noted.stuck else "under way"
    return {"state": state, "rows": noted.rows, "left": noted.left, "at": noted.at}


def _certified(kind: str, held: SigningKey, state: str) -> dict[str, object]:
    certificate = held.certificate
    return {
        "kind": kind,
        "id": f"{certificate.serial_number:x}",
        "state": state,
        "made_at": certificate.not_valid_before_utc.isoformat(),
        "ends_at": certificate.not_valid_after_utc.isoformat(),
    }
