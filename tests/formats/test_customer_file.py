"""Customer registers as files: every fault with its row and column, and everything else as it was."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from budstikke.formats.customer_file import Batch, CsvRegister, Register
from budstikke.formats.customer_parquet import ParquetRegister
from budstikke.formats.malformed import Malformed

HEAD = "id,name,street,postcode\n"


def _csv(tmp_path: Path, content: str | bytes, *, encoding: str = "utf-8", **named: str) -> CsvRegister:
    path = tmp_path / "in.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return CsvRegister(path, encoding=encoding, named=named, added=("wash_code",))


def _all(register: Register, *, skip: int = 0, size: int = 2) -> list[Batch]:
    return list(register.batches(skip=skip, size=size))


def _faults(register: Register) -> list[tuple[str, str]]:
    return [(fault.where, fault.code) for batch in _all(register) for fault in batch.faults]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_columns_are_found_by_their_names_in_either_language(tmp_path: Path, separator: str) -> None:
    """Whatever parts them, and wherever they stand."""
    lines = ("Postnr", "Navn", "Adresse"), ("0155", "Kari Testesen", "Storgata 5")
    register = _csv(tmp_path, "".join(separator.join(line) + "\n" for line in lines))
    (batch,) = _all(register)
    assert (batch.names, batch.streets, batch.postcodes) == (["Kari Testesen"], ["Storgata 5"], ["0155"])


def test_a_name_in_two_columns_is_put_together(tmp_path: Path) -> None:
    """Registers part first names from surnames."""
    content = "fornavn,etternavn,gate,postnummer\nKari,Testesen,Storgata 5,0155\n"
    (batch,) = _all(_csv(tmp_path, content, name="Fornavn+Etternavn"))
    assert batch.names == ["Kari Testesen"]


def test_columns_that_are_not_there_are_named_all_at_once(tmp_path: Path) -> None:
    """So is one that is there twice, and a part nobody knows."""
    with pytest.raises(Malformed) as caught:
        _csv(tmp_path, "name,name,gade\n", age="x", street="gata")
    assert [fault.code for fault in caught.value.faults] == ["UNKNOWN", "COLUMN", "COLUMN", "COLUMN"]


def test_a_column_that_would_be_there_twice_is_refused(tmp_path: Path) -> None:
    """A file washed before has our columns already."""
    with pytest.raises(Malformed, match="TAKEN"):
        _csv(tmp_path, "name,street,postcode,wash_code\n")


def test_what_is_no_record_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    """Too few columns, too many, text after a closed quotation mark, letters of another encoding."""
    lines = (
        b"1,Kari Testesen,Storgata 5,0155\n",
        b"2,too few,x\n",
        b"3,too,many,0155,x\n",
        b'4,"Kari" Testesen,Storgata 5,0155\n',
        b"5,Bj\xf8rn Testesen,G\xf8ta 5,0155\n",
        b'6,"Kari\nTestesen",Storgata 5,0155\n',
    )
    register = _csv(tmp_path, HEAD.encode() + b"".join(lines))
    assert _faults(register) == [
        ("row 2", "COLUMNS"),
        ("row 3", "COLUMNS"),
        ("row 4", "QUOTES"),
        ("row 5, column name", "ENCODING"),
        ("row 5, column street", "ENCODING"),
    ]
    register = _csv(tmp_path, HEAD.encode() + b"".join(lines))
    assert [row for batch in _all(register) for row in batch.rows] == [1, 6]


def test_a_file_in_an_older_encoding_is_read_in_it(tmp_path: Path) -> None:
    """Many registers still are."""
    register = _csv(tmp_path, HEAD + "1,Bjørn Åsenøy,Gøta 5,0155\n", encoding="cp1252")
    assert _all(register)[0].names == ["Bjørn Åsenøy"]


def test_a_file_that_is_no_table_does_not_fill_the_memory(tmp_path: Path) -> None:
    """A line without end is refused, not read to its end."""
    with pytest.raises(Malformed, match="LINE"):
        _all(_csv(tmp_path, HEAD + "x" * (3 << 20)))


@pytest.mark.parametrize("skip", range(8))
def test_whoever_goes_on_after_some_records_reads_the_others(tmp_path: Path, skip: int) -> None:
    """Those that could not be read were passed, too."""
    rows = [
        f"{n},{chr(34) if n == 3 else ''}Kari{chr(34) + 'x' if n == 3 else ''},S 5,0155\n"
        for n in range(1, 8)
    ]
    register = _csv(tmp_path, HEAD + "".join(rows))
    batches = _all(register, skip=skip)
    assert [row for batch in batches for row in batch.rows] == [n for n in range(skip + 1, 8) if n != 3]
    assert [batch.first_row for batch in batches] == list(range(skip + 1, 8, 2))


_FIELD = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\r\0"), max_size=12)


@given(st.lists(st.tuples(_FIELD, _FIELD, _FIELD), min_size=1, max_size=9))
def test_what_a_customer_wrote_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, records: list[tuple[str, str, str]]
) -> None:
    """Separators, quotation marks and line ends in a field among it."""
    folder = tmp_path_factory.mktemp("csv")
    with (folder / "in.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("name", "street", "postcode"), *records])
    register = CsvRegister(folder / "in.csv", encoding="utf-8", named={}, added=("code",))
    parts = []
    for batch in _all(register):
        parts.append(folder / str(batch.first_row))
        register.write(parts[-1], batch, {"code": ["00"] * len(batch.rows)})
    register.join(parts, out=folder / "out.csv", added=("code",))
    with (folder / "out.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [
            ["name", "street", "postcode", "code"],
            *([*record, "00"] for record in records),
        ]


def _parquet(tmp_path: Path, count: int) -> tuple[pl.DataFrame, ParquetRegister]:
    table = pl.DataFrame(
        {
            "customer": range(count),
            "name": ["Kari Testesen", None, "Åse Prøve", "Ola", "Per"][:count],
            "street": ["Storgata 5"] * count,
            "postnr": pl.Series([155] * count, dtype=pl.Int32),
        },
        schema_overrides={"name": pl.String, "street": pl.String},
    )
    table.write_parquet(tmp_path / "in.parquet")
    return table, ParquetRegister(tmp_path / "in.parquet", named={}, added=("code",))


@pytest.mark.parametrize("count", [0, 1, 4, 5])
def test_a_parquet_register_keeps_its_columns_and_types(tmp_path: Path, count: int) -> None:
    """Ours come behind them; a missing value is no text."""
    table, register = _parquet(tmp_path, count)
    parts = []
    for batch in _all(register):
        parts.append(tmp_path / f"{batch.first_row}.part")
        register.write(parts[-1], batch, {"code": ["00"] * batch.count})
    register.join(parts, out=tmp_path / "out.parquet", added=("code",))
    out = pl.read_parquet(tmp_path / "out.parquet")
    assert out.drop("code").equals(table)
    assert out["code"].to_list() == ["00"] * count


def test_a_parquet_register_is_gone_on_with_in_its_middle(tmp_path: Path) -> None:
    """By records, whatever groups the file has."""
    _, register = _parquet(tmp_path, 5)
    assert [batch.rows for batch in _all(register, skip=3)] == [[4, 5]]
    assert _all(register, skip=3)[0].postcodes == ["155", "155"]


def test_a_broken_parquet_file_is_refused(tmp_path: Path) -> None:
    """With a word, not with the library's."""
    path = tmp_path / "in.parquet"
    path.write_bytes(b"PAR1 not really PAR1")
    with pytest.raises(Malformed, match="PARQUET"):
        ParquetRegister(path, named={}, added=())
