"""The page a message about an order leads to: what it shows and never shows, the button that stops the order once."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.actions import forwarding as street

from budstikke.kit.clock import move_to
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.payment import PaymentState
from budstikke.post.records.models import DenyChange, ForwardingCover, ForwardingEvent, ForwardingNotice
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.kinds import Channel

LONG_AFTER = date(2031, 1, 6)  # Monday
_LINK = re.compile(r"/forwarding/([\w-]+)")
_NEVER = ("Nygata", "9008", "TROMS", "Lilleveien", "5004", "BERGEN", "Nordmann", "Kari", "Ola", "+4799")


@pytest.fixture
def client(installation: None) -> object:
    """A browser without scripts, on the day of the order."""
    from django.core.cache import cache
    from django.test import Client

    from budstikke.kit.installation import data_folder

    cache.clear()
    move_to(street.NOW)
    yield Client()
    (data_folder() / "clock-offset-seconds").unlink(missing_ok=True)


def told_of(**changed: object) -> tuple[str, dict[str, str]]:
    """Kari orders for herself and Ola at a counter; the reference, and the link of each message by its heading."""
    kari = street.person(mobile="+4799999901")
    ola = street.person("Ola Nordmann", email="ola@example.no")
    taken = street.order(street.wanted(kari, covered=(kari, ola), **changed))
    links = {}
    for message in street.send_all().sent:
        found = _LINK.search(message.text)
        if found:
            to = message.mobile or message.email or "old address"
            links[f"{to}: {message.subject.removeprefix('TEST: ')}"] = found[0]
    return taken.reference, links


OLD = "old address: Post til denne adressen er bestilt flyttet"
OLA = "ola@example.no: En bestilling gjelder posten din"
KARI = "+4799999901: En bestilling gjelder posten din"
CONFIRMED = "+4799999901: Bestillingen er bekreftet"


def words(answer) -> str:
    """The page as it is read, without its tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def everything() -> tuple[object, ...]:
    """All an opened link could have changed."""
    with acting_as(CARRIER):
        return (
            ForwardingEvent.objects.count(),
            ForwardingNotice.objects.count(),
            DenyChange.objects.count(),
            list(ForwardingCover.objects.order_by("id").values_list("confirmed_at", "left_out_at", "counts")),
        )


def test_every_link_shows_the_order_without_a_name_or_an_address_and_changes_nothing(client) -> None:
    """Whoever reads it, in both languages: kind, days, who ordered by role, status, reference."""
    reference, links = told_of()
    before = everything()
    assert {OLD, OLA, KARI, CONFIRMED} <= links.keys()
    for link in links.values():
        for language, heading, day in (
            ("no", "En bestilling for post: Midlertidig ettersending", "mandag 7. desember 2026"),
            ("en", "An order for mail: Temporary redirection", "Monday 7 December 2026"),
        ):
            answer = client.get(f"{link}?language={language}")
            page = answer.content.decode()
            assert answer.status_code == 200 and heading in words(answer) and day in words(answer)
            assert reference in page and "no-store" in answer["Cache-Control"]
            assert not [one for one in _NEVER if one in page]
    assert everything() == before


@pytest.mark.parametrize(
    ("to", "ordered_by", "own_word"),
    [
        (OLD, "En av dem bestillingen gjelder", ""),
        (OLA, "En av dem bestillingen gjelder", "Ikke bekreftet ennå"),
        (KARI, "Deg som fikk meldingen", "Bekreftet: posten din er med"),
        (CONFIRMED, "Deg som fikk meldingen", "Bekreftet: posten din er med"),
    ],
)
def test_who_ordered_is_told_by_role(client, to: str, ordered_by: str, own_word: str) -> None:
    """And to those the order names, how it stands with their own word."""
    _, links = told_of()
    told = words(client.get(links[to]))
    assert f"Bestilt av {ordered_by} " in told
    assert f"Posten din {own_word}" in told if own_word else "Posten din " not in told


def test_who_has_to_confirm_is_led_to_the_sign_in_and_reads_why(client) -> None:
    """The link itself confirms nothing, and says so; who has confirmed or is not named reads nothing of it."""
    reference, links = told_of()
    told = words(client.get(links[OLA]))
    assert "Derfor logger du inn og bekrefter" in told and f"oppgi referansen {reference}" in told
    assert f'href="/forwarding/mine/{reference}/"' in client.get(links[OLA]).content.decode()
    assert "That is why you sign in" in words(client.get(f"{links[OLA]}?language=en"))
    client.post(f"{links[OLA]}?language=no", {"confirm": "yes"})
    with acting_as(CARRIER):
        assert ForwardingCover.objects.filter(confirmed_at=None).count() == 1
    for other in (OLD, KARI):
        assert "Derfor logger du inn" not in words(client.get(links[other]))


def test_one_press_stops_the_order_and_a_second_changes_nothing(client) -> None:
    """The answer says what now happens and by which clause; the page shows it stopped, without the button."""
    reference, links = told_of()
    assert "Stans bestillingen" in words(client.get(links[OLD]))
    answer = client.post(f"{links[OLD]}?language=no")
    assert answer.status_code == 200 and street.state(reference) == "frozen"
    for told in (
        "leveres igjen som adressert",
        "alt betales tilbake",
        "Vilkår: Forwarding §1, Forwarding §7",
    ):
        assert told in words(answer)
    after = everything()
    again = client.post(f"{links[OLD]}?language=en")
    assert again.status_code == 200 and "as addressed again" in words(again)
    assert client.post(links[OLA]).status_code == 200
    assert everything() == after and list(street.history(reference)).count("OBJECTED") == 1
    shown = client.get(f"{links[KARI]}?language=no")
    assert "Stanset: noen har sagt nei." in words(shown) and "<form" not in shown.content.decode()
    with acting_as(CARRIER):
        said = ForwardingEvent.objects.get(order__reference=reference, code="OBJECTED")
        assert said.actor == ForwardingNotice.objects.get(kind="to_old_address").mark


def test_the_button_works_only_from_the_page(client) -> None:
    """Posted from elsewhere it is refused and nothing happens; no other method stops anything."""
    from django.test import Client

    reference, links = told_of()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(links[OLD]).status_code == 403
    assert client.put(links[OLD]).status_code == 405
    assert street.state(reference) == "agreed"
    page = strict.get(links[OLD]).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token and strict.post(links[OLD], {"csrfmiddlewaretoken": token[1]}).status_code == 200
    assert street.state(reference) == "frozen"


def test_no_log_holds_a_link(client, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever reads the log cannot open what was refused: from elsewhere, by another method, mistyped."""
    from django.test import Client

    _, links = told_of()
    caplog.clear()
    Client(enforce_csrf_checks=True).post(links[OLD])
    client.put(links[OLD])
    client.get(f"{links[OLD]}x")
    said = [record.getMessage() for record in caplog.records if "/forwarding/" in record.getMessage()]
    assert len(said) == 3 and all(each.endswith("/forwarding/…") for each in said)


def test_an_order_that_is_over_is_not_stopped(client) -> None:
    """A form that lay open too long is answered in words with the clause."""
    from budstikke.post.actions.forwarding.cancel_forwarding import cancel_forwarding

    reference, links = told_of()
    cancel_forwarding(
        reference, contacted_on=street.NOW.date(), contacted_by=Channel.COUNTER, by="desk", now=street.NOW
    )
    assert "<form" not in client.get(links[OLD]).content.decode()
    answer = client.post(f"{links[OLD]}?language=no")
    assert answer.status_code == 409 and "Det kan ikke gjøres med bestillingen nå." in words(answer)
    assert "Forwarding §5" in words(answer) and street.state(reference) == "cancelled"


def test_an_unknown_link_and_a_forgotten_order_are_the_same_page_with_help(client) -> None:
    """By GET and by POST, in both languages."""
    from budstikke.post.actions.forwarding.run_orders import run_orders
    from budstikke.post.actions.keeping.forget_orders import forget_orders

    reference, links = told_of()
    unknown = client.get("/forwarding/nobody-was-sent-this?language=no")
    assert unknown.status_code == 404 and "Lenken virker ikke" in words(unknown)
    assert "møt fram på et poststed" in words(unknown)
    run_orders(today=LONG_AFTER, now=street.noon(LONG_AFTER))
    assert forget_orders(today=LONG_AFTER, now=street.noon(LONG_AFTER)) == 1
    forgotten = client.get(f"{links[OLD]}?language=no")
    assert (forgotten.status_code, words(forgotten)) == (404, words(unknown))
    assert client.post(links[OLD]).status_code == 404
    english = client.get(f"{links[OLD]}?language=en")
    assert "The link does not work" in words(english) and reference not in words(english)


def test_the_button_is_not_pressed_without_end(client) -> None:
    """After thirty in a minute from one address the answer is to wait, whatever the link."""
    _, links = told_of()
    answers = [client.post(f"/forwarding/guess-{nth}").status_code for nth in range(31)]
    assert answers == [404] * 30 + [429]
    late = client.post(f"{links[OLD]}?language=en")
    assert late.status_code == 429 and "That was too fast" in words(late)


class Told(street.Provider):
    """A provider that says one thing of every payment, or fails."""

    def __init__(self, said: PaymentState | Exception) -> None:
        super().__init__()
        self.said, self.times = said, 0

    def state(self, reference: str) -> PaymentState:
        """Say it."""
        self.times += 1
        if isinstance(self.said, Exception):
            raise self.said
        return self.said


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (PaymentState.RESERVED, "Betalingen er mottatt"),
        (PaymentState.FAILED, "Betalingen gikk ikke igjennom."),
        (PaymentState.CREATED, "Vi venter på svar om betalingen"),
        (Unreachable("down"), "Vi venter på svar om betalingen"),
        (Rejected("not_found"), "Vi venter på svar om betalingen"),
    ],
)
def test_a_payer_who_comes_back_reads_what_the_provider_says(
    client, monkeypatch: pytest.MonkeyPatch, said: PaymentState | Exception, told: str
) -> None:
    """It is asked once, however often the page is loaded; the order counts once it is paid."""
    provider = Told(said)
    monkeypatch.setattr("budstikke.post.channels.chosen.payments", lambda: provider)
    kari = street.person(mobile="+4799999901")
    taken = street.order(street.wanted(kari, channel=Channel.WEB, identified_by="eid"))
    for _ in range(2):
        answer = client.get(f"/forwarding/paid/{taken.payment}?language=no")
        assert answer.status_code == 200 and told in words(answer) and taken.reference in words(answer)
        assert not [one for one in _NEVER if one in answer.content.decode()]
    assert provider.times == 1
    paid = list(street.history(taken.reference)).count("PAYMENT_RESERVED")
    assert paid == (said is PaymentState.RESERVED)


def test_a_payment_nobody_began_is_not_asked_for(client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The provider hears nothing of made-up references."""
    provider = Told(PaymentState.RESERVED)
    monkeypatch.setattr("budstikke.post.channels.chosen.payments", lambda: provider)
    assert client.get("/forwarding/paid/F000-made-up").status_code == 404
    assert provider.times == 0
