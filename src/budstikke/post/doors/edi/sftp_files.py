"""
What a sender sees by SFTP: two folders of its own, drawn up here and not on the disk.

    /ToBring/Big14    order files are put here; each becomes visible to the intake when it is whole
    /FromBring        acknowledgements and status messages, to be fetched and removed

No path of a client ever reaches the disk: its folder is looked up in a table, and its name must be a plain one. So
there is nothing a link, a dot or a long way up could lead to.
"""

from __future__ import annotations

import os
import posixpath
import re
import secrets
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader, FileIO
from pathlib import Path

import asyncssh
from asyncssh import FXF_CREAT, FXF_EXCL, FXF_READ, FXF_TRUNC, FXF_WRITE, SFTPAttrs, SFTPName

from budstikke.kit.clock import real_now
from budstikke.post.doors.edi.folder import is_working_name
from budstikke.post.doors.edi.sftp_never import OnlyFiles

ORDERS, ANSWERS = "/ToBring/Big14", "/FromBring"
_FOLDERS = {"/": ("ToBring", "FromBring"), "/ToBring": ("Big14",)}

LARGEST_FILE_BYTES = 256 << 20  # half a million orders
MOST_WAITING_BYTES = 1 << 30
MOST_WAITING_FILES = 1_000
_MOST_OPEN = 16
_FORGOTTEN_SECONDS = 24 * 3600

# A client's own names have no ~, so what is being written cannot be called by any of them.
_NAME = re.compile(r"\.?[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_UNFINISHED = ".~"

File = BufferedReader | FileIO


@dataclass(slots=True, kw_only=True, eq=False)
class _Upload:
    name: str
    part: Path
    stream: FileIO
    size: int = 0
    refused: bool = False  # a piece of it was, so it is not whole


class SenderFiles(OnlyFiles):
    """The files of one sender, for one session."""

    def __init__(
        self,
        channel: asyncssh.SSHServerChannel[bytes],
        *,
        orders: Path,
        answers: Path,
        is_welcome: Callable[[], Awaitable[bool]],
    ) -> None:
        super().__init__(channel)
        self._orders, self._answers, self._is_welcome = orders, answers, is_welcome
        self._open: set[object] = set()
        self._broken_off = False

    def break_off(self) -> None:
        """Note that the session ends by itself: what the client has not closed is not whole."""
        self._broken_off = True

    # What is where

    def _place(self, path: bytes) -> tuple[str, str]:
        """Return folder and name; the name is empty for a folder."""
        whole = _whole(path)
        if whole in _FOLDERS or whole in (ORDERS, ANSWERS):
            return whole, ""
        folder, _, name = whole.rpartition("/")
        if folder not in (ORDERS, ANSWERS) or not _NAME.fullmatch(name):
            raise asyncssh.SFTPNoSuchFile("there is no such file")
        return folder, name

    def _file(self, path: bytes) -> Path:
        folder, name = self._place(path)
        if not name:
            raise asyncssh.SFTPFailure("this is a folder")
        return (self._orders if folder == ORDERS else self._answers) / name

    def realpath(self, path: bytes) -> bytes:
        """Return a path as it is counted from the sender's root; nothing lies above it."""
        return _whole(path).encode()

    def stat(self, path: bytes) -> SFTPAttrs:
        """Return size and time of a file, or that a folder is one."""
        folder, name = self._place(path)
        if not name:
            return _folder_attributes()
        for upload in self._open:
            # Some clients look at the name while they write.
            if isinstance(upload, _Upload) and folder == ORDERS and upload.name == name:
                return _attributes(os.fstat(upload.stream.fileno()))
        return _attributes(_lstat(self._file(path)))

    lstat = stat

    def fstat(self, file_obj: object) -> SFTPAttrs:
        """Return size and time of an open file."""
        return _attributes(os.fstat(_stream(file_obj).fileno()))

    async def scandir(self, path: bytes) -> AsyncIterator[SFTPName]:
        """Yield what lies in a folder."""
        folder, name = self._place(path)
        if name:
            raise asyncssh.SFTPFailure("this is a file")
        yield SFTPName(b".", attrs=_folder_attributes())
        yield SFTPName(b"..", attrs=_folder_attributes())
        for each in _FOLDERS.get(folder, ()):
            yield SFTPName(each.encode(), attrs=_folder_attributes())
        if folder in (ORDERS, ANSWERS):
            for file in sorted((self._orders if folder == ORDERS else self._answers).glob("*")):
                with suppress(asyncssh.SFTPNoSuchFile):  # it may go while we look
                    if _NAME.fullmatch(file.name):
                        yield SFTPName(file.name.encode(), attrs=_attributes(_lstat(file)))

    # Files

    async def open(self, path: bytes, pflags: int, attrs: SFTPAttrs) -> object:
        """Open an order file for writing, or an answer for reading; nothing else can be opened."""
        file, (folder, _) = self._file(path), self._place(path)
        if len(self._open) >= _MOST_OPEN:
            raise asyncssh.SFTPFailure("too many files are open")
        if not await self._is_welcome():
            raise asyncssh.SFTPPermissionDenied("this user was taken back")
        opened: object
        if folder == ORDERS and pflags & FXF_WRITE and not pflags & FXF_READ:
            opened = self._begin(file, pflags)
        elif folder == ANSWERS and not pflags & (FXF_WRITE | FXF_CREAT | FXF_TRUNC):
            opened = _opened(file)
        else:
            raise asyncssh.SFTPPermissionDenied(f"write into {ORDERS} and read from {ANSWERS}")
        self._open.add(opened)
        return opened

    def _begin(self, file: Path, pflags: int) -> _Upload:
        if not pflags & FXF_CREAT or (file.exists() and not pflags & FXF_TRUNC):
            raise asyncssh.SFTPPermissionDenied("a file is sent whole; begin it anew")
        if file.exists() and pflags & FXF_EXCL:
            raise asyncssh.SFTPFailure("there is a file of this name")
        self._refuse_beyond(0, files=1)
        part = file.with_name(f"{_UNFINISHED}{file.name}~{secrets.token_hex(6)}")
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        return _Upload(name=file.name, part=part, stream=os.fdopen(descriptor, "w+b", buffering=0))

    def _refuse_beyond(self, more_bytes: int, *, files: int = 0) -> None:
        now_s, waiting, size = real_now().timestamp(), 0, 0
        for each in self._orders.iterdir():
            with suppress(FileNotFoundError):
                found = each.lstat()
                if each.name.startswith(_UNFINISHED) and found.st_mtime < now_s - _FORGOTTEN_SECONDS:
                    each.unlink()  # a server that was killed left it
                    continue
                waiting, size = waiting + 1, size + found.st_size
        if waiting + files > MOST_WAITING_FILES or size + more_bytes > MOST_WAITING_BYTES:
            raise asyncssh.SFTPFailure("too much is waiting; send more when it has been taken in")

    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        """Write a piece of an order file; one that grows beyond what is allowed is refused."""
        if not isinstance(file_obj, _Upload):
            raise asyncssh.SFTPPermissionDenied("this file is open for reading")
        end, already = offset + len(data), file_obj.refused
        file_obj.refused = True
        if already or end > LARGEST_FILE_BYTES:
            raise asyncssh.SFTPFailure(f"a file has at most {LARGEST_FILE_BYTES} bytes; send several")
        # Looked at again for each mebibyte begun: others of this sender may be writing too.
        if end >> 20 > file_obj.size >> 20:
            self._refuse_beyond(end - file_obj.size)
        if os.pwrite(file_obj.stream.fileno(), data, offset) != len(data):
            raise asyncssh.SFTPFailure("the disk is full")
        file_obj.size, file_obj.refused = max(file_obj.size, end), False
        return len(data)

    def read(self, file_obj: object, offset: int, size: int) -> bytes:
        """Read a piece of an answer."""
        if isinstance(file_obj, _Upload):
            raise asyncssh.SFTPPermissionDenied("this file is open for writing")
        stream = _stream(file_obj)
        stream.seek(offset)
        return stream.read(size)

    def close(self, file_obj: object) -> None:
        """Close a file; an order file is whole now and can be taken in, unless it broke off or was refused."""
        self._open.discard(file_obj)
        stream = _stream(file_obj)
        if not isinstance(file_obj, _Upload):
            stream.close()
            return
        with stream:
            if self._broken_off or file_obj.refused:
                file_obj.part.unlink(missing_ok=True)
                return
            os.fsync(stream.fileno())
        # The time at which it was whole, so that a client may look at it for a moment before it is taken.
        os.utime(file_obj.part)
        file_obj.part.replace(file_obj.part.with_name(file_obj.name))

    def exit(self) -> None:
        """Leave nothing open."""
        for each in list(self._open):
            self._broken_off = True
            self.close(each)

    def fsync(self, file_obj: object) -> None:
        """Do nothing: what counts is synchronised when it is closed."""

    def remove(self, path: bytes) -> None:
        """Remove an answer that was fetched, or an order file that was not taken in yet."""
        try:
            self._file(path).unlink()
        except FileNotFoundError:
            raise asyncssh.SFTPNoSuchFile("there is no such file") from None

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Give an order file the name under which it is whole; never over another."""
        self._rename(oldpath, newpath, over=False)

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Give an order file the name under which it is whole, over another if there is one."""
        self._rename(oldpath, newpath, over=True)

    def _rename(self, oldpath: bytes, newpath: bytes, *, over: bool) -> None:
        old, new = self._file(oldpath), self._file(newpath)
        if old.parent != self._orders or new.parent != self._orders:
            raise asyncssh.SFTPPermissionDenied(f"files are renamed in {ORDERS} only")
        if is_working_name(new.name) and not is_working_name(old.name):
            raise asyncssh.SFTPPermissionDenied("the file is whole and may be taken in at any moment")
        if new.exists() and not over:
            raise asyncssh.SFTPFailure("there is a file of this name")
        try:
            os.utime(old, follow_symlinks=False)
            old.rename(new)
        except FileNotFoundError:
            raise asyncssh.SFTPNoSuchFile("there is no such file; perhaps it was taken in") from None

    # What many clients ask for and nobody needs: granted without effect, so that they go on

    def fsetstat(self, file_obj: object, attrs: SFTPAttrs) -> None:
        """Shorten a file that is being written; times and rights are ours."""
        if attrs.size is not None:
            if not isinstance(file_obj, _Upload) or attrs.size > file_obj.size:
                raise asyncssh.SFTPPermissionDenied("a file is only ever shortened, while it is written")
            file_obj.stream.truncate(attrs.size)
            file_obj.size = attrs.size

    def setstat(self, path: bytes, attrs: SFTPAttrs) -> None:
        """Leave times and rights as they are."""
        self.stat(path)
        if attrs.size is not None:
            raise asyncssh.SFTPPermissionDenied("a file is only ever shortened while it is written")

    lsetstat = setstat

    def mkdir(self, path: bytes, attrs: SFTPAttrs) -> None:
        """Make no folder; one that is there is said to be there."""
        self._place(path)
        raise asyncssh.SFTPFailure("this is there already")


def _whole(path: bytes) -> str:
    try:
        text = path.decode("ascii")
    except UnicodeDecodeError:
        raise asyncssh.SFTPNoSuchFile("names are of a to z, digits, _ . and -") from None
    return posixpath.normpath("/" + text.lstrip("/"))


def _stream(file_obj: object) -> File:
    stream = file_obj.stream if isinstance(file_obj, _Upload) else file_obj
    assert isinstance(stream, File)
    return stream


def _opened(file: Path) -> BufferedReader:
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        raise asyncssh.SFTPNoSuchFile("there is no such file") from None
    return os.fdopen(descriptor, "rb")


def _lstat(file: Path) -> os.stat_result:
    try:
        found = file.lstat()
    except FileNotFoundError:
        raise asyncssh.SFTPNoSuchFile("there is no such file") from None
    if not stat.S_ISREG(found.st_mode):
        raise asyncssh.SFTPNoSuchFile("there is no such file")
    return found


def _attributes(found: os.stat_result) -> SFTPAttrs:
    return SFTPAttrs(
        size=found.st_size,
        uid=0,
        gid=0,
        permissions=stat.S_IFREG | 0o600,
        atime=int(found.st_mtime),
        mtime=int(found.st_mtime),
    )


def _folder_attributes() -> SFTPAttrs:
    return SFTPAttrs(size=0, uid=0, gid=0, permissions=stat.S_IFDIR | 0o700, atime=0, mtime=0)
