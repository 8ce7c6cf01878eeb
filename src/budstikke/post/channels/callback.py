"""Calling an address that somebody else chose: never one of our own network, never where it leads next."""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpcore

from budstikke.post.channels.errors import Rejected, Unreachable

MOST_URL_CHARACTERS, MOST_HEADER_CHARACTERS = 250, 1024
_SECONDS = 10.0
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", re.ASCII)
# What says how a request is cut, or where to, is ours to say.
_OURS = frozenset(
    ("host", "content-length", "content-type", "transfer-encoding", "connection", "te", "trailer", "upgrade")
)
# Ways to write an address of one network in another's, by which a private one could be reached.
_TRANSLATED = tuple(
    ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)
# Mail, name and directory servers take a line here and there of what we send for one of their own.
_WEB_PORTS, _FIRST_FREE_PORT = (80, 443), 1024
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def url_fault(url: str, *, loopback: bool) -> str:
    """
    Say what is wrong with an address to call, or nothing.

    A name that does not resolve now may later, and is looked at again whenever it is called.
    """
    if not url or len(url) > MOST_URL_CHARACTERS or not (url.isascii() and url.isprintable()) or " " in url:
        return f"the URL is not one of 1 to {MOST_URL_CHARACTERS} plain characters; send it in ASCII, without spaces"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "the URL cannot be read; send one such as https://subscriber.example/place"
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "the URL is not http or https with a host; send one such as https://subscriber.example/place"
    if parts.username is not None or parts.password is not None:
        return "the URL holds a name or password; send them as headers"
    port = (443 if parts.scheme == "https" else 80) if port is None else port
    if not _is_of_the_web(port):
        return f"the URL's port is another service's; use 80, 443 or one from {_FIRST_FREE_PORT}"
    try:
        _reachable(parts.hostname, port, loopback=loopback)
    except Rejected:
        return "the URL leads into a network that is not public; name a host that all networks reach"
    except Unreachable:
        return ""
    return ""


def headers_fault(headers: Iterable[tuple[str, str]]) -> str:
    """Say what is wrong with the headers somebody wants to be sent, or nothing."""
    total = 0
    for name, value in headers:
        total += len(name) + len(value) + len(": \r\n")
        if not _TOKEN.fullmatch(name) or name.lower() in _OURS or name.lower().startswith("x-bring"):
            return "a header's key is no name of a header, or one of ours"
        if not (value.isascii() and value.isprintable()):
            return "a header's value holds a sign that no header can"
    return (
        f"the headers are longer than {MOST_HEADER_CHARACTERS} characters"
        if total > MOST_HEADER_CHARACTERS
        else ""
    )


class Callback:
    """Calls addresses; each is looked up and judged at the very moment it is connected to."""

    def __init__(self, *, loopback: bool = False, certificates: ssl.SSLContext | None = None) -> None:
        self._pool = httpcore.ConnectionPool(
            network_backend=_Guarded(loopback=loopback),
            ssl_context=certificates or ssl.create_default_context(),
            max_connections=64,
            max_keepalive_connections=0,
            retries=0,
        )
        self.loopback = loopback

    def call(self, url: str, *, headers: Mapping[str, str], body: bytes) -> int:
        """
        POST, and return the status that was answered; nothing is followed, and the answer's content is not read.

        Raises: Unreachable, Rejected (an address that may not be called).
        """
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), _SECONDS)
        try:
            with self._pool.stream(
                "POST",
                url,
                headers=list(headers.items()),
                content=body,
                extensions={"timeout": timeout},
            ) as response:
                return int(response.status)
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
            raise Unreachable(f"the subscriber does not answer ({type(error).__name__})") from None
        except (httpcore.UnsupportedProtocol, ValueError, UnicodeError):
            raise Rejected("address", "the subscriber's address cannot be called") from None


class _Guarded(httpcore.NetworkBackend):
    """Connects to what a name resolves to, if all of that is public."""

    def __init__(self, *, loopback: bool) -> None:
        self._loopback = loopback
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        """
        Connect to the very address that was judged, so that the name cannot mean another meanwhile.

        Raises: Rejected for an address that is not public, and for a port that is no web server's.
        """
        if not _is_of_the_web(port):
            raise Rejected("address", "the subscriber's port is another service's")
        last: Exception | None = None
        for address in _reachable(host, port, loopback=self._loopback):
            try:
                return self._inner.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except httpcore.ConnectError as error:
                last = error
        raise last or httpcore.ConnectError("no address")


def _reachable(host: str, port: int, *, loopback: bool) -> list[_Address]:
    """
    Return what a host's name resolves to.

    Raises: Rejected when any of it is not public, Unreachable when it resolves to nothing.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable("the subscriber's name does not resolve") from None
    # An address with a zone (fe80::1%eth0) is of this machine's links, and refused like the rest of them.
    addresses = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    if not all(_allowed(address, loopback=loopback) for address in addresses):
        raise Rejected("address", "the subscriber's address is not public")
    return addresses


def _is_of_the_web(port: int) -> bool:
    return port in _WEB_PORTS or port >= _FIRST_FREE_PORT


def _allowed(address: _Address, *, loopback: bool) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return _allowed(address.ipv4_mapped, loopback=loopback)
        if address.is_site_local or any(address in net for net in _TRANSLATED):
            return False
    if address.is_loopback:
        return loopback
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
