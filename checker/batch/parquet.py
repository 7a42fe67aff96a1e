"""Parquet where its package is there, and rows to it in groups: a file that grows while memory does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

ParquetRow = dict[str, Any]


class PackageError(Exception):
    """Parquet was asked for and pyarrow is not installed."""


def import_arrow() -> tuple[ModuleType, ModuleType]:
    """Import pyarrow and its Parquet part. Raises PackageError if they are not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as fault:
        raise PackageError from fault
    return pyarrow, pyarrow.parquet


class RowGroupWriter:
    """Collects rows until they are enough for a row group."""

    def __init__(self, file: Any, schema: Any, size: int) -> None:
        self.file, self.schema, self.size = file, schema, size
        self.pending: list[ParquetRow] = []

    def add(self, rows: Iterable[ParquetRow]) -> None:
        self.pending += rows
        if len(self.pending) >= self.size:
            self.flush()

    def flush(self) -> None:
        """Write what is pending as one row group."""
        pa, _ = import_arrow()
        if self.pending:
            self.file.write_table(pa.Table.from_pylist(self.pending, self.schema))
            self.pending.clear()


@contextmanager
def open_row_groups(sink: Any, schema: Any, size: int) -> Iterator[RowGroupWriter]:
    """Open a Parquet file of a schema for rows, in groups of `size`; it is complete when closed."""
    _, pq = import_arrow()
    with pq.ParquetWriter(sink, schema, compression="zstd") as file:
        writer = RowGroupWriter(file, schema, size)
        yield writer
        writer.flush()
