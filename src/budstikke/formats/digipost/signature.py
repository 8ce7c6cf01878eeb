"""
What both sides sign: the canonical text of a request and of an answer, and RSA over it.

The signature is RSA PKCS#1 v1.5 over SHA-256, in base64. The body takes part by its hash in X-Content-SHA256.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

DATE, HASH, USER, SIGNATURE = "Date", "X-Content-SHA256", "X-Digipost-UserId", "X-Digipost-Signature"

# Header names in the order in which they are signed. An answer names no user.
_REQUEST = ("content-md5", "date", "x-content-sha256", "x-digipost-userid")
_ANSWER = ("content-md5", "date", "x-content-sha256")


def content_sha256(content: bytes) -> str:
    """
    Return the base64 of a body's hash.

    >>> content_sha256(b"This is the content to hash.")
    'gvXOB75lBGBY6LVTAVVpapZkBOv531VUE0EHrP2rryE='
    """
    return base64.b64encode(hashlib.sha256(content).digest()).decode("ascii")


def request_text(*, method: str, path: str, query: str, headers: Mapping[str, str]) -> str:
    """Return the text a client signs; the line of the query is there even when it is empty."""
    return f"{method.upper()}\n{path.lower()}\n{_lines(_REQUEST, headers)}{query.lower()}\n"


def answer_text(*, status: int, path: str, headers: Mapping[str, str]) -> str:
    """Return the text a server signs: status and path of the request, without the query."""
    return f"{status}\n{path.lower()}\n{_lines(_ANSWER, headers)}"


def sign(text: str, *, key: RSAPrivateKey) -> str:
    """Return the base64 signature of a text."""
    return base64.b64encode(key.sign(text.encode(), PKCS1v15(), SHA256())).decode("ascii")


def check(text: str, *, signature: str, key: RSAPublicKey) -> bool:
    """Say whether a base64 signature is that key's over that text."""
    try:
        key.verify(base64.b64decode(signature, validate=True), text.encode(), PKCS1v15(), SHA256())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def signed_request(
    *,
    method: str,
    path: str,
    query: str = "",
    content: bytes = b"",
    user_id: int,
    at: datetime,
    key: RSAPrivateKey,
) -> dict[str, str]:
    """Return the headers that sign a request made at a moment (real time, not an installation's)."""
    headers = {DATE: http_date(at), USER: str(user_id)}
    if content:
        headers[HASH] = content_sha256(content)
    text = request_text(method=method, path=path, query=query, headers=headers)
    return headers | {SIGNATURE: sign(text, key=key)}


def signed_answer(
    *, status: int, path: str, content: bytes, at: datetime, key: RSAPrivateKey
) -> dict[str, str]:
    """Return the headers that sign an answer."""
    headers = {DATE: http_date(at)}
    if content:
        headers[HASH] = content_sha256(content)
    return headers | {SIGNATURE: sign(answer_text(status=status, path=path, headers=headers), key=key)}


def answer_fault(
    *, status: int, path: str, headers: Mapping[str, str], content: bytes, key: RSAPublicKey
) -> str | None:
    """Return why an answer cannot be believed, in words; None when it can."""
    found = {name.lower(): value for name, value in headers.items()}
    wanted = [DATE, SIGNATURE, *([HASH] if content else [])]
    missing = [name for name in wanted if name.lower() not in found]
    if missing:
        return f"the answer lacks {', '.join(missing)}"
    if content and found[HASH.lower()] != content_sha256(content):
        return "the answer's body is not the one that was signed"
    text = answer_text(status=status, path=path, headers=found)
    if not check(text, signature=found[SIGNATURE.lower()], key=key):
        return "the answer is not signed by the server's certificate"
    return None


def http_date(at: datetime) -> str:
    """Return a moment as HTTP writes it."""
    return format_datetime(at.astimezone(UTC), usegmt=True)


def parse_http_date(text: str) -> datetime | None:
    """Return the moment a Date header names, aware; None when it is none."""
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    # "-0000" and a missing zone both come back naive; HTTP dates are UTC.
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _lines(names: tuple[str, ...], headers: Mapping[str, str]) -> str:
    found = {name.lower(): value for name, value in headers.items()}
    return "".join(f"{name}: {found[name]}\n" for name in names if name in found)
