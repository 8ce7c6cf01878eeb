"""Whom the issuer believes: the roots that were chosen beforehand, read anew when their files change."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from budstikke.proof.trust import Trust


def trust() -> Trust:
    """Return the roots and revocation lists by which seals are judged; without any, nothing holds."""
    return _read(tuple((path, path.stat().st_mtime_ns) for path in settings.ISSUER["trust"]()))


@lru_cache(maxsize=2)
def _read(files: tuple[tuple[Path, int], ...]) -> Trust:
    return Trust.from_pem(*(path.read_bytes() for path, _ in files))
