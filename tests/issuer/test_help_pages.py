"""The pages of the help centre: what everybody reads, in both languages, and what nobody can smuggle in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from budstikke.issuer.terms.help_groups import GROUPS, MOVED
from budstikke.issuer.terms.maintenance import Incident, Window
from budstikke.issuer.terms.opening import HOURS
from budstikke.issuer.terms.products import Product
from budstikke.law.words import Words

if TYPE_CHECKING:
    from django.test import Client

SATURDAY = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)  # Saturday, 17.00 in Oslo
HOUR = timedelta(hours=1)


def client() -> Client:
    """Give a browser without scripts."""
    import django

    django.setup()
    from django.test import Client

    return Client(headers={"host": "localhost"})


def read(address: str, language: str = "no") -> str:
    """Return a page that is there."""
    got = client().get(f"{address}{'&' if '?' in address else '?'}language={language}")
    assert got.status_code == 200, address
    return str(got.content.decode())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "no",
            (
                "Finn svar på det du lurer på",
                "Sperret eller glemt PIN-kode",
                "har flyttet til",
                "08.00–20.00",
            ),
        ),
        (
            "en",
            ("Find an answer to your questions", "Blocked or forgotten PIN", "have moved to", "08:00–20:00"),
        ),
    ],
)
def test_the_front_has_topics_popular_questions_and_hours(
    issuer_database: None, language: str, words: tuple[str, ...]
) -> None:
    """What most people come for is one step away."""
    page = read("/help/", language)
    for said in (*words, *(group.words.in_("en" if language == "en" else "no") for group in GROUPS.values())):
        assert said in page
    article = read("/help/articles/letter-id-check/", language)
    assert ("21 dager" if language == "no" else "21 days") in article
    assert "{" not in article.split("<article>")[1]


def test_a_page_that_moved_leads_on_and_says_so(issuer_database: None) -> None:
    """An old bookmark is no dead end; a parameter somebody made up says nothing."""
    for old, moved in MOVED.items():
        got = client().get(f"/help/articles/{old}/")
        assert got.status_code == 301
        assert got["Location"] == f"/help/articles/{moved.to}/?moved={old}"
    assert "er flyttet hit" in read("/help/articles/letter-id-check/?moved=mobile-pum")
    assert "er flyttet hit" not in read("/help/articles/letter-id-check/?moved=mobile-pin")
    assert client().get("/help/topics/mobile/")["Location"] == "/help/topics/eid/?moved=mobile"
    assert "eID i mobil er flyttet hit" in read("/help/topics/eid/?moved=mobile")
    assert client().get("/help/articles/nothing/").status_code == 404
    assert client().get("/help/topics/nothing/").status_code == 404


def test_what_was_searched_for_is_shown_and_never_run(issuer_database: None) -> None:
    """Marks are ours, everything typed is text; what only the other language has is offered from there."""
    page = read("/help/search/?q=<script>alert(1)</script>+pin")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "<mark>" in read("/help/search/?q=pin")
    assert "Bare engelske sider passet." in read("/help/search/?q=withdrawal")
    assert "Vi fant ingenting" in read("/help/search/?q=xyzzyqw")
    assert client().get("/help/search/?q=+")["Location"] == "/help/"


def test_whether_it_helped_is_counted_once_a_session(issuer_database: None) -> None:
    """Who presses ten times counts once, and the count knows nobody."""
    from budstikke.issuer.records.models import HelpVote

    browser = client()
    for answer in ("yes", "no", "yes"):
        got = browser.post("/help/articles/refund/helped/", {"helped": answer})
        assert got.status_code == 302
    assert "Takk for svaret" in str(browser.get("/help/articles/refund/").content.decode())
    assert list(HelpVote.objects.values_list("article", "helped", "count")) == [("refund", True, 1)]
    assert browser.post("/help/articles/refund/helped/", {"helped": "perhaps"}).status_code == 404


def _announce(now: datetime) -> None:
    from budstikke.issuer.actions import maintenance

    maintenance.announce(
        Window(
            code="new-check",
            products=frozenset({Product.MOBILE, Product.SMART_CARD}),
            from_at=now + HOUR,
            to_at=now + 3 * HOUR,
            announced_at=now - HOUR,
            reason=Words(no="Vi bytter løsning.", en="We change <b>systems</b>."),
        )
    )
    maintenance.tell_of(
        Incident(
            code="scanner",
            scope=Words(no="Skanning av pass", en="Scanning of passports"),
            words=Words(no="Noen pass kan ikke leses.", en="Some passports cannot be read."),
            advice=Words(no="Be posten om lengre frist.", en="Ask the post for more time."),
            begun_at=now - HOUR,
            articles=frozenset({"letter-id-check"}),
        )
    )


def test_maintenance_stands_on_every_page_and_in_the_api(
    issuer_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it begins and while it lasts, in both languages; an incident where it belongs."""
    from budstikke.issuer.doors.api import v1
    from budstikke.issuer.doors.help import views
    from budstikke.issuer.doors.maintenance import told
    from budstikke.issuer.doors.maintenance import views as maintenance_views

    _announce(SATURDAY)

    def at(moment: datetime) -> None:
        for place in (views, told, maintenance_views, v1):
            monkeypatch.setattr(place, "now", lambda: moment)

    at(SATURDAY)
    for address in ("/", "/help/", "/help/articles/refund/", "/maintenance/"):
        assert "lørdag 21. november 2026 kl. 18.00" in read(address), address
        assert "We change &lt;b&gt;systems" in read(address, "en"), address
    assert "Some passports cannot be read." in read("/help/articles/letter-id-check/", "en")
    assert "Noen pass kan ikke leses." not in read("/help/articles/refund/")
    before = client().get("/api/v1/maintenance")
    assert before["Cache-Control"] == "no-store"
    assert before.json()["products"]["mobile"]["ordering"] == "open"
    assert before.json()["windows"][0]["has_begun"] is False
    assert set(before.json()["incidents"][0]["words"]) == {"no", "en"}
    at(SATURDAY + HOUR)
    during = client().get("/api/v1/maintenance").json()
    assert during["products"]["mobile"]["ordering"] == "paused"
    assert during["products"]["mobile"]["renewal"] == "open"
    assert during["products"]["mobile"]["resumes_at"] == "2026-11-21T19:00:00+00:00"
    assert during["products"]["fido2"]["ordering"] == "open"
    assert "eIDs in use work as usual." in during["windows"][0]["words"]["en"]
    at(SATURDAY + 3 * HOUR)
    assert client().get("/api/v1/maintenance").json()["windows"] == []
    assert "Planlagt vedlikehold:" not in read("/help/")


@pytest.mark.parametrize(
    ("at", "is_open", "opens"),
    [
        (datetime(2026, 11, 20, 6, 59, 59, tzinfo=UTC), False, "2026-11-20T08:00:00+01:00"),  # Friday
        (datetime(2026, 11, 20, 7, 0, tzinfo=UTC), True, "2026-11-21T10:00:00+01:00"),  # Friday
        (datetime(2026, 11, 21, 17, 0, tzinfo=UTC), False, "2026-11-23T08:00:00+01:00"),  # Saturday
        (
            datetime(2026, 12, 23, 12, 0, tzinfo=UTC),
            True,
            "2026-12-28T08:00:00+01:00",
        ),  # Wednesday, then Christmas
        (datetime(2026, 5, 17, 10, 0, tzinfo=UTC), False, "2026-05-18T08:00:00+02:00"),  # Sunday, a holiday
    ],
)
def test_the_hours_know_weekdays_holidays_and_summer_time(at: datetime, is_open: bool, opens: str) -> None:
    """Nobody calls a closed line because a page said that it was open."""
    assert HOURS.is_open(at=at) is is_open
    assert (HOURS.closes_at(at=at) is not None) is is_open
    found = HOURS.opens_at(at=at)
    assert found is not None
    assert found.isoformat() == opens


def test_the_command_announces_lists_and_ends(
    issuer_database: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the command writes down is what pages read; a moment without offset is refused."""
    import json

    from budstikke.cli.main import main

    window = ["maintenance", "add", "w1", "--product", "mobile", "--to", "2126-11-21T12:00+01:00"]
    said = ["--reason-no", "Bytte", "--reason-en", "Change"]
    assert main([*window, "--from", "2126-11-21T10:00+01:00", *said]) == 0
    with pytest.raises(SystemExit):
        main([*window, "--from", "2126-11-21T10:00", *said])
    incident = [
        f"--{name}-{language}=x" for name in ("scope", "words", "advice") for language in ("no", "en")
    ]
    assert main(["maintenance", "tell", "i1", *incident, "--article", "refund"]) == 0
    capsys.readouterr()
    assert main(["maintenance", "list"]) == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row.get("window"), row.get("incident")) for row in listed] == [("w1", None), (None, "i1")]
    assert main(["maintenance", "end", "w1"]) == 0
    assert json.loads(capsys.readouterr().out) == {"ended": "window"}
    assert main(["maintenance", "end", "w1"]) == 1
    assert "w1" in capsys.readouterr().err
