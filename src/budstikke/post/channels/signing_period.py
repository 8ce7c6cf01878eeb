"""
How long a key signs, which is less long than its certificate lasts.

A time stamp proves nothing once its certificate has ended, and evidence alone holds for as long as its certificate
does. A key that signed until the last day would make things that hold for a day; so each signs for the first years
of its certificate only, and another takes its place. The certificate says so itself (private key usage period).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from cryptography import x509


def signing_period(*, since: datetime, lasts: timedelta) -> x509.PrivateKeyUsagePeriod:
    """Return what a certificate says of how long its key signs."""
    return x509.PrivateKeyUsagePeriod(_bare(since), _bare(since + lasts))


def may_sign(certificate: x509.Certificate, now: datetime) -> bool:
    """Say whether a certificate is in force and its key still signs."""
    first, last = limits(certificate)
    return first <= now <= last


@lru_cache(maxsize=64)
def limits(certificate: x509.Certificate) -> tuple[datetime, datetime]:
    """Return from when until when a certificate's key signs."""
    last = certificate.not_valid_after_utc
    try:
        period = certificate.extensions.get_extension_for_class(x509.PrivateKeyUsagePeriod).value
    except x509.ExtensionNotFound:
        period = None
    if period is not None and period.not_after is not None:
        last = min(last, period.not_after.replace(tzinfo=UTC))
    return certificate.not_valid_before_utc, last


def _bare(at: datetime) -> datetime:
    # The extension's times are in UTC and bear no zone.
    return at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
