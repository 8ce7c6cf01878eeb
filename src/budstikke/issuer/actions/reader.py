"""The reader: a session is begun for an order, and ends once, by a result that the verifier signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
from budstikke.issuer.terms.edition import BY_ID
from budstikke.issuer.terms.letters import ENDED, Event
from budstikke.issuer.terms.reading import Reading, reader_faults
from budstikke.issuer.terms.refusals import CHANNEL_CLOSED, READER_DOUBTED
from budstikke.kit.clock import local_day
from budstikke.law.refusal import Refusal

_ALGORITHM = "ES256"
_LASTS = timedelta(minutes=30)


class NotSigned(Exception):
    """What came is no result of the verifier's."""


def begin_reading(order_number: str, *, now: datetime) -> UUID | Refusal:
    """
    Begin a session; its reference goes to the verifier, which signs it with the result.

    Refuses: CHANNEL_NOT_OFFERED for an order that goes another way or has ended.
    """
    with transaction.atomic():
        order = Order.objects.select_for_update().get(number=order_number)
        if order.ended_at is not None or order.channel != Channel.READER:
            return Refusal(CHANNEL_CLOSED, {"channel": Channel.READER})
        session = ReaderSession.objects.create(reference=uuid4(), order=order, begun_at=now)
        audited("reader.begun", actor=CUSTOMER, now=now, order_number=order.number)
    return session.reference


def take_result(signed: str, *, key: ECKey, test_installation: bool, now: datetime) -> Activated | Refusal:
    """
    Take the verifier's result: proven, the order ends and its eID is issued, and a letter under way is overtaken.

    Terms:   eID §2, §5.
    Reading: a session takes one result, within half an hour.
    Refuses: READER_DOUBTED, naming what does not hold.
    Raises:  NotSigned, for what the verifier did not sign or no session waits for.
    """
    said = _believed(signed, key=key)
    with transaction.atomic():
        sessions = ReaderSession.objects.select_for_update(of=("self", "order"))
        session = sessions.select_related("order__customer").filter(reference=said["session"]).first()
        if session is None or session.ended_at is not None or now - session.begun_at > _LASTS:
            raise NotSigned("no session waits for it")
        order = session.order
        faults = reader_faults(
            _reading(said, order),
            edition=BY_ID[order.edition],
            test_installation=test_installation,
            on=local_day(now),
        )
        if order.ended_at is not None:
            faults = ("ended",)
        session.ended_at, session.outcome = now, "refused" if faults else "proven"
        session.result_sealed = seal_result(signed.encode(), session=session)
        session.save(update_fields=["ended_at", "outcome", "result_sealed"])
        audited("reader.ended", actor=SYSTEM, now=now, order_number=order.number, faults=list(faults))
        if faults:
            return Refusal(READER_DOUBTED, {"failed": ", ".join(faults)})
        for letter in Letter.objects.select_for_update().filter(order=order).exclude(state__in=ENDED):
            happened(letter, Event.OVERTAKEN, at=now, now=now)
            without_code(letter)
        return end_activated(order, now=now)


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
