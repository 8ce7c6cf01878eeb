"""What is never done by SFTP, whoever asks: links, locks, folders removed, a word about the disk."""

from __future__ import annotations

import os

import asyncssh
from asyncssh import SFTPAttrs


class OnlyFiles(asyncssh.SFTPServer):
    """Refuses what the protocol knows besides files that are written, read, renamed and removed."""

    def rmdir(self, path: bytes) -> None:
        """Remove no folder."""
        raise asyncssh.SFTPPermissionDenied("the folders stay")

    def readlink(self, path: bytes) -> bytes:
        """Read no link: there are none."""
        raise asyncssh.SFTPPermissionDenied("there are no links here")

    def symlink(self, oldpath: bytes, newpath: bytes) -> None:
        """Make no link."""
        raise asyncssh.SFTPPermissionDenied("there are no links here")

    def link(self, oldpath: bytes, newpath: bytes) -> None:
        """Make no link."""
        raise asyncssh.SFTPPermissionDenied("there are no links here")

    def open56(self, path: bytes, desired_access: int, flags: int, attrs: SFTPAttrs) -> object:
        """Open nothing by the later versions of the protocol, which are not spoken here."""
        raise asyncssh.SFTPOpUnsupported("version 3 is spoken here")

    def lock(self, file_obj: object, offset: int, length: int, flags: int) -> None:
        """Lock nothing."""
        raise asyncssh.SFTPOpUnsupported("version 3 is spoken here")

    def unlock(self, file_obj: object, offset: int, length: int) -> None:
        """Unlock nothing."""
        raise asyncssh.SFTPOpUnsupported("version 3 is spoken here")

    def statvfs(self, path: bytes) -> os.statvfs_result:
        """Say nothing of the disk."""
        raise asyncssh.SFTPOpUnsupported("the disk is not yours")

    def fstatvfs(self, file_obj: object) -> os.statvfs_result:
        """Say nothing of the disk."""
        raise asyncssh.SFTPOpUnsupported("the disk is not yours")
