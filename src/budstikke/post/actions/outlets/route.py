"""Choose the outlet each letter is sent to."""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt

from budstikke.post.records.models import Letter, Outlet, Postcode
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.outlets import OutletFacts, outlet_for

_EARTH_DIAMETER_M = 12_742_000


def route(letter_ids: Sequence[int], *, edition: PumEdition) -> None:
    """
    Give letters the outlet that serves their postcode, or the nearest to it that can check identity.

    Terms: PUM §11. A letter whose postcode no outlet serves, or for which no outlet has a working scanner, keeps
    none; arrival decides for it then.
    """
    letters = Letter.objects.filter(id__in=letter_ids)
    postcodes = set(letters.values_list("postcode", flat=True))
    served = Postcode.objects.filter(code__in=postcodes, outlet__isnull=False).values_list(
        "code", "outlet_id"
    )
    outlets = list(Outlet.objects.all())
    by_id = {outlet.id: outlet for outlet in outlets}
    by_outlet: dict[int, list[str]] = {}
    for code, outlet_id in served:
        assert outlet_id is not None
        chosen = nearest_able(by_id[outlet_id], outlets, edition=edition)
        if chosen is not None:
            by_outlet.setdefault(chosen, []).append(code)
    for outlet_id, codes in by_outlet.items():
        letters.filter(postcode__in=codes).update(outlet_id=outlet_id)


def nearest_able(usual: Outlet, outlets: Sequence[Outlet], *, edition: PumEdition) -> int | None:
    """Return the outlet the terms choose for a recipient who usually uses another, or None."""
    decision = outlet_for(
        usual=outlet_facts(usual, usual=usual),
        others=[outlet_facts(outlet, usual=usual) for outlet in outlets if outlet.id != usual.id],
        edition=edition,
    )
    chosen = decision.answer["outlet"]
    assert chosen is None or isinstance(chosen, int)
    return chosen


def outlet_facts(outlet: Outlet, *, usual: Outlet) -> OutletFacts:
    """Return an outlet as the terms see it from the one a recipient usually uses."""
    return OutletFacts(
        id=outlet.id,
        has_scanner=outlet.has_scanner,
        scanner_works=outlet.scanner_works,
        distance_m=_distance_m(outlet, usual),
    )


def _distance_m(one: Outlet, other: Outlet) -> int:
    """Return the great-circle distance (haversine)."""
    latitude, other_latitude = radians(one.latitude), radians(other.latitude)
    half = (
        sin((other_latitude - latitude) / 2) ** 2
        + cos(latitude) * cos(other_latitude) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    )
    return round(_EARTH_DIAMETER_M * asin(sqrt(half)))
