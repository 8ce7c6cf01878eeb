"""The letter's page for its recipient: opened by a second fact, asked by forms, answered in words with the clause."""

from __future__ import annotations

import re

import pytest
from tests.actions import line
from tests.actions.line import BERGEN, NOW, SOTRA, number

from budstikke.kit.clock import move_to
from budstikke.post.records.models import Claim, Outlet, RecordTry
from budstikke.post.records.scope import CARRIER, acting_as

ASKOY = 122611


@pytest.fixture
def client(installation: None) -> object:
    """A browser without scripts on the day of the notice; letter 1 waits in Bergen, Askøy has a scanner, too."""
    from django.core.cache import cache
    from django.test import Client

    from budstikke.kit.installation import data_folder

    cache.clear()
    move_to(NOW)
    line.wait_for_recipient(1)
    with acting_as(CARRIER):
        row = Outlet.objects.get(id=BERGEN)
        row.id, row.name, row.longitude = ASKOY, "Askøy postkontor SPECIMEN", 5.16
        row.save(force_insert=True)
    yield Client()
    (data_folder() / "clock-offset-seconds").unlink(missing_ok=True)


def opened(client, serial: int = 1, *, language: str = "no"):
    """Open a letter and return its page."""
    form = {"number": number(serial), "fact": "5004"}
    return client.post(f"/track/mine/?language={language}", form, follow=True)


def words(answer) -> str:
    """The page as it is read, without its tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def asked(client, what: str, *, language: str = "no", **typed: object):
    """Post one of the page's forms."""
    return client.post(f"/track/mine/{what}/?language={language}", {"number": number(1), **typed})


def test_the_code_in_the_notice_opens_the_letter_too(client) -> None:
    """In small letters and with a gap, too; another letter's does not, and counts as a wrong try."""
    from budstikke.post.actions.telling.notice_code import code_of

    code = code_of(number(1))
    other = code_of(number(2))
    assert client.post("/track/mine/", {"number": number(1), "fact": other}).status_code == 404
    with acting_as(CARRIER):
        assert RecordTry.objects.count() == 1
    typed = f"{code[:3].lower()} {code[3:]}"
    answer = client.post("/track/mine/", {"number": number(1), "fact": typed}, follow=True)
    assert "21 dager igjen." in words(answer)
    assert code not in answer.content.decode()


def test_the_second_fact_opens_the_letter_and_the_address_does_not_hold_it(client) -> None:
    """Days left, outlet, hours; the postcode stands in no address; the cookie is for this door alone."""
    answer = opened(client)
    assert answer.redirect_chain[-1][0] == f"/track/mine/?number={number(1)}&language=no"
    assert "21 dager igjen." in words(answer) and "Man–fre 09–18" in words(answer)
    kept = client.cookies["post_letter"]
    assert (kept["path"], kept["httponly"], kept["samesite"], kept["max-age"]) == (
        "/track/",
        True,
        "Strict",
        1800,
    )
    assert not any(word in words(answer) for word in ("Kari", "Nordmann", "Lilleveien"))


def test_without_it_the_form_is_shown_and_nothing_is_done(client) -> None:
    """Neither by address nor by a post that was made up, nor for another letter than the one opened."""
    line.wait_for_recipient(2)
    assert "Er brevet til deg?" in words(client.get(f"/track/mine/?number={number(1)}"))
    assert asked(client, "extend").status_code == 302
    opened(client, 2)
    assert "Er brevet til deg?" in words(client.get(f"/track/mine/?number={number(1)}"))
    assert asked(client, "extend").status_code == 302
    client.cookies["post_letter"] = f"{number(1)}:forged:signature"
    assert asked(client, "extend").status_code == 302
    assert line.codes(1)[-1] == "NOTIFICATION_SENT"


@pytest.mark.parametrize(
    ("language", "told"), [("no", "hører ikke sammen"), ("en", "do not belong together")]
)
def test_a_wrong_fact_and_an_unknown_letter_are_told_alike(client, language: str, told: str) -> None:
    """And the wrong try is counted."""
    for form in ({"number": number(1), "fact": "5005"}, {"number": number(7), "fact": "5004"}):
        answer = client.post(f"/track/mine/?language={language}", form)
        assert answer.status_code == 404 and told in words(answer) and "5005" not in words(answer)
    with acting_as(CARRIER):
        assert RecordTry.objects.count() == 1


def test_one_address_tries_ten_times_a_minute(client) -> None:
    """Whatever letters it asks for."""
    wrong = {"number": number(7), "fact": "5004"}
    assert {client.post("/track/mine/", wrong).status_code for _ in range(10)} == {404}
    assert opened(client).status_code == 429


@pytest.mark.parametrize("what", ["", "extend/", "outlet/", "report/", "close/"])
def test_a_form_of_another_site_is_not_taken(client, what: str) -> None:
    """Every post is protected, the first one too."""
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    opened(client)
    strict.cookies = client.cookies
    form = {"number": number(1), "fact": "5004", "outlet": ASKOY, "cause": "told_lost"}
    assert strict.post(f"/track/mine/{what}", form).status_code == 403
    assert strict.post("/track/document/", {"kind": "no_passport"}).status_code == 403


@pytest.mark.parametrize(
    ("language", "yes", "no"),
    [
        ("no", "forlenget med 7 dager", "Du har alt forlenget"),
        ("en", "by 7 days", "extended the deadline already"),
    ],
)
def test_the_deadline_is_extended_once(client, language: str, yes: str, no: str) -> None:
    """Then it is refused with the clause and the way to customer service, and nothing is offered any more."""
    assert "mandag 21. desember 2026" in words(opened(client))
    given = asked(client, "extend", language=language)
    assert given.status_code == 200 and yes in words(given) and "PUM §14" in words(given)
    refused = asked(client, "extend", language=language)
    assert refused.status_code == 409 and no in words(refused)
    assert "/track/mine/extend/" not in refused.content.decode()
    assert "28 dager igjen." in words(opened(client))
    again = client.get(
        "/track/mine/extend/?language=en", follow=True
    )  # the switch of languages on the answer
    assert "28 days left." in words(again)


def test_another_outlet_is_chosen_from_those_that_can_check(client) -> None:
    """The letter leaves; the page says that it waits nowhere now, and tracking where it goes."""
    page = opened(client).content.decode()
    assert f'value="{ASKOY}"' in page and f'value="{SOTRA}"' not in page and f'value="{BERGEN}"' not in page
    assert asked(client, "outlet", outlet=SOTRA).status_code == 409
    assert asked(client, "outlet", outlet="9" * 12).status_code == 302
    given = asked(client, "outlet", outlet=ASKOY)
    assert given.status_code == 200 and "hentestedet mottakeren valgte" in words(given)
    assert "PUM §11, PUM §14" in words(given) and "ligger ikke til henting nå" in words(given)
    assert "sendt videre til et annet hentested" in words(client.get(f"/track/?number={number(1)}"))
    assert asked(client, "outlet", outlet=ASKOY).status_code == 409


def test_a_report_is_a_claim_and_says_so_with_the_clause(client) -> None:
    """In time, by name of the last day; afterwards it stands there as reported; an unknown cause does nothing."""
    opened(client)
    assert asked(client, "report", cause="told_nothing").status_code == 302
    told = asked(client, "report", cause="told_damaged", language="en")
    assert "The claim has number" in words(told) and "PUM §17, PUM §18" in words(told)
    assert "Wednesday 23 December 2026" in words(told)
    assert "being looked into: The letter is damaged" in words(told)
    with acting_as(CARRIER):
        assert Claim.objects.get().kind == "damaged"
    asked_why = asked(client, "report", cause="told_counter", language="en")
    assert "Customer service has case number" in words(asked_why)


def test_whoever_was_turned_away_reads_why_and_what_cures_it(client) -> None:
    """With the clause; the public page does not say it."""
    line.turn_away(1)
    page = words(opened(client))
    assert "kan dessverre ikke brukes" in page and "PUM §11" in page and "Kom tilbake med" in page
    assert f"/track/record/?number={number(1)}" in opened(client).content.decode()
    assert "dessverre" not in words(client.get(f"/track/?number={number(1)}"))


def test_a_letter_only_ordered_offers_nothing(client) -> None:
    """Nothing waits, nothing was handed in."""
    line.book(line.file_of([line.order(3, reference="3")], reference="PUM3"))
    page = opened(client, 3)
    assert "ikke levert inn til oss" in words(page) and "<select" not in page.content.decode()


def test_what_was_opened_can_be_forgotten(client) -> None:
    """On a browser that others use, too."""
    opened(client)
    client.post("/track/mine/close/")
    assert "Er brevet til deg?" in words(client.get(f"/track/mine/?number={number(1)}"))


def test_the_last_day_is_a_calendar_file(client) -> None:
    """Nobody's name; TEST on a test installation; it moves with the deadline; none for a letter that does not wait."""
    first = client.get(f"/track/calendar/?number={number(1)}&language=en")
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    text = first.content.decode().replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20261214" in text and "SUMMARY:TEST: Last day" in text and "Kari" not in text
    opened(client)
    asked(client, "extend")
    later = client.get(f"/track/calendar/?number={number(1)}").content.decode()
    assert "DTSTART;VALUE=DATE:20261221" in later and "SEQUENCE:28" in later
    for other in (number(7), "RR1", ""):
        assert client.get(f"/track/calendar/?number={other}").status_code == 404


@pytest.mark.parametrize(
    ("typed", "would", "said"),
    [
        ({"kind": "no_passport", "expires_on": "2030-01-01"}, True, "PUM §11"),
        ({"kind": "no_passport", "expires_on": "2026-11-22"}, False, "passed its expiry date"),
        ({"kind": "bankid_app"}, False, "can unfortunately not be used"),
        ({"kind": "foreign_passport"}, False, "that shows your national identity number"),
        ({"kind": "foreign_passport", "supplement": "on"}, True, "PUM §11"),
        ({"kind": "no_bank_card", "no_signature": "on"}, False, "no signature in it"),
    ],
)
def test_a_document_is_asked_about_before_the_way(
    client, typed: dict[str, str], would: bool, said: str
) -> None:
    """The rule of the counter answers, with the cure."""
    answer = client.post("/track/document/?language=en", {"number": number(1), **typed})
    assert answer.status_code == 200
    assert ("Yes, as you describe it" if would else "No, not as you describe it") in words(answer)
    assert said in words(answer)


def test_the_senders_demand_counts_when_the_letter_is_named(client) -> None:
    """Without its number a driving licence would do, for this letter it does not."""
    line.book(line.file_of([line.order(4, reference="4", passport_only=True)], reference="PUM4"))
    form = {"kind": "no_driving_licence", "issued_on": "2020-02-03", "expires_on": "2035-02-03"}
    assert "Ja, slik" in words(client.post("/track/document/", form))
    assert "PUM §7" in words(client.post("/track/document/", {**form, "number": number(4)}))


@pytest.mark.parametrize(
    "typed", [{"kind": "no_passport", "expires_on": "31.12.2030"}, {"kind": "a_horse"}, {}]
)
def test_what_cannot_be_asked_is_told(client, typed: dict[str, str]) -> None:
    """400, with the form as it was typed."""
    answer = client.post("/track/document/", typed)
    assert answer.status_code == 400 and 'role="alert"' in answer.content.decode()
