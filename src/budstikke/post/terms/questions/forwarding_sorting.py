"""The question at sorting: decide, for one item and the orders it may meet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from budstikke.formats.postal_address import name_key
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import AddressKind, ItemKind, Service, Zone
from budstikke.post.terms.forwarding.orders import ForwardingOrder, Scope
from budstikke.post.terms.forwarding.persons import Covered
from budstikke.post.terms.forwarding.snapshot import publish
from budstikke.post.terms.forwarding.sorting import Item, SortingRules
from budstikke.post.terms.forwarding.sorting import decide as decide_item
from budstikke.post.terms.questions.fields import Field, Given, NotAQuestion, day, flag, one_of, or_null, text
from budstikke.post.terms.questions.forwarding_policy import POLICY, pum_under_policy, under_policy
from budstikke.post.terms.questions.nested import each, ordered, record, tokens
from budstikke.post.terms.questions.operations import Found, Operation

# A question may say "private" of an address as the PUM terms do.
_NEW_KINDS = ("private", *AddressKind)
_Record = Mapping[str, Any]


def _decide(given: Given, edition: ForwardingEdition) -> Found:
    chosen = under_policy(given, edition)
    item = cast("_Record", given["item"])
    orders = [
        _order(one, ref=str(place), edition=chosen)
        for place, one in enumerate(cast("tuple[_Record, ...]", given["orders"]))
        # An empty list is nobody; null, or nothing said, is everybody at the address.
        if one["persons"] != ()
    ]
    verdict = decide_item(
        Item(
            kind=ItemKind(item["type"]),
            address=item["address"],
            name=name_key(item["name"]),
            sorted_day=cast("date", item["date"]).toordinal(),
            customs=item["customs"],
            ea_no_redirect=item["ea_no_redirect"],
        ),
        snapshot=publish(orders, number=0, edition=chosen),
        rules=SortingRules.of(chosen, pum=pum_under_policy(given)),
    )
    decision = verdict.decision(edition=chosen.id)
    return Found({**decision.answer, "path": verdict.path}, (decision,))


def _order(one: _Record, *, ref: str, edition: ForwardingEdition) -> ForwardingOrder:
    service = Service(one["kind"])
    if service is not Service.STORAGE and one["new"] is None:
        raise NotAQuestion(f"field 'orders[{ref}].new' is missing; a redirection needs it")
    kind = one["new_kind"]
    return ForwardingOrder(
        ref=f"order {int(ref) + 1}",
        service=service,
        period=ordered(f"orders[{ref}].end", start=one["start"], end=one["end"]),
        old=one["old"],
        new=None if service is Service.STORAGE else one["new"],
        new_zone=Zone(one["new_zone"]),
        new_kind=AddressKind.RESIDENTIAL if kind == "private" else AddressKind(kind),
        scope=Scope(one["scope"]),
        # A name is all a question tells of a person.
        covered=tuple(Covered(ref=name_key(name), name=name) for name in one["persons"] or ()),
        parcels=one["parcels"],
        edition=edition,
    )


_ITEM = record(
    Field(name="type", read=one_of(*ItemKind), default="letter"),
    Field(name="name", read=tokens, default=""),
    Field(name="address", read=text),
    Field(name="date", read=day),
    Field(name="customs", read=flag, default=False),
    Field(name="ea_no_redirect", read=flag, default=False),
)
_ORDER = record(
    Field(name="kind", read=one_of(*Service)),
    Field(name="start", read=day),
    Field(name="end", read=day),
    Field(name="old", read=text),
    Field(name="new", read=or_null(text), default=None),
    Field(name="new_zone", read=one_of(*Zone), default="NO"),
    Field(name="new_kind", read=one_of(*_NEW_KINDS), default="private"),
    Field(name="scope", read=one_of(*Scope), default="persons"),
    Field(name="persons", read=or_null(each(text)), default=None),
    Field(name="parcels", read=flag, default=False),
)

AT_SORTING: tuple[Operation[ForwardingEdition], ...] = (
    Operation(
        op="decide",
        fields=(
            Field(name="item", read=_ITEM),
            Field(name="orders", read=each(_ORDER), default=()),
            POLICY,
        ),
        ask=_decide,
    ),
)
