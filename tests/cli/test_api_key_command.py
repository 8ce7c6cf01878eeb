"""`budstikke api-key`: keys for senders' programs, printed once."""

from __future__ import annotations

import json

import django
import pytest

django.setup()

from tests.actions.line import CUSTOMER  # noqa: E402

from budstikke.cli.main import main  # noqa: E402
from budstikke.post.actions.senders.api_keys import api_key_of  # noqa: E402
from budstikke.post.terms.roles import Role  # noqa: E402

pytestmark = pytest.mark.usefixtures("installation")
UID = "orders@eksempel.example"


def test_a_key_is_printed_once_listed_and_taken_back(capsys: pytest.CaptureFixture[str]) -> None:
    """The list knows everything of it but the key."""
    assert main(["api-key", "add", CUSTOMER, "--uid", UID, "--label", "shop", "--role", "orders"]) == 0
    key = json.loads(capsys.readouterr().out)["key"]
    known = api_key_of(key, uid=UID)
    assert known
    assert known.roles == {Role.ORDERS}
    assert main(["api-key", "list", CUSTOMER]) == 0
    listed = capsys.readouterr().out
    assert key not in listed
    (row,) = json.loads(listed)
    assert (row["uid"], row["label"], row["roles"], row["revoked_at"]) == (UID, "shop", ["orders"], None)
    assert main(["api-key", "revoke", str(row["id"])]) == 0
    assert api_key_of(key, uid=UID) is None
    assert main(["api-key", "revoke", str(row["id"])]) == 1


def test_a_key_without_a_role_named_is_the_owners(capsys: pytest.CaptureFixture[str]) -> None:
    """And nobody without a customer number gets one."""
    assert main(["api-key", "add", CUSTOMER, "--uid", UID]) == 0
    assert json.loads(capsys.readouterr().out)["roles"] == ["owner"]
    assert main(["api-key", "add", "no-such", "--uid", UID]) == 1
