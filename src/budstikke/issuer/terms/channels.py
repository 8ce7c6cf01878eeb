"""The ways to prove who one is, as a table: what each asks for, what takes its place, and when one may switch."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from budstikke.issuer.terms.document_words import filled
from budstikke.issuer.terms.edition import IssuerEdition
from budstikke.issuer.terms.letters import ENDED, State
from budstikke.issuer.terms.reading import REFUSED, UNREACHABLE
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
    """One way: its words, what to have at hand (see `needed`), and which way to fall back on while it is closed."""

    channel: Channel
    words: Words
    needs: Words
    falls_back_on: Channel | None


ROWS: Mapping[Channel, ChannelRow] = {
    Channel.LETTER: ChannelRow(
        channel=Channel.LETTER,
        words=Words(
            no="Brev du henter på posten mot legitimasjon", en="A letter you collect at the post with an identity"
            " document"
        ),
        needs=Words(
            no="Gyldig {documents}. Til {with_supplement} også et dokument fra en offentlig myndighet med"
            " fødselsnummeret"
            " eller D-nummeret.",
            en="A valid {documents}. With a {with_supplement} also a document from a public authority with the national"
            " identity number or D number.",
        ),
        falls_back_on=Channel.READER,
    ),
    Channel.READER: ChannelRow(
        channel=Channel.READER,
        words=Words(no="ID-verifisering med telefonen", en="ID verifier on your phone"),
        needs=Words(
            no="Gyldig {read_by_phone}, med brikke, og en telefon som kan lese den.",
            en="A valid {read_by_phone}, with a chip, and a phone that can read it.",
        ),
        falls_back_on=Channel.LETTER,
    ),
}  # fmt: skip
REASON_WORDS: Mapping[SwitchReason, Words] = {
    SwitchReason.ASKED: Words(no="Det passer meg bedre", en="It suits me better"),
    SwitchReason.SCANNER_FAILS: Words(
        no="Skanneren hos posten leser ikke dokumentet mitt",
        en="The post's scanner does not read my document",
    ),
    SwitchReason.CHANNEL_DOWN: Words(no="ID-verifisereren svarer ikke", en="The ID verifier does not answer"),
    SwitchReason.READER_REFUSED: Words(
        no="ID-verifisereren kunne ikke bekrefte meg", en="The ID verifier could not confirm me"
    ),
    SwitchReason.LETTER_RETURNED: Words(no="Brevet gikk tilbake", en="The letter went back"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SoFar:
    """What an order has met so far: how its newest letter stands, and how its newest reading ended."""

    letter: State | None
    turned_away: bool
    reading: str


def needed(channel: Channel, *, edition: IssuerEdition) -> Words:
    """Return what to have at hand, with the documents that count under an edition."""
    return filled(ROWS[channel].needs, edition=edition)


def reasons_for(to: Channel, *, so_far: SoFar) -> tuple[SwitchReason, ...]:
    """
    Return the reasons that may be given for going on in another way: what happened first, the wish last.

    Reading: nobody has to give a reason that did not occur, so only those that can be true are offered.
    """
    if to is Channel.READER:
        occurred = {
            SwitchReason.SCANNER_FAILS: so_far.turned_away,
            SwitchReason.LETTER_RETURNED: so_far.letter in (State.RETURNING, State.RETURNED),
        }
    else:
        occurred = {
            SwitchReason.READER_REFUSED: so_far.reading == REFUSED,
            SwitchReason.CHANNEL_DOWN: so_far.reading == UNREACHABLE,
        }
    return (*(reason for reason, so in occurred.items() if so), SwitchReason.ASKED)


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
