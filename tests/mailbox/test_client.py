"""The carrier's client against the running mailbox, and against one that misbehaves."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from tests.mailbox.post import NUMBER, REPORT
from tests.mailbox.running import Organisation, Service

from budstikke.formats.digipost.inbox import parse_inbox
from budstikke.kit.clock import real_now
from budstikke.post.channels.digipost_mailbox import DigipostMailbox
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.mailbox import FakeMailbox, Holds, MailDocument, Receipt

DOCUMENTS = (MailDocument("pdf", REPORT), MailDocument("xml", NUMBER, "Fødselsnummer"))


_OPEN: list[DigipostMailbox] = []


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """Close every client a test made."""
    yield
    while _OPEN:
        _OPEN.pop().close()


def client_of(url: str, sender: Organisation, **more: object) -> DigipostMailbox:
    """The carrier's client, as an account holder uses it."""
    given = {"base_url": url, "sender_id": sender.sender_id, "key": sender.held, "real_now": real_now}
    _OPEN.append(DigipostMailbox(**{**given, **more}))  # type: ignore[arg-type]
    return _OPEN[-1]


def _send(client: DigipostMailbox | FakeMailbox, *, to: str = "974760673", report: bytes = REPORT) -> Receipt:
    return client.send(
        message_id="RR473124829NO",
        recipient_organisation_number=to,
        subject="PUM",
        documents=(MailDocument("pdf", report), DOCUMENTS[1]),
    )


class _Proxy:
    """Stands between client and mailbox; passes requests on, and spoils answers as a test tells it to."""

    def __init__(self, target: Service) -> None:
        self.target = target
        self.spoil: Callable[[str, int, bytes], tuple[int, bytes] | None] = lambda path, status, body: (
            status,
            body,
        )

    @contextmanager
    def listening(self) -> Iterator[str]:
        """Serve on a free port."""
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def _pass(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
                answer = httpx.request(
                    self.command, f"{proxy.target.url}{self.path}", content=body or None, headers=headers
                )
                spoilt = proxy.spoil(self.path, answer.status_code, answer.content)
                if spoilt is None:
                    self.connection.close()
                    return
                status, content = spoilt
                self.send_response_only(status)
                for name, value in answer.headers.items():
                    if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = _pass  # noqa: N815  (the library's names)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def test_a_report_is_delivered(mailbox: Service, carrier: Organisation, issuer: Organisation) -> None:
    """And lies in the inbox under the message id, sensitive, with its attachment."""
    receipt = _send(client_of(mailbox.url, carrier))
    assert (receipt.message_id, receipt.repeated) == ("RR473124829NO", False)
    assert receipt.delivered_at is not None
    (document,) = parse_inbox(mailbox.ask(issuer, "GET", "/5/inbox").content)
    assert (document.reference, document.subject) == ("RR473124829NO", "PUM")
    assert [attachment.subject for attachment in document.attachments] == ["Fødselsnummer"]
    assert mailbox.look("SELECT DISTINCT sensitivity_level, authentication_level FROM document") == [
        ("SENSITIVE", "TWO_FACTOR")
    ]


def test_a_retry_after_a_lost_answer_delivers_once(mailbox: Service, carrier: Organisation) -> None:
    """The mailbox took the message, the answer never came: unreachable first, then a receipt for the same one."""
    proxy = _Proxy(mailbox)
    with proxy.listening() as url:
        client = client_of(url, carrier)
        proxy.spoil = lambda path, status, body: None if path == "/messages" else (status, body)
        with pytest.raises(Unreachable):
            _send(client)
        proxy.spoil = lambda path, status, body: (status, body)
        receipt = _send(client)
    assert receipt.repeated
    assert receipt.delivered_at is not None
    assert mailbox.look("SELECT count(*) FROM message") == [(1,)]


def test_a_report_goes_through_a_proxy_that_spoils_nothing(mailbox: Service, carrier: Organisation) -> None:
    """What the tests below spoil is sound before."""
    with _Proxy(mailbox).listening() as url:
        assert not _send(client_of(url, carrier)).repeated


def test_another_content_under_a_used_id_is_not_taken_for_delivered(
    mailbox: Service, carrier: Organisation
) -> None:
    """The mailbox would keep the first; the second must not be lost in silence."""
    client = client_of(mailbox.url, carrier)
    _send(client)
    with pytest.raises(Rejected) as caught:
        _send(client, report=REPORT + b" changed")
    assert caught.value.code == "DUPLICATE_MESSAGE"


def test_a_mailbox_says_what_it_holds(mailbox: Service, carrier: Organisation, bank: Organisation) -> None:
    """The same, other bytes, or nothing; of another's message nothing too."""
    client = client_of(mailbox.url, carrier)
    asked = {"message_id": "RR473124829NO", "sha256": hashlib.sha256(REPORT).hexdigest()}
    assert client.holds(**asked) is Holds.NOTHING
    _send(client)
    assert client.holds(**asked) is Holds.THE_SAME
    assert client.holds(message_id="RR473124829NO", sha256="00" * 32) is Holds.OTHER_CONTENT
    assert client_of(mailbox.url, bank).holds(**asked) is Holds.NOTHING


def test_a_mailbox_that_does_not_know_us_confirms_nothing(mailbox: Service, carrier: Organisation) -> None:
    """It says why; that is not an answer about the report."""
    stranger = replace(carrier, sender_id=4711)
    with pytest.raises(Rejected) as refused:
        client_of(mailbox.url, stranger).holds(message_id="RR473124829NO", sha256="00" * 32)
    assert refused.value.code == "UNKNOWN_USER_ID"


def test_a_no_for_good_is_rejected_with_its_code(mailbox: Service, carrier: Organisation) -> None:
    """Trying again would not help."""
    with pytest.raises(Rejected) as caught:
        _send(client_of(mailbox.url, carrier), to="810034882")
    assert caught.value.code == "UNKNOWN_RECIPIENT"
    with pytest.raises(Rejected) as caught:
        _send(client_of(mailbox.url, replace(carrier, sender_id=777)))
    assert caught.value.code == "UNKNOWN_USER_ID"
    with pytest.raises(Rejected) as caught:
        _send(client_of(mailbox.url, carrier, real_now=lambda: real_now() + timedelta(hours=1)))
    assert caught.value.code == "DATE_HEADER_OUTSIDE_ACCEPTED_INTERVAL"


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_a_mailbox_in_trouble_is_unreachable(mailbox: Service, carrier: Organisation, status: int) -> None:
    """Its trouble passes."""
    proxy = _Proxy(mailbox)
    proxy.spoil = lambda path, _status, body: (status, body)
    with proxy.listening() as url, pytest.raises(Unreachable):
        _send(client_of(url, carrier))


def test_nobody_there_is_unreachable(carrier: Organisation) -> None:
    """No connection at all."""
    with pytest.raises(Unreachable):
        _send(client_of("http://127.0.0.1:9", carrier))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path, status, body: (status, body.replace(b"DELIVERED", b"COMPLETE")),
        lambda path, status, body: (201 if path == "/messages" else status, body),
        lambda path, status, body: (400, b"<html>proxy</html>") if path == "/messages" else (status, body),
    ],
    ids=["its body", "its status", "all of it"],
)
def test_an_answer_changed_on_the_way_is_not_believed(
    mailbox: Service, carrier: Organisation, spoil: Callable[[str, int, bytes], tuple[int, bytes]]
) -> None:
    """Neither as a receipt nor as a refusal."""
    proxy = _Proxy(mailbox)
    proxy.spoil = spoil
    with proxy.listening() as url, pytest.raises(Unreachable):
        _send(client_of(url, carrier))


def test_a_client_can_be_held_to_one_certificate(
    mailbox: Service, carrier: Organisation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """With another's certificate pinned, nothing the mailbox says is believed."""
    from budstikke.kit.rsa_keys import signing_key

    other = signing_key(tmp_path_factory.mktemp("keys") / "other.pem", name="Other", now=real_now())
    with pytest.raises(Unreachable):
        _send(client_of(mailbox.url, carrier, certificate_pem=other.certificate_pem))
    own = (mailbox.folder / "keys" / "mailbox-signing.pem").read_text()
    certificate = own[own.index("-----BEGIN CERTIFICATE") :]
    assert _send(client_of(mailbox.url, carrier, certificate_pem=certificate)).repeated


def test_the_fake_fails_on_purpose_and_keeps_each_message_once() -> None:
    """First what it is told to fail with, then as the real one."""
    fake = FakeMailbox(failures=[Unreachable("down"), Rejected("UNKNOWN_RECIPIENT")])
    with pytest.raises(Unreachable):
        _send(fake)
    with pytest.raises(Rejected):
        _send(fake)
    assert not _send(fake).repeated
    assert _send(fake).repeated
    assert list(fake.sent) == ["RR473124829NO"]
    with pytest.raises(Rejected):
        _send(fake, report=b"%PDF-other")
