"""An order between its row and the terms: addresses sealed and opened, names gathered, one value of terms made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field

from budstikke.formats.postal_address import address_key, without_flat
from budstikke.kit.vault import look_up_for, vault_for
from budstikke.post.records.models import ForwardingCover, ForwardingOrder, Person
from budstikke.post.records.orders import period_of
from budstikke.post.terms.editions import FORWARDING_BY_ID
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.kinds import AddressKind, Service, Zone
from budstikke.post.terms.forwarding.orders import ForwardingOrder as OrderFacts
from budstikke.post.terms.forwarding.orders import Scope
from budstikke.post.terms.forwarding.persons import Covered

ADDRESS = "forwarding address"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAddress:
    """An address mail bears; `kind` is what stands there. Kept out of representations, which end up in logs."""

    street: str = field(repr=False)
    postcode: str = field(repr=False)
    city: str = field(repr=False)
    country: str = "NO"
    kind: AddressKind = AddressKind.RESIDENTIAL

    @property
    def key(self) -> str:
        """By what sorting knows the address."""
        return address_key(self.street, postcode=self.postcode, country=self.country, city=self.city)

    @property
    def lines(self) -> tuple[str, ...]:
        """As a label has it, without the name."""
        country = () if self.country in ("NO", "SJ") else (self.country,)
        return (self.street, f"{self.postcode} {self.city}".strip(), *country)


def door_of(key: str) -> str:
    """Return the key of the door an address is behind: all flats of a house share it."""
    return without_flat(key)


def door_hashes(key: str) -> list[bytes]:
    """Return every hash under which orders of an address may be found."""
    return look_up_for("post").hashes(door_of(key), kind=ADDRESS)


def sealed_addresses(reference: str, *, old: MailAddress, new: MailAddress | None) -> dict[str, bytes | None]:
    """Return the columns of an order that hold its addresses."""
    vault, look_up = vault_for("post"), look_up_for("post")
    told = {"old": asdict(old), "new": asdict(new) if new else None}

    def column(text: str, kind: str) -> bytes:
        return vault.seal(text.encode(), context=_context(reference, kind))

    return {
        "addresses_sealed": column(json.dumps(told, ensure_ascii=False), "addresses"),
        "door_sealed": column(door_of(old.key), "door"),
        "door_lookup": look_up.hash(door_of(old.key), kind=ADDRESS),
        "target_sealed": column(door_of(new.key), "target") if new else None,
        "target_lookup": look_up.hash(door_of(new.key), kind=ADDRESS) if new else None,
    }


def sealed_signature(reference: str, picture: bytes | None) -> bytes | None:
    """Return the column that holds what somebody wrote on the pad of a counter; nothing where nobody did."""
    return vault_for("post").seal(picture, context=_context(reference, "signature")) if picture else None


def addresses_of(order: ForwardingOrder) -> tuple[MailAddress, MailAddress | None]:
    """
    Return the old and the new address of an order.

    Raises: kit.vault.CannotOpen when the row was changed; ValueError when it was forgotten.
    """
    if order.addresses_sealed is None:
        raise ValueError("the addresses of the order were erased")
    opened = json.loads(
        vault_for("post").open(bytes(order.addresses_sealed), context=_context(order.reference, "addresses"))
    )

    def address(told: dict[str, str]) -> MailAddress:
        return MailAddress(**{**told, "kind": AddressKind(told["kind"])})  # type: ignore[arg-type]

    return address(opened["old"]), address(opened["new"]) if opened["new"] else None


def covered_of(
    order: ForwardingOrder, covers: Iterable[ForwardingCover], *, also_protected: bool = False
) -> tuple[Covered, ...]:
    """
    Return whom an order counts for: whoever is confirmed and not left out.

    Reading: for nobody whose address is protected, so that no redirected item can show where they are (§7).
    """
    if order.organisation_number:
        return (Covered(ref=order.organisation_number, name=order.organisation_name),)
    return tuple(
        as_covered(each.person)
        for each in covers
        if each.person is not None
        and each.confirmed_at is not None
        and each.left_out_at is None
        and (also_protected or not each.person.protection)
    )


def as_covered(person: Person) -> Covered:
    """Return a person as the terms of forwarding know them; their aliases should be prefetched."""
    return Covered(
        ref=str(person.ref),
        name=person.name,
        earlier_names=tuple(alias.name for alias in person.aliases.all()),
        died_on=person.died_on,
    )


def facts_of(
    order: ForwardingOrder, covers: Sequence[ForwardingCover], *, also_protected: bool = False
) -> OrderFacts | None:
    """Return an order as sorting knows it; None when it counts for nobody, or was forgotten."""
    covered = covered_of(order, covers, also_protected=also_protected)
    if not covered or order.addresses_sealed is None:
        return None
    old, new = addresses_of(order)
    days = period_of(order)
    effective = order.effective_on
    if effective is not None and effective > days.start:
        if effective > days.last_day:
            return None
        days = Period(effective, days.last_day)
    return OrderFacts(
        ref=order.reference,
        service=Service(order.service),
        period=days,
        old=old.key,
        edition=FORWARDING_BY_ID[order.edition],
        new=new.key if new else None,
        new_zone=Zone(order.new_zone) if order.new_zone else Zone.NO,
        new_kind=new.kind if new else AddressKind.RESIDENTIAL,
        scope=Scope(order.scope),
        covered=covered,
        parcels=order.parcels,
    )


def with_covers(orders: Iterable[ForwardingOrder]) -> Iterator[tuple[ForwardingOrder, list[ForwardingCover]]]:
    """Yield orders with whom they name, in the order of their ids; all of them lie in memory."""
    rows = sorted(orders, key=lambda each: each.id)
    covers: dict[int, list[ForwardingCover]] = {each.id: [] for each in rows}
    for cover in (
        ForwardingCover.objects.filter(order_id__in=list(covers))
        .select_related("person")
        .prefetch_related("person__aliases")
        .order_by("id")
    ):
        covers[cover.order_id].append(cover)
    for each in rows:
        yield each, covers[each.id]


def _context(reference: str, kind: str) -> bytes:
    return f"forwarding:{reference}:{kind}".encode()
