"""What recipients are told besides the notice: that there is more time, and that the letter went back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.actions import line
from tests.actions.line import NOW, TODAY, number
from tests.actions.test_notices import Channel, channels, codes, letter, send, unsent, waiting

from budstikke.post.actions.helping.help_letter import Wanted, confirm_help, help_letter
from budstikke.post.actions.moving.extend_deadline import extend_deadline, extend_once, give_back_outage
from budstikke.post.actions.moving.sweep import return_uncollected
from budstikke.post.actions.telling.note_receipt import Receipt, note_receipt
from budstikke.post.channels.errors import Rejected
from budstikke.post.papers.told import WORDINGS
from budstikke.post.records.models import DeskAct, Notice
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.events import ReturnReason
from budstikke.post.terms.pum.at_the_desk import Help, Why

pytestmark = pytest.mark.usefixtures("installation")
AFTER = TODAY + timedelta(days=22)  # Tuesday 15 December


def told() -> None:
    """One letter whose recipient was told that it waits."""
    waiting(1)
    send(channels())


def test_who_asked_for_more_time_is_told_the_new_day() -> None:
    """By the first channel; the deadline itself is moved by the asking and not by the message."""
    told()
    extend_once(number(1), today=TODAY, now=NOW)
    through = channels()
    send(through)
    ((message),) = through["sms"].sent
    assert message.key == f"{number(1)}-extended-0"
    assert "21. des" in message.short_text or "21.12" in message.short_text  # Monday 21 December
    assert "more time" in message.text
    assert codes()[-2:] == ["DEADLINE_EXTENDED", "RECIPIENT_TOLD"]
    assert letter().last_collect_day == date(2026, 12, 21)  # Monday
    assert message.pdf().startswith(b"%PDF-")


def test_an_extension_by_the_desk_is_told_and_days_given_back_are_not() -> None:
    """Of an outage the recipient is told when it begins."""
    told()
    until = date(2026, 12, 20)  # Sunday
    extend_deadline(number(1), until=until, actor="service-1", today=TODAY, now=NOW)
    assert len(unsent()) == 1
    send(channels())
    give_back_outage(outlet_id=line.BERGEN, first=TODAY, last=TODAY, actor="clerk-7", now=NOW)
    assert unsent() == []


def test_who_did_not_come_is_told_that_the_letter_went_back() -> None:
    """Whose it was and what to do; no outlet and no day, because there is nothing left to collect."""
    told()
    assert return_uncollected(today=AFTER, now=line.at(AFTER)) == 1
    through = channels()
    send(through, today=AFTER)
    ((message),) = through["sms"].sent
    assert line.SENDER.name in message.short_text
    assert "Bergen postkontor" not in message.text + message.short_text
    assert "Nordmann" not in message.text + message.short_text
    assert codes()[-2:] == ["RETURN", "RECIPIENT_TOLD"]
    assert message.pdf().startswith(b"%PDF-")
    with acting_as(CARRIER):
        assert Notice.objects.get(kind="returned").wording == BY_ID[letter().edition].notice_wording


def test_a_return_by_the_desk_is_told_too() -> None:
    """The sender called the letter back."""
    told()
    called_back()
    assert [kind for _, kind in owed()] == ["returned"]


def called_back() -> None:
    """Stop the letter: one of the desk asks, another confirms."""
    wanted = Wanted(what=Help.RETURN, why=Why.SENDER_ASKED, return_reason=ReturnReason.WITHDRAWN)
    help_letter(number(1), wanted, clerk="desk-1", today=TODAY, now=NOW)
    with acting_as(CARRIER):
        (act,) = DeskAct.objects.filter(waits=True)
    confirmed = confirm_help(act.id, agrees=True, clerk="lead-1", today=TODAY, now=NOW)
    assert confirmed is not None and confirmed.done


def owed() -> list[tuple[int, str]]:
    """The notices still to send."""
    with acting_as(CARRIER):
        return list(Notice.objects.filter(sent_at=None).values_list("id", "kind"))


def test_who_was_never_told_of_the_letter_is_not_told_that_it_left() -> None:
    """The notice they never had is overtaken."""
    waiting(1)
    called_back()
    through = channels()
    send(through)
    assert through["sms"].sent == []


def test_a_message_of_return_goes_by_the_next_channel_when_one_fails() -> None:
    """Refused at once, and told later that it did not arrive."""
    told()
    return_uncollected(today=AFTER, now=line.at(AFTER))
    through = channels(sms=Channel(Rejected("unknown-subscriber")))
    send(through, today=AFTER)
    ((message),) = through["email"].sent
    late = Receipt(key=message.key, channel="email", delivered=False, code="5.1.1")
    assert note_receipt(late, now=line.at(AFTER))
    through = channels()
    send(through, today=AFTER)
    assert len(through["letter"].sent) == 1


def test_more_time_is_not_told_of_a_letter_that_was_collected() -> None:
    """It was overtaken before its turn came."""
    told()
    extend_once(number(1), today=TODAY, now=NOW)
    line.give(1, line.check(1).check_id)
    through = channels()
    send(through)
    assert through["sms"].sent == []


def test_every_edition_has_its_words_in_two_languages() -> None:
    """An old letter is told in the words of its own edition."""
    for edition in BY_ID.values():
        wording = WORDINGS[edition.notice_wording]
        assert set(wording) == {"extended", "returned"}
        for kind in wording.values():
            assert all(words.no and words.en for words in (kind.heading, kind.reason, kind.sms))
