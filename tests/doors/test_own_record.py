"""The recipient's own record: theirs to fetch, of no use to anybody else, and as good as any evidence."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from tests.actions import line
from tests.actions.keeping import SAFE, delivered, forgotten
from tests.actions.line import NOW, number

from budstikke.kit.clock import now
from budstikke.post.actions.helping.own_record import Asked, NoRecord, own_record
from budstikke.post.actions.proving.evidence_of_events import evidence_events
from budstikke.post.actions.proving.log_evidence import log_evidence
from budstikke.post.actions.reading.presented import Typed
from budstikke.proof.trust import Trust
from budstikke.proof.verify import verify

KARI = "CCC0022514"


@pytest.fixture
def client(installation: None, monkeypatch: pytest.MonkeyPatch) -> object:
    """A browser that knows of a letter handed over, after somebody else had tried with papers of their own."""
    from django.core.cache import cache
    from django.test import Client

    cache.clear()
    line.wait_for_recipient(1)
    stranger = Typed(
        surname="Fremmed", given_names="Frida", document_number="CCC9999999", issuing_country="NOR",
        expires_on=date(2030, 1, 1), national_number="20914695016",
    )  # fmt: skip
    assert not line.check(1, typed=stranger).passed
    line.give(1, line.check(1).check_id)
    evidence_events(sealer=line.sealer(), now=NOW)
    log_evidence(sealer=line.sealer(), now=NOW)
    return Client()


def asked(client, *, language: str = "no", **typed: str):
    """Post the form."""
    form = {"number": number(1), "postcode": "5004", **typed}
    return client.post(f"/track/record/?language={language}", form)


def test_the_record_holds_and_shows_what_the_letter_showed(client) -> None:
    """Name and kind of document; numbers and findings are hashes, the stranger's too."""
    answer = asked(client)
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    trust = Trust.from_pem(line.sealer().trust_pem(now=NOW))
    verdict = verify(answer.content, trust=trust, at=NOW + timedelta(minutes=1))
    assert verdict.holds, verdict
    file = json.loads(answer.content)
    assert {each["path"] for each in file["disclosures"]} == {
        "/recipient/name",
        "/report/navnfraedi",
        "/report/idtype",
    }
    assert not any(word in answer.content.decode() for word in (KARI, "20914695016", "Fremmed", "CCC9999999"))
    assert [link["evidence"]["event"] for link in file["chain"]].count("ContentHandoverFailure") == 1


def test_who_knows_the_document_sees_what_it_said(client) -> None:
    """Typed as people write it; and only in the record of that very document."""
    answer = asked(client, document_number="ccc 0022514")
    shown = {each["path"]: each["value"] for each in json.loads(answer.content)["disclosures"]}
    assert (shown["/report/doknr"], shown["/report/dnr"]) == (KARI, "20914695016")
    assert "/decisions/0/inputs/check" in shown
    assert "Fremmed" not in answer.content.decode()


def test_no_clerk_is_named(client) -> None:
    """The pseudonym is what was signed."""
    assert json.loads(asked(client).content)["evidence"]["handling"]["actor"] == "clerk-7"


@pytest.mark.parametrize(
    "typed",
    [
        {"postcode": "5005"},
        {"postcode": ""},
        {"document_number": "CCC0022515"},
        {"number": number(2)},
        {"number": "RR1"},
    ],
)
@pytest.mark.parametrize(("language", "words"), [("no", "ikke et bevis"), ("en", "no record")])
def test_anything_wrong_is_answered_alike(client, typed: dict[str, str], language: str, words: str) -> None:
    """Nobody learns which part was wrong, or whether there is such a letter."""
    answer = asked(client, language=language, **typed)
    assert answer.status_code == 404
    assert words in answer.content.decode()
    assert not any(word in answer.content.decode() for word in ("5005", "CCC0022515"))


def test_guessing_ends_after_five_tries(client) -> None:
    """Then the right answer does not help either, until an hour has passed."""
    at = now()
    right = Asked(number=number(1), postcode="5004")
    wrong = Asked(number=number(1), postcode="5005")
    assert [own_record(wrong, now=at) for _ in range(5)] == [NoRecord.NOT_FOUND] * 5
    assert own_record(right, now=at) is NoRecord.TOO_MANY
    assert asked(client).status_code == 429
    assert isinstance(own_record(right, now=at + timedelta(minutes=61)), bytes)


def test_one_address_asks_ten_times_a_minute(client) -> None:
    """Whatever letters it asks for."""
    assert {asked(client, number=number(2)).status_code for _ in range(10)} == {404}
    assert asked(client).status_code == 429


def test_after_erasure_numbers_are_withheld_and_then_there_is_nothing(installation: None) -> None:
    """What was typed cannot be compared any more and gives nothing; without a postcode nothing is found."""
    delivered()
    forgotten(SAFE)
    answer = own_record(Asked(number=number(1), postcode="5004", document_number=KARI), now=NOW)
    assert isinstance(answer, bytes) and KARI.encode() not in answer and b"Kari Nordmann" in answer
    forgotten(date(2036, 11, 24))  # a Monday
    for postcode in ("5004", ""):
        assert own_record(Asked(number=number(1), postcode=postcode), now=NOW) is NoRecord.NOT_FOUND


def test_the_tracking_page_leads_to_the_record_once_there_is_one(client) -> None:
    """Never for a letter nobody has come for; the form keeps the number and no more."""
    line.wait_for_recipient(3)
    shown = [client.get("/track/", {"number": number(each)}).content.decode() for each in (1, 3)]
    assert ["/track/record/" in page for page in shown] == [True, False]
    form = client.get("/track/record/", {"number": number(1), "postcode": "5004", "language": "en"})
    assert number(1) in form.content.decode() and "5004" not in form.content.decode()
