"""Opening accounts by command."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.mailbox.running import Organisation, Service, run_command


def _line(account: Organisation, **change: object) -> str:
    pem = account.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    given = {
        "sender_id": account.sender_id,
        "organisation_number": account.organisation_number,
        "name": account.name,
        "public_key": pem,
    }
    return json.dumps({**given, **change})


def test_opening_again_renews_and_opens_nothing_new(mailbox: Service, issuer: Organisation) -> None:
    """A seed may run twice."""
    again = run_command(mailbox.environment, "mailbox", "open", "-", given=_line(issuer))
    assert (again.returncode, json.loads(again.stdout)) == (0, {"sender_id": 5, "opened": False})


@pytest.mark.parametrize(
    "change",
    [
        {"organisation_number": "991825828"},
        {"organisation_number": "984661185"},
        {"organisation_number": "810034882"},
        {"sender_id": "five"},
        {"name": " "},
        {"public_key": "no key"},
        {"extra": 1},
    ],
)
def test_an_account_that_cannot_be_opened_is_said(
    mailbox: Service, issuer: Organisation, change: dict[str, object]
) -> None:
    """With the line's number; nothing changes."""
    before = mailbox.look("SELECT * FROM account ORDER BY id")
    refused = run_command(mailbox.environment, "mailbox", "open", "-", given=_line(issuer, **change))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("line 1: ")
    assert mailbox.look("SELECT * FROM account ORDER BY id") == before


def test_a_short_key_is_refused(mailbox: Service, issuer: Organisation) -> None:
    """1024 bits do not hold a signature."""
    weak = generate_private_key(public_exponent=65537, key_size=1024)
    pem = weak.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    refused = run_command(mailbox.environment, "mailbox", "open", "-", given=_line(issuer, public_key=pem))
    assert refused.returncode == 1
    assert "2048 bits" in refused.stderr
