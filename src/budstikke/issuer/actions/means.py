"""The means of an eID: which are in force, and how new ones take their place."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from budstikke.issuer.actions.eid_history import SELF, write_event
from budstikke.issuer.actions.letter_history import forget_codes_of
from budstikke.issuer.actions.revoke import revoke
from budstikke.issuer.records.models import Eid, Means
from budstikke.issuer.terms.eids import Happening, State

_APP_ID_DIGITS = 10
# What the working role may write of means that are there.
_FILLED_IN = (
    "public_key",
    "secret_sealed",
    "counter",
    "pin_sealed",
    "puk_sealed",
    "wrong_pins",
    "wrong_puks",
    "code_lookup",
    "code_expires_at",
    "ready_at",
)


@contextmanager
def locked(eid_id: int) -> Iterator[Eid]:
    """Give an eID that nobody else changes until the block, and its transaction, end."""
    with transaction.atomic():
        yield (
            Eid.objects.select_for_update(no_key=True, of=("self",)).select_related("customer").get(pk=eid_id)
        )


def new_means(eid: Eid, *, now: datetime, public_id: bytes | None = None) -> Means:
    """Return means that are not in force yet; saved by the caller, who fills them in."""
    return Means(reference=uuid4(), eid=eid, public_id=public_id or new_app_id(), made_at=now)


def new_app_id() -> bytes:
    """Return the number of an app or a card: ten digits, as they are shown, the first no zero."""
    return str(secrets.randbelow(9 * 10 ** (_APP_ID_DIGITS - 1)) + 10 ** (_APP_ID_DIGITS - 1)).encode()


def save_means(means: Means) -> None:
    """Write down what may change of means, or the whole where they are new."""
    if means.pk is None:
        means.save(force_insert=True)
    else:
        means.save(update_fields=_FILLED_IN)


def in_force(eid: Eid) -> Means | None:
    """Return the means one signs in by, if there are any."""
    return eid.means.filter(ended_at=None, ready_at__isnull=False).first()


def put_into_force(means: Means, *, now: datetime, actor: str = SELF) -> None:
    """
    Let means be signed in with from now on; those before them end, and an eID not in use is put into use.

    The caller holds the eID's lock.
    """
    eid = means.eid
    before = in_force(eid)
    if before is not None:
        before.ended_at = now
        before.save(update_fields=["ended_at"])
        revoke(before, reason="superseded", now=now)
        write_event(eid, Happening.MEANS_RESET, now=now, actor=actor)
    means.ready_at = now
    means.code_lookup = means.code_expires_at = None
    save_means(means)
    eid.means.filter(ended_at=None, ready_at=None).update(ended_at=now)
    if eid.state == State.ISSUED:
        write_event(eid, Happening.ACTIVATED, now=now, actor=actor)
        forget_codes_of(eid.order_number)
        _end_what_is_renewed(eid, now=now)


def _end_what_is_renewed(eid: Eid, *, now: datetime) -> None:
    """Close the eID that this one takes the place of: nobody has two where one was renewed."""
    if eid.renews_id is None:
        return
    with locked(eid.renews_id) as before:
        if before.state in (State.ACTIVE, State.BLOCKED, State.ISSUED):
            end_means(before, reason="superseded", now=now)
            write_event(before, Happening.CLOSED, now=now, reason="renewed")


def end_means(eid: Eid, *, reason: str, now: datetime) -> None:
    """End all means of an eID that is over, and revoke its certificates; the caller holds its lock."""
    forget_codes_of(eid.order_number)
    for means in eid.means.filter(ended_at=None):
        revoke(means, reason=reason, now=now)
    eid.means.filter(ended_at=None).update(ended_at=now)
