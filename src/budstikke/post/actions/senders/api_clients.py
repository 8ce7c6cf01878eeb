"""Enter programs that sign their requests, and give out tokens for assertions they have signed (RFC 7523)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey
from joserfc.jws import extract_compact

from budstikke.kit.installation import data_folder, write_once
from budstikke.post.records.models import ApiClient, Sender
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.scopes import Scope

ALGORITHMS = ["RS256", "RS384", "RS512", "ES256"]
ASSERTION_SECONDS, SKEW_SECONDS, TOKEN_SECONDS = 120, 10, 600
_MOST_CHARACTERS = 8_000
_LEAST_RSA_BITS = 2048


class NotAClient(ValueError):
    """What was given makes no client; the message says why."""


class NotGranted(Exception):
    """An assertion that no token is given for; `code` is that of RFC 6749."""

    def __init__(self, code: str, why: str) -> None:
        self.code, self.why = code, why
        super().__init__(why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token as it is given out."""

    text: str
    scopes: frozenset[Scope]
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """What a token that was shown says: whose program asks, and what it may do."""

    client_id: str
    sender_id: int
    customer_number: str
    scopes: frozenset[Scope]


def register_api_client(
    customer_number: str,
    *,
    label: str,
    public_keys: Iterable[Mapping[str, Any]],
    scopes: Iterable[Scope],
    now: datetime,
) -> UUID | None:
    """
    Enter a program with its public keys; None when nobody has the customer number.

    Raises: NotAClient for a private or unsuitable key, and for none.
    """
    keys = [_public(key) for key in public_keys]
    if not keys or len({key["kid"] for key in keys}) != len(keys):
        raise NotAClient("a client has at least one public key, each with a kid of its own")
    with acting_as(CARRIER):
        sender = Sender.objects.filter(customer_number=customer_number).first()
        if sender is None:
            return None
        client_id = uuid4()
        ApiClient.objects.create(
            sender=sender,
            client_id=client_id,
            label=label,
            public_keys=keys,
            scopes=" ".join(sorted(set(scopes))),
            created_at=now,
        )
    return client_id


def api_clients_of_sender(customer_number: str) -> list[ApiClient]:
    """Return a sender's clients, the newest first."""
    with acting_as(CARRIER):
        return list(ApiClient.objects.filter(sender__customer_number=customer_number).order_by("-id"))


def revoke_api_client(client_id: UUID, *, now: datetime) -> bool:
    """Take a client back; tokens given out already run out by themselves, within ten minutes."""
    with acting_as(CARRIER):
        return bool(ApiClient.objects.filter(client_id=client_id, revoked_at=None).update(revoked_at=now))


def grant(assertion: str, *, issuer: str, real_now: datetime) -> Token:
    """
    Give a token for an assertion, once.

    Source: RFC 7523; Maskinporten's rules on top of it: at most two minutes, a jti of its own, ten seconds of skew.
    Raises: NotGranted with what is wrong.
    """
    client, sender, claims = _judged(assertion, issuer=issuer, real_now=real_now)
    wanted = str(claims.get("scope", "")).split()
    allowed = set(client.scopes.split())
    if not wanted or not set(wanted) <= allowed:
        raise NotGranted(
            "invalid_scope", "scope must name what the client was registered for, and nothing else"
        )
    scopes = frozenset(map(Scope, wanted))
    at = int(real_now.timestamp())
    said = {
        "iss": issuer,
        "aud": issuer,
        "client_id": str(client.client_id),
        "client_amr": "private_key_jwt",
        "consumer": {"authority": "iso6523-actorid-upis", "ID": f"0192:{sender.organisation_number}"},
        "customer_number": sender.customer_number,
        "sender_id": sender.id,
        "scope": " ".join(sorted(scopes)),
        "token_type": "Bearer",
        "iat": at,
        "exp": at + TOKEN_SECONDS,
        "jti": str(uuid4()),
    }
    key = _signing_key()
    text = jwt.encode({"alg": "ES256", "typ": "at+jwt", "kid": key.kid}, said, key)
    return Token(text=text, scopes=scopes, seconds=TOKEN_SECONDS)


def bearer_of(token: str, *, issuer: str, real_now: datetime) -> Bearer | None:
    """Return what a token says, or None for one that is not ours, not for us or has run out; asks no database."""
    if len(token) > _MOST_CHARACTERS:
        return None
    try:
        read = jwt.decode(token, _signing_key(), algorithms=["ES256"])
        claims = read.claims
        if read.header.get("typ") != "at+jwt" or (claims["iss"], claims["aud"]) != (issuer, issuer):
            return None
        if not claims["iat"] - SKEW_SECONDS <= real_now.timestamp() < claims["exp"]:
            return None
        return Bearer(
            client_id=claims["client_id"],
            sender_id=int(claims["sender_id"]),
            customer_number=claims["customer_number"],
            scopes=frozenset(map(Scope, claims["scope"].split())),
        )
    except (JoseError, ValueError, KeyError, TypeError):
        return None


def published_keys() -> dict[str, Any]:
    """Return the public key by which tokens can be checked, as a set (RFC 7517)."""
    return {"keys": [{**_signing_key().as_dict(private=False), "use": "sig", "alg": "ES256"}]}


def _judged(assertion: str, *, issuer: str, real_now: datetime) -> tuple[ApiClient, Sender, dict[str, Any]]:
    if len(assertion) > _MOST_CHARACTERS:
        raise NotGranted("invalid_request", "the assertion is too long")
    with acting_as(CARRIER):
        try:
            # Who says to have signed it; by that one's keys it is judged.
            claimed = jwt.decode(assertion, _anybodys(assertion), algorithms=ALGORITHMS)
        except _NotSigned as error:
            raise NotGranted("invalid_grant", str(error)) from None
        except (JoseError, ValueError, TypeError):
            raise NotGranted("invalid_grant", "the signature does not hold") from None
        claims = dict(claimed.claims)
        client = _client(claims.get("iss"))
        assert client is not None, "the keys were this client's"
        _refuse_out_of_time(claims, issuer=issuer, real_now=real_now)
        jti = claims.get("jti")
        if not isinstance(jti, str) or not 8 <= len(jti) <= 200:
            raise NotGranted("invalid_grant", "jti must be a text of its own for each assertion")
        if not _first_use(
            client, jti, until=real_now + timedelta(seconds=ASSERTION_SECONDS + 2 * SKEW_SECONDS)
        ):
            raise NotGranted("invalid_grant", "this assertion was used before")
        return client, client.sender, claims


class _NotSigned(Exception):
    pass


def _anybodys(assertion: str) -> KeySet:
    try:
        loose = extract_compact(assertion.encode("ascii"))
        claims = json.loads(loose.payload)
        client = _client(claims.get("iss"))
    except (JoseError, ValueError, AttributeError):
        raise _NotSigned("this is no signed assertion") from None
    if client is None:
        raise _NotSigned("iss must be the id of a registered client")
    kid = loose.headers().get("kid")
    keys = [key for key in client.public_keys if key["kid"] == kid]
    if not keys:
        raise _NotSigned("kid must be that of a registered key")
    return KeySet.import_key_set({"keys": keys})


def _client(client_id: object) -> ApiClient | None:
    try:
        asked = UUID(str(client_id))
    except ValueError:
        return None
    return ApiClient.objects.select_related("sender").filter(client_id=asked, revoked_at=None).first()


def _refuse_out_of_time(claims: Mapping[str, Any], *, issuer: str, real_now: datetime) -> None:
    now_s = real_now.timestamp()
    issued, ends, audience = _time(claims.get("iat")), _time(claims.get("exp")), claims.get("aud")
    if audience not in (issuer, [issuer]):
        raise NotGranted("invalid_grant", f"aud must be {issuer}")
    if issued is None or ends is None:
        raise NotGranted("invalid_grant", "iat and exp must be seconds since 1970")
    if not ends > issued or ends - issued > ASSERTION_SECONDS:
        raise NotGranted("invalid_grant", f"exp lies after iat, by at most {ASSERTION_SECONDS} seconds")
    if issued > now_s + SKEW_SECONDS or ends < now_s - SKEW_SECONDS:
        raise NotGranted("invalid_grant", "the assertion is not of now; compare the clock with our Date")


def _time(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and 0 < value < 1e11 else None  # type: ignore[operator, arg-type]


def _first_use(client: ApiClient, jti: str, *, until: datetime) -> bool:
    digest = hashlib.sha256(f"{client.client_id}:{jti}".encode("utf-8", "surrogateescape")).digest()
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM used_assertion WHERE until < %s)"
            " INSERT INTO used_assertion (sha256, until) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING 1",
            [until - timedelta(days=1), digest, until],
        )
        return cursor.fetchone() is not None


def _public(given: Mapping[str, Any]) -> dict[str, Any]:
    kind = given.get("kty")
    if kind not in ("RSA", "EC") or {"d", "p", "q", "k"} & given.keys():
        raise NotAClient("a key is a public JWK of kty RSA or EC; keep the private one to yourself")
    try:
        key = (RSAKey if kind == "RSA" else ECKey).import_key(dict(given))
    except (JoseError, ValueError, KeyError, TypeError):
        raise NotAClient("a key cannot be read as a JWK") from None
    if isinstance(key, RSAKey) and key.public_key.key_size < _LEAST_RSA_BITS:
        raise NotAClient(f"an RSA key has at least {_LEAST_RSA_BITS} bits")
    if isinstance(key, ECKey) and given.get("crv") != "P-256":
        raise NotAClient("an EC key is on the curve P-256")
    kid = given.get("kid")
    return {**key.as_dict(private=False), "kid": str(kid) if kid else key.thumbprint()}


def _signing_key() -> ECKey:
    path = data_folder() / "keys" / "api-tokens.pem"
    if not path.exists():
        write_once(path, ECKey.generate_key("P-256", private=True).as_pem(private=True))
    return _read(path.read_bytes())


@lru_cache(maxsize=2)
def _read(content: bytes) -> ECKey:
    key = ECKey.import_key(content)
    key.ensure_kid()
    return key
