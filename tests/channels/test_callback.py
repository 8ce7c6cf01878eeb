"""Calling addresses that others chose: only public ones, looked at when called, and never where they lead."""

from __future__ import annotations

import contextlib
import socket
import threading

import pytest
from tests.channels.subscriber import subscriber

from budstikke.post.channels.callback import Callback, headers_fault, url_fault
from budstikke.post.channels.errors import Rejected, Unreachable

PRIVATE = (
    "127.0.0.1", "127.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "224.0.0.1", "255.255.255.255", "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]",
    "[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "2130706433", "0x7f.1", "localhost",
    "0177.0.0.1", "0x7f000001", "017700000001", "[::127.0.0.1]", "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:a00:1]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[64:ff9b:1::1]", "198.18.0.1",
    "192.0.2.1", "169.254.1.1", "[fd00:ec2::254]",
)  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE)
def test_a_network_of_our_own_is_not_called(host: str) -> None:
    """Neither taken as a subscription nor connected to, however it is written."""
    url = f"http://{host}:8200/"
    assert url_fault(url, loopback=False)
    with pytest.raises((Rejected, Unreachable)):
        Callback().call(url, headers={}, body=b"")


def test_a_name_that_means_another_address_when_called_is_refused_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It was public when it was taken; what counts is where the connection would go."""
    public = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **more: public)
    assert url_fault("http://subscriber.example/", loopback=False) == ""
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 80))]
    for answer in (inside, public + inside):
        monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, answer=answer, **more: answer)
        with pytest.raises(Rejected):
            Callback().call("http://subscriber.example/", headers={}, body=b"")


def test_a_test_installation_may_call_its_own_machine_and_nothing_else_of_its_network() -> None:
    """Loopback is for trying out."""
    assert url_fault("http://localhost:8888/some/place", loopback=True) == ""
    assert url_fault("http://10.0.0.7/", loopback=True)
    with subscriber() as heard:
        assert Callback(loopback=True).call(heard.url, headers={"X-a": "b"}, body=b"{}") == 200
    ((headers, body),) = heard.requests
    assert (headers["X-a"], body) == ("b", b"{}")


def test_where_an_answer_leads_is_not_followed() -> None:
    """A redirect is an answer like another, and no success."""
    with subscriber() as heard:
        heard.answers = [302]
        assert Callback(loopback=True).call(heard.url, headers={}, body=b"") == 302
    assert len(heard.requests) == 1


def test_nobody_at_home_is_unreachable() -> None:
    """So it is tried again."""
    with subscriber() as heard:
        url = heard.url
    with pytest.raises(Unreachable):
        Callback(loopback=True).call(url, headers={}, body=b"")


@pytest.mark.parametrize("url", [
    "", "no url", "ftp://example.com/", "file:///etc/passwd", "http://", "https://user:secret@example.com/",
    "http://example.com:99999/", "http://ex ample.com/", "http://exämple.com/", "http://example.com/\n",
    "http://example.com/" + "x" * 250, "gopher://example.com/", "http://[::1", "//example.com",
])  # fmt: skip
def test_what_is_no_address_to_call_is_said_so(url: str) -> None:
    """Before anything is kept."""
    assert url_fault(url, loopback=True)


@pytest.mark.parametrize("port", [0, 22, 25, 53, 389, 465, 587])
def test_a_port_of_another_service_is_not_called(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    """A mail server takes lines of a request for its own; free ports and the web's are called."""
    public = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **more: public)
    assert "use 80, 443" in url_fault(f"http://subscriber.example:{port}/", loopback=False)
    with pytest.raises(Rejected):
        Callback().call(f"http://subscriber.example:{port or 1}/", headers={}, body=b"")
    for free in (80, 443, 8080):
        assert url_fault(f"http://subscriber.example:{free}/", loopback=False) == ""


@pytest.mark.parametrize(
    "url", ["", "ftp://a.example/", "http://[::1", "http://a:b@c.example/", "http://10.0.0.1/"]
)
def test_a_refusal_names_its_cure(url: str) -> None:
    """What is wrong, a semicolon, what to do."""
    wrong, _, cure = url_fault(url, loopback=False).partition("; ")
    assert wrong and cure


@pytest.mark.parametrize(("name", "value"), [
    ("Host", "inside"), ("content-length", "0"), ("Transfer-Encoding", "chunked"), ("X-Bring-Application", "x"),
    ("a b", "x"), ("", "x"), ("a", "x\r\nHost: inside"), ("a", "\x00"), ("a", "ø"), ("a", "x" * 1020),
])  # fmt: skip
def test_a_header_that_would_change_the_request_is_refused(name: str, value: str) -> None:
    """Nor may headers be longer than agreed."""
    assert headers_fault([(name, value)])


def test_an_ordinary_header_is_taken() -> None:
    """Such as a subscriber proves our calls by."""
    assert headers_fault([("x-protection-header", "12345-67890"), ("Authorization", "Bearer abc")]) == ""


def test_a_kept_connection_is_used_again_and_a_closed_one_is_no_failure() -> None:
    """Two calls over one connection; one that the other side closed meanwhile is called anew, once."""
    heard, connections, closed = [], [], threading.Event()

    def serve(listening: socket.socket) -> None:
        for answers in (2, 0, 1):
            connection, _ = listening.accept()
            connections.append(answers)
            with connection, connection.makefile("rb") as stream:
                for _ in range(answers):
                    length = 0
                    while line := stream.readline().strip():
                        if line.lower().startswith(b"content-length:"):
                            length = int(line.partition(b":")[2])
                    heard.append(stream.read(length))
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK")
            closed.set()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, args=(listening,), daemon=True)
        thread.start()
        callback = Callback(loopback=True)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        for body in (b"one", b"two"):
            assert callback.call(url, headers={}, body=body) == 200
        assert len(connections) == 1
        # The third finds its connection closed, and so does the next; a fresh one answers.
        assert closed.wait(10)
        assert callback.call(url, headers={}, body=b"three") == 200
        thread.join(10)
    assert heard == [b"one", b"two", b"three"]


def test_an_answer_without_end_is_cut_off_and_counts() -> None:
    """Its status was heard; what follows is nobody's time worth."""

    def serve(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(65_536)
            connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 1000000000\r\n\r\n")
            with contextlib.suppress(OSError):
                while True:
                    connection.sendall(b"x" * 65_536)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        assert Callback(loopback=True).call(url, headers={}, body=b"x") == 202
