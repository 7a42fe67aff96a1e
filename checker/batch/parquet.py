"""Parquet where its package is there, and rows to it in groups: a file that grows while memory does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

Row = dict[str, Any]


class PackageError(Exception):
    """Parquet was asked for and pyarrow is not installed."""


def arrow() -> tuple[ModuleType, ModuleType]:
    """Pyarrow and its Parquet part, imported when they are first needed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as fault:
        raise PackageError from fault
    return pyarrow, pyarrow.parquet


class Groups:
    """Rows that wait until they are enough for a row group."""

    def __init__(self, file: Any, schema: Any, size: int) -> None:
        self.file, self.schema, self.size = file, schema, size
        self.waiting: list[Row] = []

    def add(self, rows: Iterable[Row]) -> None:
        self.waiting += rows
        if len(self.waiting) >= self.size:
            self.write()

    def write(self) -> None:
        """All that wait, as one row group."""
        pa, _ = arrow()
        if self.waiting:
            self.file.write_table(pa.Table.from_pylist(self.waiting, self.schema))
            self.waiting.clear()


@contextmanager
def grouped(sink: Any, schema: Any, size: int) -> Iterator[Groups]:
    """Takes rows for a Parquet file of a schema; complete when left."""
    _, pq = arrow()
    with pq.ParquetWriter(sink, schema, compression="zstd") as file:
        made = Groups(file, schema, size)
        yield made
        made.write()
