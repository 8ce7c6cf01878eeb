"""Tell the senders' systems what has happened to their letters: status messages (IFTSTA), each event once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from budstikke.formats.edifact.iftsta import Status
from budstikke.formats.edifact.iftsta import write_statuses as written
from budstikke.formats.edifact.writer import Envelope
from budstikke.kit.installation import is_test
from budstikke.post.records.models import Sender, StatusFile
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.events import EVENTS, RETURN_TEXTS, Audience, Event, ReturnReason

# The carrier's own address in EDI, as its public guide gives it.
CARRIER_EDI_ID = "7080003248381"
_GS1 = "14"
_PARTNER = "30"

_NEW = """
SELECT event.code, event.happened_at, letter.number, letter.consignment_number, letter.order_reference,
       coalesce(outlet.postcode, letter.postcode), coalesce(outlet.city, letter.city),
       CASE WHEN event.code = 'DELIVERED' THEN letter.recipient_name ELSE '' END,
       event.decision #>> '{reasons,0,rule}', event.decision #>> '{inputs,reason}'
FROM event JOIN letter ON letter.id = event.letter_id LEFT JOIN outlet ON outlet.id = letter.outlet_id
WHERE event.sender_id = %s AND event.recorded_in >= %s AND event.recorded_in < %s
ORDER BY event.id
"""
# Why a person was turned away, where the carrier's list has a closer word than "no valid ID".
_ATTEMPT_REASONS = {
    "NAME_MISMATCH": ("06", "Rejected, proof of identity missing"),
    "PERSONAL_ONLY": ("06", "Rejected, proof of identity missing"),
}


def write_statuses(*, now: datetime) -> list[StatusFile]:
    """
    Write a file for every sender with something new to be told; returns those not put out yet.

    Terms:   PUM §10.
    Reading: one who wants no files for now gets everything that happened meanwhile with the first file after that.
    """
    with acting_as(CARRIER):
        wanting = Sender.objects.filter(statuses_paused_at=None)
        for sender in wanting.select_for_update(no_key=True).order_by("id"):
            _write(sender, now)
        return list(StatusFile.objects.filter(put_out_at=None).select_related("sender").order_by("id"))


def _write(sender: Sender, now: datetime) -> None:
    last = StatusFile.objects.filter(sender=sender).order_by("-id").values_list("id", "horizon").first()
    number, since = last or (0, 0)
    with connection.cursor() as cursor:
        # Whatever runs still may commit events; it and what came after it waits for the next file.
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (horizon,) = cursor.fetchone()
        cursor.execute(_NEW, [sender.id, since, horizon])
        statuses = [status for row in cursor.fetchall() for status in _status(sender, row)]
    if not statuses:
        return
    envelope = Envelope(
        reference=f"S{sender.id}-{number}",
        sender=CARRIER_EDI_ID,
        sender_qualifier=_GS1,
        recipient=sender.edi_id,
        recipient_qualifier=_PARTNER,
        prepared_at=now,
        test=is_test(),
    )
    StatusFile.objects.create(
        sender=sender,
        written_at=now,
        horizon=horizon,
        statuses=len(statuses),
        content=b"".join(written(statuses, envelope=envelope)),
    )


def _status(sender: Sender, row: tuple[object, ...]) -> Iterator[Status]:
    code, happened_at, number, consignment, reference, postcode, city, name, rule, returned = row
    known = EVENTS[Event(str(code))]
    wire = known.wire
    if wire is None or Audience.SENDER not in known.seen_by:
        return
    assert isinstance(happened_at, datetime)
    reason = (wire.reason, wire.reason_text)
    if code == Event.ATTEMPTED_DELIVERY:
        reason = _ATTEMPT_REASONS.get(str(rule), reason)
    elif code == Event.RETURN and returned is not None:
        # A letter that went back before its deadline says why; of others the event's own word is true.
        early = ReturnReason(str(returned))
        reason = (early, RETURN_TEXTS[early])
    yield Status(
        consignment_number=str(consignment),
        letter_number=str(number),
        event_code=wire.event,
        event_text=wire.text,
        reason_code=reason[0],
        reason_text=reason[1],
        action_code=wire.action,
        action_text=wire.action_text,
        happened_at=happened_at,
        customer_number=sender.customer_number,
        order_reference=str(reference),
        postcode=str(postcode),
        city=str(city),
        accepting_party=str(name),
    )
