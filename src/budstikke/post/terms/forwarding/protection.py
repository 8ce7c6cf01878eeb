"""
§7: whose address is protected, and what follows from it.

Reading: the terms name the Personal Data Act and no protected addresses. The National Registry's grades are kept as
they are told (code 7 is confidential, code 6 strictly confidential, a client's address tells of an institution), and
all three are treated alike: nothing of the address goes to anybody but the person (A-62, decision 0103).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from budstikke.law.decision import Decision, Reason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.edition import ForwardingEdition

_PROTECTED = Words(
    no="Adressen er beskyttet; ingenting om den gis til noen andre enn personen selv.",
    en="The address is protected; nothing of it is given to anybody but the person.",
)
_OPEN = Words(no="Adressen er ikke beskyttet.", en="The address is not protected.")


class Protection(StrEnum):
    """How a person's address is protected; the values are kept in the register."""

    NONE = ""
    CLIENT = "client"
    CONFIDENTIAL = "confidential"
    STRICTLY = "strictly_confidential"


# As the National Registry calls them.
OF_THE_REGISTRY: Mapping[str, Protection] = {
    "ugradert": Protection.NONE,
    "klientadresse": Protection.CLIENT,
    "fortrolig": Protection.CONFIDENTIAL,
    "strengtFortrolig": Protection.STRICTLY,
}
# As clerks know them: the codes of the registry before this one.
BY_CODE: Mapping[str, Protection] = {
    "none": Protection.NONE,
    "7": Protection.CONFIDENTIAL,
    "6": Protection.STRICTLY,
    "client": Protection.CLIENT,
}
# The event that tells of it; anything else the registry tells of a person is looked up with the grade beside it.
PROTECTION_EVENT = "endringIAdressebeskyttelse"


# From open to strictest; a code nobody knows is stricter than all.
_BY_STRICTNESS = tuple(Protection)


def stricter(one: str, other: Protection) -> Protection:
    """Return the stricter of what holds and what is said."""
    held = Protection(one) if one in _BY_STRICTNESS else Protection.STRICTLY
    return max(held, other, key=_BY_STRICTNESS.index)


def is_protected(protection: str) -> bool:
    """Say whether anything protects an address; a code nobody knows does."""
    return protection != Protection.NONE


def protect(*, before: str, after: Protection, edition: ForwardingEdition) -> Decision:
    """
    Decide what a change of protection asks for: deny at sorting, purge what was published, stop what waits.

    Terms:   Forwarding §7 (information is handled in accordance with the Personal Data Act).
    Reading: a new protection takes effect at once and before anything else is done; one that ends takes effect with
    the next snapshot, because nobody is harmed by a day's delay (A-62, decision 0103).
    """
    starts = is_protected(after)
    return Decision(
        question="protection",
        outcome="protected" if starts else "open" if is_protected(before) else "unchanged",
        edition=edition.id,
        reasons=(Reason.stating("protection", FORWARDING(7), words=_PROTECTED if starts else _OPEN),),
        answer={"deny": starts, "purge": starts and not is_protected(before), "changed": before != after},
    )


def may_see(*, protection: str, has_right: bool, is_the_person: bool = False) -> bool:
    """
    Say whether somebody may see where a person's mail goes.

    Terms:   Forwarding §7.
    Reading: the person always; staff only with the special right. Who may not see is answered as for somebody unknown.
    """
    return is_the_person or has_right or not is_protected(protection)
