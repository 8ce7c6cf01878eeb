"""
Stand in for an ID verifier on this machine: told of sessions, a page on which to play a reading, and signed results.

Nothing is kept when it ends but its key. --fail makes it fail on purpose: what, how, and how often. What is `lost` was
done, and nobody hears of it.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import cast
from urllib.parse import parse_qs, urlsplit

import httpx
from joserfc import jws
from joserfc.jwk import ECKey

from budstikke.cli.reader_asked import NotBelieved, believed, keys_in
from budstikke.cli.reader_page import HEADERS, OUTCOMES, ended, form
from budstikke.cli.stand_in_serving import Failing, StandInServer, served
from budstikke.kit.authorities import authorities
from budstikke.kit.clock import real_now, today
from budstikke.kit.installation import data_folder, is_test, write_once, write_whole
from budstikke.law.words import Language

HELP = "stand in for an ID verifier, and fail on purpose"
EXAMPLES = ("budstikke reader-stand-in --issuer http://localhost:8202 --fail result:late",)
PORT = 8231
FAILURES: Mapping[str, tuple[str, ...]] = {
    "look": ("timeout", "500"),
    "begin": ("timeout", "500", "lost"),
    "result": ("never", "late", "double", "lost", "wrong_signature"),
}
_MOST_BODY_BYTES = 20_000
_VALID_DAYS = 5 * 365


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--port", type=int, default=PORT, help="to listen at, on loopback (8231)")
    parser.add_argument(
        "--issuer", default="http://localhost:8202", metavar="URL", help="whom to tell results"
    )
    known = "; ".join(f"{on}: {', '.join(ways)}" for on, ways in FAILURES.items())
    parser.add_argument("--fail", action="append", default=[], metavar="ON:HOW[:TIMES]", help=known)
    parser.add_argument(
        "--slow-seconds", type=float, default=60.0, help="how long what is late or times out takes"
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C; 2 on an installation that is no test."""
    if not is_test():
        print("this is no test installation; identity checks there are real", file=sys.stderr)
        return 2
    try:
        with serving(
            port=arguments.port,
            issuer_url=arguments.issuer,
            failures=arguments.fail,
            slow_seconds=arguments.slow_seconds,
        ) as server:
            print(json.dumps({"url": server.url, "issuer": arguments.issuer}), flush=True)
            threading.Event().wait()
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"cannot serve on port {arguments.port}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


def signing_key() -> ECKey:
    """Return the key results are signed with, made at the first use."""
    path = data_folder() / "reader" / "key.pem"
    if not path.exists():
        write_once(path, ECKey.generate_key("P-256").as_pem(private=True))
    return ECKey.import_key(path.read_text(encoding="ascii"))


def be_registered() -> None:
    """
    Give the issuer of this installation our public key, and take its certificate over.

    Reading: in life both are taken over once, by a way both trust.
    """
    from budstikke.wiring.issuer_channels import reader_account

    write_whole(data_folder() / "issuer" / "reader.pem", signing_key().as_pem(private=False))
    write_whole(_registered(), reader_account().present().certificate_pem.encode())


def _registered() -> Path:
    """Return where the certificates of the issuer lie whose sessions are taken; several while a key is followed."""
    return data_folder() / "reader" / "issuer.pem"


class StandIn(StandInServer):
    """The stand-in as a server on loopback."""

    def __init__(self, *, port: int, issuer_url: str, slow_seconds: float) -> None:
        super().__init__(("127.0.0.1", port), _Asked)
        self.url = f"http://localhost:{self.server_port}"
        self.issuer_url = issuer_url.rstrip("/")
        self.failing = Failing(FAILURES)
        self.slow_seconds = slow_seconds
        self.sessions: dict[str, Language] = {}
        self.telling = threading.Lock()

    def tell(self, said: Mapping[str, object]) -> str | None:
        """Sign a result and tell it; return the number to show, empty when refused, None when nobody heard."""
        how = self.failing.next("result")
        if how == "never":
            return None
        if how == "late":
            time.sleep(self.slow_seconds)
        key = ECKey.generate_key("P-256") if how == "wrong_signature" else signing_key()
        signed = jws.serialize_compact({"alg": "ES256"}, json.dumps(said).encode(), key, algorithms=["ES256"])
        number = None
        for _ in range(2 if how == "double" else 1):
            try:
                answer = httpx.post(
                    f"{self.issuer_url}/api/reader/results",
                    content=signed.encode(),
                    timeout=10,
                    verify=authorities(),
                )
            except httpx.HTTPError:
                return None
            # Told twice, the second is heard by nobody: the number of the first is the one that counts.
            number = str(answer.json().get("number", "")) if answer.is_success else number
        return None if how == "lost" else number


@contextmanager
def serving(
    *, port: int = 0, issuer_url: str, failures: list[str] | None = None, slow_seconds: float = 60.0
) -> Iterator[StandIn]:
    """
    Serve while the block runs; port 0 takes a free one.

    Raises: ValueError for a failure that is none.
    """
    server = StandIn(port=port, issuer_url=issuer_url, slow_seconds=slow_seconds)
    with served(server, failures=failures or []):
        yield server


class _Asked(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "stand-in", ""

    @property
    def _here(self) -> StandIn:
        return cast(StandIn, self.server)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  (the library's word)
        """Say nothing: addresses hold sessions, and what fails on purpose is not news."""

    def do_GET(self) -> None:
        """Say that we are here, or show the page of a session."""
        path = urlsplit(self.path).path
        if path == "/health":
            if not self._fails("look"):
                self._send(200, {"answers": True})
            return
        language = self._language(path)
        if language is None:
            self._send(404, {"fault": "no such session"})
            return
        expires_on = today() + timedelta(days=_VALID_DAYS)
        self._send_bytes(200, form(language=language, expires_on=expires_on), HEADERS)

    def do_POST(self) -> None:
        """Be told of a session, or take a reading."""
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdecimal() and int(length) <= _MOST_BODY_BYTES):
            self.close_connection = True
            self._send(413, {"fault": "too large"})
            return
        content, path = self.rfile.read(int(length)), urlsplit(self.path).path
        language = self._language(path)
        if path == "/api/sessions":
            self._begin(content)
        elif language is not None:
            self._read(path.rpartition("/")[2], content, language)
        else:
            self._send(404, {"fault": "no such session"})

    def _begin(self, content: bytes) -> None:
        how = self._here.failing.next("begin")
        if how and how != "lost":
            self._fail(how)
            return
        try:
            keys = keys_in(_registered().read_bytes()) if _registered().exists() else []
            # Of the same words heard twice at once, one is the first.
            with self._here.telling:
                told = believed(
                    content, keys=keys, here=self._here.url, known=self._here.sessions, real_now=real_now()
                )
                self._here.sessions[told.session] = told.language
        except NotBelieved as fault:
            self._send(fault.status, fault.said)
            return
        if how == "lost":
            self.close_connection = True
            return
        self._send(201, {"address": f"{self._here.url}/read/{told.session}"})

    def _read(self, session: str, content: bytes, language: Language) -> None:
        given = parse_qs(content.decode("utf-8", "replace"))
        typed = {name: values[0].strip() for name, values in given.items()}
        _, differs = OUTCOMES.get(typed.get("outcome", ""), OUTCOMES["well"])
        said = {
            "session": session,
            **{
                name: typed.get(name, "") for name in ("document", "expires_on", "national_number", "surname")
            },
            "chip_holds": True,
            "face_matches": True,
            "test": True,
            **differs,
        }
        number = self._here.tell(said)
        back = f"{self._here.issuer_url}/order/reading/"
        self._send_bytes(200, ended(number=number, language=language, back=back), HEADERS)

    def _language(self, path: str) -> Language | None:
        parts = path.strip("/").split("/")
        return self._here.sessions.get(parts[1]) if len(parts) == 2 and parts[0] == "read" else None

    def _fails(self, on: str) -> bool:
        how = self._here.failing.next(on)
        if how:
            self._fail(how)
        return bool(how)

    def _fail(self, how: str) -> None:
        if how == "timeout":
            time.sleep(self._here.slow_seconds)
            self.close_connection = True
            return
        self._send(int(how), {"fault": "failing on purpose"})

    def _send(self, status: int, said: object) -> None:
        self._send_bytes(status, json.dumps(said).encode(), {"Content-Type": "application/json"})

    def _send_bytes(self, status: int, content: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
