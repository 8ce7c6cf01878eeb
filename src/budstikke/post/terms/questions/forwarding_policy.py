"""The switches a question may turn, under the names they are asked by, and the edition they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from enum import StrEnum
from typing import Any, get_type_hints

from budstikke.post.terms.editions import PUM_EDITIONS
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.pum.edition import PumEdition, Redirection
from budstikke.post.terms.questions.fields import Field, Given, Reader, flag, one_of, switches

_PUM_REDIRECT = "pum_redirect"
_KINDS = {
    spec.name: get_type_hints(ForwardingEdition)[spec.name]
    for spec in fields(ForwardingEdition)
    if "point" in spec.metadata
}


def _reader(kind: Any) -> Reader | None:
    if kind is bool:
        return flag
    return one_of(*kind) if isinstance(kind, type) and issubclass(kind, StrEnum) else None


# Every switch of the edition that is a yes or a word; those that are numbers or lists need an edition.
SWITCHES: Mapping[str, Reader] = {
    **{name: reader for name, kind in _KINDS.items() if (reader := _reader(kind))},
    _PUM_REDIRECT: one_of(*Redirection),
}
POLICY = Field(name="policy", read=switches(**SWITCHES), default={})


def under_policy(given: Given, edition: ForwardingEdition) -> ForwardingEdition:
    """Return the edition with the switches the question turns, for this question only."""
    policy = given["policy"]
    assert isinstance(policy, Mapping)
    changed: dict[str, Any] = {
        name: value if isinstance(value, bool) else _KINDS[name](value)
        for name, value in policy.items()
        if name != _PUM_REDIRECT
    }
    return replace(edition, **changed) if changed else edition


def pum_under_policy(given: Given) -> PumEdition:
    """Return the newest edition of the PUM terms with the switch the question turns."""
    policy = given["policy"]
    assert isinstance(policy, Mapping)
    newest = PUM_EDITIONS[0]
    if _PUM_REDIRECT not in policy:
        return newest
    return replace(newest, redirection=Redirection(policy[_PUM_REDIRECT]))
