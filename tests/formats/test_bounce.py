"""Mails that came back, as mail servers write them."""

from __future__ import annotations

import pytest

from budstikke.formats.bounce import Bounce, read_bounce, return_path
from budstikke.formats.malformed import Malformed

KEY, TAG = "RR000000014NO-0", "abcdefgh234567xy"


def bounce(
    *,
    to: str = f"budstikke+{KEY}@post.example",
    action: str = "failed",
    status: str = "5.1.1",
    returned: str = "",
) -> bytes:
    """A notification such as Postfix writes, after RFC 3464."""
    return f"""From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail system could not deliver your message.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Mon, 23 Nov 2026 09:00:00 +0100

Final-Recipient: rfc822; kari@example.no
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user kari@example.no
{returned}
--b--
""".encode()


WHOLE = f"""
--b
Content-Type: message/rfc822

Message-ID: <{KEY}@post.example>
Subject: Du har et brev

Hei
"""
HEADERS = f"""
--b
Content-Type: text/rfc822-headers

Message-ID: <{KEY}@post.example>
"""


def test_a_bounce_names_the_mail_by_the_address_it_returned_to() -> None:
    """Whatever else it says."""
    assert read_bounce(bounce()) == Bounce(key=KEY, tag="", action="failed", status="5.1.1")


@pytest.mark.parametrize("returned", [WHOLE, HEADERS])
def test_a_bounce_to_a_plain_address_names_the_mail_by_its_id(returned: str) -> None:
    """Some servers rewrite the address; the mail that came back has its own."""
    assert read_bounce(bounce(to="budstikke@post.example", returned=returned)).key == KEY
    signed = returned.replace(f"<{KEY}@", f"<{KEY}.{TAG}@")
    assert read_bounce(bounce(to="budstikke@post.example", returned=signed)).tag == TAG


@pytest.mark.parametrize(
    ("action", "status", "read"),
    [
        ("delayed", "4.4.1", ("delayed", "4.4.1")),
        ("Delivered", "2.0.0 (ok)", ("delivered", "2.0.0")),
        ("failed", "nonsense", ("failed", "5.0.0")),
    ],
)
def test_what_became_of_a_mail_is_read_as_it_is_written(
    action: str, status: str, read: tuple[str, str]
) -> None:
    """Late is not lost."""
    found = read_bounce(bounce(action=action, status=status))
    assert (found.action, found.status) == read


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"", ["no-action", "no-key"]),
        (b"To: budstikke+RR000000014NO-0@post.example\n\nI am on holiday.", ["no-action"]),
        (bounce(to="somebody@post.example"), ["no-key"]),
        (bounce(to="budstikke+../../x@post.example", action="lost"), ["no-action", "no-key"]),
        (b"\xff\xfe\x00" * 50, ["no-action", "no-key"]),
    ],
)
def test_what_is_no_bounce_of_ours_is_refused_with_every_fault(content: bytes, codes: list[str]) -> None:
    """And nothing of the mail is repeated."""
    with pytest.raises(Malformed) as bad:
        read_bounce(content)
    assert [fault.code for fault in bad.value.faults] == codes
    assert "kari" not in str(bad.value)


def test_the_address_a_mail_returns_to_is_read_back() -> None:
    """What the channel writes, the reader reads."""
    read = read_bounce(bounce(to=return_path("post@post.example", key="RR1-outage-2", tag=TAG)))
    assert (read.key, read.tag) == ("RR1-outage-2", TAG)
