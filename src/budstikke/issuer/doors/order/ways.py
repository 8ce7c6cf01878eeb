"""Which ways to prove who one is are closed now, so that none is offered that leads nowhere."""

from __future__ import annotations

from budstikke.issuer.channels import chosen
from budstikke.issuer.channels.errors import Rejected, Unreachable
from budstikke.issuer.terms.channels import Channel


def closed_ways() -> frozenset[Channel]:
    """Return the ways this installation has nobody for; nobody is asked."""
    return frozenset() if chosen.verifier().is_registered else frozenset({Channel.READER})


def closed_to(channel: Channel) -> frozenset[Channel]:
    """Return the closed ways for somebody who has chosen one: whoever runs it is asked whether they are there."""
    closed = closed_ways()
    if channel is Channel.READER and channel not in closed:
        try:
            chosen.verifier().look()
        except (Unreachable, Rejected):
            return closed | {channel}
    return closed
