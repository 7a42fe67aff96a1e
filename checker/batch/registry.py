"""Registries: many plans in one file, as Parquet or JSON Lines. The only module that knows their layout."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import IO, Any, Protocol

from checker.batch.parquet import RowGroupWriter, import_arrow, open_row_groups
from checker.diagnostics import Diagnostic
from checker.files import MAX_BYTES, REGISTRIES, source_from_bytes
from checker.plan.model import Plan
from checker.plan.yaml_events import parse
from checker.plan.yaml_nodes import MappingNode, ScalarNode, YamlNode
from checker.source import Record

VERSION = 1
"""Of the layout of registries, and of the plan format that their rows hold."""

MARK = "plancheck.registry"
"""The key of the metadata of a Parquet file, and of the first line of JSON Lines, that gives the version."""

COLUMNS = ("schema_version", "file", "title", "code", "period", "level", "sector", "digest", "data")
READ = ("schema_version", "file", "digest", "data")
BATCH_SIZE, GROUP_SIZE = 50, 500
"""Rows read at a time, and written at a time: a row group is what a reader must hold."""


class RegistryEntry(Record):
    """One input: a plan's name and text, or what is wrong with it where it has no text."""

    name: str
    text: str | None
    faults: tuple[Diagnostic, ...] = ()

    @property
    def size(self) -> int:
        return len(self.text or "")


def is_registry(path: str | Path) -> bool:
    """Return True if a file is a registry by its name."""
    return Path(path).suffix.lower() in REGISTRIES


def read_registry(path: str, location: str | None = None) -> Iterator[RegistryEntry]:
    """Return the plans of a registry in order, few in memory at a time. What is wrong with the file is an entry too.

    `path` is what it is called; `location` is where it lies, by default there.
    """
    is_empty = True
    read = _parquet_rows if Path(path).suffix.lower() == ".parquet" else _json_rows
    for entry in read(path, location or path):
        is_empty = False
        yield entry
    if is_empty:  # or a check that looked at nothing would pass
        yield _faulty_entry(path, "none")


def _faulty_entry(path: str, code: str, **arguments: object) -> RegistryEntry:
    return RegistryEntry(
        path, None, (Diagnostic(f"batch-registry-{code}", None, arguments, file=path),)
    )


def _row(name: str, data: bytes, digest: str | None = None) -> RegistryEntry:
    """Read a row as if its text were a file; it is faulty if it is not what was written."""
    if digest is not None and sha256(data).hexdigest() != digest:
        return _faulty_entry(name, "digest")
    source, faults = source_from_bytes(data, name)
    return RegistryEntry(name, source.text if source is not None else None, faults)


# ---- Parquet


def _parquet_rows(path: str, location: str) -> Iterator[RegistryEntry]:
    pa, pq = import_arrow()
    try:
        with pq.ParquetFile(location) as file:
            problem = _layout_fault(path, file, pa)
            if problem is not None:
                yield problem
                return
            number = 0
            for batch in file.iter_batches(
                batch_size=BATCH_SIZE, columns=list(READ), use_threads=False
            ):
                for row in batch.to_pylist():
                    number += 1
                    yield _parquet_row(path, number, row)
    except (pa.ArrowException, OSError, ValueError) as fault:
        text = " ".join(str(fault).split())[:200]
        yield _faulty_entry(path, "damaged", text=text)


def _layout_fault(path: str, file: Any, pa: ModuleType) -> RegistryEntry | None:
    """Return what is wrong with the file as a whole: another kind of file, another version, columns that lack."""
    version = (file.schema_arrow.metadata or {}).get(MARK.encode())
    if version is None:
        return _faulty_entry(path, "other")
    if version != str(VERSION).encode():
        return _faulty_entry(
            path, "version", found=version.decode("utf-8", "replace"), known=VERSION
        )
    for name in READ:
        at = file.schema_arrow.get_field_index(name)
        kind = file.schema_arrow.field(at).type if at >= 0 else None
        fits = pa.types.is_integer if name == "schema_version" else _is_text(pa)
        if kind is None or not fits(kind):
            return _faulty_entry(path, "column", column=name)
    return None


def _is_text(pa: ModuleType) -> Any:
    return lambda kind: pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _parquet_row(path: str, number: int, row: dict[str, Any]) -> RegistryEntry:
    name = f"{path}#{row['file'] or number}"
    if row["schema_version"] != VERSION:
        return _faulty_entry(name, "version", found=row["schema_version"], known=VERSION)
    if row["data"] is None or row["digest"] is None:
        return _faulty_entry(name, "empty")
    return _row(name, row["data"].encode("utf-8", "surrogatepass"), row["digest"])


# ---- JSON Lines

# An escaped sign beyond the first 65,536, which YAML would take for two halves; any other escape is passed over.
_ESCAPE = re.compile(r"\\u(d[89ab]..)\\u(d[c-f]..)|\\.", re.IGNORECASE | re.DOTALL)


def _json_rows(path: str, location: str) -> Iterator[RegistryEntry]:
    try:
        with Path(location).open("rb") as stream:
            for number, line in enumerate(_lines(stream), start=1):
                if number == 1:
                    version = _version(line)
                    if version == VERSION:
                        continue
                    if version is not None:
                        yield _faulty_entry(path, "version", found=version, known=VERSION)
                        return
                if line.strip():
                    yield _json_row(f"{path}#{number}", line)
    except OSError as fault:
        yield _faulty_entry(path, "damaged", text=fault.strerror or str(fault))


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Return lines without their ends; of a line that is too long only as much as shows it."""
    while line := stream.readline(MAX_BYTES + 2):
        more = line
        while len(more) == MAX_BYTES + 2 and not more.endswith(b"\n"):
            more = stream.readline(MAX_BYTES + 2)
        yield line.rstrip(b"\r\n")


def _version(line: bytes) -> object | None:
    """Return the version that the first line gives; None if it is a plan like the others."""
    if MARK.encode() not in line[:100]:
        return None
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record.get(MARK) if isinstance(record, dict) and len(record) == 1 else None


def _json_row(name: str, line: bytes) -> RegistryEntry:
    entry = _row(name, line)
    if entry.text is None:
        return entry
    try:
        record = json.loads(entry.text, parse_constant=_refuse)
    except ValueError as fault:
        return _faulty_entry(name, "json", column=getattr(fault, "colno", 1))
    except RecursionError:
        return _faulty_entry(name, "json", column=1)
    if not isinstance(record, dict):
        return _faulty_entry(name, "json", column=1)
    return RegistryEntry(name, _ESCAPE.sub(_joined, entry.text))


def _refuse(word: str) -> None:
    raise ValueError(word)


def _joined(escape: re.Match[str]) -> str:
    if escape[1] is None:
        return escape[0]
    halves = bytes.fromhex(escape[1] + escape[2])
    return halves.decode("utf-16-be")


# ---- writing


class RegistryWriter(Protocol):
    """Takes plans one by one."""

    def add(self, plan: Plan, name: str) -> None: ...


def open_registry(suffix: str, stream: IO[bytes]) -> AbstractContextManager[RegistryWriter]:
    """Open a registry of the format of that suffix for writing to a stream; it is complete when closed."""
    return _parquet_writer(stream) if suffix.lower() == ".parquet" else _json_writer(stream)


class _ParquetRegistry:
    def __init__(self, groups: RowGroupWriter) -> None:
        self.groups = groups

    def add(self, plan: Plan, name: str) -> None:
        header, text = plan.header, plan.file.text
        digest = sha256(text.encode("utf-8")).hexdigest()
        values = (
            VERSION, name, header.title.text, header.region_code.text, header.period.text,
            header.level.text, header.sector.text, digest, text,
        )  # fmt: skip
        self.groups.add((dict(zip(COLUMNS, values, strict=True)),))


@contextmanager
def _parquet_writer(stream: IO[bytes]) -> Iterator[RegistryWriter]:
    pa, _ = import_arrow()
    kinds = [pa.int32() if name == "schema_version" else pa.string() for name in COLUMNS]
    fields = [pa.field(n, k, nullable=False) for n, k in zip(COLUMNS, kinds, strict=True)]
    schema = pa.schema(fields, metadata={MARK: str(VERSION)})
    with open_row_groups(stream, schema, GROUP_SIZE) as rows:
        yield _ParquetRegistry(rows)


class _JsonRegistry:
    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream

    def add(self, plan: Plan, name: str) -> None:
        root, _ = parse(plan.file)
        assert root is not None
        self.stream.write(_json(root).encode("utf-8") + b"\n")


@contextmanager
def _json_writer(stream: IO[bytes]) -> Iterator[RegistryWriter]:
    stream.write(json.dumps({MARK: VERSION}).encode() + b"\n")
    yield _JsonRegistry(stream)


_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def _json(node: YamlNode) -> str:
    """Return a node as JSON that reads the same: a number keeps its digits, everything else is a text."""
    if isinstance(node, MappingNode):
        entries = (f"{_text(key.text)}: {_json(child)}" for key, child in node.entries)
        return "{" + ", ".join(entries) + "}"
    if isinstance(node, ScalarNode):
        if node.is_null:
            return "null"
        return node.text if node.plain and _NUMBER.fullmatch(node.text) else _text(node.text)
    return "[" + ", ".join(map(_json, node.items)) + "]"


# Line ends to some readers, though not to JSON.
_BREAKS = {ord(c): f"\\u{ord(c):04x}" for c in "\x7f\x85\u2028\u2029\ufeff"}


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).translate(_BREAKS)
