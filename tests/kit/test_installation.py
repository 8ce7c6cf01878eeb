"""Files that several write at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from budstikke.kit.installation import write_once, write_whole

_AT_ONCE = 8
_ROUNDS = 20


def test_of_threads_that_make_a_file_at_once_the_first_ones_stays_whole(tmp_path: Path) -> None:
    """Everybody reads the same key afterwards, and nothing else is left in the folder."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for nth in range(_ROUNDS):
            path, together = tmp_path / f"{nth}.key", Barrier(_AT_ONCE)

            def make(content: bytes, path: Path = path, together: Barrier = together) -> bytes:
                together.wait()
                write_once(path, content)
                return path.read_bytes()

            read = set(pool.map(make, (bytes([each]) * 32 for each in range(_AT_ONCE))))
            assert len(read) == 1 and len(read.pop()) == 32
    assert len(list(tmp_path.iterdir())) == _ROUNDS


def test_of_threads_that_replace_a_file_at_once_none_stumbles(tmp_path: Path) -> None:
    """The file is one of those written, whole."""
    path, together = tmp_path / "offset", Barrier(_AT_ONCE)

    def replace(content: bytes) -> None:
        together.wait()
        write_whole(path, content)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(replace, (bytes([each]) * 4096 for each in range(_AT_ONCE))))
    assert len(set(path.read_bytes())) == 1 and list(tmp_path.iterdir()) == [path]
