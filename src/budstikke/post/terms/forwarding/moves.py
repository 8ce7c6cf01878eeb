"""§2, §7: which moves the National Registry is told of: with everybody's consent, and none of a protected person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import AddressKind, Service
from budstikke.post.terms.forwarding.protection import is_protected
from budstikke.post.terms.refusals import register as refusals

_TOLD = Words(
    no="Alle som flytter har samtykket; flyttingen meldes til Folkeregisteret.",
    en="Everybody who moves has agreed; the National Registry is told of the move.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """One person who moves; `ref` is ours."""

    ref: str
    consented: bool
    numbered: bool = True
    protection: str = ""
    died: bool = False


def tell_move(
    movers: Sequence[Mover],
    *,
    service: Service,
    to: AddressKind = AddressKind.RESIDENTIAL,
    edition: ForwardingEdition,
) -> Decision:
    """
    Decide whether a move is told to the National Registry.

    Terms:   Forwarding §2 (a new permanent postal address is registered), §7 (address information updates public
    registers).
    Reading: only a permanent change of address of persons, only with the consent of each, and never while one of
    them is protected or dead. One refusal for all of this, so that it tells nobody which it was (decision 0104).
    Refuses: MOVE_NOT_TOLD.
    """
    may = (
        service is Service.PERMANENT
        and to is AddressKind.RESIDENTIAL
        and bool(movers)
        and all(
            each.consented and each.numbered and not each.died and not is_protected(each.protection)
            for each in movers
        )
    )
    return Decision.judged(
        question="tell_move",
        edition=edition.id,
        refusals=() if may else (Refusal(refusals.MOVE_NOT_TOLD),),
        passed="told",
        refused="not_told",
        reasons=(Reason.stating("consent", FORWARDING(7), words=_TOLD),),
        answer={"told": may},
    )
