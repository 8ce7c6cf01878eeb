"""Evidence of what has happened: of every event that matters, in batches, right after it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import connection

from budstikke.kit.installation import is_test
from budstikke.kit.vault import vault_for
from budstikke.post.actions.proving.evidence_rows import issuer, made
from budstikke.post.channels.seal import Sealer
from budstikke.post.records import horizons
from budstikke.post.records.models import Sender
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.records.unproven import (
    EventFacts,
    facts_of,
    unproven_events,
    unproven_events_of,
    write_evidence,
)
from budstikke.post.terms.events import EVENTS, Event
from budstikke.post.terms.evidenced import EVIDENCED
from budstikke.proof.evidence import Evidence, Party, Series
from budstikke.proof.shape import NotEvidence

HORIZON = "evidence of events"
# The ids of evidence are made from what it is of.
NAMESPACE = uuid5(NAMESPACE_URL, "urn:budstikke:evidence")
_LATER = [str(code) for code, row in EVIDENCED.items() if not row.at_counter]
_AT_ONCE = 100_000
_BATCH = 2_000
_OF_A_DECISION = ("question", "outcome", "headline", "edition", "answer", "clauses", "reasons", "inputs")


class CannotEvidence(Exception):
    """Events whose evidence would not be sound; everything else is evidenced, and these are tried again daily."""

    def __init__(self, event_ids: Sequence[int]) -> None:
        self.event_ids = tuple(event_ids)
        super().__init__(f"{len(event_ids)} events have no evidence, the first is event {event_ids[0]}")


def evidence_events(*, sealer: Sealer, now: datetime, all_of_them: bool = False) -> int:
    """
    Make the evidence of every event that has none yet; what a dead process left undone is among it.

    Reading: looked for are events since the last time; `all_of_them` looks through all there are.
    Returns: how many were made; none when another worker is at it.
    Raises:  CannotEvidence when all others are made; Unreachable or Rejected from the sealer.
    """
    count, unsound = 0, list[int]()
    while True:
        with acting_as(CARRIER):
            upto = horizons.oldest_running()
            since = 0 if all_of_them else horizons.below(HORIZON)
            ids = unproven_events(codes=_LATER, since=since, most=_AT_ONCE)
        left = [each for each in ids if each not in unsound]
        for start in range(0, len(left), _BATCH):
            with acting_as(CARRIER):
                if not _alone():
                    return count
                count += _write(left[start : start + _BATCH], unsound, sealer=sealer, now=now)
        if len(ids) < _AT_ONCE or not left:
            break
    with acting_as(CARRIER):
        horizons.advance(HORIZON, to=upto)
    if unsound:
        raise CannotEvidence(unsound)
    return count


def evidence_letter(letter_id: int, *, sealer: Sealer, now: datetime) -> None:
    """Make the evidence of one letter's events at once, in the caller's transaction: its report carries them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [HORIZON])
    _write(unproven_events_of(letter_id, codes=_LATER), [], sealer=sealer, now=now)


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [HORIZON])
        return bool(cursor.fetchone()[0])


def _write(event_ids: Sequence[int], unsound: list[int], *, sealer: Sealer, now: datetime) -> int:
    if not event_ids:
        return 0
    facts = facts_of(event_ids)
    senders = {
        sender.id: (Party(name=sender.name, orgnr=sender.organisation_number), sender.is_canary)
        for sender in Sender.objects.filter(id__in={each.sender_id for each in facts})
    }
    return write_evidence(_rows(facts, senders, unsound, sealer=sealer, now=now))


def _rows(
    facts: Sequence[EventFacts],
    senders: Mapping[int, tuple[Party, bool]],
    unsound: list[int],
    *,
    sealer: Sealer,
    now: datetime,
) -> Iterator[dict[str, object]]:
    vouches, known = issuer(), dict[tuple[object, ...], Series]()
    sign, seal = sealer.signing_evidence(now=now), vault_for("post").sealing()
    for each in facts:
        # Most events of a batch come of one file or one dispatch, and differ in their letters only.
        alike = (each.code, each.decision, each.edition, each.sender_id, each.actor, each.at_place)
        try:
            if alike not in known:
                known[alike] = Series(_evidence(each, *senders[each.sender_id], vouches))
            document = known[alike].document(
                id=_id(each),
                happened_at=each.happened_at,
                recorded_at=each.recorded_at,
                letter={
                    "number": each.number,
                    "consignment": each.consignment_number or None,
                    "order_reference": each.order_reference or None,
                    "passport_only": each.passport_only,
                },
                recipient_name=each.recipient_name,
            )
            columns = made(
                document, sealer=sealer, now=now, canonical_of=known[alike].canonical, sign=sign, seal=seal
            )
        except NotEvidence:
            unsound.append(each.event_id)
            continue
        of = {"letter_id": each.letter_id, "sender_id": each.sender_id, "event_id": each.event_id}
        yield {**of, **columns}


def _id(each: EventFacts) -> str:
    return str(uuid5(NAMESPACE, f"{each.number} {each.event_id}"))


def _evidence(each: EventFacts, sender: Party, canary: bool, vouches: Party) -> Evidence:
    return Evidence(
        id=_id(each),
        event=EVIDENCED[Event(each.code)].name,
        happened_at=each.happened_at,
        recorded_at=each.recorded_at,
        issuer=vouches,
        sender=sender,
        letter_number=each.number,
        edition=each.edition,
        decisions=_decisions(each.code, each.edition, each.decision),
        actor=each.actor or "post",
        place=each.at_place,
        routine="PUM",
        test=canary or is_test(),
    )


def _decisions(code: str, edition: str, decision: str | None) -> tuple[Mapping[str, object], ...]:
    """
    Return the decisions an event was written down with, as evidence has them.

    Reading: where an event was written down without reasons (by a sweep over many letters, or because nothing was
    decided), its reason is the event itself, with the clauses it rests on.
    """
    row, said = EVIDENCED[Event(code)], EVENTS[Event(code)].words.as_json()
    written = json.loads(decision) if decision else {}
    others, failed = written.get("also", []), written.get("failed")
    clauses = written.get("clauses") or [str(clause) for clause in row.clauses]
    plain = {
        "question": code.lower(),
        "outcome": "recorded",
        "edition": edition,
        "clauses": clauses,
        "reasons": [{"rule": code, "clauses": clauses, "facts": {}, "words": said}],
    }
    first = plain | {name: written[name] for name in _OF_A_DECISION if name in written}
    if failed:
        # Why a channel failed comes first: it is what went wrong.
        reason = {
            "rule": failed["code"],
            "clauses": clauses,
            "facts": {"channel": failed["channel"]},
            "words": said,
        }
        first["reasons"] = [reason, *first["reasons"]]
    return (first, *({name: other[name] for name in _OF_A_DECISION if name in other} for other in others))
