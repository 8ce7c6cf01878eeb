"""Destroy older keys of the authority that nothing is owed by any more, and say which are kept, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import Max

from budstikke.issuer.actions.audit import audited
from budstikke.issuer.actions.certificates import revoked_of
from budstikke.issuer.actions.staff_people import OPERATOR
from budstikke.issuer.channels import chosen
from budstikke.issuer.records.models import IssuedCertificate

# What was under way when the newest was made may still be signed by the one before.
_UNDER_WAY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Retired:
    """What was destroyed, by the names of its files, and what is kept with the reason."""

    destroyed: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)


def retire_authority(role: Literal["issuing", "answers"], *, now: datetime, real_now: datetime) -> Retired:
    """
    Destroy older issuing keys, or older answering keys.

    Reading: an issuing key is owed for as long as a certificate it signed has not ended, for nobody else can list it;
    one that the root has withdrawn is owed nothing. Its last list is signed before and goes on being served.
    """
    authority = chosen.authority()
    retired = Retired()
    held = [row for row in authority.listed() if row.is_held and row.name.startswith(f"{role}-")]
    current = [row.name for row in held if row.is_current]
    retired.kept.update(dict.fromkeys(current, "it signs now" if role == "issuing" else "it answers now"))
    older = [row.name for row in held if not row.is_current]
    if any(real_now - authority.keys.written_at(name) < _UNDER_WAY for name in current):
        why = "the newest is younger than an hour; what is under way may still be signed by this one"
        retired.kept.update(dict.fromkeys(older, why))
    elif role == "answers":
        retired.destroyed.extend(authority.retire_answers())
    else:
        for name in older:
            number = int(name.rpartition("-")[2])
            if why := _owed(number, now=now):
                retired.kept[name] = why
            else:
                retired.destroyed.extend(
                    authority.retire_issuing(number, revoked_of(number, now=now), now=now)
                )
    if retired.destroyed:
        audited("keys.destroyed", actor=OPERATOR, now=now, keys=retired.destroyed)
    return retired


def _owed(number: int, *, now: datetime) -> str:
    rows = IssuedCertificate.objects.filter(issuing_key=number, expires_at__gt=now)
    last = rows.aggregate(last=Max("expires_at"))["last"]
    if last is None or chosen.authority().withdrawn(number):
        return ""
    return f"it lists and answers for {rows.count()} certificates, the last of which ends on {last:%Y-%m-%d}"
