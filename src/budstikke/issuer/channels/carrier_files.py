"""Bringing files to the carrier by SFTP, whole or not at all, and fetching what lies there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from budstikke.issuer.channels.errors import Unreachable

if TYPE_CHECKING:
    from asyncssh import SFTPClient

ORDERS, ANSWERS = "/ToBring/Big14", "/FromBring"
CONTRL, IFTSTA = "CONTRL_", "IFTSTA_"
_SECONDS = 30


class CannotDeliver(Unreachable):
    """The carrier cannot be reached, or lets us not in; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Where the carrier's server is, and how it is known and we are."""

    host: str
    port: int
    user: str
    known_hosts: Path
    key: Path | None
    password_file: Path | None


@dataclass(slots=True)
class Brought:
    """What a visit did: the files that were brought, and those that lay there."""

    brought: list[str] = field(default_factory=list)
    found: dict[str, bytes] = field(default_factory=dict, repr=False)


@asynccontextmanager
async def session(delivery: Delivery) -> AsyncIterator[SFTPClient]:
    """Open a session with the carrier's server, known by its key."""
    # Not at the top: whoever reads only orders starts without it.
    import asyncssh

    password = delivery.password_file.read_text(encoding="utf-8").strip() if delivery.password_file else None
    async with (
        asyncssh.connect(
            delivery.host,
            delivery.port,
            username=delivery.user,
            password=password,
            client_keys=[str(delivery.key)] if delivery.key else None,
            known_hosts=str(delivery.known_hosts),
            agent_path=None,
            config=None,
            connect_timeout=_SECONDS,
        ) as connection,
        connection.start_sftp_client() as sftp,
    ):
        yield sftp


async def bring(sftp: SFTPClient, name: str, content: bytes) -> None:
    """Bring an order file: under a working name until it is whole."""
    working = f"{ORDERS}/{name}.part"
    async with sftp.open(working, "wb") as file:
        await file.write(content)
    await sftp.posix_rename(working, f"{ORDERS}/{name}")


async def content_of(sftp: SFTPClient, path: str) -> bytes:
    """Read a file."""
    async with sftp.open(path, "rb") as file:
        return await file.read()


def cannot_deliver(delivery: Delivery, error: Exception) -> CannotDeliver:
    """Return what a fault of a session is told as."""
    return CannotDeliver(f"{delivery.host} port {delivery.port}: {error or type(error).__name__}")


class CarrierFiles:
    """The issuer's own visits: bring what waits, read what is there; what is kept is removed in a second visit."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    def visit(self, files: Mapping[str, bytes], *, after: str = "") -> Brought:
        """
        Bring files, and read acknowledgements and the status files whose names come after one.

        Raises: CannotDeliver; what was brought before is brought again the next time, and means the same.
        """
        done = Brought()
        with self._told():
            asyncio.run(self._visit(files, done, after))
        return done

    def remove(self, names: Iterable[str]) -> None:
        """Remove answers that are kept; one that is gone already is no fault."""
        with self._told():
            asyncio.run(self._remove(names))

    @contextmanager
    def _told(self) -> Iterator[None]:
        import asyncssh

        try:
            yield
        except (OSError, asyncssh.Error, asyncssh.KeyImportError, TimeoutError) as error:
            raise cannot_deliver(self._delivery, error) from None

    async def _visit(self, files: Mapping[str, bytes], done: Brought, after: str) -> None:
        async with session(self._delivery) as sftp:
            for name, content in files.items():
                await bring(sftp, name, content)
                done.brought.append(name)
            for name in sorted(str(each) for each in await sftp.listdir(ANSWERS)):
                if name.startswith(CONTRL) or (name.startswith(IFTSTA) and name > after):
                    done.found[name] = await content_of(sftp, f"{ANSWERS}/{name}")

    async def _remove(self, names: Iterable[str]) -> None:
        import asyncssh

        async with session(self._delivery) as sftp:
            for name in names:
                try:
                    await sftp.remove(f"{ANSWERS}/{name}")
                except asyncssh.SFTPNoSuchFile:
                    continue
