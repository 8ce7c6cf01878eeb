"""Settings of the portal: webhooks, status files, keys, people; each sender its own."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.actions import line
from tests.doors.portal import OTHER_CUSTOMER, PASSWORD, at_portal, enter, other_sender

from budstikke.post.terms.roles import Role

WEBHOOK = {
    "url": "http://localhost:8009/told",
    "group": ["DELIVERED", "READY_FOR_PICKUP"],
    "secret": "hemmelig",
}
# A key made for this test alone.
PUBLIC_KEY = (
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBuHaeXWA0MuVyqlQmJkkS3Fh1Jp7m2Dk9r2T0wTzgQF office@example.no"
)


def test_a_webhook_is_entered_tried_and_ended(installation: None) -> None:
    """For each number; the log shows what is to be told."""
    line.book(line.file_of([line.order(1)]))
    client = at_portal(Role.REPORTS)
    asked = {**WEBHOOK, "numbers": f"{line.number(1)}\n{line.number(2)}"}
    assert client.post("/sender/settings/webhooks/", asked).status_code == 302
    assert client.post("/sender/settings/webhooks/", asked).status_code == 422  # stands already
    listed = client.get("/sender/settings/webhooks/").text
    (first, *rest) = set(re.findall(r"/sender/settings/webhooks/([0-9a-f-]{36})/", listed))
    assert len(rest) == 1 and "hemmelig" not in listed
    page = f"/sender/settings/webhooks/{first}/"
    assert client.post(page, {"do": "try"}).status_code == 302
    assert "<td>DELIVERED</td>" in client.get(page).text
    other_sender()
    other = at_portal(Role.OWNER, username="kari", customer=OTHER_CUSTOMER)
    assert other.get(page).status_code == 404
    assert other.post(page, {"do": "end"}).status_code == 404
    assert client.post(page, {"do": "end"})["Location"] == "/sender/settings/webhooks/"
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"url": "http://10.0.0.1/"}, "Adressen kan ikke brukes"),
        ({"url": "https://user:word@example.no/"}, "Adressen kan ikke brukes"),
        ({"numbers": " "}, "ett til hundre"),
        ({"numbers": "\n".join(map(str, range(101)))}, "ett til hundre"),
        ({"group": []}, "minst én hendelse"),
        ({"header": "X-Key", "value": "a\r\nHost: b"}, "Hodet kan ikke sendes"),
    ],
)
def test_a_webhook_that_cannot_be_is_not_entered(
    installation: None, changed: dict[str, object], words: str
) -> None:
    """Addresses inside a network, cut headers, no number: each is said."""
    answer = at_portal(Role.ORDERS).post(
        "/sender/settings/webhooks/", {**WEBHOOK, "numbers": "123", **changed}
    )
    assert answer.status_code == 422 and words in answer.text


def test_paused_status_files_lose_nothing(installation: None) -> None:
    """None is written while it lasts; the first one after it holds everything."""
    from budstikke.post.actions.telling.write_statuses import write_statuses

    client = at_portal(Role.OWNER)
    client.post("/sender/settings/statuses/", {"do": "pause"})
    line.book(line.file_of([line.order(1)]))
    assert write_statuses(now=line.NOW) == []
    assert "Satt på pause" in client.get("/sender/settings/statuses/").text
    client.post("/sender/settings/statuses/", {"do": "resume"})
    (file,) = write_statuses(now=line.NOW)
    assert b"".join(bytes(file.content).split()).count(b"STS") == 1
    assert f"IFTSTA_{file.id:08}.edi" in client.get("/sender/settings/statuses/").text


def test_an_sftp_user_is_let_in_by_the_key_that_was_pasted(installation: None) -> None:
    """By its fingerprint; another sender can neither take the name nor revoke it."""
    from budstikke.post.actions.senders.sftp_users import fingerprint_of, user_by_key

    client = at_portal(Role.OWNER)
    page = "/sender/settings/statuses/"
    assert client.post(page, {"name": "kontor", "key": "ssh-ed25519 AAAA"}).status_code == 422
    assert client.post(page, {"name": "kontor", "key": PUBLIC_KEY}).status_code == 302
    fingerprint = fingerprint_of(PUBLIC_KEY)
    assert user_by_key("kontor", fingerprint=fingerprint)
    other_sender()
    other = at_portal(Role.OWNER, username="kari", customer=OTHER_CUSTOMER)
    assert other.post(page, {"name": "kontor", "key": PUBLIC_KEY}).status_code == 422
    other.post(page, {"do": "revoke", "name": "kontor"})
    assert user_by_key("kontor", fingerprint=fingerprint)
    client.post(page, {"do": "revoke", "name": "kontor"})
    assert user_by_key("kontor", fingerprint=fingerprint) is None


def test_a_key_is_shown_once_and_can_be_revoked(installation: None) -> None:
    """It works until then; another sender cannot revoke it, and one without a role is not made."""
    from budstikke.post.actions.senders.api_keys import api_key_of

    client = at_portal(Role.OWNER)
    page = "/sender/settings/keys/"
    assert client.post(page, {"label": "A"}).status_code == 422
    made = client.post(page, {"label": "A", "role": ["orders"], "uid": "Office@example.no"}).text
    found = re.search(r"X-MyBring-API-Key: ([0-9a-f-]{36})", made)
    assert found
    known = api_key_of(found[1], uid="office@example.no")
    assert known and known.roles == {Role.ORDERS}
    assert found[1] not in client.get(page).text
    other_sender()
    at_portal(Role.OWNER, username="kari", customer=OTHER_CUSTOMER).post(
        page, {"do": "revoke", "key": known.id}
    )
    assert api_key_of(found[1])
    client.post(page, {"do": "revoke", "key": known.id})
    assert api_key_of(found[1]) is None


def invited(client: Client, username: str, *roles: str) -> str:
    """Invite somebody; return where the link leads."""
    made = client.post("/sender/settings/people/", {"do": "invite", "username": username, "role": roles}).text
    found = re.search(r"http://[^/]+(/sender/invited/[^/]+/)", made)
    assert found, made
    return found[1]


def test_somebody_invited_begins_once(installation: None) -> None:
    """With a password of their own, in the roles given; the link counts once, and not for long."""
    client = at_portal(Role.OWNER)
    link = invited(client, "nora", "reports")
    assert "nora" in client.get("/sender/settings/people/").text
    stranger = Client(SERVER_NAME="localhost")
    assert "nora" in stranger.get(link).text
    assert stranger.post(link, {"password": "for kort"}).status_code == 422
    begun = stranger.post(link, {"password": PASSWORD})
    assert begun["Location"] == "/sender/sign-in/"
    assert stranger.get(link).status_code == stranger.post(link, {"password": PASSWORD}).status_code == 404
    entered = stranger.post("/sender/sign-in/", {"login": "nora", "password": PASSWORD})
    assert entered["Location"] == "/sender/"
    assert stranger.get("/sender/reports/")["Location"] == "/sender/factors/"


def test_a_link_ends_when_another_is_made_or_it_is_taken_back(installation: None) -> None:
    """Or when seven days have passed."""
    from budstikke.post.actions.senders.invite import invitation_of

    client = at_portal(Role.OWNER)
    first, second = invited(client, "nora", "reports"), invited(client, "nora", "finance")
    assert Client().get(first).status_code == 404
    token = second.split("/")[-2]
    from budstikke.kit.clock import now

    assert invitation_of(token, now=now() + timedelta(days=6))
    assert invitation_of(token, now=now() + timedelta(days=8)) is None
    found = re.search(
        r'name="id" value="([0-9]+)"><button[^>]*value="withdraw"',
        client.get("/sender/settings/people/").text,
    )
    assert found
    client.post("/sender/settings/people/", {"do": "withdraw", "id": found[1]})
    assert Client().get(second).status_code == 404


def test_nobody_is_invited_under_anothers_name(installation: None) -> None:
    """Neither another sender's nor a clerk's."""
    from tests.stories.browser import counter

    other_sender()
    enter(Role.OWNER, username="kari", customer=OTHER_CUSTOMER)
    counter.enter("clerk-7")
    client = at_portal(Role.OWNER)
    for name in ("kari", "clerk-7", "", "A B"):
        asked = {"do": "invite", "username": name, "role": ["orders"]}
        assert client.post("/sender/settings/people/", asked).status_code == 422, name


def test_the_owner_gives_roles_and_notes_who_left(installation: None) -> None:
    """At once; the last owner stays one, and another sender's people are nobody's business."""
    from budstikke.post.actions.senders.portal_users import portal_user_of

    client = at_portal(Role.OWNER)
    nora = enter(Role.ORDERS, username="nora")
    other_sender()
    kari = enter(Role.ORDERS, username="kari", customer=OTHER_CUSTOMER)
    page = "/sender/settings/people/"
    assert client.post(page, {"id": nora, "do": "roles", "role": ["finance"]}).status_code == 302
    known = portal_user_of(nora)
    assert known and known.roles == {Role.FINANCE}
    assert client.post(page, {"id": kari, "do": "leave"}).status_code == 404
    assert client.post(page, {"id": kari, "do": "roles", "role": ["owner"]}).status_code == 404
    from django.contrib.auth.models import User

    per = User.objects.get(username="per").pk
    assert client.post(page, {"id": per, "do": "leave"}).status_code == 422
    assert client.post(page, {"id": per, "do": "roles", "role": ["orders"]}).status_code == 422
    assert client.post(page, {"id": nora, "do": "leave"}).status_code == 302
    assert portal_user_of(nora) is None
