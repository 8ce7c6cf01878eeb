"""The ways to prove who one is, as a table: what each asks for, what takes its place, and when one may switch."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from budstikke.issuer.terms.edition import IssuerEdition
from budstikke.issuer.terms.letters import ENDED, State
from budstikke.issuer.terms.refusals import CHANNEL_CLOSED, NOT_TO_BE_SWITCHED
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words


class Channel(StrEnum):
    """A way to prove who one is."""

    LETTER = "letter"
    READER = "reader"


class SwitchReason(StrEnum):
    """Why an order changes to another way."""

    ASKED = "asked"
    SCANNER_FAILS = "scanner_fails"
    CHANNEL_DOWN = "channel_down"
    READER_REFUSED = "reader_refused"
    LETTER_RETURNED = "letter_returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """One way: its words, what to have at hand, and which way to fall back on while it is closed."""

    channel: Channel
    words: Words
    needs: Words
    falls_back_on: Channel | None


ROWS: Mapping[Channel, ChannelRow] = {
    Channel.LETTER: ChannelRow(
        channel=Channel.LETTER,
        words=Words(no="Brev du henter på posten mot pass", en="A letter you collect at the post with a passport"),
        needs=Words(
            no="Gyldig pass. Til et utenlandsk pass også et dokument fra en offentlig myndighet med fødselsnummeret"
            " eller D-nummeret.",
            en="A valid passport. With a foreign passport also a document from a public authority with the national"
            " identity number or D number.",
        ),
        falls_back_on=Channel.READER,
    ),
    Channel.READER: ChannelRow(
        channel=Channel.READER,
        words=Words(no="ID-verifisering med telefonen", en="ID verifier on your phone"),
        needs=Words(
            no="Gyldig pass med brikke, og en telefon som kan lese den.",
            en="A valid passport with a chip, and a phone that can read it.",
        ),
        falls_back_on=Channel.LETTER,
    ),
}  # fmt: skip


def channel_for(
    asked: Channel, *, closed: Collection[Channel] = (), edition: IssuerEdition
) -> Channel | Refusal:
    """
    Return the way an order goes: the one asked for, or while that is closed the one it falls back on.

    Terms:   eID §2.
    Refuses: CHANNEL_NOT_OFFERED when neither is open.
    """
    for each in (asked, ROWS[asked].falls_back_on):
        if each is not None and each in edition.channels and each not in closed:
            return each
    return Refusal(CHANNEL_CLOSED, {"channel": asked})


def may_switch(
    *,
    ended: bool,
    to: Channel,
    closed: Collection[Channel] = (),
    edition: IssuerEdition,
) -> Refusal | None:
    """
    Say why an order may not go on in another way, or nothing when it may.

    Reading: a letter under way is neither stopped nor made worthless by the switch. Whichever way is finished first
    activates, and only then does the other end.
    Terms:   eID §2.
    Refuses: CHANNEL_NOT_SWITCHED, CHANNEL_NOT_OFFERED.
    """
    if ended:
        return Refusal(NOT_TO_BE_SWITCHED)
    if to not in edition.channels or to in closed:
        return Refusal(CHANNEL_CLOSED, {"channel": to})
    return None


def sends_letter(*, to: Channel, letters: Collection[State]) -> bool:
    """Say whether going on in this way takes a new letter: not while one is under way."""
    return to is Channel.LETTER and all(state in ENDED for state in letters)
