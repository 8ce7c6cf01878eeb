"""A customer register in Parquet: read in batches, written back with more columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl

from budstikke.formats.customer_file import Batch, columns_of, refuse_taken
from budstikke.formats.malformed import Fault, Malformed

SUFFIX = ".parquet"


class ParquetRegister:
    """A register in Parquet; its columns may be of any type, and those of a name and an address are read as text."""

    def __init__(self, path: Path, *, named: Mapping[str, str], added: Sequence[str]) -> None:
        try:
            self._lazy = pl.scan_parquet(path, glob=False)
            self.header = self._lazy.collect_schema().names()
            self.whole = int(self._lazy.select(pl.len()).collect().item())
        except (pl.exceptions.PolarsError, OSError):
            raise Malformed((Fault("file", "PARQUET", "not a Parquet file, or a broken one"),)) from None
        self.columns = columns_of(self.header, named=named)
        self._done = 0
        refuse_taken(self.header, added)

    def done(self) -> int:
        """Return how many records were read."""
        return self._done

    def batches(self, *, skip: int, size: int) -> Iterator[Batch]:
        """
        Yield the records after the first so many, batch by batch.

        Raises: Malformed for a file that breaks off.
        """
        self._done = skip
        try:
            for table in self._lazy.slice(skip).collect_batches(chunk_size=size, maintain_order=True):
                # The streaming engine cuts as the file's own groups lie; memory is ours to bound.
                for part in table.iter_slices(size):
                    yield self._batch(part)
                    self._done += part.height
        except pl.exceptions.PolarsError:
            text = "the file is broken from here on"
            raise Malformed((Fault(f"row {self._done + 1}", "PARQUET", text),)) from None

    def _batch(self, table: pl.DataFrame) -> Batch:
        at, first = self.columns, self._done + 1
        name = [_text(table, each) for each in at.name]
        return Batch(
            first_row=first,
            count=table.height,
            rows=list(range(first, first + table.height)),
            names=name[0] if len(name) == 1 else [" ".join(parts) for parts in zip(*name, strict=True)],
            streets=_text(table, at.street),
            postcodes=_text(table, at.postcode),
            countries=None if at.country is None else _text(table, at.country),
            records=table,
        )

    def write(self, path: Path, batch: Batch, added: Mapping[str, Sequence[str]]) -> None:
        """Write a batch with columns added."""
        table: pl.DataFrame = batch.records
        table.with_columns(
            pl.Series(name, values, dtype=pl.String) for name, values in added.items()
        ).write_parquet(path)

    def join(self, parts: Sequence[Path], *, out: Path, added: Sequence[str]) -> None:
        """Put parts together into one file; one without records still has its columns."""
        if parts:
            pl.scan_parquet(list(parts), glob=False).sink_parquet(out, maintain_order=True)
            return
        empty = self._lazy.head(0).collect()
        empty.with_columns(pl.Series(name, [], dtype=pl.String) for name in added).write_parquet(out)


def _text(table: pl.DataFrame, column: int) -> list[str]:
    return table.to_series(column).cast(pl.String).fill_null("").to_list()
