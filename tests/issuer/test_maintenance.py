"""Planned maintenance: enforced to the second, announced before, and told apart from incidents."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from budstikke.issuer.terms.maintenance import (
    Incident,
    Window,
    announced,
    ordering_paused,
    ordering_resumes_at,
    renewal_paused,
)
from budstikke.issuer.terms.products import Product
from budstikke.law.words import Words

FROM = datetime(2026, 10, 29, 23, 0, tzinfo=UTC)  # Friday 30 October at midnight in Oslo
TO = datetime(2026, 11, 4, 11, 0, tzinfo=UTC)  # Wednesday
SECOND = timedelta(seconds=1)
WINDOW = Window(
    code="new-check",
    products=frozenset({Product.MOBILE, Product.SMART_CARD}),
    from_at=FROM,
    to_at=TO,
    announced_at=FROM - timedelta(days=14),
    reason=Words(no="Vi bytter løsning for kontroll.", en="We change how identity is checked."),
)
NEXT = Window(
    code="next",
    products=frozenset({Product.MOBILE}),
    from_at=TO,
    to_at=TO + timedelta(hours=2),
    announced_at=FROM,
    reason=WINDOW.reason,
    renewal_allowed=False,
)
SCANNER = Incident(
    code="scanner",
    scope=Words(no="Skanning av pass", en="Scanning of passports"),
    words=Words(no="Noen pass kan ikke leses.", en="Some passports cannot be read."),
    advice=Words(no="Be om lengre hentefrist.", en="Ask for more time."),
    begun_at=FROM,
    articles=frozenset({"letter-id-check"}),
)


@pytest.mark.parametrize(
    ("at", "product", "paused"),
    [
        (FROM - SECOND, Product.MOBILE, False),
        (FROM, Product.MOBILE, True),
        (TO - SECOND, Product.SMART_CARD, True),
        (TO, Product.SMART_CARD, False),
        (FROM, Product.FIDO2, False),
    ],
)
def test_ordering_pauses_to_the_second(at: datetime, product: Product, paused: bool) -> None:
    """The first second of a window is closed, the first after it is open, and other products never close."""
    assert (ordering_paused([WINDOW], product=product, at=at) == WINDOW) is paused


def test_who_has_an_eid_may_renew_it_unless_the_window_says_otherwise() -> None:
    """A pause of ordering is no pause of renewal."""
    assert renewal_paused([WINDOW, NEXT], product=Product.MOBILE, at=FROM) is None
    assert renewal_paused([WINDOW, NEXT], product=Product.MOBILE, at=TO) == NEXT


def test_a_job_waits_through_windows_in_a_row() -> None:
    """Woken between two windows a job would only find the second."""
    windows = [NEXT, WINDOW]
    assert ordering_resumes_at(windows, product=Product.MOBILE, at=FROM) == NEXT.to_at
    assert ordering_resumes_at(windows, product=Product.SMART_CARD, at=FROM) == TO
    assert ordering_resumes_at(windows, product=Product.FIDO2, at=FROM) == FROM


def test_a_window_is_announced_before_it_begins_and_until_it_ends() -> None:
    """Everybody hears of it in advance; nobody once it is over or called off."""
    assert announced([WINDOW], at=WINDOW.announced_at - SECOND) == ()
    assert announced([NEXT, WINDOW], at=FROM) == (WINDOW, NEXT)
    assert announced([WINDOW], at=TO) == ()
    assert announced([WINDOW.ended(at=FROM - SECOND)], at=FROM - 2 * SECOND) == ()


def test_windows_and_incidents_come_back_as_they_were_written(issuer_database: None) -> None:
    """What an action reads is what was announced; an end counts at once, and a name is given once."""
    from budstikke.issuer.actions import maintenance

    maintenance.announce(WINDOW)
    maintenance.tell_of(SCANNER)
    assert maintenance.maintenance_windows(at=FROM) == (WINDOW,)
    assert maintenance.incidents(at=FROM) == (SCANNER,)
    with pytest.raises(maintenance.NotAnnounced):
        maintenance.announce(WINDOW)
    assert maintenance.end("new-check", now=FROM + SECOND) == "window"
    assert maintenance.maintenance_windows(at=FROM + SECOND) == ()
    assert maintenance.end("scanner", now=FROM + SECOND) == "incident"
    assert maintenance.incidents(at=FROM + SECOND) == ()
    with pytest.raises(maintenance.NotAnnounced):
        maintenance.end("scanner", now=TO)
    assert [each.to_at for each in maintenance.all_windows()] == [FROM + SECOND]


def test_an_eid_is_renewed_in_a_pause_unless_the_window_closes_renewal(issuer_database: None) -> None:
    """The action asks within its transaction, to the second."""

    from tests.issuer.people import customer, issued

    from budstikke.issuer.actions import maintenance
    from budstikke.issuer.actions.eid_life import renew
    from budstikke.issuer.records.models import Eid
    from budstikke.issuer.terms.eids import State
    from budstikke.law.refusal import Refusal

    eid = issued(customer(), Product.MOBILE, now=datetime(2026, 1, 5, tzinfo=UTC))  # Monday
    Eid.objects.filter(pk=eid.pk).update(state=State.ACTIVE, expires_at=TO + timedelta(days=30))
    maintenance.announce(NEXT)
    refused = renew(eid.pk, now=TO)
    assert isinstance(refused, Refusal)
    assert refused.code == "RENEWAL_PAUSED"
    assert "04.11.2026 14:00" in refused.cure.en
    assert isinstance(renew(eid.pk, now=NEXT.to_at), Eid)


def test_everybody_is_told_when_ordering_resumes_not_when_a_window_ends(
    issuer_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two windows in a row are one pause: the refusal, the band and the form say the end of the second."""
    from django.test import Client
    from tests.issuer.customer import wanted

    from budstikke.issuer.actions import maintenance
    from budstikke.issuer.actions.place_order import place_order
    from budstikke.issuer.doors.maintenance import told, views
    from budstikke.issuer.doors.order import ordering

    for window in (WINDOW, NEXT):
        maintenance.announce(window)
    refused = place_order(wanted(language="en"), caller="192.0.2.1", now=FROM)
    assert isinstance(refused, dict) and "14.00" in str(refused[""].facts["until"]).replace(":", ".")
    windows = maintenance.maintenance_windows(at=FROM)
    band = told.sentences(windows[0], windows=windows, at=FROM, language="en")
    assert "smart card" in band[0] and "12:00" in band[0], band
    assert "eID in mobile" in band[1] and "14:00" in band[1], band
    for place in (ordering, told, views):
        monkeypatch.setattr(place, "now", lambda: FROM)
    client = Client(headers={"host": "localhost"})
    for page in ("/order/", "/maintenance/"):
        said = client.get(page, {"language": "en"}).content.decode()
        assert "4 November 2026 at 14:00" in said and "4 November 2026 at 12:00" in said, page
