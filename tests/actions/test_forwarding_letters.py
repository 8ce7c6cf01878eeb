"""Letters with personal delivery whose recipient has moved: they follow by their own terms, or go back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from tests.actions import forwarding as street
from tests.actions import line

from budstikke.formats.s10 import letter_id
from budstikke.post.actions.moving.arrive import arrive
from budstikke.post.actions.moving.hand_in import Dispatch, hand_in
from budstikke.post.channels.errors import Unreachable
from budstikke.post.records.models import Event, Letter
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.contracts import PUM

if TYPE_CHECKING:
    from budstikke.post.actions.forwarding.wanted_order import MailAddress
    from budstikke.post.channels.message import Message

pytestmark = pytest.mark.usefixtures("installation")
ON_THE_WAY = street.noon(date(2026, 12, 8))  # Tuesday


def _ordered(new: MailAddress) -> None:
    _is_forwarded(street.person(), new=new)


def _arrived() -> tuple[str, int | None, list[str]]:
    """A letter booked, handed in and brought to Bergen; gives its state, its outlet and its events."""
    line.book(line.file_of([line.order(1)]))
    number = line.number(1)
    dispatch = Dispatch(customer_number=line.CUSTOMER, numbers=[number], place="OSLO")
    hand_in(dispatch, clerk="clerk-1", today=line.TODAY, now=line.NOW)
    arrive([number], outlet_id=line.BERGEN, clerk="clerk-1", now=ON_THE_WAY)
    with acting_as(CARRIER):
        letter = Letter.objects.get(id=letter_id(number))
        codes = list(Event.objects.filter(letter=letter).order_by("id").values_list("code", flat=True))
    return letter.state, letter.outlet_id, codes


def test_a_letter_that_may_not_follow_goes_back_and_says_why() -> None:
    """Abroad is not allowed (PUM §5)."""
    from budstikke.post.actions.sorting.order_facts import MailAddress

    _ordered(MailAddress(street="Storgatan 1", postcode="11122", city="STOCKHOLM", country="SE"))
    state, _, codes = _arrived()
    assert (state, codes[-1]) == ("returning", "RETURN")
    with acting_as(CARRIER):
        decision = Event.objects.get(code="RETURN").decision
    assert "PUM §5" in decision["clauses"] and "Storgatan" not in str(decision)


def test_a_letter_whose_recipient_has_moved_within_reach_waits_where_it_came() -> None:
    """Nobody serves the new address better."""
    _ordered(street.away())
    state, outlet, codes = _arrived()
    assert (state, outlet, codes[-1]) == ("ready", line.BERGEN, "READY_FOR_PICKUP")


def test_a_letter_is_collected_as_always_while_mail_is_stored() -> None:
    """What is signed for is not stored (Forwarding §4); it waits, and its own deadline begins with the notice."""
    from budstikke.post.terms.forwarding.kinds import Service

    street.order(street.wanted(street.person(), service=Service.STORAGE, new=None))
    street.send_all()
    street.publish()
    state, outlet, codes = _arrived()
    assert (state, outlet, codes[-1]) == ("ready", line.BERGEN, "READY_FOR_PICKUP")


def test_a_letter_does_not_follow_to_a_business() -> None:
    """Nor within Norway (PUM §5)."""
    from budstikke.post.actions.sorting.order_facts import MailAddress
    from budstikke.post.terms.forwarding.kinds import AddressKind

    _ordered(MailAddress(street="Storgata 1", postcode="9008", city="TROMSØ", kind=AddressKind.BUSINESS))
    state, _, codes = _arrived()
    assert (state, codes[-1]) == ("returning", "RETURN")


def test_a_letter_meets_a_frozen_order_as_if_there_were_none() -> None:
    """It would have gone back, for abroad is not allowed; somebody said no to the order, so it waits at home."""
    from budstikke.post.actions.forwarding.object_to_order import object_to_order
    from budstikke.post.actions.sorting.order_facts import MailAddress

    abroad = MailAddress(street="Storgatan 1", postcode="11122", city="STOCKHOLM", country="SE")
    taken = street.order(street.wanted(street.person(), new=abroad))
    street.send_all()
    street.publish()
    object_to_order(reference=taken.reference, by="desk", now=ON_THE_WAY)
    state, outlet, _ = _arrived()
    assert (state, outlet) == ("ready", line.BERGEN)


# Booked so that the letter comes when the order, from Monday 7 December, is in effect.
BOOKED_ON = date(2026, 12, 3)  # Thursday
MOBILE, EMAIL = "+4799999999", "kari.specimen@post.example"


def _abroad() -> MailAddress:
    from budstikke.post.actions.sorting.order_facts import MailAddress

    return MailAddress(street="Storgatan 1", postcode="11122", city="STOCKHOLM", country="SE")


def _mover(**changed: object) -> UUID:
    """Kari, reached by SMS and e-mail, has ordered her mail to Sweden."""
    ref = street.person(mobile=MOBILE, email=EMAIL)
    _is_forwarded(ref, **{"new": _abroad(), **changed})
    return ref


def _is_forwarded(ref: UUID, **changed: object) -> None:
    street.order(street.wanted(ref, **changed))
    street.send_all()
    street.publish()


def _booked(serial: int = 1, *, on: date = BOOKED_ON, **changed: object) -> list:
    order = line.order(serial, **changed)
    return line.book(line.file_of([order], reference=f"PUM{serial}"), today=on, now=street.noon(on))


def _warned(channels: street.Channels | None = None, *, at: datetime | None = None) -> list[Message]:
    """Run the job; gives what was sent."""
    from budstikke.post.actions.forwarding.look_for_warnings import look_for_warnings
    from budstikke.post.actions.forwarding.send_warnings import send_warnings

    through = street.Channels() if channels is None else channels
    before = len(through.sent)
    look_for_warnings(now=at or street.noon(BOOKED_ON))
    send_warnings(channels=through, now=at or street.noon(BOOKED_ON))  # type: ignore[arg-type]
    return through.sent[before:]


def test_the_recipient_is_told_once_why_a_letter_would_not_come_and_what_helps() -> None:
    """On every way they registered, in both languages, and nothing of who sent it."""
    _mover()
    _booked()
    sent = _warned()
    assert [(each.mobile, each.email) for each in sent] == [(MOBILE, ""), ("", EMAIL)]
    for each in sent:
        for words in (
            "utlandet. (PUM §5)",
            "redirected abroad. (PUM §5)",
            "Cancel the order by 06 Dec 2026",
            "(Forwarding §5)",
        ):
            assert words in each.text
        for secret in (line.SENDER.name, line.number(1), "Nordmann", "STOCKHOLM"):
            assert secret not in each.text + each.subject + each.short_text
    assert _warned() == []


def test_a_warning_is_recorded_as_asked_and_evidenced() -> None:
    """Of the person, with its inputs; the same question gets the same answer again."""
    from budstikke.post.actions.proving.evidence_of_forwarding import evidence_forwarding
    from budstikke.post.records.models import Evidence, ForwardingEvent
    from budstikke.post.terms.asked_again import ask_again
    from budstikke.post.terms.editions import FORWARDING_BY_ID

    ref = _mover()
    _booked()
    _warned()
    with acting_as(CARRIER):
        event = ForwardingEvent.objects.get(code="RECIPIENT_WARNED", person__ref=ref, order=None)
    assert event.decision is not None
    again = ask_again(event.decision, edition=FORWARDING_BY_ID[event.decision["edition"]])
    assert (again.outcome, again.clauses[0]) == ("told", PUM(5))
    assert line.number(1) not in str(event.decision)
    evidence_forwarding(sealer=line.sealer(), now=ON_THE_WAY)
    with acting_as(CARRIER):
        assert Evidence.objects.get(forwarding_event_id=event.id).name == "ForwardingNotice"


def test_a_contact_that_was_just_changed_learns_of_no_letter() -> None:
    """It may be somebody else's; once it has counted for the days of the edition the person is told."""
    from budstikke.post.records.models import Person

    ref = _mover()
    with acting_as(CARRIER):
        Person.objects.filter(ref=ref).update(contact_changed_on=date(2026, 12, 2))  # Wednesday
    _booked()
    assert _warned() == []
    assert _warned(at=street.noon(date(2026, 12, 4))) == []  # Friday
    assert len(_warned(at=street.noon(date(2026, 12, 5)))) == 2  # Saturday


def test_nobody_is_told_of_a_letter_that_is_not_surely_theirs() -> None:
    """Protected persons, namesakes, and persons nobody can reach."""
    from budstikke.post.actions.address_register.protect import protect_person
    from budstikke.post.records.models import LetterWarning, Person
    from budstikke.post.terms.forwarding.protection import Protection

    ref = _mover()
    _booked(1, national_number="20914695016")
    _booked(2, name="Ola Nordmann")
    assert _warned() == []
    _booked(3)
    with acting_as(CARRIER):
        person = Person.objects.get(ref=ref)
    protect_person(
        person, Protection.STRICTLY, has_right=True, actor="desk", today=BOOKED_ON, now=street.noon(BOOKED_ON)
    )
    assert _warned() == []
    with acting_as(CARRIER):
        assert not LetterWarning.objects.exists()


def test_whoever_said_no_meanwhile_is_told_nothing() -> None:
    """What is told is how it stands then: the frozen order sends the letter nowhere."""
    from budstikke.post.actions.forwarding.object_to_order import object_to_order
    from budstikke.post.records.models import ForwardingOrder

    _mover()
    _booked()
    night = street.noon(BOOKED_ON).replace(hour=22)  # 23:00 in Oslo, when no SMS is sent
    assert _warned(at=night) == []
    with acting_as(CARRIER):
        reference = ForwardingOrder.objects.get().reference
    object_to_order(reference=reference, by="desk", now=night)
    assert _warned(at=street.noon(date(2026, 12, 4))) == []  # Friday


def test_a_channel_that_is_down_is_tried_again_and_the_other_tells_once() -> None:
    """What one took is not sent again."""
    _mover()
    _booked()
    channels = street.Channels()
    channels["sms"] = Down()  # type: ignore[assignment]
    with pytest.raises(Unreachable):
        _warned(channels)
    assert [each.email for each in channels.sent] == [EMAIL]
    channels["sms"] = channels
    assert [each.mobile for each in _warned(channels)] == [MOBILE]
    assert _warned(channels) == []


class Down:
    """A channel nobody answers on."""

    def send(self, message: Message) -> None:
        """Take nothing."""
        raise Unreachable("down")


def test_whoever_stores_mail_is_told_that_the_letter_must_be_collected() -> None:
    """What is signed for is not stored, and its deadline runs (Forwarding §4)."""
    from budstikke.post.terms.forwarding.kinds import Service

    _mover(service=Service.STORAGE, new=None)
    _booked()
    first, _ = _warned()
    assert "(Forwarding §4, PUM §15)" in first.text and "during storage" in first.text


def test_a_letter_that_may_follow_warns_nobody() -> None:
    """It goes to the outlet of the new address, and its notice says where it waits."""
    _mover(new=street.away())
    _booked()
    assert _warned() == []


def test_the_sender_sees_nothing_of_who_has_moved() -> None:
    """Answer, events, tracking, the rows a sender reads and the statements of booking are the same to the byte."""
    from tests.doors.bring import data_statements

    from budstikke.post.actions.booking.book_few import book_few
    from budstikke.post.records.models import LetterWarning, Sender
    from budstikke.post.records.tracked import tracked

    def seen(serial: int) -> tuple[object, ...]:
        (result,) = _booked(serial)
        _warned()
        with acting_as(CARRIER):
            sender = Sender.objects.get()
        order = replace(line.order(None), consignment_number="", document_number="")
        with data_statements() as by_api:
            (outcome,) = book_few(
                [order], sender_id=sender.id, sha256="0" * 64, today=BOOKED_ON, now=street.noon(BOOKED_ON)
            )
        with acting_as(str(sender.id)):
            assert not LetterWarning.objects.exists()
            (told,) = tracked(line.number(serial), sender_id=sender.id)
        answer = line.answer(result).replace(f"PUM{serial}".encode(), b"PUM")
        return (
            re.sub(rb"\+C\d+'", b"+C'", answer),
            len(outcome.numbers),
            outcome.refused,
            replace(told, number="", consignment_number="", order_reference=""),
            line.codes(serial),
            len(by_api),
        )

    before = seen(1)
    _mover()
    assert seen(2) == before
    with acting_as(CARRIER):
        assert LetterWarning.objects.filter(outcome="told").exists()
