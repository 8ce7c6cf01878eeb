"""Decisions as they are written down: the answer and its clauses, with the very inputs it was given."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from budstikke.law.decision import Decision, plain


def recorded(decision: Decision, **inputs: Any) -> dict[str, object]:
    """
    Return a decision as JSON with its inputs, so that it can be asked again under another edition.

    Inputs are values of terms (frozen dataclasses) or plain values; none of them names a person.
    """
    return {
        **decision.as_json(),
        "inputs": {
            name: plain(asdict(value) if hasattr(value, "__dataclass_fields__") else value)
            for name, value in inputs.items()
        },
    }


def together(first: dict[str, object], *others: dict[str, object]) -> dict[str, object]:
    """Return several recorded decisions of one event as one: the deciding one, with the others under `also`."""
    return {**first, "also": list(others)} if others else first
