"""Bringing order files to the carrier by SFTP, and fetching what lies there for us."""

from __future__ import annotations

import asyncio
import io
import json
from typing import TYPE_CHECKING

from budstikke.cli.sender_state import State
from budstikke.formats.edifact.answers import read_acknowledgements, read_statuses
from budstikke.issuer.channels.carrier_files import (
    ANSWERS,
    CannotDeliver,
    Delivery,
    bring,
    cannot_deliver,
    content_of,
    session,
)

if TYPE_CHECKING:
    from asyncssh import SFTPClient

__all__ = ["CannotDeliver", "Delivery", "deliver"]


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
        raise cannot_deliver(delivery, error) from None


async def _session(delivery: Delivery, state: State) -> None:
    async with session(delivery) as sftp:
        for batch in state.batches():
            if not batch.uploaded:
                await bring(sftp, batch.file_name, state.orders(batch))
                # If we end before this is written, the same bytes go again, and the carrier answers as before.
                batch.uploaded = True
                state.keep(batch)
        await _fetch(sftp, state)


async def _fetch(sftp: SFTPClient, state: State) -> None:
    names = {str(name) for name in await sftp.listdir(ANSWERS)}
    for name in sorted(names):
        path = f"{ANSWERS}/{name}"
        if name.startswith("CONTRL_") and name.endswith(".edi"):
            beside = name.replace(".edi", ".faults.json")
            faults = json.loads(await content_of(sftp, f"{ANSWERS}/{beside}")) if beside in names else []
            for answer in read_acknowledgements(io.BytesIO(await content_of(sftp, path))):
                state.hear_answer(answer, [fault for each in faults for fault in each["faults"]])
            if beside in names:
                await sftp.remove(f"{ANSWERS}/{beside}")
            await sftp.remove(path)
        elif name.startswith("IFTSTA_") and name.endswith(".edi"):
            state.hear_statuses(read_statuses(io.BytesIO(await content_of(sftp, path))))
            await sftp.remove(path)
