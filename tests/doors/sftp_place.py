"""An SFTP server to try, over a drop folder of a test's own."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncssh
from tests.actions import line

from budstikke.kit.clock import now, real_now
from budstikke.post.actions.senders.sftp_users import register_sftp_user
from budstikke.post.doors.edi import sftp_files
from budstikke.post.doors.edi.folder import DropFolder
from budstikke.post.doors.edi.intake import take_in_waiting
from budstikke.post.doors.edi.sftp_server import SftpServer, host_keys

PASSWORD = "fire friske ørreter"
ORDERS, ANSWERS = sftp_files.ORDERS, sftp_files.ANSWERS


class Place:
    """A server in a thread of its own, over a drop folder."""

    def __init__(self, root: Path) -> None:
        self.folder = DropFolder(root / "edi")
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._server = SftpServer(self.folder)

    def _run(self) -> None:
        async def begin() -> asyncssh.SSHAcceptor:
            return await self._server.listen(host="127.0.0.1", port=0)

        listening = self._loop.run_until_complete(begin())
        self.port = listening.get_port()
        self._ready.set()
        self._loop.run_forever()
        listening.close()
        self._loop.run_until_complete(listening.wait_closed())
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()

    def __enter__(self) -> Place:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        from django.db import connections

        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        both = threading.Barrier(2)

        def leave() -> None:
            both.wait(10)
            connections.close_all()

        for ended in [self._server._threads.submit(leave) for _ in range(2)]:
            ended.result()

    def connect(self, **given: object):
        """Connect as a client that knows the server's key."""
        known = asyncssh.import_known_hosts(
            "".join(f"[127.0.0.1]:{self.port} {key.export_public_key().decode()}" for key in host_keys())
        )
        asked: dict[str, object] = {"username": "eid", "password": PASSWORD, "client_keys": None, **given}
        return asyncssh.connect(
            "127.0.0.1", self.port, known_hosts=known, config=None, agent_path=None, **asked
        )

    def with_sftp(self, doing: Callable[[asyncssh.SFTPClient], Awaitable[object]], **given: object) -> object:
        """Do something in a session."""

        async def session() -> object:
            async with self.connect(**given) as connection, connection.start_sftp_client() as sftp:
                return await doing(sftp)

        return asyncio.run(session())

    def put(self, content: bytes, *, name: str = "orders.edi") -> None:
        """Put an order file."""

        async def doing(sftp: asyncssh.SFTPClient) -> None:
            async with sftp.open(f"{ORDERS}/{name}", "wb") as file:
                await file.write(content)

        self.with_sftp(doing)

    def waiting(self) -> list[str]:
        """The files the intake would find, hidden ones too."""
        return sorted(path.name for path in self.folder.arriving(line.CUSTOMER).iterdir())

    def take_in(self) -> list:
        """One round of the intake, a minute later."""
        for path in self.folder.arriving(line.CUSTOMER).iterdir():
            then = real_now().timestamp() - 60
            os.utime(path, (then, then), follow_symlinks=False)
        return list(take_in_waiting(self.folder))

    async def meanwhile(self, asked: Callable[[], object]) -> object:
        """Ask the database in another thread, which keeps no connection."""
        from django.db import connections

        def doing() -> object:
            try:
                return asked()
            finally:
                connections.close_all()

        return await asyncio.to_thread(doing)

    def fetched(self) -> dict[str, bytes]:
        """What the sender finds in its folder of answers."""

        async def doing(sftp: asyncssh.SFTPClient) -> dict[str, bytes]:
            found = {}
            for name in await sftp.listdir(ANSWERS):
                if name not in (".", ".."):
                    async with sftp.open(f"{ANSWERS}/{name}", "rb") as file:
                        found[str(name)] = await file.read()
            return found

        found = self.with_sftp(doing)
        assert isinstance(found, dict)
        return found


@contextmanager
def opened(root: Path) -> Iterator[Place]:
    """A server, and one user with a password."""
    from django.core.cache import cache

    cache.clear()
    assert register_sftp_user(line.CUSTOMER, name="eid", password=PASSWORD, fingerprints=[], now=now())
    with Place(root) as place:
        yield place
