"""Bringing order files to the carrier by SFTP, and fetching what lies there for us."""

from __future__ import annotations

import asyncio
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from budstikke.cli.sender_state import State
from budstikke.formats.edifact.answers import read_acknowledgements, read_statuses

if TYPE_CHECKING:
    from asyncssh import SFTPClient

_ORDERS, _ANSWERS = "/ToBring/Big14", "/FromBring"
_SECONDS = 30


class CannotDeliver(Exception):
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


def deliver(delivery: Delivery, state: State) -> None:
    """
    Bring what was not brought, then fetch, keep and only then remove what came.

    Raises: CannotDeliver.
    """
    # Not at the top: the other verbs of `budstikke edi` start without it.
    import asyncssh

    try:
        asyncio.run(_session(delivery, state))
    except (OSError, asyncssh.Error, asyncssh.KeyImportError, TimeoutError) as error:
        raise CannotDeliver(
            f"{delivery.host} port {delivery.port}: {error or type(error).__name__}"
        ) from None


async def _session(delivery: Delivery, state: State) -> None:
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
        for batch in state.batches():
            if not batch.uploaded:
                working = f"{_ORDERS}/{batch.file_name}.part"
                async with sftp.open(working, "wb") as file:
                    await file.write(state.orders(batch))
                await sftp.posix_rename(working, f"{_ORDERS}/{batch.file_name}")
                # If we end before this is written, the same bytes go again, and the carrier answers as before.
                batch.uploaded = True
                state.keep(batch)
        await _fetch(sftp, state)


async def _fetch(sftp: SFTPClient, state: State) -> None:
    names = {str(name) for name in await sftp.listdir(_ANSWERS)}
    for name in sorted(names):
        path = f"{_ANSWERS}/{name}"
        if name.startswith("CONTRL_") and name.endswith(".edi"):
            beside = name.replace(".edi", ".faults.json")
            faults = json.loads(await _content(sftp, f"{_ANSWERS}/{beside}")) if beside in names else []
            for answer in read_acknowledgements(io.BytesIO(await _content(sftp, path))):
                state.hear_answer(answer, [fault for each in faults for fault in each["faults"]])
            if beside in names:
                await sftp.remove(f"{_ANSWERS}/{beside}")
            await sftp.remove(path)
        elif name.startswith("IFTSTA_") and name.endswith(".edi"):
            state.hear_statuses(read_statuses(io.BytesIO(await _content(sftp, path))))
            await sftp.remove(path)


async def _content(sftp: SFTPClient, path: str) -> bytes:
    async with sftp.open(path, "rb") as file:
        return await file.read()
