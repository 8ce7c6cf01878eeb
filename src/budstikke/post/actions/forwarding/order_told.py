"""Say what whoever got a message about an order may know of it: never an address, never a name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from budstikke.post.actions.forwarding.forwarding_notices import hash_of
from budstikke.post.records.models import ForwardingCover, ForwardingNotice, ForwardingOrder
from budstikke.post.records.orders import period_of
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.events import OrderState
from budstikke.post.terms.forwarding.kinds import Service


class Reader(StrEnum):
    """Whom a message was sent to."""

    OLD_ADDRESS = "old_address"
    COVERED = "covered"
    ORDERER = "orderer"


class OrderedBy(StrEnum):
    """Who ordered, as the reader may know it."""

    READER = "reader"
    SOMEBODY_COVERED = "somebody_covered"
    SOMEBODY_ELSE = "somebody_else"
    BUSINESS = "business"


class OwnWord(StrEnum):
    """How it stands with the reader's own confirmation."""

    GIVEN = "given"
    MISSING = "missing"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTold:
    """
    One order as the reader of a message about it sees it; `mark` is the message's.

    `own_word` is None where the reader is not one of those the order names.
    """

    reference: str
    mark: str
    service: Service
    state: OrderState
    days: Period
    reader: Reader
    ordered_by: OrderedBy
    own_word: OwnWord | None


def order_told(token: str) -> OrderTold | None:
    """
    Return the order a message was about, by the token in it.

    Terms:   Forwarding §1, §7.
    Reading: the token says which message was opened, not who opened it (decision 0122).
    Returns: None for a token nobody was sent, and once the order is forgotten.
    """
    with acting_as(CARRIER):
        notice = (
            ForwardingNotice.objects.select_related("order", "cover")
            .filter(token_sha256=hash_of(token), order__addresses_sealed__isnull=False)
            .first()
        )
        if notice is None:
            return None
        order = notice.order
        cover = notice.cover or _own_cover(notice, order)
        return OrderTold(
            reference=order.reference,
            mark=notice.mark,
            service=Service(order.service),
            state=OrderState(order.state),
            days=period_of(order),
            reader=_reader(notice),
            ordered_by=_ordered_by(order, cover, _reader(notice)),
            own_word=_own_word(cover) if cover else None,
        )


def _reader(notice: ForwardingNotice) -> Reader:
    if notice.kind == "to_old_address":
        return Reader.OLD_ADDRESS
    return Reader.COVERED if notice.cover_id else Reader.ORDERER


def _own_cover(notice: ForwardingNotice, order: ForwardingOrder) -> ForwardingCover | None:
    if notice.kind == "to_old_address" or order.orderer_id is None:
        return None
    return order.covers.filter(person_id=order.orderer_id).first()


def _ordered_by(order: ForwardingOrder, cover: ForwardingCover | None, reader: Reader) -> OrderedBy:
    if order.organisation_number:
        return OrderedBy.BUSINESS
    if reader is Reader.ORDERER or (cover is not None and cover.person_id == order.orderer_id):
        return OrderedBy.READER
    if order.orderer_id is not None and order.covers.filter(person_id=order.orderer_id).exists():
        return OrderedBy.SOMEBODY_COVERED
    return OrderedBy.SOMEBODY_ELSE


def _own_word(cover: ForwardingCover) -> OwnWord:
    if cover.left_out_at is not None:
        return OwnWord.LEFT_OUT
    return OwnWord.GIVEN if cover.confirmed_at is not None else OwnWord.MISSING
