"""Compare the agreement with the carrier, as we keep it, with the terms it publishes; staff see what differs."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from budstikke.issuer.actions.audit import SYSTEM, audited
from budstikke.issuer.channels.carrier_terms import CarrierTerms
from budstikke.issuer.channels.errors import Rejected
from budstikke.issuer.records.models import Place
from budstikke.issuer.terms.edition import edition_of
from budstikke.issuer.terms.help_agreement import Difference, agreement_of, differences
from budstikke.kit.clock import local_day

_log = logging.getLogger(__name__)
_NAME = "agreement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What the newest comparison found; `edition` is the carrier's, empty where it would not say its terms."""

    at: datetime
    edition: str
    differs: tuple[Difference, ...]


def compare_agreement(*, terms: CarrierTerms, now: datetime) -> Compared:
    """
    Compare, and keep what was found; what differs anew is logged and audited.

    Reading: nothing is changed by it. The agreement is a contract; people look why the terms say something else.
    Raises:  Unreachable; what was found before stands.
    """
    today = local_day(now)
    agreement = agreement_of(today)
    try:
        published = terms.read()
    except Rejected as refused:
        # As good as a difference: nobody knows any more what holds there.
        found = Compared(
            at=now, edition="", differs=(Difference(name="terms", ours=agreement.id, theirs=refused.code),)
        )
    else:
        documents = edition_of(today).documents
        differs = differences(agreement, documents=documents, published=published.values)
        found = Compared(at=now, edition=published.edition, differs=differs)
    before = compared()
    with transaction.atomic():
        Place.objects.update_or_create(name=_NAME, defaults={"value": _written(found)})
        if found.differs and (before is None or before.differs != found.differs):
            said = [each.as_json() for each in found.differs]
            audited("agreement.differs", actor=SYSTEM, now=now, edition=found.edition, differs=said)
            _log.error(
                "the carrier's terms differ from the agreement: %s", [each.name for each in found.differs]
            )
    return found


def compared() -> Compared | None:
    """Return what the newest comparison found; None before the first."""
    row = Place.objects.filter(name=_NAME).first()
    if row is None:
        return None
    said = json.loads(row.value)
    return Compared(
        at=datetime.fromisoformat(said["at"]),
        edition=said["edition"],
        differs=tuple(Difference(**each) for each in said["differs"]),
    )


def _written(found: Compared) -> str:
    differs = [each.as_json() for each in found.differs]
    return json.dumps({"at": found.at.isoformat(), "edition": found.edition, "differs": differs})
