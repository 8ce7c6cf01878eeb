"""The tables of docs/terms/forwarding.md: heads and rows; tools/docs.py writes them down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from budstikke.post.terms.editions import FORWARDING_EDITIONS
from budstikke.post.terms.forwarding.edition import ForwardingEdition

Table = tuple[tuple[str, ...], Iterable[tuple[str, ...]]]


def editions() -> Table:
    """Return the editions with their days of validity."""
    rows = (
        (f"`{each.id}`", f"{each.valid_from}", f"{each.valid_to or 'further notice'}", each.about.en)
        for each in FORWARDING_EDITIONS
    )
    return ("edition", "from", "to", "about"), rows


def switches() -> Table:
    """Return what each edition chose where the text is silent."""
    rows = (
        (
            f"`{spec.name}`",
            f"§{spec.metadata['clause'].number}",
            spec.metadata["point"],
            *(_shown(getattr(each, spec.name)) for each in FORWARDING_EDITIONS),
        )
        for spec in fields(ForwardingEdition)
        if "point" in spec.metadata
    )
    return ("switch", "clause", "point", *(f"`{each.id}`" for each in FORWARDING_EDITIONS)), rows


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(str(each) for each in value) or "none"
    return "none" if value is None else str(value)
