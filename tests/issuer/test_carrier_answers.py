"""What the carrier answers and tells: read letter by letter, asked about many at once, and shown to the customer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.issuer.carrier import Carrier, House
from tests.issuer.customer import NOW, letter_of, ordered

from budstikke.issuer.actions import follow_letters as following
from budstikke.issuer.actions.follow_letters import follow_letters, follow_told, hear_news
from budstikke.issuer.actions.print_letters import print_letters
from budstikke.issuer.actions.send_orders import send_orders
from budstikke.issuer.actions.told_of_letters import told_of_letters
from budstikke.issuer.channels.carrier_api import Followed
from budstikke.issuer.channels.errors import Unreachable
from budstikke.issuer.doors.order import status as page
from budstikke.issuer.records.models import Interchange, Letter, LetterEvent, LetterNews, Order, Place
from budstikke.issuer.terms.letters import State

pytestmark = pytest.mark.usefixtures("issuer_database", "secrets_of_the_webhook")
PERSONS = ("20914695016", "20914695024", "20914695032")
LATER = NOW + timedelta(hours=1)


class Silent(Carrier):
    """Takes files, and answers only what a test lays there."""

    def visit(self, files, *, after=""):  # type: ignore[no-untyped-def]
        found = super().visit(files, after=after)
        for name in files:
            del found.found[f"CONTRL_{name}"], self.waiting[f"CONTRL_{name}"]
        return found


def sent(carrier: Carrier, *, many: int = 3) -> list[Order]:
    """Orders that were brought in one file."""
    orders = [ordered(national_number=number) for number in PERSONS[:many]]
    assert send_orders(files=carrier, now=NOW).ordered == many
    return orders


def answered(
    carrier: Carrier, *, action: str, rejected: tuple[int, ...] = (), name: str = "CONTRL_1.edi"
) -> None:
    """Lay an acknowledgement of the newest file, and have it read."""
    reference = Interchange.objects.latest("id").reference
    messages = "".join(f"UCM+{nth}+IFTMIN:D:04A:UN:BIG14+4'UCS+5+12'" for nth in rejected)
    text = (
        "UNB+UNOC:3+7080003248381:14+310000019:30+261123:0900+A1'UNH+1+CONTRL:D:3:UN'"
        f"UCI+{reference}+310000019:30+7080003248381:14+{action}'{messages}UNT+3+1'UNZ+1+A1'"
    )
    carrier.waiting[name] = text.encode()
    send_orders(files=carrier, now=LATER)


def states() -> list[str]:
    """The states of all letters in the order they were made."""
    return list(Letter.objects.order_by("id").values_list("state", flat=True))


def test_only_the_refused_order_of_a_file_is_refused() -> None:
    """The second of three; said again it changes nothing, and only the booked ones are asked about."""
    carrier = Silent(numbered=True)
    sent(carrier)
    answered(carrier, action="7", rejected=(2,))
    assert states() == [State.BOOKED, State.REJECTED, State.BOOKED] and "CONTRL_1.edi" in carrier.removed
    answered(carrier, action="4", name="CONTRL_2.edi")
    assert states() == [State.BOOKED, State.REJECTED, State.BOOKED]
    booked = Letter.objects.filter(state=State.BOOKED).order_by("id").values_list("consignment", flat=True)
    assert follow_told(api=carrier, now=LATER) == 2 and [set(each) for each in carrier.asked] == [set(booked)]
    assert set(carrier.subscribed) == set(booked)


def test_a_file_that_is_refused_whole_books_nothing() -> None:
    """Every letter of it is refused, and nothing of its content is kept."""
    carrier = Silent()
    sent(carrier)
    answered(carrier, action="4")
    file = Interchange.objects.get()
    assert states() == [State.REJECTED] * 3 and file.stands is False and file.content_sealed is None
    assert not LetterNews.objects.exists()


def test_that_a_file_was_received_is_no_answer_yet() -> None:
    """The content is kept, the letters wait, and the refusal that comes later counts."""
    carrier = Silent()
    sent(carrier, many=2)
    answered(carrier, action="8")
    file = Interchange.objects.get()
    assert states() == [State.SENT] * 2 and file.answered_at is None and file.content_sealed
    answered(carrier, action="7", rejected=(1,), name="CONTRL_2.edi")
    assert states() == [State.REJECTED, State.BOOKED]


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"UNB+UNOC:3+a+b+261123:0900+1'UNH+1+CONTRL:D"])
@pytest.mark.parametrize("name", ["CONTRL_1.edi", "IFTSTA_1.edi"])
def test_an_answer_that_cannot_be_read_is_left_where_it_lies(name: str, content: bytes) -> None:
    """It may be about an order of ours; nothing else is held up by it."""
    carrier = Silent()
    sent(carrier, many=1)
    carrier.waiting[name] = content
    assert send_orders(files=carrier, now=LATER).unanswered
    assert name in carrier.waiting and states() == [State.SENT]
    answered(carrier, action="7", name="CONTRL_2.edi")
    assert states() == [State.BOOKED] and name in carrier.waiting


def test_status_messages_are_asked_about_and_others_left() -> None:
    """A file about our letters only is removed; one that also tells of another's stays, and is not read again."""
    carrier = Silent()
    one, two = (letter_of(each).consignment for each in sent(carrier, many=2))
    carrier.waiting |= {
        "IFTSTA_1.edi": _statuses(one),
        "IFTSTA_2.edi": _statuses(two, "70707074500000001", two),
    }
    send_orders(files=carrier, now=LATER)
    assert "IFTSTA_1.edi" not in carrier.waiting and "IFTSTA_2.edi" in carrier.waiting
    assert Place.objects.get(name="statuses").value == "IFTSTA_2.edi"
    assert set(LetterNews.objects.values_list("consignment", flat=True)) == {one, two}


def _statuses(*consignments: str) -> bytes:
    told = "".join(
        f"CNI+{nth}+{each}'STS+1+5:::Klar'DTM+78:202611230800:203'"
        for nth, each in enumerate(consignments, 1)
    )
    head = "UNB+UNOC:3+7080003248381:14+310000019:30+261123:0900+S1'UNH+1+IFTSTA:D:04A:UN:BIG14'"
    return f"{head}BGM+23+1+9'{told}UNT+9+1'UNZ+1+S1'".encode()


def test_a_hundred_letters_are_asked_about_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what is told often is asked about once: one job waits, however many calls came."""
    monkeypatch.setattr(following, "_AT_ONCE", 2)
    carrier = Carrier(numbered=True)
    sent(carrier)
    consignments = list(Letter.objects.order_by("id").values_list("consignment", flat=True))
    for _ in range(3):
        assert told_of_letters({*consignments, "nobody's"}, now=LATER) == set(consignments)
    assert ProcrastinateJob.objects.filter(task_name="follow_letters", status="todo").count() == 1
    assert follow_told(api=carrier, now=LATER) == 3 and sorted(map(len, carrier.asked)) == [1, 2]
    assert not LetterNews.objects.exists() and follow_told(api=carrier, now=LATER) == 0
    assert len(carrier.asked) == 2


def test_what_could_not_be_asked_is_asked_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was taken in before stays taken in, and the news finds what a job has left."""
    monkeypatch.setattr(following, "_AT_ONCE", 2)

    class Falls(Carrier):
        def letters(self, consignments):  # type: ignore[no-untyped-def]
            if self.asked:
                raise Unreachable("gone")
            return super().letters(consignments)

        def news(self, cursor: str | None) -> tuple[frozenset[str], str]:
            return frozenset(), "later"

    carrier = Falls(numbered=True)
    sent(carrier)
    with pytest.raises(Unreachable):
        follow_told(api=carrier, now=LATER)
    assert LetterNews.objects.count() == 1 and Letter.objects.exclude(number=None).count() == 2
    ProcrastinateJob.objects.filter(task_name="follow_letters").delete()
    assert hear_news(api=carrier, now=LATER) == 0
    assert ProcrastinateJob.objects.filter(task_name="follow_letters", status="todo").exists()
    carrier.asked.clear()
    assert follow_told(api=carrier, now=LATER) == 1 and not LetterNews.objects.exists()


def test_many_letters_are_taken_in_each_with_its_own_events() -> None:
    """Known events are not written again, unknown ones of the carrier mean nothing, and states follow the table."""
    carrier = Carrier(numbered=True)
    sent(carrier)
    follow_told(api=carrier, now=LATER)
    print_letters(house=House(), now=LATER)
    for code, hours in (("HANDED_IN", 20), ("READY_FOR_PICKUP", 40), ("SOMETHING_NEW", 41)):
        carrier.tells(code, at=NOW + timedelta(hours=hours))
    first, *others = Letter.objects.order_by("id").values_list("consignment", flat=True)
    for _ in range(2):
        assert follow_letters([first, *others], api=carrier, now=LATER) == 3
    carrier.tells("DELIVERED", at=NOW + timedelta(hours=50))
    follow_letters([first], api=carrier, now=LATER)
    assert states() == [State.COLLECTED, State.READY, State.READY]
    assert LetterEvent.objects.filter(code="READY_FOR_PICKUP").count() == 3
    assert not LetterEvent.objects.filter(code="SOMETHING_NEW").exists()


def test_a_letter_the_carrier_does_not_know_holds_no_other_up() -> None:
    """It is asked about, found nowhere, and asked about again when something is told of it."""

    class Forgets(Carrier):
        def letters(self, consignments) -> list[Followed]:  # type: ignore[no-untyped-def]
            return super().letters(consignments)[1:]

    carrier = Forgets(numbered=True)
    sent(carrier)
    assert follow_told(api=carrier, now=LATER) == 2 and not LetterNews.objects.exists()
    assert Letter.objects.filter(number=None).count() == 1


def test_who_was_refused_reads_why_and_has_their_money_back_without_a_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No blame and no code; by order number and postcode, once; nobody else gets it by the order number alone."""
    monkeypatch.setattr(page, "now", lambda: LATER)
    carrier = Carrier(faulty=True)
    (order,) = sent(carrier, many=1)
    client, stranger = (Client(headers={"host": "localhost"}) for _ in range(2))
    looked_up = {"order": order.number, "postcode": "5004"}
    for language, told in (
        ("no", "Posten tok ikke imot bestillingen"),
        ("en", "you have done nothing wrong"),
    ):
        client.get("/order/", {"language": language})
        shown = client.post("/order/status/", looked_up, follow=True).content.decode()
        assert told in shown and "/order/refund/" in shown and 'href="/activate/"' not in _main(shown)
    assert 'id="tracking"' not in client.get("/order/refund/").content.decode()
    assert stranger.post("/order/refund/", {"order": order.number, "tracking": ""}).status_code == 422
    assert "NOK 499 is paid back" in client.post("/order/refund/", {"order": order.number}).content.decode()
    assert client.post("/order/refund/", {"order": order.number}).status_code == 422
    ended = client.post("/order/status/", looked_up, follow=True).content.decode()
    assert "The money is paid back" in ended and "/order/refund/" not in _main(ended)
    order.refresh_from_db()
    assert order.ended_as == "refunded"


def _main(shown: str) -> str:
    return shown.partition("<main")[2].partition("</main")[0]
