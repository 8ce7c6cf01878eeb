"""What chips are judged by: the certificates and revocation lists of states that the operator has imported."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from django.db.models import Model

from budstikke.formats.chip import Trust
from budstikke.formats.chip.certificates import RevocationList, StateCertificate
from budstikke.formats.chip.tlv import Unreadable
from budstikke.post.records.models import CountryCertificate, CountryRevocationList

_log = logging.getLogger(__name__)
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Held:
    """What can be judged by, and what cannot be read (`unreadable`: the SHA-256 of each); the rest counts."""

    trust: Trust
    unreadable: tuple[str, ...]


def held() -> Held:
    """Return what was imported so far; each process reads it anew when it has changed."""
    return _read(_named(CountryCertificate), _named(CountryRevocationList))


def _named(model: type[Model]) -> tuple[str, ...]:
    return tuple(model._default_manager.order_by("sha256").values_list("sha256", flat=True))


@lru_cache(maxsize=1)
def _read(certificates: tuple[str, ...], lists: tuple[str, ...]) -> Held:
    unreadable: list[str] = []
    listed = CountryCertificate.objects.filter(sha256__in=certificates).order_by("sha256")
    revoked = CountryRevocationList.objects.filter(sha256__in=lists).order_by("sha256")
    trust = Trust(
        _readable(listed.values_list("sha256", "content"), StateCertificate.of, unreadable),
        _readable(revoked.values_list("sha256", "content"), RevocationList.of, unreadable),
    )
    return Held(trust, tuple(unreadable))


def _readable(
    rows: Iterable[tuple[str, bytes | memoryview]], read: Callable[[bytes], _Read], unreadable: list[str]
) -> tuple[_Read, ...]:
    """One row that cannot be read must not stop every chip of every state from being judged: it is left out."""
    found: list[_Read] = []
    for named, content in rows:
        try:
            found.append(read(bytes(content)))
        except Unreadable as fault:
            _log.error("%s of a state %s and is left out; import it again", named, fault)
            unreadable.append(named)
    return tuple(found)
