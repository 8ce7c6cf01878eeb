"""
A National Registry to try things with: it speaks the documented shapes over HTTP, knows invented persons only, and
fails on purpose when it is told to.

It is served on loopback by `budstikke registry-stand-in`, and by tests. It is no fake of the channel: what calls it is
the very client that calls the registry.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import uuid4

from budstikke.formats.malformed import Malformed
from budstikke.formats.registry.feed import PAGE, RegistryEvent, write_page
from budstikke.formats.registry.move import (
    Receipt,
    message_of,
    schema_faults,
    write_receipt,
    write_refusal,
)
from budstikke.formats.registry.person import write_persons

_BATCH = 500
Answer = tuple[int, dict[str, str], bytes]


class Failure(StrEnum):
    """How it fails, once for each that was asked for; every one befalls the next request it can befall."""

    TIMEOUT = "timeout"
    DOWN = "500"
    TOO_OLD = "406"
    BUSY = "429"
    UNAUTHORISED = "401"
    BROKEN_PAGE = "broken-page"
    REPEATED_PAGE = "repeated-page"
    GAP = "gap"
    SHORT = "cut-off"
    NOT_READY = "not-ready"


# What can befall a page of the feed only; the others befall any request.
_OF_PAGES = frozenset({Failure.TOO_OLD, Failure.BROKEN_PAGE, Failure.REPEATED_PAGE, Failure.GAP})


@dataclass(slots=True)
class StandIn:
    """The persons it knows, the events that came of what happened to them, and the moves it was told of."""

    now: Callable[[], datetime]
    deleted_up_to: int = 0
    events: list[RegistryEvent] = field(default_factory=list)
    documents: dict[str, dict[str, object]] = field(default_factory=dict, repr=False)
    moves: dict[str, bytes] = field(default_factory=dict, repr=False)
    failures: deque[Failure] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)
    _receipts: dict[str, str] = field(default_factory=dict)
    _jobs: dict[str, list[str]] = field(default_factory=dict, repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def enter(self, number: str, *, given: str, surname: str, middle: str = "", born_on: date) -> None:
        """Have it know a person."""
        self.documents[number] = {
            "identifikasjonsnummer": [_number(number, used=True)],
            "navn": [
                {"erGjeldende": True, "fornavn": given, "mellomnavn": middle or None, "etternavn": surname}
            ],
            "foedsel": {"foedselsdato": born_on.isoformat(), "foedselsaar": born_on.year},
            # It is there, as in the registry, and must never be taken from here.
            "bostedsadresse": [
                {"vegadresse": {"adressenavn": "HEMMELIGVEIEN"}, "adressegradering": "ugradert"}
            ],
        }

    def happens(self, kind: str, number: str, *, at: datetime | None = None, **changes: object) -> int:
        """
        Have something happen to a person; returns its sequence number.

        `changes` are members of the person's document as it is afterwards; None takes one away.
        """
        with self._lock:
            document = self.documents[number]
            for name, value in changes.items():
                if value is None:
                    document.pop(name, None)
                else:
                    document[name] = value
            sequence = self.events[-1].sequence + 1 if self.events else self.deleted_up_to + 1
            moment = at or self.now()
            self.events.append(RegistryEvent(sequence=sequence, kind=kind, number=number, at=moment))
            return sequence

    def fails(self, *failures: Failure) -> None:
        """Have the next requests fail, one after the other."""
        self.failures.extend(failures)

    def answer(self, method: str, path: str, query: Mapping[str, str], body: bytes, etag: str) -> Answer:
        """Answer one request; `path` begins behind the rights package."""
        with self._lock:
            self.asked.append(f"{method} {path}")
            failed = self._failure(page=path == "/hendelser/feed")
            if failed is not None:
                return failed
            if path == "/hendelser/siste/sekvensnummer":
                return (
                    200,
                    _JSON,
                    str(self.events[-1].sequence if self.events else self.deleted_up_to).encode(),
                )
            if path == "/hendelser/feed":
                return self._page(int(query.get("seq", "0")), etag)
            if path == "/uttrekk/komplett":
                return self._extract()
            if path.startswith("/uttrekk/") and "/batch/" in path:
                return self._batch(*path.removeprefix("/uttrekk/").split("/batch/"))
            if method == "POST" and path in ("/personer/bulkoppslag", "/personer/bulkoppslag/arkiv"):
                return self._persons(json.loads(body))
            if method == "POST" and path.startswith("/mottak/"):
                return self._told(body)
            return 404, _JSON, _fault("FREG-404")

    def _failure(self, *, page: bool) -> Answer | None:
        if not self.failures or (self.failures[0] in _OF_PAGES and not page):
            return None
        if self.failures[0] in (Failure.REPEATED_PAGE, Failure.GAP, Failure.SHORT, Failure.NOT_READY):
            return None
        failure = self.failures.popleft()
        if failure is Failure.TIMEOUT:
            return 0, {}, b""
        if failure is Failure.BUSY:
            return 429, {**_JSON, "Retry-After": "50"}, _fault("FREG-429")
        if failure is Failure.BROKEN_PAGE:
            return (
                200,
                {**_JSON, "ETag": '"broken"'},
                b'[{"sekvensnummer": 1, "hendelse": {"hendelsetype": "x"}}]',
            )
        return int(failure.value), _JSON, _fault(f"FREG-{failure.value}")

    def _takes(self, failure: Failure) -> bool:
        if self.failures and self.failures[0] is failure:
            self.failures.popleft()
            return True
        return False

    def _page(self, first: int, etag: str) -> Answer:
        if first <= self.deleted_up_to:
            return 406, _JSON, _fault("FREG-406")
        if self._takes(Failure.REPEATED_PAGE):
            first = max(self.deleted_up_to + 1, first - PAGE)
        events = [event for event in self.events if event.sequence >= first][:PAGE]
        if self._takes(Failure.GAP) and len(events) > 2:
            del events[len(events) // 2]
        content = write_page(events)
        tag = '"' + hashlib.sha256(content).hexdigest()[:16] + '"'
        if etag == tag:
            return 304, {"ETag": tag}, b""
        if self._takes(Failure.SHORT):
            content = content[: len(content) // 2]
        return 200, {**_JSON, "ETag": tag}, content

    def _extract(self) -> Answer:
        job = str(uuid4())
        self._jobs[job] = list(self.documents)
        return 200, _JSON, json.dumps({"jobbId": job}).encode()

    def _batch(self, job: str, nth: str) -> Answer:
        if job not in self._jobs or self._takes(Failure.NOT_READY):
            return 404, _JSON, _fault("FREG-404")
        names = [_document(number) for number in self._jobs[job]]
        part = names[int(nth) * _BATCH : (int(nth) + 1) * _BATCH]
        return 200, _JSON, json.dumps({"dokumentidentifikator": part} if part else {}).encode()

    def _persons(self, asked: Mapping[str, list[str]]) -> Answer:
        by_document = {_document(number): number for number in self.documents}
        numbers = asked.get("foedselsEllerDNummer") or [
            by_document[name] for name in asked.get("dokumentidentifikator", []) if name in by_document
        ]
        known = [(number, self.documents[number]) for number in numbers if number in self.documents]
        return 200, _JSON, write_persons(known)

    def _told(self, body: bytes) -> Answer:
        try:
            message = message_of(body)
        except Malformed:
            message = ""
        if not message or schema_faults(body):
            return 400, _XML, write_refusal(status=400, code="ske.folkeregister.mottak.UgyldigMelding")
        # Told twice, it is taken once: the answer is the same.
        self.moves.setdefault(message, body)
        reference = self._receipts.setdefault(message, str(uuid4()))
        return 202, _XML, write_receipt(Receipt(reference, message))


_JSON = {"Content-Type": "application/json"}
_XML = {"Content-Type": "application/xml"}


def _fault(code: str) -> bytes:
    return json.dumps({"kode": code, "melding": "Feil i tjenesten."}).encode()


def _number(number: str, *, used: bool) -> dict[str, object]:
    return {
        "erGjeldende": used,
        "status": "iBruk" if used else "opphoert",
        "foedselsEllerDNummer": number,
        "identifikatortype": "foedselsnummer",
    }


def _document(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()[:32]
