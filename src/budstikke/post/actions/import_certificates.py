"""Take over the certificates of states from files an operator vouches for; chips are judged by them from then on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from budstikke.formats.chip import master_list
from budstikke.formats.malformed import Fault
from budstikke.post.records.models import CountryCertificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many certificates were new, how many were there already, and what could not be taken over."""

    new: int
    known: int
    faults: tuple[Fault, ...]


def import_certificates(files: Sequence[tuple[str, bytes]], *, now: datetime) -> Imported:
    """
    Import master lists and certificates, each with the name of its file; what has a fault is left out and told.

    Terms:   PUM §12.
    Reading: a certificate once imported stays until an operator takes it out: documents signed under it last ten
             years, and lists drop certificates sooner.
    """
    rows: list[CountryCertificate] = []
    faults: list[Fault] = []
    for name, content in files:
        found = master_list.read([(name, content)])
        faults.extend(found.faults)
        source = f"{name} sha256:{hashlib.sha256(content).hexdigest()}"
        rows.extend(
            CountryCertificate(
                sha256=each.sha256,
                country=each.country,
                key_identifier=each.key_id,
                content=each.der,
                source=source,
                imported_at=now,
            )
            for each in found.certificates
        )
    with transaction.atomic():
        before = CountryCertificate.objects.count()
        CountryCertificate.objects.bulk_create(rows, ignore_conflicts=True)
        new = CountryCertificate.objects.count() - before
    return Imported(new=new, known=len({row.sha256 for row in rows}) - new, faults=tuple(faults))
