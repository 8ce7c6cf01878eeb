"""
A front before Django for the one route that is asked most: following one letter by its number, as JSON.

It answers what is asked plainly by a key that may ask, byte for byte as the interface behind it does, and in one
statement, or two where the key has to be leased requests first. Whatever else is asked, and whatever goes wrong, is
handed on to Django, which is the one to say so.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from psycopg import pq
from psycopg.conninfo import make_conninfo

from budstikke.formats import s10
from budstikke.kit.clock import real_now
from budstikke.kit.database import address
from budstikke.kit.look.headers import POLICY
from budstikke.law.words import LANGUAGES as WORDED
from budstikke.post.actions.senders.api_keys import MOST_CHARACTERS, caller_of, hash_of
from budstikke.post.doors.bring.asking import CEILINGS
from budstikke.post.doors.bring.tracking import JSON_ADDRESSES, NOT_FOUND_TEXT
from budstikke.post.doors.bring.tracking_answer import LANGUAGES
from budstikke.post.doors.bring.tracking_text import layout, unit_addresses
from budstikke.post.records.ceilings import LEASE, LEASES, share_of
from budstikke.post.records.tracked_text import KNOWN_KEY, OF_A_KEY, numbered, statement

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_PLAIN = re.compile(r"q=([A-Za-z]{2}[0-9]{9}[A-Za-z]{2})(?:&lang=([A-Za-z]{2}))?", re.ASCII)
_HEADERS = [
    ("Content-Type", "application/json; charset=utf-8"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", POLICY),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]
_STATEMENTS = {
    language.encode(): numbered(statement(layout(language), known=KNOWN_KEY), OF_A_KEY) for language in WORDED
}


_LEASE = b"lease"
_STATEMENTS[_LEASE] = numbered(
    LEASE.format(rows=f"SELECT %(caller)s, %(second)s, %(wanted)s FROM ({KNOWN_KEY}) AS known"),
    ("hash", "uid", "caller", "second", "wanted"),
)


class _NotNow(Exception):
    """The database cannot be asked over this connection."""


class _Line:
    """One connection of one thread, its statements prepared; a thread that ends takes it along."""

    def __init__(self) -> None:
        named = make_conninfo(address("post", "app"), client_encoding="UTF8")
        self._connection = pq.PGconn.connect(named.encode())
        if self._connection.status != pq.ConnStatus.OK:
            raise _NotNow
        for name, text in _STATEMENTS.items():
            self._connection.prepare(name, text)

    def ask(self, name: bytes, *given: bytes) -> tuple[bytes | None] | None:
        """
        Return the one value of the one row that a statement gives, or None when it gives no row.

        Raises: _NotNow when it gives neither.
        """
        result = self._connection.exec_prepared(name, given)
        if result.status != pq.ExecStatus.TUPLES_OK:
            raise _NotNow
        return (result.get_value(0, 0),) if result.ntuples else None


class Hot:
    """The post's web service with its hottest route in front."""

    def __init__(self, behind: Application) -> None:
        self._behind = behind
        self._of_thread = threading.local()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        if environ["PATH_INFO"] in JSON_ADDRESSES and environ["REQUEST_METHOD"] == "GET":
            answer = self._tracking(environ)
            if answer is not None:
                start_response("200 OK", [*_HEADERS, ("Content-Length", str(len(answer)))])
                return [answer]
        return self._behind(environ, start_response)

    def _tracking(self, environ: Mapping[str, str]) -> bytes | None:
        """Return the answer about a letter, or None for what is Django's to answer."""
        plain = _PLAIN.fullmatch(environ.get("QUERY_STRING", ""))
        base_url = _base_url(environ.get("HTTP_HOST", ""))
        if plain is None or base_url is None:
            return None
        number, lang = plain[1].upper(), plain[2] or "no"
        uid, key = environ.get("HTTP_X_MYBRING_API_UID", ""), environ.get("HTTP_X_MYBRING_API_KEY", "")
        if not s10.is_valid(number) or max(len(uid), len(key)) > MOST_CHARACTERS:
            return None
        digest = hash_of(key.strip())
        known_by = b"\\x" + digest.hex().encode(), uid.strip().lower().encode("utf-8", "surrogateescape")
        if not self._let_in(caller_of(digest, "tracking"), known_by):
            return None
        found = self._ask(
            LANGUAGES.get(lang.lower(), "no").encode(),
            *known_by,
            str(s10.letter_id(number)).encode(),
            unit_addresses(base_url).encode(),
        )
        if found is None:
            return None
        (answer,) = found
        return NOT_FOUND_TEXT.encode() if answer is None else answer

    def _let_in(self, caller: str, known_by: tuple[bytes, bytes]) -> bool:
        """Say whether a key may ask once more this second; each second begins with no lease, for all keys at once."""
        second, most = int(real_now().timestamp()), CEILINGS["tracking"]
        if LEASES.take(caller, second=second):
            return True
        wanted = (caller, str(second), str(share_of(most)))
        found = self._ask(_LEASE, *known_by, *(each.encode() for each in wanted))
        if found is None or found[0] is None:
            return False
        return LEASES.bring(caller, second=second, used=int(found[0]), most=most)

    def _ask(self, name: bytes, *given: bytes) -> tuple[bytes | None] | None:
        """Ask over the thread's own connection; one that fails is dropped, and the next request makes another."""
        try:
            line = getattr(self._of_thread, "line", None)
            if line is None:
                line = self._of_thread.line = _Line()
            return line.ask(name, *given)
        except (_NotNow, ValueError):
            self._of_thread.line = None
            return None


@lru_cache(maxsize=256)
def _base_url(host: str) -> str | None:
    """Return the address a request came to, or None where it is no name of ours."""
    domain, _ = split_domain_port(host)
    if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        return None
    return f"{urlsplit(settings.PUBLIC_URL).scheme}://{host}"
