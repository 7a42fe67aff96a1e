"""The records of a batch as files that grow with it: JSON Lines, CSV and Parquet, a plan a row. Keeps no record."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from checker.batch.records import Record, line
from checker.batch.registry import arrow
from checker.batch.tally import plan_line
from checker.messages import Language, message
from checker.report.as_csv import BOM, cell
from checker.report.batch import COLUMNS

VERSION = 1
MARK = "plancheck.batch"
"""The key of the metadata of a Parquet file of results."""

GROUP = 250
"""Rows of a row group."""

HEAD = ("file", "title", "code", "region", "level", "sector", "period")


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> int: ...


class Writer(Protocol):
    """Takes records one by one."""

    def add(self, record: Record) -> None: ...


def writer(format_: str, stream: Sink, language: Language) -> AbstractContextManager[Writer]:
    """What writes records in a format to a stream; complete when left."""
    made: dict[str, Callable[[Sink, Language], AbstractContextManager[Writer]]]
    made = {"jsonl": _json_lines, "csv": _csv, "parquet": _parquet}
    return made[format_](stream, language)


class _Lines:
    """Each record as a piece of text."""

    def __init__(self, stream: Sink, text_of: Callable[[Record], str]) -> None:
        self.stream, self.text_of = stream, text_of

    def add(self, record: Record) -> None:
        self.stream.write(self.text_of(record).encode("utf-8", "replace"))


@contextmanager
def _json_lines(stream: Sink, language: Language) -> Iterator[Writer]:
    yield _Lines(stream, line)


@contextmanager
def _csv(stream: Sink, language: Language) -> Iterator[Writer]:
    heads = [message(f"batch-column-{c}", language) for c in (*HEAD, *COLUMNS, "rules", "problem")]
    stream.write((BOM + csv_line(heads)).encode("utf-8"))
    yield _Lines(stream, lambda record: csv_line([cell(text) for text in _cells(record)]))


def csv_line(cells: list[str]) -> str:
    """One row of a table for spreadsheets."""
    page = io.StringIO()
    csv.writer(page, lineterminator="\n").writerow(cells)
    return page.getvalue()


def _cells(record: Record) -> list[str]:
    row = _row(record)
    counts = ["" if row[c] is None else str(row[c]) for c in COLUMNS]
    rules = " ".join(f"{code}:{count}" for code, count in row["rules"])
    return [*(row[name] or "" for name in HEAD), *counts, rules, row["problem"] or ""]


def _row(record: Record) -> dict[str, Any]:
    """A record as one row; of a plan that could not be read only the file, and what is wrong with it."""
    faults = record["diagnostics"]
    row: dict[str, Any] = dict.fromkeys((*HEAD, *COLUMNS))
    row |= {"file": record["file"], "rules": (), "problem": faults[0]["text"] if faults else None}
    if "title" in record:
        found = plan_line(record)
        row |= {name: record[name] for name in ("title", "level", "sector", "period")}
        row |= {"code": found.code, "region": found.region, "rules": found.rules}
        row |= dict(zip(COLUMNS, found.tally.row, strict=True))
    return row


# ---- Parquet


class _Parquet:
    """Rows in groups; `rules` are the counts of every rule, by outcome."""

    def __init__(self, file: Any, table: Callable[[list[dict[str, Any]]], Any]) -> None:
        self.file, self.table = file, table
        self.waiting: list[dict[str, Any]] = []

    def add(self, record: Record) -> None:
        row = _row(record)
        counts = record.get("rules", {})
        row["rules"] = [{"rule": code, **outcomes} for code, outcomes in counts.items()]
        self.waiting.append(row)
        if len(self.waiting) == GROUP:
            self.flush()

    def flush(self) -> None:
        self.file.write_table(self.table(self.waiting))
        self.waiting.clear()


@contextmanager
def _parquet(stream: Sink, language: Language) -> Iterator[Writer]:
    pa, pq = arrow()
    text, number = pa.string(), pa.int64()
    outcomes = ("pass", "fail", "unknown", "not-applicable", "waived")
    rule = pa.struct([("rule", text), *((outcome, number) for outcome in outcomes)])
    fields = [*((n, text) for n in HEAD), *((n, number) for n in COLUMNS)]
    fields += [("rules", pa.list_(rule)), ("problem", text)]
    schema = pa.schema(fields, metadata={MARK: str(VERSION)})
    with pq.ParquetWriter(stream, schema, compression="zstd") as file:
        made = _Parquet(file, lambda rows: pa.Table.from_pylist(rows, schema))
        yield made
        if made.waiting:
            made.flush()
