"""Try the channels of the terms with one message until one takes it; touches no table and holds no lock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from budstikke.kit.clock import OSLO
from budstikke.post.actions.recorded import recorded
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.message import Message, MessageChannel
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.notices import PAPER, ContactFacts, notice_channel, quiet_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A channel that refused the message for good, with its word for why and why it was chosen."""

    channel: str
    code: str
    decision: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """
    What became of a message.

    `channel` took it, chosen by `decision`; or it is `held_until` a decent hour; or the channel was `unreachable`.
    `refused` are those that said no before.
    """

    refused: tuple[Refused, ...]
    channel: str = ""
    decision: dict[str, object] | None = None
    held_until: datetime | None = None
    unreachable: Unreachable | None = None


def through_channels(
    message: Message,
    *,
    contact: ContactFacts,
    failed: Sequence[str],
    edition: PumEdition,
    channels: Mapping[str, MessageChannel],
    now: datetime,
) -> Tried:
    """
    Send a message by the first channel that takes it; `failed` have refused it before.

    Terms: PUM §11 (SMS, e-mail, else paper; a channel that fails for good gives way to the next).
    """
    refused: tuple[Refused, ...] = ()
    while True:
        given_up = (*failed, *(each.channel for each in refused))
        decision = notice_channel(contact, failed=given_up, edition=edition)
        channel, written = decision.outcome, recorded(decision, contact=contact, failed=given_up)
        until = quiet_until(channel, local_at=now.astimezone(OSLO), edition=edition)
        if until is not None:
            return Tried(refused=refused, held_until=until)
        try:
            channels[channel].send(message)
        except Unreachable as error:
            return Tried(refused=refused, unreachable=error)
        except Rejected as no:
            if channel == PAPER:
                last = Unreachable("paper is the last way there is; it is tried again")
                return Tried(refused=refused, unreachable=last)
            written = {**written, "failed": {"channel": channel, "code": no.code}}
            refused = (*refused, Refused(channel=channel, code=no.code, decision=written))
        else:
            return Tried(refused=refused, channel=channel, decision=written)
