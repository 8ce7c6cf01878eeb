"""Take over the certificates by which chips are judged, from lists the operator has checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from budstikke.formats.chip import master_list
from budstikke.formats.malformed import Fault, Malformed
from budstikke.post.records.models import CountryCertificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many certificates were read and how many of them are new; revocation lists are read and not kept."""

    read: int
    new: int
    countries: tuple[str, ...]
    lists_left: int


def import_master_list(
    files: Iterable[tuple[str, bytes]], *, publisher_sha256: str | None, now: datetime
) -> Imported:
    """
    Take over certificates; those we have stay as they are.

    Terms:   PUM §12 (what a chip says is believed only where its state signed it).
    Reading: a signed list vouches for itself only, so its publisher's SHA-256 is asked for, known from elsewhere.
    Files with single certificates are vouched for by the operator who imports them.
    Raises:  Malformed for a file that cannot be read, or a list of another publisher; then nothing is taken over.
    """
    given = list(files)
    found = master_list.read(given)
    if found.faults:
        raise Malformed(found.faults)
    if found.publisher is not None and found.publisher.sha256 != (publisher_sha256 or "").lower():
        told = "the list is not signed by the publisher named; compare the SHA-256 with the publisher's own"
        raise Malformed((Fault(given[0][0], "PUBLISHER", told),))
    source = "; ".join(f"{name} {sha256(content).hexdigest()}" for name, content in given[:1])
    if len(given) > 1:
        source += f"; and {len(given) - 1} more"
    with transaction.atomic():
        before = CountryCertificate.objects.count()
        CountryCertificate.objects.bulk_create(
            [
                CountryCertificate(
                    sha256=each.sha256,
                    country=each.country,
                    key_identifier=each.key_id,
                    content=each.der,
                    source=source,
                    imported_at=now,
                )
                for each in found.certificates
            ],
            ignore_conflicts=True,
        )
        new = CountryCertificate.objects.count() - before
    return Imported(
        read=len(found.certificates),
        new=new,
        countries=tuple(sorted({each.country for each in found.certificates})),
        lists_left=len(found.lists),
    )
