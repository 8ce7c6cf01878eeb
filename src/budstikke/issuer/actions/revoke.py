"""Revoke the certificates of means, or hold them for as long as an eID is blocked."""

from __future__ import annotations

from datetime import datetime

from budstikke.issuer.records.models import Means

# The words of RFC 5280, 5.3.1; a hold is the only one that ends.
HOLD = "certificate_hold"


def revoke(means: Means, *, reason: str, now: datetime) -> None:
    """List the certificates of means as revoked; one that is on hold is revoked since it was held."""
    of_means = means.certificates
    of_means.filter(revoked_for=HOLD).update(revoked_for=reason)
    of_means.filter(revoked_at=None).update(revoked_at=now, revoked_for=reason)


def hold(means: Means, *, now: datetime) -> None:
    """List the certificates of means as on hold."""
    means.certificates.filter(revoked_at=None).update(revoked_at=now, revoked_for=HOLD)


def release(means: Means) -> None:
    """Take the certificates of means off the list again, if they were on hold."""
    means.certificates.filter(revoked_for=HOLD).update(revoked_at=None, revoked_for="")
