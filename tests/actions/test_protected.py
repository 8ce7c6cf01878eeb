"""A person at a protected address: nothing of it comes out anywhere, and a protection takes effect at once."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from tests.actions import forwarding as street
from tests.actions import line, registered
from tests.actions.line import NOW, TODAY

from budstikke.cli.main import main
from budstikke.kit.database import address as address_of_database
from budstikke.kit.installation import data_folder
from budstikke.post.actions.address_register.persons import (
    Address,
    NewPerson,
    enter_person,
    find_for_staff,
    note_address,
)
from budstikke.post.actions.address_register.protect import protect_person
from budstikke.post.actions.address_register.register_access import Access, give_access, own_copy
from budstikke.post.actions.address_register.register_cases import Asked, open_register_case
from budstikke.post.actions.address_register.tell_registry import tell_registry
from budstikke.post.actions.forwarding.move_in import move_in
from budstikke.post.actions.forwarding.register_order import register_order
from budstikke.post.actions.proving.evidence_of_register import evidence_register
from budstikke.post.actions.proving.evidence_rows import content_of, disclosures_of
from budstikke.post.actions.sorting.order_facts import MailAddress
from budstikke.post.actions.sorting.sort_items import ItemToSort
from budstikke.post.channels.registry_stand_in import StandIn
from budstikke.post.papers.register_copy import render_register_copy
from budstikke.post.records.models import (
    Evidence,
    ForwardingOrder,
    Household,
    MoveMessage,
    Person,
    RegisterRead,
)
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.cases import CaseKind, Received
from budstikke.post.terms.forwarding.holdings import HOLDINGS
from budstikke.post.terms.forwarding.kinds import ItemKind, Service
from budstikke.post.terms.forwarding.protection import Protection

pytestmark = pytest.mark.usefixtures("installation")
# Written nowhere else; what looks for them looks without regard to case. Four digits stand in many a fingerprint; the
# postcode is told where they stand by themselves.
SECRETS = {
    "skjulveien": re.compile("skjulveien"),
    "hemmeligstad": re.compile("hemmeligstad"),
    "9477": re.compile(r"(?<![0-9a-z+/_])9477(?![0-9a-z+/_=])"),
}
HIDDEN = MailAddress(street="Skjulveien 77", postcode="9477", city="HEMMELIGSTAD")
EVA, OLA = 11, 222
NUMBER_EVA, NUMBER_OLA = registered.number(EVA), registered.number(OLA)
GRADE = [{"erGjeldende": True, "graderingsnivaa": "strengtFortrolig"}]


def _entered(draw: int, given: str) -> Person:
    with acting_as(CARRIER):
        person = enter_person(
            NewPerson(
                given_name=given,
                surname="Skjult",
                national_number=registered.number(draw),
                born_on=registered.BORN_ON,
            ),
            now=NOW,
        )
        note_address(
            person,
            Address(street="Lilleveien 2", postcode="5004", city="BERGEN"),
            from_on=registered.EARLIER,
            now=NOW,
        )
    return person


def household() -> tuple[Person, Person, str]:
    """Two who moved together, before one of them became protected; gives them and their order."""
    eva, ola = _entered(EVA, "Eva"), _entered(OLA, "Ola")
    want = street.wanted(
        eva.ref,
        service=Service.PERMANENT,
        covered=(eva.ref, ola.ref),
        whole_household=True,
        old=street.home(),
        new=HIDDEN,
    )
    taken = street.order(want)
    from budstikke.post.records.models import ForwardingCover

    with acting_as(CARRIER):
        ForwardingCover.objects.filter(order__reference=taken.reference).update(confirmed_at=NOW)
        order = ForwardingOrder.objects.get(reference=taken.reference)
        move_in(order, on=date(2026, 12, 7), now=NOW)  # Monday
        register_order(order, consents={eva.ref: NOW, ola.ref: NOW}, actor="timer", now=NOW)
    return eva, ola, taken.reference


def protect(person: Person) -> None:
    """Protect somebody on staff's word."""
    protect_person(person, Protection.STRICTLY, has_right=False, actor="K7", today=TODAY, now=NOW)


def leaks(text: str | bytes) -> list[str]:
    """Which secrets stand in an output."""
    read = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return [secret for secret, stands in SECRETS.items() if stands.search(read.lower())]


def access_of(person: Person, *, has_right: bool = False) -> Access | None:
    """A copy asked for in writing, given by a clerk."""
    asked = Asked(kind=CaseKind.ACCESS, channel=Received.LETTER)
    case, _ = open_register_case(person, asked, opened_by="K7", received_on=TODAY, now=NOW)
    assert case is not None
    return give_access(case, reader="K7", has_right=has_right, now=NOW)


def test_an_order_enters_the_new_address_the_household_and_the_move_once() -> None:
    """Starting twice changes nothing more."""
    _, _, reference = household()
    with acting_as(CARRIER):
        order = ForwardingOrder.objects.get(reference=reference)
        assert move_in(order, on=date(2026, 12, 7), now=NOW) == 0  # Monday
        everybody = dict.fromkeys(Person.objects.values_list("ref", flat=True), NOW)
        register_order(order, consents=everybody, actor="timer", now=NOW)
        assert Household.objects.get().members.count() == 2
        assert MoveMessage.objects.get().order_ref == reference


def test_a_person_gets_everything_that_is_held_and_who_saw_it() -> None:
    """Every kind there is, as JSON and to read in both languages."""
    eva, _, reference = household()
    given = access_of(eva)
    assert given is not None
    told = json.dumps(given.as_json(), ensure_ascii=False)
    assert given.holdings.keys() == HOLDINGS.keys()
    for expected in (
        NUMBER_EVA,
        "Eva Skjult",
        "Lilleveien 2",
        "Skjulveien 77",
        reference,
        "K7",
        "ACCESS_ASKED",
    ):
        assert expected in told
    for language in ("no", "en"):
        pdf = render_register_copy(given.as_paper(), language=language)  # type: ignore[arg-type]
        assert pdf.startswith(b"%PDF")
    with acting_as(CARRIER):
        assert RegisterRead.objects.get(purpose="access").reader == "K7"


def test_a_protected_person_gets_their_own_copy_and_staff_only_with_the_right() -> None:
    """Without it the answer is the one for nobody."""
    eva, _, _ = household()
    protect(eva)
    assert access_of(eva) is None
    given = access_of(eva, has_right=True)
    assert given is not None
    assert leaks(json.dumps(given.as_json()))
    assert leaks(json.dumps(own_copy(eva, now=NOW).as_json()))


def test_the_copy_of_who_moved_with_them_names_neither_them_nor_the_order_s_addresses() -> None:
    """The order was for both; where it leads is not the other's alone to tell."""
    eva, ola, reference = household()
    protect(eva)
    given = access_of(ola)
    assert given is not None
    (row,) = given.holdings["orders"]
    assert row["order"] == reference
    assert (row["address"], row["to"]) == ("", "")
    assert "Eva" not in json.dumps(given.as_json())


def letter(name: str) -> ItemToSort:
    """A letter to the old address, one day while the order runs."""
    return ItemToSort(kind=ItemKind.LETTER, name=name, street="Lilleveien 2", postcode="5004", city="BERGEN")


def test_a_protection_takes_effect_with_the_next_item_and_the_verdict_is_a_stranger_s() -> None:
    """Before anything is published anew; and publishing takes the rows away."""
    from budstikke.post.records.models import SortingRow

    eva, _, reference = household()
    street.send_all()
    street.publish()
    at = street.noon(date(2026, 12, 8))  # Tuesday
    assert str(street.sort_item(letter("Eva Skjult"), machine="m-1", now=at).verdict.outcome) == "redirect"
    protect(eva)
    denied = street.sort_item(letter("Eva Skjult"), machine="m-1", now=at)
    stranger = street.sort_item(letter("Per Ukjent"), machine="m-1", now=at)
    assert denied.verdict.outcome == stranger.verdict.outcome
    assert denied.verdict.path == stranger.verdict.path
    street.publish(now=NOW)
    with acting_as(CARRIER):
        rows = SortingRow.objects.filter(order=reference, snapshots__endswith__isnull=True).count()
    street.publish(now=NOW, everything=True)
    with acting_as(CARRIER):
        assert SortingRow.objects.filter(order=reference, snapshots__endswith__isnull=True).count() == rows
    assert str(street.sort_item(letter("Eva Skjult"), machine="m-1", now=at).verdict.outcome) == "deliver"


def test_the_feed_protects_in_the_transaction_that_reads_it() -> None:
    """An event of protection, and any other event with the grade beside it."""
    for kind in ("endringIAdressebeskyttelse", "endringINavn"):
        stand_in = StandIn(now=lambda: NOW)
        with acting_as(CARRIER):
            Person.objects.update(national_number_lookup=None, national_number_sealed=None)
        eva = _entered(EVA, "Eva")
        stand_in.enter(NUMBER_EVA, given="Eva", surname="Skjult", born_on=registered.BORN_ON)
        stand_in.happens(kind, NUMBER_EVA, adressebeskyttelse=GRADE)
        with acting_as(CARRIER):
            from budstikke.post.records.models import RegistryPointer

            RegistryPointer.objects.update(sequence=0, etag="")
        with registered.registry(stand_in) as client:
            registered.follow(client)
        with acting_as(CARRIER):
            assert Person.objects.get(id=eva.id).protection == Protection.STRICTLY


def _routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield prefix + str(each.pattern)
        else:
            yield from _routes(each, prefix + str(each.pattern))


def test_no_address_of_the_service_shows_it(caplog: pytest.LogCaptureFixture) -> None:
    """Every route there is, with the person's number, name, refs and order where it asks for something."""
    caplog.set_level(logging.DEBUG)
    eva, ola, reference = household()
    protect(eva)
    client, walked = Client(raise_request_exception=False), 0
    for route in _routes(get_resolver()):
        for value in (str(eva.ref), reference):
            path = "/" + route.replace("^", "").replace("$", "")
            while "<" in path:
                start, end = path.index("<"), path.index(">")
                path = path[:start] + value + path[end + 1 :]
            answer = client.get(path, {"q": value, "name": "Eva Skjult", "lang": "en"})
            body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
            assert leaks(body) == [], path
            walked += 1
            if "<" not in route:
                break
    assert walked > 50
    assert leaks(caplog.text) == []
    for number in (NUMBER_EVA, NUMBER_OLA):
        assert number not in caplog.text
    del ola


def test_no_table_holds_it_in_clear_and_no_message_or_file_tells_it(tmp_path: Path) -> None:
    """The whole database read as text, evidence with all it discloses, messages sent, and files written."""
    eva, _, _ = household()
    sent = street.send_all()
    street.publish()
    street.sort_item(letter("Eva Skjult"), machine="m-1", now=NOW)
    protect(eva)
    street.publish(now=NOW)
    street.sort_item(letter("Eva Skjult"), machine="m-1", now=NOW)
    evidence_register(sealer=line.sealer(), now=NOW)
    with psycopg.connect(address_of_database("post", "owner")) as owner:
        names = [
            row[0] for row in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]
        for name in names:
            for (row,) in owner.execute(f'SELECT row_to_json(t)::text FROM "{name}" AS t'):  # type: ignore[arg-type]
                # Bytes are shown as hexadecimal, in which the secrets would be hidden: both ways are looked at.
                assert leaks(row) == [], name
                assert not [each for each in SECRETS if each.encode().hex() in row], name
                assert b"Skjulveien".hex() not in row, name
    with acting_as(CARRIER):
        for row in Evidence.objects.all():
            assert leaks(content_of(row)) == []
            assert leaks(json.dumps([each.as_json() for each in disclosures_of(row)])) == []
    for message in sent.sent:
        assert leaks(repr(message) + message.short_text) == []
    for path in (*data_folder().joinpath("sent").rglob("*"), *data_folder().joinpath("print").rglob("*")):
        if path.is_file():
            assert leaks(path.read_bytes()) == []
    del tmp_path


def test_a_move_that_waits_is_not_told() -> None:
    """Of neither of them: the message was one for both."""
    eva, _, _ = household()
    protect(eva)
    stand_in = StandIn(now=lambda: NOW)
    with registered.registry(stand_in) as client:
        assert tell_registry(registry=client, now=NOW) == {"told": 0, "refused": 0}
    assert stand_in.moves == {}


def run(
    *arguments: str, number: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    """Run a command as an operator does."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(number + "\n"))
    code = main(["register", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("reserve", "-"),
        ("access", "-", "--out", "nowhere"),
        ("correct", "-", "--street", "Storgata 1", "--postcode", "0155", "--city", "OSLO"),
        ("protect", "-", "--code", "none"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_command_answers_for_a_protected_person_as_for_nobody(
    arguments: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """The very same words, code and files; with the right it is done."""
    monkeypatch.chdir(tmp_path)
    eva, _, _ = household()
    protect(eva)
    protected = run(*arguments, number=NUMBER_EVA, monkeypatch=monkeypatch, capsys=capsys)
    nobody = run(*arguments, number=registered.number(900), monkeypatch=monkeypatch, capsys=capsys)
    assert protected == nobody
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    code, out, _ = run(
        *arguments, "--with-protected", number=NUMBER_EVA, monkeypatch=monkeypatch, capsys=capsys
    )
    assert code == 0
    assert NUMBER_EVA not in out
    assert leaks(out) == []


def test_to_look_for_a_protected_person_takes_the_statements_it_takes_for_nobody() -> None:
    """One statement, the same text: nothing to measure."""
    eva, _, _ = household()
    protect(eva)
    asked = []
    for number in (NUMBER_EVA, registered.number(900)):
        with acting_as(CARRIER), CaptureQueriesContext(connection) as seen:
            assert find_for_staff(number, has_right=False) is None
        asked.append([query["sql"].partition("IN (")[0] for query in seen.captured_queries])
    assert asked[0] == asked[1]
    assert len(asked[0]) == 1
