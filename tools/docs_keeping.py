"""The tables of docs/keeping.md: heads and rows; tools/docs.py writes them down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from budstikke.post.records.erasing import ERASED, GONE_EARLIER
from budstikke.post.terms.editions import PUM_EDITIONS
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.keeping import CATEGORIES, Moment

Table = tuple[tuple[str, ...], Iterable[tuple[str, ...]]]


def how_long() -> Table:
    """Return the periods, from the editions themselves."""
    counted = (
        (
            "report_safety_days",
            "particulars, after a hand-over",
            "days after the mailbox confirmed the report",
        ),
        ("undelivered_days", "particulars, of a letter that was not handed over", "days after it was over"),
        (
            "keeping_floor_years",
            "the rest, once the sender told the end of its relationship",
            "years after that end",
        ),
        ("keeping_ceiling_years", "the rest, while the sender has told nothing", "years after the hand-over"),
        ("undelivered_years", "the rest, of a letter that was not handed over", "years after it was over"),
        (
            "traffic_files_days",
            "order files, answers and printed notices, once worked on",
            "days after the last change",
        ),
    )
    rules = {spec.name: spec.metadata for spec in fields(PumEdition) if spec.metadata}
    return (
        (
            "what",
            "for how long",
            "rule in the edition",
            "point",
            *(f"`{edition.id}`" for edition in PUM_EDITIONS),
        ),
        (
            (
                what,
                unit,
                f"`{name}`, {rules[name]['clause']}",
                rules[name]["point"],
                *(str(getattr(edition, name)) for edition in PUM_EDITIONS),
            )
            for name, what, unit in counted
        ),
    )


def what_goes_when() -> Table:
    """Return what is erased, where it lies, and at which moment."""
    when = {Moment.PARTICULARS: "with the particulars", Moment.REST: "with the rest"}
    rows = [
        (
            row.words.en,
            ", ".join(f"`{column}`" for column, category in ERASED.items() if category == row.code)
            + (", and its values in `evidence.disclosures_sealed`" if row.code == "numbers" else ""),
            when[row.moment],
        )
        for row in CATEGORIES
    ]
    rows += [("working data", f"`{column}`", goes) for column, goes in GONE_EARLIER.items()]
    return (("what", "where", "goes"), rows)
