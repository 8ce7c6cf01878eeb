"""The reader: a session is begun, ends by a result the verifier signed, and counts once its number is typed."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from budstikke.issuer.actions.activate import Activated, end_activated
from budstikke.issuer.actions.audit import CUSTOMER, SYSTEM, audited
from budstikke.issuer.actions.letter_history import happened, without_code
from budstikke.issuer.actions.sealed_eids import number_of
from budstikke.issuer.actions.sealed_orders import particulars_of, seal_result
from budstikke.issuer.records.models import Letter, Order, ReaderSession
from budstikke.issuer.terms.channels import Channel
from budstikke.issuer.terms.edition import BY_ID, IssuerEdition
from budstikke.issuer.terms.letters import ENDED, Event
from budstikke.issuer.terms.reading import PROVEN, REFUSED, UNREACHABLE, Reading, reader_faults
from budstikke.issuer.terms.refusals import (
    CHANNEL_CLOSED,
    READER_DOUBTED,
    READER_NUMBER_OVER,
    READER_NUMBER_WRONG,
)
from budstikke.kit.clock import local_day
from budstikke.kit.vault import look_up_for
from budstikke.law.refusal import Refusal

_ALGORITHM, _KIND = "ES256", "reader number"


class NotSigned(Exception):
    """What came is no result of the verifier's."""


@dataclass(frozen=True, slots=True)
class Proven:
    """The verifier has proven the person; the number is shown to them there, and typed here."""

    number: str = field(repr=False)


def begin_reading(order_number: str, *, now: datetime) -> UUID | Refusal:
    """
    Begin a session; its reference goes to the verifier, which signs it with the result.

    Refuses: CHANNEL_CLOSED for an order that goes another way or has ended.
    """
    with transaction.atomic():
        order = Order.objects.select_for_update().get(number=order_number)
        if order.ended_at is not None or order.channel != Channel.READER:
            return Refusal(CHANNEL_CLOSED, {"channel": Channel.READER})
        session = ReaderSession.objects.create(reference=uuid4(), order=order, begun_at=now)
        audited("reader.begun", actor=CUSTOMER, now=now, order_number=order.number)
    return session.reference


def not_reached(session: UUID, *, code: str, now: datetime) -> None:
    """End a session that the verifier could not be told of, and why; another may be begun at once."""
    with transaction.atomic():
        row = ReaderSession.objects.select_for_update(of=("self",)).get(reference=session)
        if row.ended_at is None:
            row.ended_at, row.outcome = now, UNREACHABLE
            row.save(update_fields=["ended_at", "outcome"])
            audited("reader.unreachable", actor=SYSTEM, now=now, order_number=row.order.number, code=code)


def take_result(signed: str, *, key: ECKey, test_installation: bool, now: datetime) -> Proven | Refusal:
    """
    Take the verifier's result; the order ends once the number it is answered with is typed (see `confirm_reading`).

    Terms:   eID §2, §5.
    Reading: a session takes one result, within half an hour.
    Refuses: READER_DOUBTED, naming what does not hold.
    Raises:  NotSigned, for what the verifier did not sign or no session waits for.
    """
    said = _believed(signed, key=key)
    with transaction.atomic():
        sessions = ReaderSession.objects.select_for_update(of=("self", "order"))
        session = sessions.select_related("order__customer").filter(reference=said["session"]).first()
        if session is None or session.ended_at is not None:
            raise NotSigned("no session waits for it")
        order, edition = session.order, BY_ID[session.order.edition]
        if now - session.begun_at > _lasts(edition):
            raise NotSigned("no session waits for it any more")
        reading = _reading(said, order)
        faults = reader_faults(
            reading, edition=edition, test_installation=test_installation, on=local_day(now)
        )
        if order.ended_at is not None:
            faults = ("ended",)
        session.ended_at, session.outcome = now, REFUSED if faults else PROVEN
        session.faults = list(faults)
        session.result_sealed = seal_result(signed.encode(), session=session)
        number = "" if faults else _number(edition)
        session.number_lookup = look_up_for("issuer").hash(number, kind=_KIND) if number else None
        session.save(update_fields=["ended_at", "outcome", "faults", "result_sealed", "number_lookup"])
        audited("reader.ended", actor=SYSTEM, now=now, order_number=order.number, faults=list(faults))
    return Proven(number) if number else Refusal(READER_DOUBTED, {"failed": ", ".join(faults)})


def confirm_reading(session: UUID, typed: str, *, now: datetime) -> Activated | Refusal:
    """
    Take the number that the verifier showed: the order ends, its eID is issued, a letter under way is overtaken.

    Terms:   eID §2, §5.
    Reading: a person may be led to read a passport for somebody else's order. So it counts only where the number is
             typed that was shown to who read: in the browser that began, within half an hour, in few tries.
    Refuses: READER_NUMBER_WRONG, READER_NUMBER_OVER.
    """
    with transaction.atomic():
        rows = ReaderSession.objects.select_for_update(of=("self", "order")).select_related("order__customer")
        row = rows.get(reference=session)
        order, edition = row.order, BY_ID[row.order.edition]
        if row.number_lookup is None or row.ended_at is None or order.ended_at is not None:
            return Refusal(READER_NUMBER_OVER)
        if now - row.ended_at > _lasts(edition):
            return Refusal(READER_NUMBER_OVER)
        row.tries += 1
        digits = "".join(each for each in typed if each.isascii() and each.isdecimal())
        right = bytes(row.number_lookup) in look_up_for("issuer").hashes(digits, kind=_KIND)
        if right or row.tries >= edition.reader_tries:
            row.number_lookup = None
        row.confirmed_at = now if right else None
        row.save(update_fields=["tries", "number_lookup", "confirmed_at"])
        audited("reader.number", actor=CUSTOMER, now=now, order_number=order.number, right=right)
        if not right:
            facts = {"digits": edition.reader_number_digits}
            return Refusal(READER_NUMBER_WRONG, facts) if row.number_lookup else Refusal(READER_NUMBER_OVER)
        for letter in Letter.objects.select_for_update().filter(order=order).exclude(state__in=ENDED):
            happened(letter, Event.OVERTAKEN, at=now, now=now)
            without_code(letter)
        return end_activated(order, now=now)


def _lasts(edition: IssuerEdition) -> timedelta:
    return timedelta(minutes=edition.reader_minutes)


def _number(edition: IssuerEdition) -> str:
    return "".join(secrets.choice("0123456789") for _ in range(edition.reader_number_digits))


def _believed(signed: str, *, key: ECKey) -> Mapping[str, Any]:
    try:
        content = jws.deserialize_compact(signed, key, algorithms=[_ALGORITHM]).payload
        said: dict[str, Any] = json.loads(content)
        said["session"] = UUID(str(said["session"]))
        said["expires_on"] = date.fromisoformat(str(said["expires_on"]))
    except (JoseError, ValueError, KeyError, TypeError):
        raise NotSigned("it is not signed by the verifier, or says too little") from None
    return said


def _reading(said: Mapping[str, Any], order: Order) -> Reading:
    person = particulars_of(order)
    return Reading(
        document=str(said.get("document", "")),
        expires_on=said["expires_on"],
        chip_holds=said.get("chip_holds") is True,
        face_matches=said.get("face_matches") is True,
        same_person=said.get("national_number") == number_of(order.customer)
        and str(said.get("surname", "")).casefold() == person.surname.casefold(),
        test=said.get("test") is True,
    )
