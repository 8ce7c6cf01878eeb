"""A table that opens an entry only for the words it is found by, and refuses to be anything but whole."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from budstikke.formats.malformed import Malformed
from budstikke.formats.sealed_table import SealedTable, write_table

KIND = "budstikke try 2"
ENTRIES = {f"words {nth}": f"content {nth}".encode() * (nth % 5) for nth in range(1000)}


def written(entries: dict[str, bytes], *, kind: str = KIND) -> bytes:
    """The bytes of a table."""
    stream = io.BytesIO()
    assert write_table(stream, entries.items(), kind=kind, said={"number": 7}) == len(entries)
    return stream.getvalue()


@pytest.mark.parametrize("many", [0, 1, 2, 1000])
def test_what_is_written_is_found_and_nothing_else(many: int) -> None:
    """However many there are, none too."""
    some = dict(list(ENTRIES.items())[:many])
    table = SealedTable(io.BytesIO(written(some)), kind=KIND)
    assert (len(table), table.said["number"]) == (many, 7)
    assert {words: table.get(words) for words in some} == some
    others = [f"other {nth}" for nth in range(1000)]
    assert all(words in table for words in some)
    assert not any(words in table or table.get(words) is not None for words in others)


def test_a_file_is_mapped_and_stays_open(tmp_path: Path) -> None:
    """Also when whoever opened it has closed it."""
    path = tmp_path / "table"
    path.write_bytes(written(ENTRIES))
    with path.open("rb") as stream:
        table = SealedTable(stream, kind=KIND)
    assert table.get("words 999") == ENTRIES["words 999"]


def test_neither_words_nor_contents_stand_in_the_file() -> None:
    """And two tables of the same entries have nothing in common."""
    one, other = written(ENTRIES), written(ENTRIES)
    assert b"words" not in one and b"content" not in one
    assert one != other and one[200:264] not in other


def test_a_table_cut_or_changed_anywhere_is_refused() -> None:
    """Every length short of the whole, every byte, and more behind it; each with what to do."""
    content = written(dict(list(ENTRIES.items())[:3]))
    damaged = [content[:length] for length in range(len(content))]
    damaged += [content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :] for at in range(len(content))]
    for each in (*damaged, content + b"more"):
        with pytest.raises(Malformed, match="publish it again"):
            SealedTable(io.BytesIO(each), kind=KIND)


@pytest.mark.parametrize(
    "head", [b'{"format":"budstikke snapshot 1","number":1,"denied":0}\n', b"\xff\n", b"[]\n"]
)
def test_a_table_of_another_version_is_refused_as_that(head: bytes) -> None:
    """Not as one that was damaged; and so is what is no table."""
    for content in (head + b"[1]\n" * 100, written(ENTRIES, kind="budstikke try 1")):
        with pytest.raises(Malformed) as refused:
            SealedTable(io.BytesIO(content), kind=KIND)
        assert [fault.code for fault in refused.value.faults] == ["FORMAT"]


def test_the_same_words_twice_are_not_written() -> None:
    """Of two, one would be found by chance."""
    with pytest.raises(ValueError, match="same words"):
        write_table(io.BytesIO(), [("one", b"a"), ("two", b"b"), ("one", b"c")], kind=KIND, said={})
