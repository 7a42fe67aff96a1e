"""The records of a batch as files that grow with it: JSON Lines, CSV and Parquet, a plan a row. Keeps no record."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from checker.batch.parquet import Groups, Row, arrow, grouped
from checker.batch.records import PlanResult, line
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

    def add(self, record: PlanResult) -> None: ...


def writer(format_: str, stream: Sink, language: Language) -> AbstractContextManager[Writer]:
    """What writes records in a format to a stream; complete when left."""
    made: dict[str, Callable[[Sink, Language], AbstractContextManager[Writer]]]
    made = {"jsonl": _json_lines, "csv": _csv, "parquet": _parquet}
    return made[format_](stream, language)


class Lines:
    """Each record as a piece of text."""

    def __init__(self, stream: Sink, text_of: Callable[[PlanResult], str]) -> None:
        self.stream, self.text_of = stream, text_of

    def add(self, record: PlanResult) -> None:
        self.stream.write(self.text_of(record).encode("utf-8", "replace"))


class Rows:
    """Each record as rows of a Parquet file."""

    def __init__(self, groups: Groups, rows_of: Callable[[PlanResult], Iterable[Row]]) -> None:
        self.groups, self.rows_of = groups, rows_of

    def add(self, record: PlanResult) -> None:
        self.groups.add(self.rows_of(record))


@contextmanager
def _json_lines(stream: Sink, language: Language) -> Iterator[Writer]:
    yield Lines(stream, line)


@contextmanager
def _csv(stream: Sink, language: Language) -> Iterator[Writer]:
    heads = [message(f"batch-column-{c}", language) for c in (*HEAD, *COLUMNS, "rules", "problem")]
    stream.write((BOM + csv_line(heads)).encode("utf-8"))
    yield Lines(stream, lambda record: csv_line([cell(text) for text in _cells(record)]))


def csv_line(cells: list[str]) -> str:
    """One row of a table for spreadsheets."""
    page = io.StringIO()
    csv.writer(page, lineterminator="\n").writerow(cells)
    return page.getvalue()


def _cells(record: PlanResult) -> list[str]:
    row = _row(record)
    counts = ["" if row[c] is None else str(row[c]) for c in COLUMNS]
    rules = " ".join(f"{code}:{count}" for code, count in row["rules"])
    return [*(row[name] or "" for name in HEAD), *counts, rules, row["problem"] or ""]


def _row(record: PlanResult) -> Row:
    """A record as one row; of a plan that could not be read only the file, and what is wrong with it."""
    faults = record["diagnostics"]
    row: Row = dict.fromkeys((*HEAD, *COLUMNS))
    row |= {"file": record["file"], "rules": (), "problem": faults[0]["text"] if faults else None}
    if "title" in record:
        found = plan_line(record)
        row |= {name: record[name] for name in ("title", "level", "sector", "period")}
        row |= {"code": found.code, "region": found.region, "rules": found.rules}
        row |= dict(zip(COLUMNS, found.tally.row, strict=True))
    return row


# ---- Parquet


def _with_rules(record: PlanResult) -> tuple[Row]:
    """A record as one row; `rules` are the counts of every rule, by outcome."""
    counts = record.get("rules", {})
    return ({**_row(record), "rules": [{"rule": c, **outcomes} for c, outcomes in counts.items()]},)


@contextmanager
def _parquet(stream: Sink, language: Language) -> Iterator[Writer]:
    pa, _ = arrow()
    text, number = pa.string(), pa.int64()
    outcomes = ("pass", "fail", "unknown", "not-applicable", "waived")
    rule = pa.struct([("rule", text), *((outcome, number) for outcome in outcomes)])
    fields = [*((n, text) for n in HEAD), *((n, number) for n in COLUMNS)]
    fields += [("rules", pa.list_(rule)), ("problem", text)]
    schema = pa.schema(fields, metadata={MARK: str(VERSION)})
    with grouped(stream, schema, GROUP) as made:
        yield Rows(made, _with_rules)
