"""E-mail through a real server that takes it, refuses it, or is not there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller

from budstikke.post.channels.bounce_address import bounce_tag
from budstikke.post.channels.email import Smtp
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.message import Message

MOBILE, MAIL = "+4799999999", "kari@example.no"


class Sink:
    """Takes mail, or answers with what the address asks for."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        """Refuse where the address says so."""
        if address.startswith("refuse"):
            return f"{address[6:9]} no"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        """Keep the message, unless the address says no at the end."""
        if envelope.rcpt_tos[0].startswith("data"):
            return f"{envelope.rcpt_tos[0][4:7]} no"
        self.taken.append((envelope.rcpt_tos[0], envelope.content))
        self.returns_to = envelope.mail_from
        return "250 OK"


@pytest.fixture
def mail() -> Iterator[tuple[Smtp, Sink]]:
    """A mail server on loopback, and the channel to it."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=0)
    controller.port = _free_port()
    controller.start()
    try:
        yield (
            Smtp(
                host="127.0.0.1",
                port=controller.port,
                sender="budstikke@post.example",
                starttls=False,
                login=None,
            ),
            sink,
        )
    finally:
        controller.stop()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_an_email_arrives_with_its_words_and_one_id(mail: tuple[Smtp, Sink]) -> None:
    """Subject and text as UTF-8; the id is the notice's key."""
    from email import message_from_bytes, policy

    channel, sink = mail
    text = "Brevet ligger på Bergen postkontor SPECIMEN."
    channel.send(Message(key="RR000000014NO-0", email=MAIL, subject="Du har et brev å hente", text=text))
    ((address, content),) = sink.taken
    read = message_from_bytes(content, policy=policy.default)
    assert address == MAIL
    assert read["Message-ID"] == f"<RR000000014NO-0.{bounce_tag('RR000000014NO-0')}@post.example>"
    assert read["Subject"] == "Du har et brev å hente"
    assert read.get_content().strip() == text


@pytest.mark.parametrize(
    ("address", "raised"),
    [
        ("refuse550@example.no", Rejected),
        ("refuse450@example.no", Unreachable),
        ("data554@example.no", Rejected),
        ("data451@example.no", Unreachable),
        ("no-address", Rejected),
        ("two@at@example.no", Rejected),
        ("kåre@example.no", Rejected),
    ],
)
def test_a_mail_servers_no_is_for_good_or_for_now(
    mail: tuple[Smtp, Sink], address: str, raised: type[Exception]
) -> None:
    """5xx and what is no address: the next channel. 4xx: later."""
    channel, sink = mail
    with pytest.raises(raised):
        channel.send(Message(key="k", email=address, subject="s", text="t"))
    assert sink.taken == []


def test_a_mail_server_that_is_not_there_is_tried_again() -> None:
    """Nothing listens."""
    channel = Smtp(host="127.0.0.1", port=_free_port(), sender="a@post.example", starttls=False, login=None)
    with pytest.raises(Unreachable):
        channel.send(Message(key="k", email=MAIL, subject="s", text="t"))


def test_a_server_without_encryption_is_not_mistaken_for_a_bad_address(mail: tuple[Smtp, Sink]) -> None:
    """It is the server that is wrong, for everybody: nobody is moved to paper for it."""
    plain, _ = mail
    channel = Smtp(host="127.0.0.1", port=plain._port, sender="a@post.example", starttls=True, login=None)
    with pytest.raises(Unreachable):
        channel.send(Message(key="k", email=MAIL, subject="s", text="t"))


def test_a_mail_that_comes_back_comes_to_an_address_of_its_own(mail: tuple[Smtp, Sink]) -> None:
    """It names the notice, so that the bounce need not name the recipient."""
    channel, sink = mail
    channel.send(Message(key="RR000000014NO-0", email=MAIL, subject="s", text="t"))
    signed = f"RR000000014NO-0.{bounce_tag('RR000000014NO-0')}"
    assert sink.returns_to == f"budstikke+{signed}@post.example"
