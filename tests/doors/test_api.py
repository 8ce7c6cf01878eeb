"""Our own API: what a sender reads and books, what is another's, and how a no is said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.actions import line
from tests.doors.api_caller import Caller, other_sender, with_key

from budstikke.post.doors.api.problems import PROBLEMS
from budstikke.post.terms.roles import Role

_ROOT = Path(__file__).parents[2]

ORDER = {
    "recipient": {
        "name": "Kari Nordmann",
        "street": "Lilleveien 2",
        "postcode": "5004",
        "city": "BERGEN",
        "mobile": "+4799999999",
    },
    "reference": "ORDRE-1",
    "envelope": "C5",
    "weight_g": 45,
}


@pytest.fixture
def caller(installation: None) -> Iterator[Caller]:
    """The sender's owner."""
    from budstikke.post.records.ceilings import LEASES

    LEASES.clear()
    yield with_key()


def _code(answer) -> str:
    assert answer["Content-Type"] == "application/problem+json", answer.content
    said = answer.json()
    assert (said["status"], said["type"]) == (answer.status_code, f"urn:budstikke:api:{said['code']}")
    assert all(said[name][language] for name in ("words", "cure") for language in ("no", "en"))
    return str(said["code"])


def _changed(**changed: object) -> dict[str, object]:
    return {**ORDER, **changed}


def test_a_letter_is_booked_and_followed(caller: Caller) -> None:
    """By JSON, with the number we gave it; the row is the one an order file makes."""
    booked = caller.post("/letters", ORDER)
    assert booked.status_code == 201, booked.content
    number = booked.json()["number"]
    said = caller.get(f"/letters/{number}").json()
    assert (said["state"], said["recipient_name"], said["reference"]) == (
        "booked",
        "Kari Nordmann",
        "ORDRE-1",
    )
    (event,) = said["events"]
    assert event["code"] == "PRE_NOTIFIED" and event["words"]["no"]
    assert event["reasons"] == [] or event["reasons"][0]["clauses"]


def test_a_refused_order_names_every_reason_with_clause_and_cure(caller: Caller) -> None:
    """Filled in with what the order said and the limit it broke."""
    bad = _changed(weight_g=500, recipient={**ORDER["recipient"], "email": "no address"})  # type: ignore[dict-item]
    answer = caller.post("/letters", bad)
    assert (answer.status_code, _code(answer)) == (422, "REFUSED")
    by_code = {each["code"]: each for each in answer.json()["refusals"]}
    assert set(by_code) == {"WEIGHT", "CONTACT_INVALID"}
    assert by_code["WEIGHT"]["clauses"] == ["PUM §4"]
    assert "500" in by_code["WEIGHT"]["words"]["en"] and by_code["WEIGHT"]["cure"]["no"]
    assert line.states() == {}


def test_each_order_of_several_stands_by_itself(caller: Caller) -> None:
    """A bad one between two good ones."""
    orders = [_changed(reference="a"), _changed(reference="b", weight_g=500), _changed(reference="c")]
    outcomes = caller.post("/orders", {"orders": orders}).json()["outcomes"]
    assert [bool(each["booked"]) for each in outcomes] == [True, False, True]
    assert [each["code"] for each in outcomes[1]["refusals"]] == ["WEIGHT"]
    assert len(line.states()) == 2


@pytest.mark.parametrize("path", ["/letters", "/orders"])
def test_an_idempotency_key_books_once(caller: Caller, path: str) -> None:
    """The same again is answered alike; other content under the same key is refused."""
    said = ORDER if path == "/letters" else {"orders": [ORDER]}
    first, second = (caller.post(path, said, **{"Idempotency-Key": "k-1"}) for _ in range(2))
    assert first.json() == second.json()
    assert len(line.states()) == 1
    other = json.loads(json.dumps(said).replace("ORDRE-1", "ORDRE-2"))
    answer = caller.post(path, other, **{"Idempotency-Key": "k-1"})
    assert "INTERCHANGE_REPEATED" in answer.content.decode()
    assert len(line.states()) == 1


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"recipient": None}, "recipient"),
        ({"weight_g": "heavy"}, "weight_g"),
        ({"unknown": 1}, "order"),
        ({"recipient": {**ORDER["recipient"], "name": "Kari 漢"}}, "recipient.name"),  # type: ignore[dict-item]
        ({"recipient": {**ORDER["recipient"], "name": "K" * 176}}, "recipient.name"),  # type: ignore[dict-item]
        ({"recipient": {**ORDER["recipient"], "name": "Kari\u202enamdroN"}}, "recipient.name"),  # type: ignore[dict-item]
    ],
)
def test_a_field_that_cannot_be_read_is_named(caller: Caller, changed: dict[str, object], where: str) -> None:
    """By its place; what was sent is not repeated."""
    answer = caller.post("/letters", _changed(**changed))
    assert (answer.status_code, _code(answer)) == (422, "FIELDS")
    (fault,) = answer.json()["faults"]
    assert fault["where"].endswith(where)
    assert "Kari" not in answer.content.decode()


def _consignment(serial: int) -> str:
    return f"7070707450{serial:07d}"


def test_pages_follow_each_other_without_gap_or_repeat(caller: Caller) -> None:
    """The newest order first, across pages."""
    for serial in range(1, 6):
        line.book(line.file_of([line.order(serial)], reference=f"P{serial}"))
    seen, cursor = [], None
    for _ in range(5):
        page = caller.get("/letters", most=2, **({"cursor": cursor} if cursor else {})).json()
        seen += [each["number"] for each in page["letters"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == [line.number(serial) for serial in (5, 4, 3, 2, 1)]


def test_letters_are_filtered(caller: Caller) -> None:
    """By state and consignment."""
    line.book(line.file_of([line.order(1), line.order(2, reference="2")]))
    line.bring_to_outlet([1])
    (ready,) = caller.get("/letters", state="ready").json()["letters"]
    assert ready["number"] == line.number(1)
    (one,) = caller.get("/letters", consignment_number=_consignment(2)).json()["letters"]
    assert one["number"] == line.number(2)
    assert _code(caller.get("/letters", state="sleeping")) == "FIELDS"
    assert _code(caller.get("/letters", cursor="xyz")) == "NOT_FOUND"


def test_many_letters_are_followed_at_once(caller: Caller) -> None:
    """Each with the events that one has by itself; of somebody else's consignment there is none; a hundred at most."""
    line.book(line.file_of([line.order(serial, reference=str(serial)) for serial in (1, 2, 3)]))
    line.bring_to_outlet([1])
    wanted = [_consignment(1), _consignment(3), "7070707459999999"]
    found = caller.get("/events", consignment_number=wanted).json()["letters"]
    assert [each["number"] for each in found] == [line.number(1), line.number(3)]
    assert found[0] == caller.get(f"/letters/{line.number(1)}").json()
    for bad in ([], ["1"] * 101, ["1" * 36], ["1\0"]):
        assert _code(caller.get("/events", consignment_number=bad)) == "FIELDS"
    assert _code(caller.get("/letters", consignment_number="1\0")) == "FIELDS"


def test_statuses_are_told_once_and_none_is_left_out(caller: Caller) -> None:
    """From a place on; the same place again tells the same."""
    begun = caller.get("/statuses").json()
    assert begun["statuses"] == []
    line.book(line.file_of([line.order(1)]))
    line.bring_to_outlet([1])
    first = caller.get("/statuses", cursor=begun["next"], most=1).json()
    rest = caller.get("/statuses", cursor=first["next"]).json()
    codes = [each["code"] for each in (*first["statuses"], *rest["statuses"])]
    assert codes[0] == "PRE_NOTIFIED" and "READY_FOR_PICKUP" in codes
    assert len(set(codes)) == len(codes)
    assert caller.get("/statuses", cursor=rest["next"]).json() == {"statuses": [], "next": rest["next"]}


def test_evidence_is_listed_and_fetched_with_its_proof(caller: Caller) -> None:
    """The file holds as `budstikke verify` judges it; before it is in the log one is told to wait."""
    from budstikke.post.actions.proving.evidence_of_events import evidence_events
    from budstikke.post.actions.proving.log_evidence import log_evidence
    from budstikke.proof.trust import Trust
    from budstikke.proof.verify import verify

    line.book(line.file_of([line.order(1)]))
    line.bring_to_outlet([1])
    evidence_events(sealer=line.sealer(), now=line.NOW)
    path = f"/letters/{line.number(1)}/evidence"
    first = caller.get(path).json()["evidence"][0]
    assert first["log_index"] is None
    assert _code(caller.get(f"/evidence/{first['id']}")) == "NOT_LOGGED_YET"
    log_evidence(sealer=line.sealer(), now=line.NOW)
    assert caller.get(path).json()["evidence"][0]["log_index"] is not None
    content = caller.get(f"/evidence/{first['id']}").content
    trust = Trust.from_pem(line.sealer().trust_pem(now=line.NOW))
    assert verify(content, trust=trust, at=line.NOW).holds


def test_another_senders_things_are_as_unknown_as_none(caller: Caller) -> None:
    """Letter, evidence, pages and statuses; the answer is that for what nobody booked, to the byte."""
    from budstikke.post.actions.proving.evidence_of_events import evidence_events
    from budstikke.post.records.models import Evidence
    from budstikke.post.records.scope import CARRIER, acting_as

    begun = caller.get("/statuses").json()["next"]
    other = other_sender()
    line.bring_to_outlet([])
    evidence_events(sealer=line.sealer(), now=line.NOW, all_of_them=True)
    assert other.get(f"/letters/{line.number(9)}").status_code == 200
    nobodys, theirs = (caller.get(f"/letters/{line.number(serial)}") for serial in (8, 9))
    assert (
        (theirs.status_code, theirs.content)
        == (nobodys.status_code, nobodys.content)
        == (404, nobodys.content)
    )
    assert _code(caller.get(f"/letters/{line.number(9)}/evidence")) == "NOT_FOUND"
    with acting_as(CARRIER):
        for uuid in Evidence.objects.values_list("uuid", flat=True):
            assert _code(caller.get(f"/evidence/{uuid}")) == "NOT_FOUND"
    assert caller.get("/letters").json()["letters"] == []
    assert caller.get("/statuses", cursor=begun).json()["statuses"] == []
    assert caller.get("/agreement").json()["customer_number"] == line.CUSTOMER


def test_an_order_file_is_booked_over_https_as_by_sftp(caller: Caller) -> None:
    """Answered at once, by CONTRL or JSON; the same file again books nothing twice."""
    content = line.file_of([line.order(1), line.order(2, reference="2", weight_g=500)])
    (said,) = caller.post("/interchanges", content, kind="application/edifact").json()["interchanges"]
    assert (said["booked"], said["rejected"], said["repeated"], said["reference"]) == (1, 1, False, "PUM1")
    assert [fault["code"] for fault in said["faults"]] == ["WEIGHT"]
    again = caller.post("/interchanges", content, kind="application/edifact", Accept="application/edifact")
    assert again["Content-Type"] == "application/edifact"
    assert again.content.decode("iso8859-1") == said["contrl"]
    assert line.states() == {line.number(1): "booked"}


def test_an_order_file_of_another_sender_is_refused(caller: Caller) -> None:
    """Whose key it came with counts."""
    other_sender()
    content = line.file_of([line.order(5, customer="10009999998")], sender="310000027", reference="P5")
    (said,) = caller.post("/interchanges", content, kind="application/edifact").json()["interchanges"]
    assert (said["booked"], [fault["code"] for fault in said["faults"]]) == (0, ["UNKNOWN_CUSTOMER"])


@pytest.mark.parametrize("content", [b"", b"Hei!", b"\x00\xff" * 500])
def test_what_is_no_order_file_is_said_so(caller: Caller, content: bytes) -> None:
    """With the fault that the command would name."""
    answer = caller.post("/interchanges", content, kind="application/edifact")
    assert (_code(answer), bool(answer.json()["faults"])) == ("NO_INTERCHANGE", True)


def test_anybody_may_ask_and_nothing_is_kept(installation: None) -> None:
    """As `budstikke ask` answers, without an account; no row is written but a count."""
    asked = {"id": 7, "given": {"op": "pum_accept", "weight_g": 300}}
    with CaptureQueriesContext(connection) as queries:
        said = Caller().post("/ask", asked).json()
    assert (said["id"], said["accepted"], said["codes"], said["clauses"]) == (
        7,
        False,
        ["WEIGHT"],
        ["PUM §4"],
    )
    assert [each["sql"] for each in queries if "ceiling" not in each["sql"]] == []
    assert _code(Caller().post("/ask", {"given": {"op": "nothing"}})) == "NOT_A_QUESTION"
    assert _code(Caller().post("/ask", {"given": {"op": "pum_return"}, "edition": "x"})) == "NOT_A_QUESTION"


def test_anybody_may_compare_names_and_find_outlets(installation: None) -> None:
    """The rule of the counter, and the outlets that hand over."""
    said = Caller().post(
        "/names", {"addressee": "Kari Nordmann", "surname": "Nordmann", "given_names": "Kari"}
    )
    assert (said.json()["answer"], said.json()["clause"]) == ("same", "PUM §5")
    (outlet,) = Caller().get("/outlets", postcode="5353").json()["outlets"]
    assert (outlet["id"], outlet["hands_over"]) == (line.SOTRA, False)
    assert len(Caller().get("/outlets").json()["outlets"]) == 2


def test_the_agreement_says_how_many_numbers_are_left(caller: Caller) -> None:
    """Booked letters use them up."""
    before = caller.get("/agreement").json()["letter_numbers_left"]
    caller.post("/letters", ORDER)
    assert caller.get("/agreement").json()["letter_numbers_left"] == before - 1


@pytest.mark.parametrize(
    "head",
    [{}, {"Authorization": "Bearer x"}, {"X-MyBring-API-Key": "x"}, {"Authorization": "Basic eDp5"}],
)
def test_who_proves_nothing_learns_nothing(installation: None, head: dict[str, str]) -> None:
    """Alike for what is there and what is not."""
    answer = Caller(head).get("/letters")
    assert (answer.status_code, _code(answer), answer["WWW-Authenticate"]) == (401, "NOT_KNOWN", "Bearer")


# Which roles reach what; every other role hears 403.
ALLOWED = {
    "/letters": {Role.OWNER, Role.ORDERS, Role.REPORTS, Role.SUBCONTRACTOR},
    "/events": {Role.OWNER, Role.ORDERS, Role.REPORTS, Role.SUBCONTRACTOR},
    "/statuses": {Role.OWNER, Role.ORDERS, Role.REPORTS, Role.SUBCONTRACTOR},
    f"/letters/{line.number(1)}": {Role.OWNER, Role.ORDERS, Role.REPORTS, Role.SUBCONTRACTOR},
    f"/letters/{line.number(1)}/evidence": {Role.OWNER, Role.REPORTS},
    "/evidence/00000000-0000-0000-0000-000000000000": {Role.OWNER, Role.REPORTS},
    "/agreement": {Role.OWNER, Role.FINANCE},
    "POST /letters": {Role.OWNER, Role.ORDERS},
    "POST /orders": {Role.OWNER, Role.ORDERS},
    "POST /interchanges": {Role.OWNER, Role.ORDERS},
}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reaches_what_is_its_own(installation: None, role: Role) -> None:
    """Every address times every role."""
    caller = with_key(role)
    for address, roles in ALLOWED.items():
        path = address.removeprefix("POST ")
        answer = caller.post(path, {}) if address != path else caller.get(path)
        assert (answer.status_code == 403) == (role not in roles), address


def test_reading_takes_two_statements_at_most(caller: Caller) -> None:
    """One to know the key, one to read; a new connection is never made."""
    line.book(line.file_of([line.order(1)]))
    for path in (
        "/letters",
        f"/letters/{line.number(1)}",
        f"/letters/{line.number(1)}/evidence",
        f"/events?consignment_number={_consignment(1)}",
        "/statuses",
        "/agreement",
        "/outlets",
    ):
        with CaptureQueriesContext(connection) as queries:
            assert caller.get(path).status_code == 200
        data = [
            each["sql"]
            for each in queries
            if not each["sql"].startswith(("BEGIN", "COMMIT", "SELECT set_config"))
        ]
        assert len(data) <= 2, data


def test_booking_takes_six_statements_at_most(caller: Caller) -> None:
    """For one letter, and for twenty no more."""
    for said, path in ((ORDER, "/letters"), ({"orders": [ORDER] * 3}, "/orders")):
        with CaptureQueriesContext(connection) as queries:
            assert caller.post(path, said).status_code in (200, 201)
        skipped = ("BEGIN", "COMMIT", "SELECT set_config", "SAVEPOINT", "RELEASE")
        data = [each["sql"] for each in queries if not each["sql"].startswith(skipped)]
        assert len(data) <= 6, data


def test_too_many_requests_are_sent_away(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the time to wait; of an address without an account as well."""
    monkeypatch.setattr("budstikke.post.doors.api.asking._second", lambda: 1)
    monkeypatch.setattr("budstikke.post.doors.api.asking._MOST_KNOWN", 2)
    monkeypatch.setattr("budstikke.post.doors.api.asking._MOST_UNKNOWN", 2)
    for who, path in ((caller, "/letters"), (Caller(), "/outlets")):
        answers = [who.get(path) for _ in range(4)]
        assert [each.status_code for each in answers] == [200, 200, 429, 429]
        assert answers[-1]["Retry-After"] == "1"


def test_what_is_too_large_or_of_no_length_is_not_read(caller: Caller) -> None:
    """Neither JSON nor order files."""
    assert _code(caller.post("/letters", b"x" * 5_000_001)) == "TOO_LARGE"


def test_every_problem_can_be_said() -> None:
    """Each row has words and a cure in two languages."""
    for row in PROBLEMS.values():
        assert row.words.no != row.words.en and row.cure.en and 400 <= row.status < 600


def test_the_description_is_in_step() -> None:
    """`python tools/api.py` renews it."""
    # By itself: it loads the doors of the issuer too, which a process with the settings of the post cannot.
    settings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "tools/api.py", "--check"]
    done = subprocess.run(command, cwd=_ROOT, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
