"""SMS through a gateway over HTTP, and the fake one."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.message import Message
from budstikke.post.channels.sms import GATEWAY_DOWN, NUMBER_UNKNOWN, FakeSmsGateway, SmsGateway

MOBILE, MAIL = "+4799999999", "kari@example.no"


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def gateway() -> Iterator[tuple[Callable[..., SmsGateway], list[dict]]]:
    """A gateway on loopback that answers with the status its address ends in, and what it was sent."""
    taken: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = int(self.path.rpartition("/")[2])
            if status < 300:
                taken.append({**body, "authorization": self.headers["Authorization"]})
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *given: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made: list[SmsGateway] = []

    def to(status: int) -> SmsGateway:
        url = f"http://127.0.0.1:{server.server_port}/sms/{status}"
        made.append(SmsGateway(url=url, token="secret", sender_name="Post"))
        return made[-1]

    yield to, taken
    for one in made:
        one._client.close()
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_an_sms_reaches_the_gateway(gateway: tuple[Callable[..., SmsGateway], list[dict]]) -> None:
    """Number, text and the key that lets a repetition be dropped."""
    to, taken = gateway
    to(202).send(Message(key="RR000000014NO-0", mobile=MOBILE, short_text="Brevet ligger i Bergen."))
    (said,) = taken
    assert said == {
        "to": MOBILE, "from": "Post", "text": "Brevet ligger i Bergen.",
        "reference": "RR000000014NO-0", "authorization": "Bearer secret",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "raised"),
    [
        (400, Rejected),
        (422, Rejected),
        (401, Unreachable),
        (403, Unreachable),
        (429, Unreachable),
        (503, Unreachable),
    ],
)
def test_a_gateways_no_is_for_good_or_for_now(
    gateway: tuple[Callable[..., SmsGateway], list[dict]], status: int, raised: type[Exception]
) -> None:
    """A wrong password of ours says nothing of the recipient's number."""
    to, _ = gateway
    with pytest.raises(raised):
        to(status).send(Message(key="k", mobile=MOBILE, short_text="t"))


@pytest.mark.parametrize("mobile", ["40 00 00 01", "40000001", "+47 40000001", "004740000001"])
def test_a_number_without_its_country_is_norwegian(
    mobile: str, gateway: tuple[Callable[..., SmsGateway], list[dict]]
) -> None:
    """However a sender writes it, the gateway is told the number in full."""
    made, taken = gateway
    made(202).send(Message(key="RR000000014NO-0", mobile=mobile, short_text="Brev"))
    assert taken[-1]["to"] == "+4740000001"


def test_what_is_no_number_gives_way_to_the_next_channel(
    gateway: tuple[Callable[..., SmsGateway], list[dict]],
) -> None:
    """A word where a number should be is refused for good, and not sent."""
    made, taken = gateway
    with pytest.raises(Rejected):
        made(202).send(Message(key="RR000000014NO-0", mobile="abc", short_text="Brev"))
    assert taken == []


def test_a_gateway_that_asks_for_no_token_is_given_none(
    gateway: tuple[Callable[..., SmsGateway], list[dict]],
) -> None:
    """One on our own network."""
    to, taken = gateway
    channel = SmsGateway(url=to(202)._url, token="", sender_name="Post")
    channel.send(Message(key="k", mobile=MOBILE, short_text="t"))
    channel._client.close()
    assert [said["authorization"] for said in taken] == [None]


def test_a_gateway_that_is_not_there_is_tried_again() -> None:
    """Nothing listens."""
    channel = SmsGateway(url=f"http://127.0.0.1:{_free_port()}/", token="", sender_name="Post")
    with pytest.raises(Unreachable):
        channel.send(Message(key="k", mobile=MOBILE, short_text="t"))
    channel._client.close()


def test_the_fake_gateway_fails_at_its_two_numbers() -> None:
    """So that a demo can show both; every other number is written down."""
    fake = FakeSmsGateway()
    with pytest.raises(Rejected):
        fake.send(Message(key="k", mobile=NUMBER_UNKNOWN))
    with pytest.raises(Unreachable):
        fake.send(Message(key="k", mobile=GATEWAY_DOWN))
    fake.send(Message(key="k", mobile=MOBILE, short_text="hei"))


def test_a_message_does_not_show_its_recipient_in_a_log() -> None:
    """Representations end up in logs."""
    shown = repr(
        Message(key="k", mobile=MOBILE, email=MAIL, subject="s", text="Kari Nordmann", short_text="t")
    )
    assert MOBILE not in shown
    assert MAIL not in shown
    assert "Kari" not in shown
