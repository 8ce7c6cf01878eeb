"""Book the few orders of one request: the same rules and the same rows as an order file, each order by itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from django.db import IntegrityError, transaction

from budstikke.formats.edifact.orders import BookedLetter, Booking
from budstikke.formats.gs1 import gsin
from budstikke.formats.s10 import make
from budstikke.law.refusal import Refusal
from budstikke.post.actions.booking.order_rows import OrderRows
from budstikke.post.records import few
from budstikke.post.records.incoming import Row
from budstikke.post.records.models import Sender
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.refusals.booking import INTERCHANGE_REPEATED, NO_NUMBERS_LEFT, POSTCODE_UNKNOWN

# A sender that gives numbers of its own range in order files may be ahead of us by so many.
_TRIES = 5
# A consignment's number is made of its first letter's serial; this digit keeps it apart from order files' own.
_OF_AN_API = 9 * 10**8
# What tells that a letter is there already: its row, or its first event.
_NUMBER_IN_USE = ("letter_pkey", "what_happens_once")
_TAKEN_MEANWHILE = "an_interchange_is_taken_once"
# What is only tried is numbered in a series nobody has.
_TRIED_PREFIX = "ZZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one order: its numbers, or every reason not to book it (a refusal's code, or its own)."""

    consignment_number: str = ""
    numbers: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def book_few(
    orders: Sequence[Booking],
    *,
    sender_id: int,
    key: str | None = None,
    sha256: str,
    try_only: bool = False,
    today: date,
    now: datetime,
) -> list[Outcome]:
    """
    Book orders that come by an API; each that may be booked is, whatever becomes of the others.

    Terms:   PUM §1 to §7.
    Reading: an order by API is an electronic order like one by EDI (§7); its pre-notification is written the same way
    (decision 0060). `key` names the request: the same again books nothing twice and is answered alike. `try_only` asks
    every rule and books nothing.
    Returns: what became of each, in order.
    """
    request = _Request(orders, f"K{key}" if key else f"U{uuid4()}", sha256, today, now)
    for _ in range(_TRIES):
        try:
            with acting_as(CARRIER):
                return _book(request, sender_id=sender_id, try_only=try_only)
        except IntegrityError as error:
            if _broken(error) != _TAKEN_MEANWHILE:
                raise
            # The same request at the same time was first: look again, and answer as it was.
    raise AssertionError("a request that was taken meanwhile is found by the next look")


@dataclass(frozen=True, slots=True)
class _Request:
    orders: Sequence[Booking]
    reference: str
    sha256: str
    today: date
    now: datetime

    @property
    def postcodes(self) -> list[str]:
        return sorted({order.recipient.postcode for order in self.orders})


def _book(request: _Request, *, sender_id: int, try_only: bool) -> list[Outcome]:
    known = few.look(sender_id=sender_id, reference=request.reference, postcodes=request.postcodes)
    if known.before_sha256 is not None:
        return _before(known, request)
    rules = OrderRows(known.sender, pum_on(request.today))
    asked = [rules.asked(order) for order in request.orders]
    pairs = zip(request.orders, asked, strict=True)
    refused = [_codes((*refusals, *_nowhere(order, known))) for order, (refusals, _) in pairs]
    many = sum(len(order.letters) for order, codes in zip(request.orders, refused, strict=True) if not codes)
    if not many or try_only:
        return _outcomes(_numbered(request.orders, refused, (_TRIED_PREFIX, 0)), refused)
    decisions = dict(rules.fresh_decisions())
    for _ in range(_TRIES):
        taken = few.take_numbers(many, sender_id=sender_id)
        if taken is None:
            break
        numbered = _numbered(request.orders, refused, taken)
        rows = [
            row
            for place, (order, codes) in enumerate(zip(numbered, refused, strict=True))
            if not codes
            for row in _rows(rules, order, place, asked[place][1], decisions)
        ]
        outcomes = _outcomes(numbered, refused)
        if _written(rows, request, known.sender, outcomes):
            return outcomes
    return [Outcome(refused=codes or (NO_NUMBERS_LEFT.code,)) for codes in refused]


def _written(rows: list[Row], request: _Request, sender: Sender, outcomes: list[Outcome]) -> bool:
    """Write; False when a number is in use already: its serial stays passed over."""
    try:
        with transaction.atomic():
            few.write(
                rows,
                sender=sender,
                reference=request.reference,
                sha256=request.sha256,
                told=json.dumps([asdict(outcome) for outcome in outcomes]).encode(),
                edition=pum_on(request.today).id,
                now=request.now,
            )
    except IntegrityError as error:
        if _broken(error) not in _NUMBER_IN_USE:
            raise
        return False
    return True


def _broken(error: IntegrityError) -> str:
    """Return the constraint that was broken."""
    return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", ""))


def _before(known: few.Known, request: _Request) -> list[Outcome]:
    if known.before_sha256 != request.sha256 or known.before is None:
        return [Outcome(refused=(INTERCHANGE_REPEATED.code,)) for _ in request.orders]
    return [
        Outcome(
            consignment_number=each["consignment_number"],
            numbers=tuple(each["numbers"]),
            refused=tuple(each["refused"]),
        )
        for each in json.loads(known.before)
    ]


def _nowhere(order: Booking, known: few.Known) -> tuple[Refusal, ...]:
    there = order.recipient.postcode in known.postcodes or not known.has_register
    return () if there else (Refusal(POSTCODE_UNKNOWN),)


def _codes(refusals: tuple[Refusal, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(refusal.code for refusal in refusals))


def _numbered(
    orders: Sequence[Booking], refused: Sequence[tuple[str, ...]], taken: tuple[str, int]
) -> list[Booking]:
    """Return the orders with the consignment and letter numbers of those that are booked."""
    prefix, serial = taken
    numbered = []
    for order, codes in zip(orders, refused, strict=True):
        if codes:
            numbered.append(order)
            continue
        letters: list[BookedLetter] = []
        for nth, letter in enumerate(order.letters):
            letters.append(replace(letter, number=make(prefix=prefix, serial=serial + nth, country="NO")))
        numbered.append(replace(order, consignment_number=gsin(_OF_AN_API + serial), letters=tuple(letters)))
        serial += len(letters)
    return numbered


def _outcomes(orders: Sequence[Booking], refused: Sequence[tuple[str, ...]]) -> list[Outcome]:
    return [
        Outcome(refused=codes)
        if codes
        else Outcome(
            consignment_number=order.consignment_number,
            numbers=tuple(letter.number or "" for letter in order.letters),
        )
        for order, codes in zip(orders, refused, strict=True)
    ]


def _rows(
    rules: OrderRows,
    order: Booking,
    place: int,
    judgements: list[int],
    decisions: dict[int, dict[str, object]],
) -> list[Row]:
    """Return the rows of one order as records.few writes them: each with its decision instead of that one's number."""
    listed = []
    for row in rules.rows(order, message=place, decisions=judgements):
        *columns, judgement, _ = row
        assert isinstance(judgement, int)
        listed.append((*columns, json.dumps(decisions[judgement])))
    return listed
