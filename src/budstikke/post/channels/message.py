"""A message to a recipient, and what every channel that carries one can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """
    What a recipient is told, in every form a channel may need.

    `pdf` sets the paper only when a channel asks for it. `key` is the same at every try of the same message, so
    that the other side can drop a repetition. `national_number` is by whom a digital mailbox knows its owner, `pickup`
    the notice as that mailbox reads it. Address and words are kept out of the representation, because
    representations end up in logs.
    """

    key: str
    mobile: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    short_text: str = field(default="", repr=False)
    national_number: str = field(default="", repr=False)
    pickup: bytes = field(default=b"", repr=False)
    pdf: Callable[[], bytes] = field(default=bytes, repr=False)


class MessageChannel(Protocol):
    """A way to tell a recipient something."""

    def send(self, message: Message) -> None:
        """
        Hand the message over to the channel; returning means that the channel has taken it.

        Raises: Unreachable (try again later) or Rejected (it cannot be delivered this way).
        """
