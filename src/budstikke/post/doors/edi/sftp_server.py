"""The SFTP server: who signs in, by password or key, and the one subsystem that is spoken."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import asyncssh
from asyncssh.sftp import SFTPServerHandler
from asyncssh.stream import SSHReader, SSHServerStreamSession, SSHWriter
from django.core.cache import cache
from django.db import connections

from budstikke.kit.installation import data_folder, write_once
from budstikke.post.actions.senders.sftp_users import KnownSftpUser, is_welcome, user_by_key, user_by_password
from budstikke.post.doors.edi.folder import DropFolder
from budstikke.post.doors.edi.sftp_files import SenderFiles

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

_MOST_CONNECTIONS = 200
_MOST_SESSIONS = 8  # of one connection
_LOGIN_SECONDS = 30
# Wrong passwords: from one address under one name, and from one address under any.
_MOST_WRONG, _MOST_WRONG_ANYWHERE = 10, 100
_WRONG_SECONDS = 300
_HOST_KEYS = ("ssh-ed25519", "ecdsa-sha2-nistp256")


class SftpServer:
    """One process's server; several may stand beside each other over the same database and drop folder."""

    def __init__(self, folder: DropFolder) -> None:
        self.folder = folder
        # The database and slow hashes are asked here, so that no transfer waits for them.
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sftp")
        self.connections = 0

    async def listen(self, *, host: str, port: int) -> asyncssh.SSHAcceptor:
        """Begin to listen; no shell, no command, no forwarding, no second protocol is offered."""
        return await asyncssh.listen(
            host,
            port,
            server_factory=partial(_Door, self),
            server_host_keys=host_keys(),
            server_version="budstikke",
            login_timeout=_LOGIN_SECONDS,
            keepalive_interval=60,
            allow_pty=False,
            allow_scp=False,
            agent_forwarding=False,
            x11_forwarding=False,
            gss_host=None,
            kbdint_auth=False,
            host_based_auth=False,
        )

    async def ask(self, question: Callable[[], _T]) -> _T:
        """Ask the database, in another thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, _asked, question)


def _asked(question: Callable[[], _T]) -> _T:
    """Sign-ins are few: a connection kept by a thread would outlive the server."""
    try:
        return question()
    finally:
        connections.close_all()


def _unless_too_often_wrong(username: str, *, password: str, address: str) -> KnownSftpUser | None:
    # Counted where every process sees it: several servers may stand beside each other.
    counted = [f"sftp:{address}:{username}"[:200].encode().hex(), f"sftp:{address}".encode().hex()]
    wrong = cache.get_many(counted)
    if any(
        wrong.get(key, 0) >= most
        for key, most in zip(counted, (_MOST_WRONG, _MOST_WRONG_ANYWHERE), strict=True)
    ):
        _log.warning("an address was refused for too many wrong passwords")
        return None
    user = user_by_password(username, password=password)
    if user is None:
        cache.set_many({key: wrong.get(key, 0) + 1 for key in counted}, _WRONG_SECONDS)
    return user


class _Door(asyncssh.SSHServer):
    """One connection: nobody until somebody has signed in."""

    def __init__(self, server: SftpServer) -> None:
        self._server = server
        self._user: KnownSftpUser | None = None
        self._sessions = 0
        self._from = ""

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Count; one too many is sent away."""
        self._server.connections += 1
        self._from = str(conn.get_extra_info("peername", ("",))[0])
        if self._server.connections > _MOST_CONNECTIONS:
            conn.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count down."""
        self._server.connections -= 1

    def begin_auth(self, username: str) -> bool:
        """Demand a proof of everybody."""
        return True

    def password_auth_supported(self) -> bool:
        """Offer passwords."""
        return True

    def public_key_auth_supported(self) -> bool:
        """Offer keys."""
        return True

    async def validate_password(self, username: str, password: str) -> bool:
        """Let in whose password it is; who was wrong too often is not heard for a while."""
        asked = partial(_unless_too_often_wrong, username, password=password, address=self._from)
        self._user = await self._server.ask(asked)
        return self._user is not None

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Let in whose key it is; that the client holds it was or will be proved by its signature."""
        asked = partial(user_by_key, username, fingerprint=key.get_fingerprint("sha256"))
        self._user = await self._server.ask(asked)
        return self._user is not None

    def session_requested(self) -> SSHServerStreamSession[bytes] | bool:
        """Open a session, which speaks SFTP and nothing else."""
        self._sessions += 1
        if self._user is None or self._sessions > _MOST_SESSIONS:
            return False
        return _Session(self._server, self._user)


class _Handler(SFTPServerHandler):
    """The library's, which says of a session that ended by itself what it would else keep to itself."""

    def __init__(self, files: SenderFiles, reader: SSHReader[bytes], writer: SSHWriter[bytes]) -> None:
        super().__init__(files, reader, writer, 3)
        self._files = files

    async def _cleanup(self, exc: Exception | None) -> None:
        self._files.break_off()
        await super()._cleanup(exc)


class _Session(SSHServerStreamSession[bytes]):
    """One session of a user; the subsystem sftp is all it grants."""

    def __init__(self, server: SftpServer, user: KnownSftpUser) -> None:
        super().__init__(None)
        self._server, self._user = server, user

    def subsystem_requested(self, subsystem: str) -> bool:
        """Grant sftp."""
        return subsystem == "sftp"

    def session_started(self) -> None:
        """Serve the user's folders until the session ends."""
        channel, connection = self._chan, self._conn
        assert channel is not None and connection is not None
        channel.set_encoding(None)
        self._encoding = None
        folder, user = self._server.folder, self._user
        answers = folder.out(user.edi_id)
        answers.mkdir(mode=0o700, parents=True, exist_ok=True)
        files = SenderFiles(
            channel,  # type: ignore[arg-type]  # a server's session has a server's channel
            orders=folder.arriving(user.customer_number),
            answers=answers,
            is_welcome=lambda: self._server.ask(partial(is_welcome, user.id)),
        )
        handler = _Handler(files, SSHReader(self, channel), SSHWriter(self, channel))
        connection.create_task(handler.run(), channel.logger)


def host_key(kind: str) -> asyncssh.SSHKey:
    """Return the server's key of a kind; made at the first call, kept for ever after."""
    path = data_folder() / "keys" / f"sftp-{kind}"
    if not path.exists():
        write_once(path, asyncssh.generate_private_key(kind).export_private_key())
    return asyncssh.read_private_key(path)


def host_keys() -> list[asyncssh.SSHKey]:
    """Return the keys by which clients know the server, the preferred one first."""
    return list(map(host_key, _HOST_KEYS))
