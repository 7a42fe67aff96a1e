"""The findings of a batch as files that grow with it: a table with a finding a row. Keeps no finding."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from checker.batch.parquet import ParquetRow, import_arrow, open_row_groups
from checker.batch.results import PlanResult
from checker.batch.writers import ResultWriter, RowWriter, Sink, TextWriter, csv_line
from checker.messages import Language, message
from checker.report import as_json
from checker.report.as_csv import BOM, finding_values, localized_cells

VERSION = 1
MARK = "plancheck.findings"
"""The key of the metadata of a Parquet file of findings."""

GROUP_SIZE = 2000
"""Findings of a row group: some megabytes."""

COLUMNS = (
    "plan", "file", "line", "column", "code", "region", "period", "outcome", "severity", "rule", "title", "subject",
    "message", "evidence", "formula", "gap", "basis", "remedy", "fingerprint",
)  # fmt: skip
NUMBERS = ("line", "column")
OF_BATCH = ("code", "region", "period")
"""Columns with the headings of the table of plans."""

SUFFIXES = (".csv", ".parquet", ".jsonl")
"""What the name of a file may end in; it says the format."""


def open_writer(
    suffix: str, stream: Sink, language: Language
) -> AbstractContextManager[ResultWriter]:
    """Open a writer of the findings of results in the format of a suffix; the output is complete when it is closed."""
    formats: dict[str, Callable[[Sink, Language], AbstractContextManager[ResultWriter]]]
    formats = {".jsonl": _json_lines, ".csv": _csv, ".parquet": _parquet}
    return formats[suffix](stream, language)


@contextmanager
def _json_lines(stream: Sink, language: Language) -> Iterator[ResultWriter]:
    """As `check --format jsonl` gives them."""
    yield TextWriter(stream, _json_of)


def _json_of(result: PlanResult) -> str:
    head = json.dumps({"plan": result.title, "file": result.file}, ensure_ascii=False)
    return "".join(f"{head[:-1]}, {finding.json[1:]}\n" for finding in result.findings)


@contextmanager
def _csv(stream: Sink, language: Language) -> Iterator[ResultWriter]:
    heads = [f"{'batch' if c in OF_BATCH else 'report'}-column-{c}" for c in COLUMNS]
    stream.write((BOM + csv_line([message(head, language) for head in heads])).encode("utf-8"))

    def lines(result: PlanResult) -> str:
        rows = _rows(result, language)
        return "".join(csv_line(localized_cells(row, COLUMNS, language)) for row in rows)

    yield TextWriter(stream, lines)


def _rows(result: PlanResult, language: Language) -> Iterator[ParquetRow]:
    """Return the findings of a result as a check's table has them, with what a batch says of the plan."""
    of_batch = {"code": result.region.code, "region": result.region.name, "period": result.period}
    title = result.title or ""
    for serialized in result.findings:
        record = serialized.content
        finding, place = as_json.restore_finding(record), _place(record, title)
        values = finding_values(finding, place, title, result.file, record["fingerprint"], language)
        yield {column: (values | of_batch)[column] for column in COLUMNS}


def _place(record: Mapping[str, Any], title: str) -> tuple[int | None, int | None]:
    """Return line and column of a finding in the plan of this title, as `export_texts.span_of` does."""
    for origin in (record["subject"]["origin"], *(e["origin"] for e in record["evidence"])):
        if origin is not None and origin["line"] is not None and origin["plan"] == title:
            return origin["line"], origin["column"]
    return None, None


@contextmanager
def _parquet(stream: Sink, language: Language) -> Iterator[ResultWriter]:
    pa, _ = import_arrow()
    fields = [(c, pa.int32() if c in NUMBERS else pa.string()) for c in COLUMNS]
    schema = pa.schema(fields, metadata={MARK: str(VERSION)})
    with open_row_groups(stream, schema, GROUP_SIZE) as groups:
        yield RowWriter(groups, lambda result: _rows(result, language))
