"""Files: read as texts, found by name or pattern, written whole or not at all, and where the shipped ones lie."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

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

PLAN_SUFFIXES = (".yaml", ".yml")
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")
"""How files of word processors, spreadsheets and PDF begin."""
_TEXT_SUFFIXES = (".txt", ".md", ".csv", ".htm", ".html")
MAX_DOCUMENT_BYTES = 100 * 1024 * 1024


def read_source(
    path: str | Path, name: str | None = None
) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """Return the text of a file, or of standard input for "-".

    `name` is shown in addresses; by default the path.
    """
    shown = str(path) if name is None else name
    data, diagnostics = read_bytes(path, shown)
    return (None, diagnostics) if data is None else source_from_bytes(data, shown)


def read_bytes(
    path: str | Path, name: str, limit: int = MAX_BYTES
) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """Return the bytes of a file, or of standard input for "-": of a longer one `limit` and one more."""
    try:
        if str(path) == STDIN:
            return sys.stdin.buffer.read(limit + 1), ()
        with Path(path).open("rb") as stream:
            room = min(os.fstat(stream.fileno()).st_size + 1, limit + 1)
            data = stream.read(room)
            if len(data) == room:  # longer than it says, as a pipe is
                data += stream.read(limit + 1 - room)
            return data, ()
    except (OSError, ValueError) as error:
        return None, (_unreadable(Path(path), name, error),)


def is_document(data: bytes, name: str) -> bool:
    """Return whether a file is a document (Word, PDF, a sheet, a text) and no plan data."""
    return data.startswith(_OFFICE) or Path(name).suffix.lower() in _TEXT_SUFFIXES


def read_sources(
    files: Iterable[Path],
) -> tuple[tuple[Source, ...], tuple[Diagnostic, ...]]:
    """Read several files, each shown by its path from the working folder; tell those that cannot be read."""
    sources: list[Source] = []
    diagnostics: list[Diagnostic] = []
    for file in files:
        source, faults = read_source(file, shown_path(file))
        diagnostics += faults
        if source is not None:
            sources.append(source)
    return tuple(sources), tuple(diagnostics)


def plans_below(folder: Path) -> list[str]:
    """Return the folders below one that hold plans, those of plans above and of schemas aside."""
    found = {
        str(file.parent)
        for file in folder.rglob("*")
        if file.suffix.lower() in PLAN_SUFFIXES
        and file.parent != folder
        and not {"upper", "schema"}.intersection(file.relative_to(folder).parts)
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    }
    return sorted(found)


def list_files(path: Path, pattern: str) -> list[Path]:
    """Return the files below a folder that match the pattern, sorted; a file itself, whatever its name."""
    return sorted(path.rglob(pattern)) if path.is_dir() else [path]


def display_path(path: Path) -> str:
    """Return the path relative to the working folder if it lies below it, else unchanged."""
    full, here = os.path.realpath(path), os.getcwd()  # noqa: PTH109 — a path for each is slow
    return full[len(here) + 1 :] if full.startswith(here + os.sep) else str(path)


def shown_path(path: Path) -> str:
    """Return the path as `display_path` does; of a shipped file outside the working folder, its name in its folder.

    Nobody knows their way by the place of an installation.
    """
    shown = display_path(path)
    if not os.path.isabs(shown):  # noqa: PTH117 — a path for each is slow
        return shown
    real = os.path.realpath(path)
    for kind in ("rules", "upper"):
        folder = os.path.realpath(data_path(kind))
        if real.startswith(folder + os.sep):
            return f"{kind}/{Path(real[len(folder) + 1 :]).as_posix()}"
    return shown


def find_plan_files(
    argument: str, suffixes: tuple[str, ...] = PLAN_SUFFIXES, recursive: bool = False
) -> list[str]:
    """Return the plans that an argument names: a file, the files of a folder, or those that match a pattern.

    A file that is named is a plan whatever its suffix. Raises OSError for what no file could be called.
    """
    path = Path(argument)
    if not argument:  # a variable of the shell that is not set; to `Path` it is the working folder
        return []
    if path.is_dir():
        return sorted(_plans_in(path, suffixes, recursive))
    if path.is_file() or not any(sign in argument for sign in "*?["):
        return [argument] if path.exists() else []
    from glob import glob

    matches = sorted(glob(argument, recursive=True))  # noqa: PTH207 — a pattern may be absolute
    return [f for f in matches if Path(f).is_file() and Path(f).suffix.lower() in suffixes]


def _plans_in(folder: Path, suffixes: tuple[str, ...], recursive: bool) -> Iterator[str]:
    """Yield the plans in a folder. Parts of a registry lie in folders named `column=value`, which belong to it.

    The folder `upper` holds plans above, which are not judged, however deep one looks.
    """
    for entry in os.scandir(folder):
        if entry.is_dir():
            below = recursive and entry.name != "upper" and not entry.is_symlink()
            if below or ("=" in entry.name and suffixes != PLAN_SUFFIXES):
                yield from _plans_in(Path(entry.path), suffixes, recursive)
        elif entry.name.lower().endswith(suffixes) and entry.is_file():
            yield str(Path(entry.path))


def source_from_bytes(data: bytes, name: str) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """Return the bytes of a file or an upload as text. UTF-8 only; a byte-order mark is dropped."""
    if len(data) > MAX_BYTES:
        limit = {"limit": MAX_BYTES // (1024 * 1024)}
        return None, (Diagnostic("input-too-large", None, limit, file=name),)
    if data.startswith(_OFFICE):
        return None, (Diagnostic("input-office", None, file=name),)
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
    """Return the diagnostic for the first bad byte, shown in the text as its author sees it when the bytes are GBK."""
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
    """Return the text if it is GBK; None for UTF-8 with damage, most of whose Chinese still decodes."""
    damaged = data.decode("utf-8", "replace")
    chinese = sum(1 for character in damaged if "\u4e00" <= character <= "\u9fff")
    if chinese > 2 * damaged.count("\ufffd"):
        return None
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return None


# ---- the files that the program brings with it

_PACKAGE = Path(__file__).resolve().parent

# kind: (its place inside an installed package, its place beside the package in a checkout)
_DATA_PATHS = {
    "grammar": ("_data/grammar", "grammar"),
    "rules": ("_data/rules", "rules"),
    "upper": ("_data/upper", "plans/upper"),
    "schema": ("_data/schema", "plans/schema"),
    "regions": ("plan/_regions.csv", "checker/plan/_regions.csv"),
}


def data_path(kind: str) -> Path:
    """Return the folder of the `grammar`, `rules`, `upper` plans or `schema`; the file of the `regions`.

    Raises ValueError for an unknown kind, and FileNotFoundError for data that were not shipped: an empty folder in
    their stead would let a check pass that looked at nothing.
    """
    if kind not in _DATA_PATHS:
        raise ValueError(f"no data of kind {kind!r}; there are {', '.join(_DATA_PATHS)}")
    in_package, in_checkout = _DATA_PATHS[kind]
    for path in (_PACKAGE / in_package, _PACKAGE.parent / in_checkout):
        if path.exists():
            return path
    raise FileNotFoundError(errno.ENOENT, f"the {kind} data are missing", str(path))


# ---- writing


@contextlib.contextmanager
def atomic_write(file: str | Path) -> Iterator[IO[bytes]]:
    """Open a stream to the new content of a file, which replaces the file when the block ends without an exception.

    After an exception the file is as it was. A device is simply written to. Raises OSError.
    """
    path = Path(file)
    if path.exists() and not path.is_file():  # before links are followed: a pipe has no other name
        with path.open("wb") as device:
            yield device
        return
    path = Path(os.path.realpath(file))
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(f"{path} is not writable")
    _remove_stale_temporaries(path)
    temporary, stream = _open_temporary(path)
    try:
        with stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            if path.exists():
                temporary.chmod(path.stat().st_mode & 0o7777)
            if not _CAN_LOCK:  # there, what is open cannot be moved
                stream.close()
            temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


_CAN_LOCK = os.name == "posix"
"""Whether a lock on a file ends with the process that holds it."""


def _file_tag(path: Path) -> str:
    """Return what stands in the names of the temporary files of this file, and of no other in its folder."""
    return f"{zlib.crc32(path.name.encode('utf-8', 'surrogateescape')):08x}"


def _open_temporary(path: Path) -> tuple[Path, IO[bytes]]:
    """Create a file in the same folder, locked as long as it is open."""
    while True:
        temporary = path.with_name(f".plancheck-{_file_tag(path)}-{os.urandom(6).hex()}.tmp")
        stream = temporary.open("xb")
        if _try_lock(stream) and os.fstat(stream.fileno()).st_nlink:
            return temporary, stream
        stream.close()  # who removes what was left took it for that, before it was held
        temporary.unlink(missing_ok=True)


def _remove_stale_temporaries(path: Path) -> None:
    """Remove temporary files of this file that no living process has locked, on this machine or on another."""
    for left in path.parent.glob(f".plancheck-{_file_tag(path)}-*.tmp") if _CAN_LOCK else ():
        with contextlib.suppress(OSError), left.open("rb") as stream:
            if _try_lock(stream, must_lock=True):
                left.unlink()


def _try_lock(stream: IO[bytes], must_lock: bool = False) -> bool:
    """Lock an open file. Return False if another process has it, or if nobody can lock and it `must_lock`."""
    if not _CAN_LOCK:
        return not must_lock
    import fcntl

    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without
        return not must_lock
    return True
