"""What both sides sign, to the letter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from budstikke.formats.digipost.signature import (
    answer_fault,
    answer_text,
    check,
    content_sha256,
    http_date,
    parse_http_date,
    request_text,
    sign,
    signed_answer,
    signed_request,
)

AT = datetime(2026, 11, 21, 9, 15, tzinfo=UTC)  # Saturday


@pytest.fixture(scope="module")
def key() -> RSAPrivateKey:
    """A key of the test's own."""
    return generate_private_key(public_exponent=65537, key_size=2048)


def test_the_known_hash_comes_out() -> None:
    """A vector that a client of the real API tests itself by."""
    assert content_sha256(b"This is the content to hash.") == "gvXOB75lBGBY6LVTAVVpapZkBOv531VUE0EHrP2rryE="


def test_a_request_is_signed_over_these_lines() -> None:
    """Method up, path and query down, header names down and sorted, values as they are, the query always there."""
    headers = {
        "X-Digipost-UserId": "9999",
        "X-Content-SHA256": "q1MKE+Q=",
        "date": "Wed, 29 Jun 2016 14:58:11 GMT",
        "Accept": "x",
    }
    text = request_text(method="post", path="/Messages", query="A=B&c=D", headers=headers)
    assert text == (
        "POST\n/messages\ndate: Wed, 29 Jun 2016 14:58:11 GMT\nx-content-sha256: q1MKE+Q=\n"
        "x-digipost-userid: 9999\na=b&c=d\n"
    )
    without = request_text(method="GET", path="/", query="", headers={"Date": "d", "X-Digipost-UserId": "1"})
    assert without == "GET\n/\ndate: d\nx-digipost-userid: 1\n\n"


def test_an_answer_is_signed_over_these_lines() -> None:
    """Status and path, then the headers; no user and no query."""
    headers = {"X-Content-SHA256": "h=", "Date": "d", "X-Digipost-UserId": "1"}
    assert answer_text(status=200, path="/Messages", headers=headers) == (
        "200\n/messages\ndate: d\nx-content-sha256: h=\n"
    )


def test_only_the_same_text_and_key_pass(key: RSAPrivateKey) -> None:
    """A changed text, another key, and something that is no base64 at all do not."""
    other = generate_private_key(public_exponent=65537, key_size=2048)
    signature = sign("text", key=key)
    assert check("text", signature=signature, key=key.public_key())
    assert not check("Text", signature=signature, key=key.public_key())
    assert not check("text", signature=signature, key=other.public_key())
    assert not check("text", signature="æøå", key=key.public_key())


def test_a_request_without_a_body_has_no_hash(key: RSAPrivateKey) -> None:
    """The hash is there only with a body."""
    assert "X-Content-SHA256" not in signed_request(method="GET", path="/", user_id=1, at=AT, key=key)
    assert "X-Content-SHA256" in signed_request(
        method="POST", path="/", content=b"x", user_id=1, at=AT, key=key
    )


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({}, None),
        ({"content": b"other"}, "body"),
        ({"status": 201}, "not signed"),
        ({"path": "/other"}, "not signed"),
        ({"drop": "Date"}, "lacks Date"),
        ({"drop": "X-Content-SHA256"}, "lacks X-Content-SHA256"),
        ({"drop": "X-Digipost-Signature"}, "lacks X-Digipost-Signature"),
    ],
)
def test_an_answer_is_believed_only_as_it_was_signed(
    key: RSAPrivateKey, change: dict[str, object], word: str | None
) -> None:
    """Each change is found, and said in words."""
    headers = signed_answer(status=200, path="/messages", content=b"body", at=AT, key=key)
    headers.pop(str(change.pop("drop", "")), None)
    given = {"status": 200, "path": "/messages", "content": b"body", **change}
    fault = answer_fault(headers=headers, key=key.public_key(), **given)
    assert (fault is None) if word is None else (fault is not None and word in fault)


def test_dates_are_read_as_http_writes_them() -> None:
    """In UTC, and what is no date is none."""
    assert http_date(AT) == "Sat, 21 Nov 2026 09:15:00 GMT"
    assert parse_http_date("Sat, 21 Nov 2026 09:15:00 GMT") == AT
    assert parse_http_date("Sat, 21 Nov 2026 10:15:00 +0100") == AT
    assert parse_http_date("2026-11-21T09:15:00Z") is None
    assert parse_http_date("Sat, 21 Nov 99999999999 09:15:00 GMT") is None
