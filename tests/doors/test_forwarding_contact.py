"""One's own ways to be reached: seen masked, changed by a code to the new one, told to the old, and cooled off."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.actions import forwarding as street
from tests.doors.citizen import AWAY, DAYS, HOME, KARI, TEMPORARY, family, signed_in, words

from budstikke.kit.clock import move_to
from budstikke.post.actions.address_register.person_contact import contact_of_person, seal_contact_of
from budstikke.post.actions.address_register.register_access import own_copy
from budstikke.post.actions.address_register.tell_former_contact import tell_former_contact
from budstikke.post.actions.forwarding.cancel_forwarding import cancel_forwarding
from budstikke.post.actions.keeping.forget_register import forget_register
from budstikke.post.actions.sealing import Contact
from budstikke.post.channels import chosen
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.message import Message
from budstikke.post.records.models import ContactChange, ForwardingOrder, Person, RegisterChange, RegisterRead
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.contact import MOST_CODES, MOST_TRIES, UNDONE_WITHIN
from budstikke.post.terms.forwarding.kinds import Channel

PAGE, ASK, CODE = "/forwarding/contact/", "/forwarding/contact/ask/", "/forwarding/contact/code/"
REMOVE = "/forwarding/contact/remove/"
OLD, NEW = Contact(mobile="+4790000012", email="kari@example.no"), "+4790000034"


@pytest.fixture
def channels(installation: None, monkeypatch: pytest.MonkeyPatch) -> object:
    """Kari in the register with her old telephone and e-mail, and channels that keep what they are sent."""
    from django.core.cache import cache

    from budstikke.kit.installation import data_folder

    cache.clear()
    move_to(street.NOW)
    family()
    with acting_as(CARRIER):
        person = Person.objects.get(given_name="Kari")
        Person.objects.filter(id=person.id).update(contact_sealed=seal_contact_of(OLD, ref=person.ref))
    kept = street.Channels()
    monkeypatch.setattr(chosen, "message_channels", lambda: kept)
    yield kept
    (data_folder() / "clock-offset-seconds").unlink(missing_ok=True)


def kari() -> Person:
    """Kari's row as it is now."""
    with acting_as(CARRIER):
        return Person.objects.get(given_name="Kari")


def code_in(message: Message) -> str:
    """The six digits of a message."""
    return re.findall(r"\b\d{6}\b", message.text)[0]


def changes() -> list[str]:
    """What was written down of Kari's ways, in order."""
    with acting_as(CARRIER):
        rows = RegisterChange.objects.filter(person__given_name="Kari", code__startswith="CONTACT")
        return list(rows.order_by("id").values_list("code", flat=True))


def test_a_telephone_is_changed_by_the_code_sent_to_it_and_the_old_ways_are_told(
    channels: street.Channels,
) -> None:
    """Masked before and after, sealed meanwhile, evidenced, and on the list of who saw what."""
    client = signed_in()
    page = words(client.get(PAGE))
    assert (
        "•• 12" in page and "k•••••@example.no" in page and OLD.mobile not in page and OLD.email not in page
    )
    assert client.post(ASK, {"way": "mobile", "value": "900 00 034"})["Location"] == PAGE
    (sent,) = channels.sent
    assert sent.mobile == NEW and not sent.email
    with acting_as(CARRIER):
        row = ContactChange.objects.get()
    assert code_in(sent).encode() not in bytes(row.asked_sealed) and NEW.encode() not in bytes(
        row.asked_sealed
    )
    waiting = words(client.get(PAGE, {"language": "en"}))
    assert "Type the code we sent" in waiting and "•• 34" in waiting and NEW not in waiting
    assert contact_of_person(kari()).mobile == OLD.mobile
    done = client.post(CODE, {"code": f" {code_in(sent)[:3]} {code_in(sent)[3:]}"})
    assert done.status_code == 200 and contact_of_person(kari()) == Contact(mobile=NEW, email=OLD.email)
    assert kari().contact_changed_on == street.NOW.date()
    tell_former_contact(row.id, channels=channels, now=street.NOW)
    tell_former_contact(row.id, channels=channels, now=street.NOW)
    told = channels.sent[1:]
    assert [(each.mobile, each.email) for each in told] == [(OLD.mobile, ""), ("", OLD.email)]
    assert not any(way in each.text for each in told for way in (NEW, OLD.mobile, OLD.email))
    assert changes() == ["CONTACT_CODE_SENT", "CONTACT_CHANGED"]
    with acting_as(CARRIER):
        assert RegisterRead.objects.filter(purpose="own_contact", fields=["contact"]).count() == 3
        row.refresh_from_db()
    assert row.asked_sealed is None and row.told_at == street.NOW


def test_after_a_change_orders_are_taken_in_person_for_some_days(channels: street.Channels) -> None:
    """The rule of velocity reads the day the person changed it: refused on the web, and not at a counter."""
    client = signed_in()
    client.post(ASK, {"way": "email", "value": "ny@example.no"})
    client.post(CODE, {"code": code_in(channels.sent[0])})
    looked = client.post(TEMPORARY, {**HOME, **AWAY, **DAYS, "step": "look"})
    assert "nettopp endret" in words(looked) and 'name="shown"' not in looked.content.decode()
    at_a_counter = street.order(street.wanted(kari().ref))
    assert not at_a_counter.refused
    move_to(street.NOW + timedelta(days=3))
    looked = client.post(TEMPORARY, {**HOME, **AWAY, **DAYS, "step": "look"})
    assert "nettopp endret" not in words(looked)


def test_a_wrong_code_is_tried_a_few_times_and_an_old_one_counts_no_more(channels: street.Channels) -> None:
    """Each wrong try says how many are left; then nothing changes, and the right code is none."""
    client = signed_in()
    client.post(ASK, {"way": "mobile", "value": NEW})
    right = code_in(channels.sent[0])
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for left in range(MOST_TRIES - 1, 0, -1):
        answer = client.post(CODE, {"code": wrong})
        assert answer.status_code == 409 and f"{left} ganger til" in words(answer)
    assert "gjelder ikke lenger" in words(client.post(CODE, {"code": wrong}))
    assert "Ingen kode venter" in words(client.post(CODE, {"code": right}))
    client.post(ASK, {"way": "mobile", "value": NEW})
    move_to(street.NOW + timedelta(minutes=16))
    assert "gjelder ikke lenger" in words(client.post(CODE, {"code": code_in(channels.sent[1])}))
    assert contact_of_person(kari()) == OLD and kari().contact_changed_on is None
    assert changes() == ["CONTACT_CODE_SENT", "CONTACT_NOT_CHANGED"] * 2


def test_a_code_takes_the_place_of_the_one_before_and_there_are_not_many(channels: street.Channels) -> None:
    """Only the last counts; after a handful a day's wait; and what was asked is gone the day after."""
    client = signed_in()
    for _ in range(MOST_CODES):
        assert client.post(ASK, {"way": "mobile", "value": NEW}).status_code == 302
    many = client.post(ASK, {"way": "mobile", "value": NEW})
    assert many.status_code == 409 and "mange koder" in words(many) and len(channels.sent) == MOST_CODES
    with acting_as(CARRIER):
        assert ContactChange.objects.exclude(asked_sealed=None).count() == 1
    later = street.NOW + timedelta(hours=25)
    forget_register(today=later.date(), now=later)
    with acting_as(CARRIER):
        assert not ContactChange.objects.exists()


def test_what_is_no_way_to_reach_anybody_is_told_by_its_field(channels: street.Channels) -> None:
    """And stays there to be put right; nothing is sent."""
    client = signed_in()
    wrong = (("mobile", "12"), ("mobile", "fire"), ("email", "kari@"), ("email", "a@b\nc.no"), ("mobile", ""))
    for way, value in wrong:
        answer = client.post(ASK, {"way": way, "value": value})
        assert answer.status_code == 400 and f'id="{way}-fault"' in answer.content.decode()
    assert not channels.sent


@pytest.mark.parametrize("error", [Unreachable("down"), Rejected("unknown")])
def test_a_code_that_could_not_be_sent_is_told_and_none_waits(
    channels: street.Channels, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """Whoever mistyped their number is told at once."""

    def fails(_message: Message) -> None:
        raise error

    monkeypatch.setattr(channels, "send", fails)
    client = signed_in()
    answer = client.post(ASK, {"way": "mobile", "value": NEW})
    assert answer.status_code == 503 and "kom ikke av sted" in words(answer)
    assert "Skriv koden vi sendte" not in words(client.get(PAGE))
    assert client.post(CODE, {"code": "000000"}).status_code == 409


def test_a_code_that_came_late_does_not_end_the_one_asked_for_meanwhile(
    channels: street.Channels, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one channel keeps us waiting and then fails, another way gets its code."""
    client, kept = signed_in(), channels.send

    def fails(_message: Message) -> None:
        monkeypatch.setattr(channels, "send", kept)
        assert client.post(ASK, {"way": "email", "value": "kari.ny@example.no"}).status_code == 302
        raise Unreachable("down")

    monkeypatch.setattr(channels, "send", fails)
    assert signed_in().post(ASK, {"way": "mobile", "value": NEW}).status_code == 503
    assert client.post(CODE, {"code": code_in(channels.sent[-1])}).status_code == 200


def test_nobody_sees_or_changes_it_without_a_sign_in(channels: street.Channels) -> None:
    """Each address leads to the sign-in."""
    for address in (PAGE, ASK, CODE, REMOVE):
        assert "/forwarding/sign-in/" in Client().post(address, {"way": "mobile", "value": NEW})["Location"]
    assert not channels.sent and KARI


def test_how_long_a_code_counts_is_said_from_where_it_is_decided(
    channels: street.Channels, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the page and in the message; a figure that was typed would not follow."""
    from budstikke.post.doors.forwarding import contact
    from budstikke.post.papers import contact_message

    for module in (contact, contact_message):
        monkeypatch.setattr(module, "CODE_MINUTES", 17)
    client = signed_in()
    client.post(ASK, {"way": "mobile", "value": NEW})
    assert "17 minutter" in channels.sent[0].text and "17 minutes" in channels.sent[0].text
    assert "17 minutter" in words(client.get(PAGE))


def taken_over(channels: street.Channels, way: str = "mobile", value: str = NEW) -> list[Message]:
    """Somebody who signed in as Kari changes a way; the messages to the ways before."""
    client = signed_in()
    client.post(ASK, {"way": way, "value": value})
    client.post(CODE, {"code": code_in(channels.sent[-1])})
    return told_of_last(channels)


def told_of_last(channels: street.Channels) -> list[Message]:
    """Have the last change told, and return what was sent of it."""
    before = len(channels.sent)
    with acting_as(CARRIER):
        row = ContactChange.objects.order_by("-id")[0]
    tell_former_contact(row.id, channels=channels, now=street.NOW)
    return channels.sent[before:]


def link_in(message: Message) -> str:
    """The link of a message; empty where it has none."""
    return next(iter(re.findall(r"/forwarding/not-me/[^\s.]+\.[\w-]+", message.text)), "")


def test_one_button_in_the_news_of_a_change_puts_back_what_was_and_locks(channels: street.Channels) -> None:
    """Opening it changes nothing; it counts once; nothing new counts for a while; nothing is told to the new way."""
    to_old, to_email = taken_over(channels)
    link, sent = link_in(to_old), len(channels.sent)
    assert link and link == link_in(to_email) and OLD.mobile not in to_old.text
    somebody = Client()
    for _ in range(2):
        page = words(somebody.get(link, {"language": "en"}))
        assert "It was not me" in page and "•" not in page
    assert contact_of_person(kari()).mobile == NEW and kari().locked_at is None
    done = somebody.post(link)
    assert done.status_code == 200 and "What we had before counts again" in words(done)
    assert contact_of_person(kari()) == OLD and kari().locked_at is not None
    assert changes()[-1] == "CONTACT_PUT_BACK" and len(channels.sent) == sent
    again = [somebody.post(link), somebody.get(link), somebody.get(link[:-3] + "abc")]
    assert {each.status_code for each in again} == {404}
    refused = signed_in().post(ASK, {"way": "mobile", "value": NEW})
    assert refused.status_code == 409 and "gjort om" in words(refused)


def test_a_link_is_over_when_its_days_are_and_then_the_ways_before_are_erased(
    channels: street.Channels,
) -> None:
    """Two weeks; until then the copy of what is held has them."""
    link = link_in(taken_over(channels)[0])
    held = own_copy(kari(), now=street.NOW).holdings["contact"]
    assert {"former_mobile": OLD.mobile} in held
    later = street.NOW + UNDONE_WITHIN
    move_to(later - timedelta(minutes=1))
    assert Client().get(link).status_code == 200
    move_to(later + timedelta(minutes=1))
    assert Client().post(link).status_code == 404 and contact_of_person(kari()).mobile == NEW
    after = later + timedelta(minutes=1)
    forget_register(today=after.date(), now=after)
    with acting_as(CARRIER):
        assert not ContactChange.objects.exists()


def test_who_took_over_a_way_gets_no_link_that_undoes_what_its_owner_put_right(
    channels: street.Channels,
) -> None:
    """Of two changes the first link undoes both; the way that was new gets the news without one."""
    first = link_in(taken_over(channels)[0])
    second = taken_over(channels, "email", "ny@example.no")
    assert {each.mobile or each.email: bool(link_in(each)) for each in second} == {
        NEW: False,
        OLD.email: True,
    }
    assert Client().post(first).status_code == 200
    assert contact_of_person(kari()) == OLD
    assert Client().post(link_in(second[1])).status_code == 404


def test_a_way_is_removed_and_the_ways_before_are_told(channels: street.Channels) -> None:
    """Also the one that goes; undone by its link; what is removed is no code sent."""
    client = signed_in()
    done = client.post(REMOVE, {"way": "email"})
    assert done.status_code == 200 and contact_of_person(kari()) == Contact(mobile=OLD.mobile)
    told = told_of_last(channels)
    assert [each.mobile or each.email for each in told] == [OLD.mobile, OLD.email]
    assert "er fjernet" in told[1].text and "has been removed" in told[1].text
    assert client.post(REMOVE, {"way": "email"})["Location"] == PAGE
    assert Client().post(link_in(told[1])).status_code == 200 and contact_of_person(kari()) == OLD
    assert changes() == ["CONTACT_REMOVED", "CONTACT_PUT_BACK"]


def test_the_last_way_stays_while_an_order_is_open(channels: street.Channels) -> None:
    """What is told of the order would come too late on paper; without an order it goes."""
    street.order(street.wanted(kari().ref))
    client = signed_in()
    assert client.post(REMOVE, {"way": "email"}).status_code == 200
    kept = client.post(REMOVE, {"way": "mobile"})
    assert kept.status_code == 409 and "Legg til en ny måte først" in words(kept)
    with acting_as(CARRIER):
        for order in ForwardingOrder.objects.all():
            cancel_forwarding(
                order.reference,
                contacted_on=street.NOW.date(),
                contacted_by=Channel.COUNTER,
                by="clerk-1",
                now=street.NOW,
            )
    assert client.post(REMOVE, {"way": "mobile"}).status_code == 200
    assert contact_of_person(kari()) == Contact()
