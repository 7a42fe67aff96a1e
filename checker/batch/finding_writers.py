"""The findings of a batch as files that grow with it: a table with a finding a row. Keeps no finding."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from checker.batch.parquet import Row, arrow, grouped
from checker.batch.records import PlanResult
from checker.batch.writers import Lines, Rows, Sink, Writer, csv_line
from checker.messages import Language, message
from checker.report.as_csv import BOM, cell
from checker.report.layout import one_line

VERSION = 1
MARK = "plancheck.findings"
"""The key of the metadata of a Parquet file of findings."""

GROUP = 2000
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


def writer(suffix: str, stream: Sink, language: Language) -> AbstractContextManager[Writer]:
    """What writes the findings of records in the format of a suffix to a stream; complete when left."""
    made: dict[str, Callable[[Sink, Language], AbstractContextManager[Writer]]]
    made = {".jsonl": _json_lines, ".csv": _csv, ".parquet": _parquet}
    return made[suffix](stream, language)


@contextmanager
def _json_lines(stream: Sink, language: Language) -> Iterator[Writer]:
    """As `check --format jsonl` gives them."""
    yield Lines(stream, _json_of)


def _json_of(record: PlanResult) -> str:
    if not record.get("findings"):
        return ""
    head = json.dumps({"plan": record["title"], "file": record["file"]}, ensure_ascii=False)
    return "".join(f"{head[:-1]}, {told.text[1:]}\n" for told in record["findings"])


@contextmanager
def _csv(stream: Sink, language: Language) -> Iterator[Writer]:
    heads = [f"{'batch' if c in OF_BATCH else 'report'}-column-{c}" for c in COLUMNS]
    stream.write((BOM + csv_line([message(head, language) for head in heads])).encode("utf-8"))

    def lines(record: PlanResult) -> str:
        return "".join(csv_line(_cells(row, language)) for row in rows(record, language))

    yield Lines(stream, lines)


def _cells(row: Row, language: Language) -> list[str]:
    words = row | {
        "outcome": message(f"report-outcome-{row['outcome']}", language),
        "severity": message(f"report-{row['severity']}", language),
    }
    return [cell("" if words[c] is None else str(words[c])) for c in COLUMNS]


# ---- a finding as a row


def rows(record: PlanResult, language: Language) -> Iterator[Row]:
    """The findings of a record, each as values by column; outcome and severity by their codes."""
    for told in record.get("findings", ()):
        found = told.content
        at = _place(found, record["title"])
        yield {
            "plan": record["title"],
            "file": record["file"],
            "line": at.get("line"),
            "column": at.get("column"),
            "code": record["region"]["code"],
            "region": record["region"]["name"],
            "period": record["period"],
            **{name: found[name] for name in ("outcome", "severity", "rule", "title")},
            "subject": found["subject"]["name"],
            "message": _sentence(found, language),
            "evidence": _joined(
                "semicolon", [_evidence(e, language) for e in found["evidence"]], language
            ),
            **{name: found[name] for name in ("formula", "gap")},
            "basis": _joined("semicolon", found["basis"], language),
            **{name: found[name] for name in ("remedy", "fingerprint")},
        }


def _place(found: Row, title: str) -> Row:
    """Where the subject stands, else the first value, but in the plan itself: others are not at fault."""
    origins = [found["subject"]["origin"], *(e["origin"] for e in found["evidence"])]
    own = (o for o in origins if o is not None and o["line"] is not None and o["plan"] == title)
    return next(own, {})


def _sentence(found: Row, language: Language) -> str:
    """What is found, with the name of the subject; why, where it is no breach."""
    text = found["message"] or found["title"]
    if found["outcome"] != "fail":
        why = _joined("semicolon", [reason["text"] for reason in found["reasons"]], language)
        text = _joined("colon", [text, why], language)
    name = found["subject"]["name"]
    return one_line(text if name in text else _joined("colon", [name, text], language))


def _evidence(value: Row, language: Language) -> str:
    """One value: what it is called, what was printed, where it stands."""
    origin = value["origin"]
    place = origin["place"]["text"] if origin is not None else ""
    text = _joined("comma", [value["printed"] or value["read_as"], place], language)
    return one_line(_joined("colon", [value["label"], text], language))


def _joined(sign: str, parts: list[str], language: Language) -> str:
    return message(f"report-{sign}", language).join(filter(None, parts))


# ---- Parquet


@contextmanager
def _parquet(stream: Sink, language: Language) -> Iterator[Writer]:
    pa, _ = arrow()
    fields = [(c, pa.int32() if c in NUMBERS else pa.string()) for c in COLUMNS]
    schema = pa.schema(fields, metadata={MARK: str(VERSION)})
    with grouped(stream, schema, GROUP) as made:
        yield Rows(made, lambda record: rows(record, language))
