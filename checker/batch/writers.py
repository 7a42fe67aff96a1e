"""The results of a batch as files that grow with it: JSON Lines, CSV and Parquet, a plan a row. Keeps no result."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from checker.batch.parquet import ParquetRow, RowGroupWriter, import_arrow, open_row_groups
from checker.batch.results import PlanResult, count_by_outcome, to_json
from checker.batch.summary_builder import plan_line
from checker.findings import OUTCOMES
from checker.messages import Language, message
from checker.report.as_csv import BOM, escape_cell
from checker.report.batch import COLUMNS

VERSION = 1
MARK = "plancheck.batch"
"""The key of the metadata of a Parquet file of results."""

GROUP_SIZE = 250
"""Rows of a row group."""

HEAD = ("file", "title", "code", "region", "level", "sector", "period")
COVERAGE = ("rows", "recognised", "values", "read", "levels", "found")
"""The columns of how far a plan was understood, as `findings.Coverage` has them."""


class Sink(Protocol):
    """A sink of bytes."""

    def write(self, data: bytes, /) -> int: ...


class ResultWriter(Protocol):
    """Takes results one by one."""

    def add(self, result: PlanResult) -> None: ...


def open_writer(
    format_: str, stream: Sink, language: Language
) -> AbstractContextManager[ResultWriter]:
    """Open a writer of results in a format to a stream; the output is complete when it is closed."""
    formats: dict[str, Callable[[Sink, Language], AbstractContextManager[ResultWriter]]]
    formats = {"jsonl": _json_lines, "csv": _csv, "parquet": _parquet}
    return formats[format_](stream, language)


class TextWriter:
    """Writes each result as a piece of text."""

    def __init__(self, stream: Sink, text_of: Callable[[PlanResult], str]) -> None:
        self.stream, self.text_of = stream, text_of

    def add(self, result: PlanResult) -> None:
        self.stream.write(self.text_of(result).encode("utf-8", "replace"))


class RowWriter:
    """Writes each result as rows of a Parquet file."""

    def __init__(
        self, groups: RowGroupWriter, rows_of: Callable[[PlanResult], Iterable[ParquetRow]]
    ) -> None:
        self.groups, self.rows_of = groups, rows_of

    def add(self, result: PlanResult) -> None:
        self.groups.add(self.rows_of(result))


@contextmanager
def _json_lines(stream: Sink, language: Language) -> Iterator[ResultWriter]:
    yield TextWriter(stream, to_json)


@contextmanager
def _csv(stream: Sink, language: Language) -> Iterator[ResultWriter]:
    heads = [
        message(f"batch-column-{c}", language)
        for c in (*HEAD, *COLUMNS, *COVERAGE, "rules", "problem")
    ]
    stream.write((BOM + csv_line(heads)).encode("utf-8"))
    yield TextWriter(
        stream, lambda result: csv_line([escape_cell(text) for text in _cells(result)])
    )


def csv_line(cells: list[str]) -> str:
    """Return one row of a table for spreadsheets, with its line end."""
    page = io.StringIO()
    csv.writer(page, lineterminator="\n").writerow(cells)
    return page.getvalue()


def _cells(result: PlanResult) -> list[str]:
    row = _row(result)
    counts = ["" if row[c] is None else str(row[c]) for c in (*COLUMNS, *COVERAGE)]
    rules = " ".join(f"{code}:{count}" for code, count in row["rules"])
    return [*(row[name] or "" for name in HEAD), *counts, rules, row["problem"] or ""]


def _row(result: PlanResult) -> ParquetRow:
    """Return a result as one row; of a plan that could not be read only the file, and what is wrong with it."""
    faults = result.diagnostics
    row: ParquetRow = dict.fromkeys((*HEAD, *COLUMNS, *COVERAGE))
    row |= {"file": result.file, "rules": (), "problem": faults[0].text if faults else None}
    if result.title is not None:
        line = plan_line(result)
        row |= {name: getattr(result, name) for name in ("title", "level", "sector", "period")}
        row |= {"code": line.code, "region": line.region, "rules": line.rules}
        row |= dict(zip(COLUMNS, line.tally.row, strict=True))
        row |= {name: getattr(line.coverage, name) for name in COVERAGE}
    return row


# ---- Parquet


def _with_rules(result: PlanResult) -> tuple[ParquetRow]:
    """Return a result as one row; `rules` are the counts of every rule, by outcome."""
    rules = [{"rule": code, **count_by_outcome(row)} for code, row in result.rules.items()]
    return ({**_row(result), "rules": rules},)


@contextmanager
def _parquet(stream: Sink, language: Language) -> Iterator[ResultWriter]:
    pa, _ = import_arrow()
    text, number = pa.string(), pa.int64()
    rule = pa.struct([("rule", text), *((outcome, number) for outcome in OUTCOMES)])
    fields = [*((n, text) for n in HEAD), *((n, number) for n in (*COLUMNS, *COVERAGE))]
    fields += [("rules", pa.list_(rule)), ("problem", text)]
    schema = pa.schema(fields, metadata={MARK: str(VERSION)})
    with open_row_groups(stream, schema, GROUP_SIZE) as groups:
        yield RowWriter(groups, _with_rules)
