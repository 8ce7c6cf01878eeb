"""The eIDs that sender's people sign in by: found by a keyed hash, listed, taken away."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount

from budstikke.kit.vault import look_up_for

_KIND = "portal eid"


def uid_of(national_number: str) -> str:
    """Return under what an eID is kept: a keyed hash, that of an older key where it was kept under one."""
    hashes = [each.hex() for each in look_up_for("post").hashes(national_number, kind=_KIND)]
    kept = SocialAccount.objects.filter(uid__in=hashes).values_list("uid", flat=True).first()
    return kept or look_up_for("post").hash(national_number, kind=_KIND).hex()


def has_eid(user_id: int) -> bool:
    """Say whether somebody can sign in by an eID."""
    return bool(SocialAccount.objects.filter(user_id=user_id).exists())


def forget_eid(user_id: int) -> None:
    """Take somebody's eID away; a password and a second factor remain."""
    SocialAccount.objects.filter(user_id=user_id).delete()
