"""What is guessed is answered alike whether it is there or not, and only so often, by all processes together."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.actions import line
from tests.doors import portal

from budstikke.post.terms.roles import Role

_WRONG = "feil passord her"


@pytest.fixture
def client(installation: None) -> Client:
    """Anybody's browser."""
    return Client(SERVER_NAME="localhost")


def _told(answer: HttpResponse, *guessed: str) -> tuple[int, str]:
    """Return what was said, without the page's token and what was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.text)
    for typed in guessed:
        text = text.replace(typed, "")
    return answer.status_code, text


def test_a_sign_in_tells_no_name_that_is_known(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same page for a wrong password and for nobody, and the password is worked on either way, so as long."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    portal.enter(Role.OWNER, username="kjent-navn")
    worked: list[str] = []
    encode, verify = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify
    monkeypatch.setattr(
        Argon2PasswordHasher, "encode", lambda *given: (worked.append("encode"), encode(*given))[1]
    )
    monkeypatch.setattr(
        Argon2PasswordHasher, "verify", lambda *given: (worked.append("verify"), verify(*given))[1]
    )
    told = {}
    for name in ("kjent-navn", "ukjentnavn"):
        worked.clear()
        answer = client.post("/sender/sign-in/", {"login": name, "password": _WRONG})
        told[name] = (_told(answer, name), len(worked))
    assert told["kjent-navn"] == told["ukjentnavn"]
    assert told["kjent-navn"][1] == 1


@pytest.mark.parametrize("address", ["/track/mine/", "/track/record/"])
def test_a_wrong_second_fact_tells_nothing_of_the_letter(client: Client, address: str) -> None:
    """As for a letter that nobody booked."""
    line.book(line.file_of([line.order(1)]))
    told = [
        _told(client.post(address, {"number": number, "postcode": "9999"}), number)
        for number in (line.number(1), line.number(8))
    ]
    assert told[0] == told[1]
    assert told[0][0] == 404


def test_wrong_second_facts_are_counted_for_the_letter_wherever_they_come_from(client: Client) -> None:
    """Five an hour, in the database: other addresses and the other page that asks for it share them."""
    line.book(line.file_of([line.order(1)]))
    said = {"number": line.number(1), "postcode": "9999"}
    for nth in range(5):
        address = ("/track/mine/", "/track/record/")[nth % 2]
        assert Client(REMOTE_ADDR=f"192.0.2.{nth}").post(address, said).status_code == 404
    right = {**said, "postcode": "5004"}
    assert Client(REMOTE_ADDR="192.0.2.99").post("/track/mine/", right).status_code == 429


@pytest.mark.parametrize("most", [2, 18, 200])
def test_what_one_process_lets_in_another_does_not(installation: None, most: int) -> None:
    """Two processes with leases of their own let in as many a second as one may, and none more."""
    from budstikke.post.records.ceilings import Leases

    processes = (Leases(), Leases())
    let_in = [each.let_in("somebody", second=1, most=most) for _ in range(most) for each in processes]
    assert sum(let_in) == most
    assert not any(each.let_in("somebody", second=1, most=most) for each in processes)
    assert processes[0].let_in("somebody", second=2, most=most)


def test_whoever_asks_too_often_is_told_when_to_ask_again(
    installation: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """429 with Retry-After, in the words of each interface."""
    from tests.doors import bring

    from budstikke.post.doors.bring.asking import CEILINGS

    monkeypatch.setattr("budstikke.post.doors.bring.asking._second", lambda: 1)
    for what in CEILINGS:
        monkeypatch.setitem(CEILINGS, what, 1)
    program = bring.program()
    for address in ("/booking/api/customers", "/event-cast/api/v1/webhooks", "/reports/api/generate.json"):
        answers = [program.get(address) for _ in range(2)]
        assert [each.status_code for each in answers] == [200, 429], address
        assert answers[1]["Retry-After"] == "1", address
