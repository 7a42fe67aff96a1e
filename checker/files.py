"""Files to sources: encoding, size and odd characters. Knows nothing of what a text means."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from checker.diagnostics import Diagnostic, nearest_words
from checker.source import Source, Span

MAX_BYTES = 20 * 1024 * 1024
STDIN = "-"
REGISTRIES = (".parquet", ".jsonl")
"""Files that hold many plans, by their names; `batch.registry` reads them."""

# Control characters, halves of surrogate pairs and non-characters: no XML may hold them, no terminal should get them.
# Written so, and not as what it is not, it is compiled ten times as fast.
UNSEEN = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufffe\\uffff]")
_NEXT_LINE = "\x85"  # in a plan it is the end of a line
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


def read_source(
    path: str | Path, name: str | None = None
) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """The text of a file, or of standard input for "-".

    `name` is shown in addresses; by default the path.
    """
    shown = str(path) if name is None else name
    try:
        if str(path) == STDIN:
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(path).open("rb") as stream:
                room = min(os.fstat(stream.fileno()).st_size + 1, MAX_BYTES + 1)
                data = stream.read(room)
                if len(data) == room:  # longer than it says, as a pipe is
                    data += stream.read(MAX_BYTES + 1 - room)
    except (OSError, ValueError) as error:
        return None, (_unreadable(Path(path), shown, error),)
    return source_from_bytes(data, shown)


def read_sources(
    files: Iterable[Path],
) -> tuple[tuple[Source, ...], tuple[Diagnostic, ...]]:
    """Read several files, each shown by its path from the working folder; tell those that cannot be read."""
    sources: list[Source] = []
    diagnostics: list[Diagnostic] = []
    for file in files:
        source, faults = read_source(file, display_path(file))
        diagnostics += faults
        if source is not None:
            sources.append(source)
    return tuple(sources), tuple(diagnostics)


def list_files(path: Path, pattern: str) -> list[Path]:
    """Return the files below a folder that match the pattern, sorted; a file itself, whatever its name."""
    return sorted(path.rglob(pattern)) if path.is_dir() else [path]


def display_path(path: Path) -> str:
    """Return the path relative to the working folder if it lies below it, else unchanged."""
    full, here = os.path.realpath(path), os.getcwd()  # noqa: PTH109 — a path for each is slow
    return full[len(here) + 1 :] if full.startswith(here + os.sep) else str(path)


def find_plan_files(argument: str) -> list[str]:
    """Return the plans that an argument names: a file, the files of a folder, or those that match a pattern."""
    path = Path(argument)
    if path.is_dir():
        return [str(f) for f in sorted((*path.glob("*.yaml"), *path.glob("*.yml"))) if f.is_file()]
    if path.is_file() or not any(sign in argument for sign in "*?["):
        return [argument] if path.exists() else []
    from glob import glob

    matches = sorted(glob(argument, recursive=True))  # noqa: PTH207 — a pattern may be absolute
    return [f for f in matches if Path(f).is_file() and Path(f).suffix in (".yaml", ".yml")]


def source_from_bytes(data: bytes, name: str) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """The bytes of a file or an upload as text. UTF-8 only; a byte-order mark is dropped."""
    if len(data) > MAX_BYTES:
        limit = {"limit": MAX_BYTES // (1024 * 1024)}
        return None, (Diagnostic("input-too-large", None, limit, file=name),)
    if data.startswith(_UTF16_BOMS):
        return None, (Diagnostic("input-utf16", None, file=name),)
    data = data.removeprefix(_UTF8_BOM)
    try:
        source = Source(name, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return None, (_not_utf8(data, name, error.start),)
    faults = unprintable(source)
    return (None if faults else source), faults


def unprintable(source: Source) -> tuple[Diagnostic, ...]:
    """One fault for the control characters of a text, at the first of them."""
    first = next(_unseen(source.text), None)
    if first is None:
        return ()
    count = sum(1 for _ in _unseen(source.text))
    arguments = {"character": f"U+{ord(first[0]):04X}", "count": count}
    return (Diagnostic("input-control-character", Span(source, *first.span()), arguments),)


def _unseen(text: str) -> Iterator[re.Match[str]]:
    return (sign for sign in UNSEEN.finditer(text) if sign[0] != _NEXT_LINE)


def _unreadable(path: Path, shown: str, error: OSError | ValueError) -> Diagnostic:
    if isinstance(error, IsADirectoryError):
        return Diagnostic("input-folder", None, {"path": shown}, file=shown)
    if isinstance(error, FileNotFoundError):
        near = _nearest_file(path)
        if near:
            return Diagnostic("input-missing-near", None, {"path": shown, "near": near}, file=shown)
        return Diagnostic("input-missing", None, {"path": shown}, file=shown)
    if isinstance(error, PermissionError):
        return Diagnostic("input-forbidden", None, {"path": shown}, file=shown)
    reason = getattr(error, "strerror", None) or str(error)
    return Diagnostic("input-unreadable", None, {"path": shown, "reason": reason}, file=shown)


def _nearest_file(path: Path) -> str:
    try:
        names = sorted(entry.name for entry in path.parent.iterdir() if entry.is_file())
    except (OSError, ValueError):
        return ""
    near = nearest_words(path.name, names)
    return str(path.parent / near[0]) if near else ""


def _not_utf8(data: bytes, name: str, first_bad: int) -> Diagnostic:
    """The first bad byte, shown in the text as its author sees it when the bytes are GBK."""
    arguments = {"byte": f"0x{data[first_bad]:02X}", "offset": first_bad}
    gbk = _as_gbk(data)
    line_start = data.rfind(b"\n", 0, first_bad) + 1
    if gbk is not None:
        start = len(data[:line_start].decode("gb18030"))
        start += len(data[line_start:first_bad].decode("gb18030", "ignore"))
        return Diagnostic("input-gbk", Span(Source(name, gbk), start, start + 1), arguments)
    start = len(data[:first_bad].decode("utf-8"))
    source = Source(name, data.decode("utf-8", "replace"))
    return Diagnostic("input-not-utf8", Span(source, start, start + 1), arguments)


def _as_gbk(data: bytes) -> str | None:
    """The text if it is GBK; None for UTF-8 with damage, most of whose Chinese still decodes."""
    damaged = data.decode("utf-8", "replace")
    chinese = sum(1 for character in damaged if "\u4e00" <= character <= "\u9fff")
    if chinese > 2 * damaged.count("\ufffd"):
        return None
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return None
