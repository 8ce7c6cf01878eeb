"""A sender's program proves itself by a key that nobody but it has."""

from __future__ import annotations

from tests.actions import line

from budstikke.post.actions.senders.api_keys import (
    api_key_of,
    api_keys_of_sender,
    register_api_key,
    revoke_api_key,
)
from budstikke.post.records.models import ApiKey
from budstikke.post.records.scope import acting_as
from budstikke.post.terms.roles import Role, may

UID = "orders@eksempel.example"


def _key(**changed: object) -> str:
    given = {"uid": UID, "label": "shop", "roles": [Role.ORDERS], "now": line.NOW, **changed}
    key = register_api_key(line.CUSTOMER, **given)
    assert key
    return key


def test_a_key_is_known_again_under_its_name_however_it_is_written(installation: None) -> None:
    """The name is an address, in which capitals say nothing."""
    key = _key()
    known = api_key_of(key, uid="Orders@Eksempel.example")
    assert known
    assert (known.customer_number, known.roles) == (line.CUSTOMER, {Role.ORDERS})
    assert api_key_of(key, uid="others@eksempel.example") is None
    assert api_key_of(key) == known


def test_a_key_taken_back_or_never_given_is_not_known(installation: None) -> None:
    """Nor is one that is longer than any key."""
    key = _key()
    assert api_key_of("no-such-key") is None
    assert api_key_of("k" * 10_000, uid=UID) is None
    assert api_key_of("\udc80", uid=UID) is None
    (row,) = api_keys_of_sender(line.CUSTOMER)
    assert revoke_api_key(row.id, now=line.NOW)
    assert not revoke_api_key(row.id, now=line.NOW)
    assert api_key_of(key, uid=UID) is None


def test_of_a_key_only_its_hash_is_kept(installation: None) -> None:
    """Whoever reads the table cannot ask as anybody."""
    key = _key()
    (row,) = api_keys_of_sender(line.CUSTOMER)
    assert key not in str(vars(row))


def test_keys_are_seen_by_their_sender_alone(installation: None) -> None:
    """Row-level security guards them like letters."""
    _key()
    with acting_as("999999"):
        assert not ApiKey.objects.exists()


def test_nobody_without_a_customer_number_gets_a_key(installation: None) -> None:
    """A key is a sender's."""
    assert register_api_key("no-such", uid=UID, label="", roles=[Role.OWNER], now=line.NOW) is None


def test_the_owner_may_what_every_role_may() -> None:
    """And every other role only what it is asked for."""
    assert may({Role.OWNER}, Role.FINANCE)
    assert may({Role.ORDERS, Role.REPORTS}, Role.REPORTS)
    assert not may({Role.ORDERS}, Role.REPORTS, Role.FINANCE)
