"""Tokens for signed assertions: what is granted, what is not, and how far a token reaches."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey
from tests.actions import line
from tests.doors.api_caller import ISSUER, Caller, program

from budstikke.kit.clock import now, real_now
from budstikke.post.actions.senders.api_clients import NotAClient, register_api_client, revoke_api_client
from budstikke.post.terms.scopes import Scope

NOW_S = int(real_now().timestamp())


@pytest.fixture(autouse=True)
def _begin(installation: None) -> Iterator[None]:
    from budstikke.post.records.ceilings import LEASES

    LEASES.clear()
    yield


def _bearer(answer) -> Caller:
    return Caller({"Authorization": f"Bearer {answer.json()['access_token']}"})


def test_a_signed_assertion_becomes_a_token_that_reads() -> None:
    """As Maskinporten grants it; the token says whose it is, and is checked by the published key."""
    answer = program().ask()
    assert answer.status_code == 200, answer.content
    said = answer.json()
    assert (said["token_type"], said["scope"], answer["Cache-Control"]) == (
        "Bearer",
        Scope.LETTERS_READ,
        "no-store",
    )
    claims = jwt.decode(
        said["access_token"], KeySet.import_key_set(Caller().get("/jwks").json()), algorithms=["ES256"]
    ).claims
    assert claims["consumer"] == {"authority": "iso6523-actorid-upis", "ID": f"0192:{line.EDI_ID}"}
    assert (claims["iss"], claims["exp"] - claims["iat"]) == (ISSUER, said["expires_in"])
    assert _bearer(answer).get("/letters").status_code == 200


def test_a_token_reaches_no_further_than_its_scope() -> None:
    """Though the client may ask for more."""
    caller = _bearer(program(Scope.LETTERS_READ, Scope.LETTERS_WRITE).ask())
    assert caller.post("/letters", {}).json()["code"] == "NOT_ALLOWED"
    assert caller.get("/agreement").json()["code"] == "NOT_ALLOWED"


def test_an_assertion_counts_once() -> None:
    """Whoever overhears it has nothing."""
    asking = program()
    assertion = asking.assertion()
    assert asking.ask(assertion).status_code == 200
    again = asking.ask(assertion)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"aud": "https://other.example"}, "invalid_grant"),
        ({"aud": None}, "invalid_grant"),
        ({"iss": "00000000-0000-0000-0000-000000000000"}, "invalid_grant"),
        ({"iss": "x"}, "invalid_grant"),
        ({"iat": NOW_S - 1000, "exp": NOW_S - 900}, "invalid_grant"),
        ({"iat": NOW_S + 1000, "exp": NOW_S + 1100}, "invalid_grant"),
        ({"iat": NOW_S, "exp": NOW_S + 1000}, "invalid_grant"),
        ({"iat": "now"}, "invalid_grant"),
        ({"exp": None}, "invalid_grant"),
        ({"jti": None}, "invalid_grant"),
        ({"jti": "short"}, "invalid_grant"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": Scope.LETTERS_WRITE.value}, "invalid_scope"),
        ({"scope": "budstikke:everything"}, "invalid_scope"),
    ],
)
def test_an_assertion_that_is_not_right_is_granted_nothing(changed: dict[str, Any], error: str) -> None:
    """Each claim counts, and what is wrong is said."""
    answer = program().ask(**changed)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert answer.json()["error_description"]


@pytest.mark.parametrize("how", ["another key", "no key", "a secret", "rubbish"])
def test_what_the_client_has_not_signed_is_granted_nothing(how: str) -> None:
    """Signed by another key, by none, or by a secret instead of a key."""
    asking = program()
    good = asking.assertion()
    claims = jwt.decode(good, asking.key, algorithms=["ES256"]).claims
    if how == "another key":
        other = ECKey.generate_key("P-256", private=True)
        forged = jwt.encode({"alg": "ES256", "kid": asking.key.kid}, claims, other)
    elif how == "no key":
        head, body, _ = good.split(".")
        forged = f"eyJhbGciOiJub25lIn0.{body}."
        assert head
    elif how == "a secret":
        secret = OctKey.import_key(b"of nobody's, but long enough to sign")
        forged = jwt.encode({"alg": "HS256", "kid": asking.key.kid}, claims, secret)
    else:
        forged = "a.b.c"
    assert asking.ask(forged).json()["error"] == "invalid_grant"


def test_a_revoked_client_is_granted_nothing() -> None:
    """From then on; what was granted runs out by itself."""
    asking = program()
    assert revoke_api_client(asking.client_id, now=now())  # type: ignore[arg-type]
    assert asking.ask().json()["error"] == "invalid_grant"


def test_another_grant_is_not_known() -> None:
    """Only signed assertions."""
    answer = Caller().post("/token", "grant_type=password", kind="application/x-www-form-urlencoded")
    assert answer.json()["error"] == "unsupported_grant_type"


@pytest.mark.parametrize("how", ["late", "other issuer", "assertion", "forged"])
def test_a_token_that_is_not_ours_or_over_opens_nothing(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Late, given out elsewhere, an assertion shown as a token, or signed by somebody."""
    from datetime import timedelta

    asking = program()
    text = asking.ask().json()["access_token"]
    if how == "late":
        monkeypatch.setattr(
            "budstikke.post.doors.api.asking.real_now", lambda: real_now() + timedelta(seconds=601)
        )
    elif how == "other issuer":
        monkeypatch.setattr("budstikke.post.doors.api.asking.PATH", "/api/v2")
    elif how == "assertion":
        text = asking.assertion()
    else:
        head, body, signature = text.split(".")
        text = f"{head}.{body}.{hashlib.sha256(signature.encode()).hexdigest()}"
    assert Caller({"Authorization": f"Bearer {text}"}).get("/letters").status_code == 401


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_keys_that_are_private_or_weak_are_not_registered() -> None:
    """We hold public keys only, and none that can be broken."""
    given: dict[str, Any] = {"label": "", "scopes": [Scope.LETTERS_READ], "now": now()}
    strong = ECKey.generate_key("P-256", private=True)
    for bad in (
        strong.as_dict(private=True),
        RSAKey.generate_key(1024, private=True).as_dict(private=False),
        ECKey.generate_key("P-521", private=True).as_dict(private=False),
        {"kty": "oct", "k": "AAAA"},
        {"kty": "EC"},
    ):
        with pytest.raises(NotAClient):
            register_api_client(line.CUSTOMER, public_keys=[bad], **given)
    with pytest.raises(NotAClient):
        register_api_client(line.CUSTOMER, public_keys=[], **given)
    good = strong.as_dict(private=False)
    assert register_api_client("10000000000", public_keys=[good], **given) is None


def test_the_metadata_leads_to_the_token() -> None:
    """RFC 8414."""
    said = Caller().get("/.well-known/oauth-authorization-server").json()
    assert (said["issuer"], said["token_endpoint"]) == (ISSUER, f"{ISSUER}/token")
