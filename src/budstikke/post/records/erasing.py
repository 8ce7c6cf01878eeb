"""What is kept of persons and for how long: which letters are due, and the columns that are emptied then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from budstikke.kit.clock import local_day, midnight
from budstikke.post.terms.events import State
from budstikke.post.terms.pum.keeping import OVER, HeldFor, KeptFacts, Moment

# Every column that says something of a recipient, and its category; the functions of migration 0002 empty them. A
# column that is no letter's own for long says instead when it goes.
ERASED: Mapping[str, str] = {
    "id_check.picture_sealed": "pictures",
    "id_check.document_sealed": "document",
    "hand_over.signature_sealed": "signature",
    "letter.national_number_sealed": "numbers",
    "letter.national_number_lookup": "numbers",
    "letter.contact_sealed": "contact",
    "report.content_sealed": "report",
    "claim.documents_sealed": "claims",
    "letter.recipient_name": "address",
    "letter.street": "address",
    "letter.street2": "address",
    "letter.postcode": "address",
    "letter.city": "address",
    "evidence.disclosures_sealed": "values",
    "id_check.findings": "findings",
    "id_check.decision": "findings",
    "event.decision": "findings",
}
GONE_EARLIER: Mapping[str, str] = {
    "open_check.draft_sealed": "when the check ends, at the latest with the particulars",
    "pushed.content_sealed": "when the check or the visit ends, at the latest with the particulars",
    "pushed.picture_sealed": "when the check or the visit ends, at the latest with the particulars",
    "visit.draft_sealed": "when the visit ends, or the next one begins at the station; at the latest the day after",
    "visit.wanted_sealed": "when the visit ends, or the next one begins at the station; at the latest the day after",
    "upload.rows_sealed": "when it is booked, at the latest after a day",
    "status_file.content": "when the file lies in the sender's folder",
}
# Of the address register: not a letter's, so they go by days of their own (actions/keeping/forget_register.py).
OF_THE_REGISTER: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "person.national_number_sealed",
            "person.national_number_lookup",
            "person.given_name",
            "person.middle_name",
            "person.surname",
            "person.born_on",
            "person.died_on",
            "person.contact_sealed",
            "person.protection",
        ),
        "some time after the death is known",
    ),
    **dict.fromkeys(
        ("person_alias.given_name", "person_alias.middle_name", "person_alias.surname"),
        "some time after the name was changed",
    ),
    "contact_change.asked_sealed": "when the code was typed, or a day after it was sent",
    "contact_change.before_sealed": "when the change was undone, or can be no longer",
    "postal_address.address_sealed": "some time after it held no more",
    "register_case.content_sealed": "some time after the case was closed",
    "move_message.content_sealed": "when it was refused, or some time after it was told",
}
# Of a forwarding order: some time after it was over, by its own edition (actions/keeping/forget_orders.py).
OF_AN_ORDER: Mapping[str, str] = {
    "forwarding_order.addresses_sealed": "addresses",
    "forwarding_order.door_sealed": "addresses",
    "forwarding_order.door_lookup": "addresses",
    "forwarding_order.target_sealed": "addresses",
    "forwarding_order.target_lookup": "addresses",
    "forwarding_order.signature_sealed": "signature",
    "forwarding_notice.token_sealed": "messages",
    "forwarding_case.words_sealed": "complaints",
    "forwarding_proof.document_sealed": "documents of proof",
}
NOTHING_PERSONAL: Mapping[str, str] = {
    "extract.lines_sealed": "names no recipient: numbers, references, postcodes and days of the sender's own letters",
    "webhook.headers_sealed": "what a sender's own system wants to be sent",
    "evidence.content_sealed": "signed for ever; everything personal in it is a salted hash",
}

# Once through the letters by key, a page at a time. The bounds are the shortest of all editions: they only spare the
# look at letters that no edition could let go; what is due the terms say, letter by letter.
_DUE = """
SELECT letter.id, letter.number, letter.sender_id, letter.edition, letter.passport_only, letter.state,
    hand_over.handed_over_on, report.confirmed_at, last.at, told.ended_on,
    (SELECT coalesce(array_agg(reason ORDER BY reason), '{{}}') FROM hold
     WHERE letter_id = letter.id AND lifted_at IS NULL),
    EXISTS (SELECT 1 FROM support_case WHERE letter_id = letter.id AND closed_at IS NULL)
FROM letter
LEFT JOIN hand_over ON hand_over.letter_id = letter.id
LEFT JOIN report ON report.letter_id = letter.id
LEFT JOIN LATERAL (SELECT max(recorded_at) AS at FROM event WHERE letter_id = letter.id) AS last ON true
LEFT JOIN LATERAL (SELECT ended_on FROM relationship_end WHERE letter_id = letter.id ORDER BY id DESC LIMIT 1)
    AS told ON true
WHERE letter.id > %(after)s AND letter.state = ANY(%(over)s)
AND NOT EXISTS (SELECT 1 FROM erasure WHERE letter_id = letter.id AND moment = %(moment)s)
AND {due}
ORDER BY letter.id LIMIT %(most)s FOR UPDATE OF letter SKIP LOCKED
"""
_DUE_BY = {
    Moment.PARTICULARS: "CASE letter.state WHEN 'delivered' THEN report.confirmed_at < %(report)s"
    " ELSE last.at < %(undelivered)s END",
    Moment.REST: "EXISTS (SELECT 1 FROM erasure WHERE letter_id = letter.id AND moment = 'particulars')"
    " AND CASE WHEN letter.state <> 'delivered' THEN last.at < %(undelivered)s"
    " WHEN told.ended_on IS NULL THEN hand_over.handed_over_at < %(untold)s"
    " ELSE hand_over.handed_over_at < %(told)s END",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLetter:
    """A letter that may be due, and what decides it."""

    id: int
    number: str
    sender_id: int
    edition: str
    passport_only: bool
    facts: KeptFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """
    Days before which something must have happened, or no edition lets go.

    The report came into the mailbox; a letter that was not handed over was over; a letter was handed over of which
    the sender has told no end of its relationship; and one of which it has.
    """

    report: date
    undelivered: date
    untold: date
    told: date


def perhaps_due(moment: Moment, *, bounds: Bounds, after: int, most: int) -> list[KeptLetter]:
    """Lock and return the next letters, by their ids, that may be due; those somebody else holds are left out."""
    given: dict[str, Any] = {
        "moment": moment,
        "over": sorted(OVER),
        "after": after,
        "most": most,
        **{name: midnight(getattr(bounds, name)) for name in ("report", "undelivered", "untold", "told")},
    }
    with connection.cursor() as cursor:
        cursor.execute(_DUE.format(due=_DUE_BY[moment]), given)
        return [_letter(row) for row in cursor.fetchall()]


def erase_particulars(letter_ids: Sequence[int], *, remaining: Mapping[int, bytes | None]) -> None:
    """
    Empty the columns of the first moment; `remaining` is what stays disclosed, by the id of the evidence.

    Raises: django.db.IntegrityError for a letter without its receipt, under way or on hold; then nothing is erased.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT erase_particulars(%s, %s::bigint[], %s::bytea[])",
            [list(letter_ids), list(remaining), list(remaining.values())],
        )


def erase_rest(letter_ids: Sequence[int]) -> None:
    """
    Empty the columns of the second moment.

    Raises: django.db.IntegrityError for a letter without its receipt, under way or on hold; then nothing is erased.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_rest(%s)", [list(letter_ids)])


def _letter(row: tuple[Any, ...]) -> KeptLetter:
    id_, number, sender_id, edition, passport_only, state, handed_over_on, confirmed_at, over_at, ended_on = (
        row[:10]
    )
    reasons, has_case = row[10:]
    held = [HeldFor(reason) for reason in reasons]
    return KeptLetter(
        id=id_,
        number=number,
        sender_id=sender_id,
        edition=edition,
        passport_only=passport_only,
        facts=KeptFacts(
            state=State(state),
            over_on=local_day(over_at),
            handed_over_on=handed_over_on,
            report_in_mailbox_on=confirmed_at and local_day(confirmed_at),
            relationship_ended_on=ended_on,
            held_for=(*held, HeldFor.SUPPORT_CASE) if has_case else tuple(held),
        ),
    )
