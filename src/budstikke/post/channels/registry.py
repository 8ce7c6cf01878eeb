"""
The National Registry over HTTP: its feed of events, look-ups of persons, a full extract, and moves told to it.

The shapes are those of the registry's public description: pages of 1,000 by sequence number, an ETag with 304, 406 for
a pointer older than three years, 429 with Retry-After in milliseconds, extracts as jobs in batches, moves answered
202 with a receipt. National numbers go in bodies only, never in a URL, an error or a log.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

import httpx

from budstikke.formats.malformed import Malformed
from budstikke.formats.registry.feed import RegistryEvent, read_batch, read_job, read_page, read_sequence
from budstikke.formats.registry.move import (
    RESOURCE,
    Receipt,
    read_receipt,
    read_refusal,
    schema_faults,
    schema_of,
)
from budstikke.formats.registry.person import PARTS, RegistryPerson, read_persons
from budstikke.kit.authorities import authorities
from budstikke.post.channels.errors import Rejected, Unreachable

# As many as one look-up of many takes.
MOST_AT_ONCE = 1000
_SECONDS = 30.0
_Read = TypeVar("_Read")
_TRY_AGAIN = frozenset({401, 408, 421, 425, 429})


class PointerTooOld(Exception):
    """The registry has deleted what came after our pointer: everything must be fetched anew."""


class NotReady(Exception):
    """An extract is still being made: ask again later."""


class Busy(Unreachable):
    """Too many calls; `wait_s` is what the registry asks for."""

    def __init__(self, wait_s: float) -> None:
        self.wait_s = wait_s
        super().__init__("the registry asks us to wait")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPage:
    """A page, and the tag by which the registry says that nothing new has come."""

    events: tuple[RegistryEvent, ...] = field(repr=False)
    etag: str


class Registry(Protocol):
    """What is asked of the registry."""

    def newest(self) -> int:
        """Return the newest sequence number there is."""

    def page(self, *, first: int, etag: str = "") -> FeedPage | None:
        """Return the events from a sequence number on; None: nothing new. Raises PointerTooOld."""

    def persons(self, numbers: Sequence[str]) -> tuple[RegistryPerson, ...]:
        """Return who stands behind national numbers, as they are now."""

    def order_extract(self, *, at: int) -> str:
        """Have everybody's documents at a sequence number put together; returns the job's name."""

    def batch(self, job: str, *, nth: int) -> tuple[str, ...]:
        """Return the names of the documents in one batch; none behind the last. Raises NotReady."""

    def documents(self, names: Sequence[str]) -> tuple[RegistryPerson, ...]:
        """Return persons by the names of their documents."""

    def tell_move(self, message: bytes) -> Receipt:
        """Tell of a move. Raises Rejected with the registry's code."""


class HttpRegistry:
    """The registry itself, or the stand-in that speaks as it does."""

    def __init__(
        self,
        *,
        base_url: str,
        token: Callable[[], str],
        forget_token: Callable[[], None] = lambda: None,
        package: str = "offentlig-med-hjemmel/api/v1",
        schema: Path | None = None,
        timeout_s: float = _SECONDS,
    ) -> None:
        """
        `schema` is the registry's own of moves, where the operator has it: what it does not take is not sent.

        Raises: Malformed when no schema can be read there.
        """
        self._schema = schema
        if schema is not None:
            schema_of(schema)
        self._read = f"{base_url.rstrip('/')}/folkeregisteret/{package}"
        self._told = f"{base_url.rstrip('/')}/folkeregisteret/mottak/api/{RESOURCE}"
        self._token, self._forget_token = token, forget_token
        self._client = httpx.Client(
            timeout=timeout_s, headers={"Accept": "application/json"}, verify=authorities()
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def newest(self) -> int:
        """
        Return the newest sequence number there is.

        Raises: Unreachable, Rejected.
        """
        return _understood(read_sequence, self._get("/hendelser/siste/sekvensnummer").content)

    def page(self, *, first: int, etag: str = "") -> FeedPage | None:
        """
        Return the events from a sequence number on; None: nothing new has come.

        Raises: PointerTooOld; Unreachable (also for a page that is broken), Rejected.
        """
        headers = {"If-None-Match": etag} if etag else {}
        answer = self._get("/hendelser/feed", params={"seq": str(first)}, headers=headers, also=(304, 406))
        if answer.status_code == 304:
            return None
        if answer.status_code == 406:
            raise PointerTooOld
        return FeedPage(events=_understood(read_page, answer.content), etag=answer.headers.get("ETag", ""))

    def persons(self, numbers: Sequence[str]) -> tuple[RegistryPerson, ...]:
        """
        Return who stands behind national numbers, as they are now; asked for no more than is taken.

        Raises: Unreachable, Rejected.
        """
        return self._looked_up("/personer/bulkoppslag", "foedselsEllerDNummer", numbers)

    def order_extract(self, *, at: int) -> str:
        """
        Have everybody's documents at a sequence number put together; returns the job's name.

        Raises: Unreachable, Rejected.
        """
        return _understood(
            read_job, self._get("/uttrekk/komplett", params={"feedsekvensnr": str(at)}).content
        )

    def batch(self, job: str, *, nth: int) -> tuple[str, ...]:
        """
        Return the names of the documents in one batch of an extract; none behind the last.

        Raises: NotReady; Unreachable, Rejected.
        """
        answer = self._get(f"/uttrekk/{job}/batch/{nth}", also=(404,))
        if answer.status_code == 404:
            raise NotReady
        return _understood(read_batch, answer.content)

    def documents(self, names: Sequence[str]) -> tuple[RegistryPerson, ...]:
        """
        Return persons by the names of their documents.

        Raises: Unreachable, Rejected.
        """
        return self._looked_up("/personer/bulkoppslag/arkiv", "dokumentidentifikator", names)

    def tell_move(self, message: bytes) -> Receipt:
        """
        Tell of a move; the same message told twice has one effect, by its own number.

        Raises: Unreachable; Rejected with the registry's code; Malformed when the operator's schema does not take it.
        """
        if self._schema is not None and (faults := schema_faults(message, schema=self._schema)):
            raise Malformed(faults)
        headers = {"Content-Type": "application/xml; charset=UTF-8", "Accept": "application/xml"}
        answer = self._call("POST", self._told, content=message, headers=headers)
        if answer.status_code != 202:
            self._refused(answer, code=read_refusal(answer.content))
        return _understood(read_receipt, answer.content)

    def _looked_up(self, path: str, name: str, asked: Sequence[str]) -> tuple[RegistryPerson, ...]:
        found: list[RegistryPerson] = []
        for start in range(0, len(asked), MOST_AT_ONCE):
            body = json.dumps({name: list(asked[start : start + MOST_AT_ONCE])}).encode()
            answer = self._call(
                "POST",
                self._read + path,
                params=[("part", part) for part in PARTS],
                content=body,
                headers={"Content-Type": "application/json"},
            )
            if answer.status_code != 200:
                self._refused(answer)
            found += _understood(read_persons, answer.content)
        return tuple(found)

    def _get(
        self,
        path: str,
        *,
        params: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        also: tuple[int, ...] = (),
    ) -> httpx.Response:
        answer = self._call("GET", self._read + path, params=params or {}, headers=headers or {})
        if answer.status_code != 200 and answer.status_code not in also:
            self._refused(answer)
        return answer

    def _call(self, method: str, url: str, *, headers: dict[str, str], **given: Any) -> httpx.Response:
        try:
            return self._client.request(
                method, url, headers={**headers, "Authorization": f"Bearer {self._token()}"}, **given
            )
        except httpx.HTTPError as error:
            raise Unreachable(f"the registry does not answer ({type(error).__name__})") from None

    def _refused(self, answer: httpx.Response, *, code: str = "") -> None:
        status = answer.status_code
        if status == 401:
            self._forget_token()
        if status == 429:
            raise Busy(_wait_s(answer))
        if status >= 500 or status in _TRY_AGAIN or answer.is_success:
            raise Unreachable(f"the registry answers {status}")
        raise Rejected(code or str(status), f"the registry answers {status}")


def _understood(read: Callable[[bytes], _Read], content: bytes) -> _Read:
    # An answer that cannot be read is one that did not come: the next try may bring it whole.
    try:
        return read(content)
    except Malformed as error:
        codes = ", ".join(dict.fromkeys(fault.code for fault in error.faults))
        raise Unreachable(f"the registry's answer cannot be read: {codes}") from None


def _wait_s(answer: httpx.Response) -> float:
    """Return how long to wait; the registry says it in milliseconds."""
    told = answer.headers.get("Retry-After", "")
    return int(told) / 1000 if told.isdecimal() else 1.0
