"""What pages and papers call states, channels and kinds: each is called something, so that no page shows a code."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import pytest

from budstikke.law.words import Words
from budstikke.post.terms.editions import PUM_EDITIONS
from budstikke.post.terms.events import State
from budstikke.post.terms.forwarding import words
from budstikke.post.terms.forwarding.cases import Received
from budstikke.post.terms.forwarding.events import OrderState
from budstikke.post.terms.forwarding.kinds import AddressKind, Channel, Service
from budstikke.post.terms.forwarding.role import DOCUMENTS
from budstikke.post.terms.forwarding.verdicts import Outcome
from budstikke.post.terms.pum.notices import CHANNEL_WORDS, channel_words
from budstikke.post.terms.state_words import STATE_WORDS


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (STATE_WORDS, State),
        (words.SERVICES, Service),
        (words.STATES, OrderState),
        (words.CHANNELS, Channel),
        (words.RECEIVED, Received),
        (words.ADDRESS_KINDS, AddressKind),
        (words.OUTCOMES, Outcome),
    ],
)
def test_every_member_is_called_something(table: Mapping[StrEnum, Words], kind: type[StrEnum]) -> None:
    """A member without words would be a fault on the first page that meets it."""
    assert table.keys() == set(kind)


def test_every_document_that_shows_a_role_is_called_something() -> None:
    """What the sign-in says of a role is in no list to choose from, and has no words."""
    assert words.PROOFS.keys() == {proof for proofs in DOCUMENTS.values() for proof in proofs}


def test_every_channel_of_a_notice_is_called_something_and_a_forgotten_one_keeps_its_name() -> None:
    """Letters are kept for years; a channel that is no longer ours must not break their page."""
    named = {channel for edition in PUM_EDITIONS for channel in edition.notice_channels}
    assert named <= CHANNEL_WORDS.keys()
    assert channel_words("telex").in_("en") == "telex"
