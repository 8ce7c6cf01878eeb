"""A sender's program as the tests play it, and a second sender whose letters are nobody else's."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import ECKey
from tests.actions import line

from budstikke.kit.clock import now, real_now
from budstikke.post.actions.senders.api_clients import register_api_client
from budstikke.post.actions.senders.api_keys import register_api_key
from budstikke.post.terms.roles import Role
from budstikke.post.terms.scopes import Scope

PATH = "/api/v1"
ISSUER = "http://localhost:8200/api/v1"
OTHER = "10009999998"


@dataclass
class Caller:
    """Asks with a key, a token or nothing."""

    head: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **query: object):
        """Ask."""
        from django.test import Client

        return Client().get(PATH + path, query_params=query, headers=self.head)

    def post(self, path: str, said: object, *, kind: str = "application/json", **head: str):
        """Say."""
        from django.test import Client

        content = json.dumps(said) if kind == "application/json" and not isinstance(said, bytes) else said
        return Client().post(PATH + path, content, content_type=kind, headers={**self.head, **head})


def with_key(*roles: Role, customer: str = line.CUSTOMER) -> Caller:
    """A caller with a new key of a sender."""
    uid = "orders@example.no"
    key = register_api_key(customer, uid=uid, label="", roles=roles or (Role.OWNER,), now=now())
    assert key
    return Caller({"X-MyBring-API-Uid": uid, "X-MyBring-API-Key": key})


def other_sender() -> Caller:
    """A second sender with one letter of its own, number 9, and a key."""
    from budstikke.post.records.models import Sender
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        mine = Sender.objects.get()
        Sender.objects.create(
            customer_number=OTHER, name="Other SPECIMEN", organisation_number="310000027", edi_id="310000027",
            aml_obliged=True, agreement_on=mine.agreement_on, mailbox_organisation_number="310000027",
            hand_in_place="OSLO", street="Storgata 2", postcode="0155", city="OSLO",
        )  # fmt: skip
    (booked,) = line.book(line.file_of([line.order(9, customer=OTHER)], sender="310000027"))
    assert booked.booked == 1
    return with_key(customer=OTHER)


@dataclass
class Program:
    """A registered client with its private key."""

    client_id: str
    key: ECKey

    def assertion(self, **changed: Any) -> str:
        """An assertion as it should be, unless changed; None leaves a claim out."""
        at = int(real_now().timestamp())
        said = {"aud": ISSUER, "iss": self.client_id, "scope": Scope.LETTERS_READ.value, "iat": at, "exp": at + 100,
                "jti": str(uuid4()), **changed}  # fmt: skip
        claims = {name: value for name, value in said.items() if value is not None}
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, claims, self.key)

    def ask(self, assertion: str | None = None, **changed: Any):
        """Exchange an assertion."""
        from urllib.parse import urlencode

        said = {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": assertion or self.assertion(**changed),
        }
        return Caller().post("/token", urlencode(said), kind="application/x-www-form-urlencoded")


def program(*scopes: Scope) -> Program:
    """Register a client of the sender."""
    key = ECKey.generate_key("P-256", private=True)
    key.ensure_kid()
    client_id = register_api_client(
        line.CUSTOMER,
        label="test",
        public_keys=[key.as_dict(private=False)],
        scopes=scopes or (Scope.LETTERS_READ,),
        now=now(),
    )
    assert client_id
    return Program(str(client_id), key)
