"""Entries on disk, keyed by the content that they are computed from: a saving of time, never more."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from checker.files import data_path
from checker.source import Source
from checker.version import __version__

CACHE_VARIABLE = "PLANCHECK_CACHE"
"""The environment variable that names the cache folder, or is `off`."""
MAX_AGE_DAYS = 60
"""An entry that no run has read for this many days is removed."""
FORMAT = 1
"""Version of what lies in an entry: raise it when the encoding changes."""

_DAY = 86400
_SEAL_BYTES, _TAG_BYTES = 64, 64

_fraction = lru_cache(maxsize=1024)(Fraction)
"""The few factors and bounds of terms, of which each stands in many."""

T = TypeVar("T")


def cache_dir() -> Path | None:
    """Return $PLANCHECK_CACHE, else the user's cache folder; None if the variable is `off` or there is no home."""
    named = os.environ.get(CACHE_VARIABLE, "")
    if named.lower() == "off":
        return None
    base = Path(os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or "")
    try:
        if named:
            return Path(named).expanduser()  # where no shell has done so, as in the settings of CI
        return (base if base.is_absolute() else Path.home() / ".cache") / "plancheck"
    except RuntimeError:  # a user without a home, as in a container
        return None


def digest(*parts: str | bytes) -> str:
    """Return the BLAKE2b hash of the parts as 64 hex digits.

    Each part is hashed with its length, so ("ab", "c") and ("a", "bc") differ.
    """
    state = blake2b(digest_size=32)
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(content).to_bytes(8, "big"))
        state.update(content)
    return state.hexdigest()


# ---- the program, on which every entry depends


@cache
def program_key() -> str:
    """Return the versions of program, format and Python; in a checkout also the newest change of a file.

    In a checkout the version stays the same from one edit to the next. The number of files tells of a removed one.
    """
    versions = f"{__version__} {FORMAT} {sys.version}"
    if (Path(__file__).parent / "_data").exists():  # an installed wheel
        return versions
    times = [entry.stat().st_mtime_ns for _, entry in _program_files()]
    return f"{versions} {max(times)} {len(times)}"


@cache
def program_digest() -> str:
    """Return the digest of the package's files: equal on every machine that has the same program."""
    contents = sorted((name, Path(entry).read_bytes()) for name, entry in _program_files())
    return digest(__version__, *(part for content in contents for part in content))


def _program_files() -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield each file of the package, its grammars and its schema, with its name in them."""
    for folder in (Path(__file__).parent, data_path("grammar"), data_path("schema")):
        yield from _files_below(str(folder), folder.name)


def _files_below(folder: str, name: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith((".", "__pycache__", "_data")):  # the first: an editor's
                continue
            if entry.is_dir():
                yield from _files_below(entry.path, f"{name}/{entry.name}")
            else:
                yield f"{name}/{entry.name}", entry


# ---- values


def encode(value: Any) -> bytes:
    """Return a record as MessagePack. Of a source in it nothing is kept: `decode` is given it."""
    return msgspec.msgpack.encode(value, enc_hook=_to_plain)


def _to_plain(value: object) -> object:
    match value:
        case Source():
            return 0
        case Fraction():
            return value.numerator, value.denominator
        case _:
            raise TypeError(f"cannot be cached: {value!r}")


def decode(content: bytes, kind: type[T], source: Source | None = None) -> T | None:
    """Return the value of class `kind`, whose spans point into `source`; None if it is not of that class."""

    def from_plain(wanted: type[Any], plain: Any) -> Any:
        return source if wanted is Source else _fraction(*plain)

    with contextlib.suppress(msgspec.MsgspecError, ArithmeticError, RecursionError):
        return msgspec.msgpack.decode(content, type=kind, dec_hook=from_plain)
    return None


# ---- entries


class Store:
    """A folder of entries, each a file; one without a folder (the cache is off) finds and keeps nothing.

    An entry begins with a checksum over its key and content, and a tag that can be read without the rest. An entry
    that is damaged, or was written by another user, counts as none.
    """

    def __init__(self, where: Path | None) -> None:
        self.where = where

    def section(self, name: str) -> Store:
        """Return the store of one kind of entries."""
        return Store(None if self.where is None else self.where / name)

    def read_tag(self, key: str) -> str:
        """Return the tag of an entry, unchecked; "" if there is no entry."""
        if self.where is None:
            return ""
        with contextlib.suppress(OSError, ValueError), open(self._file(key), "rb") as stream:  # noqa: PTH123
            return stream.read(_SEAL_BYTES + _TAG_BYTES)[_SEAL_BYTES:].decode("ascii").rstrip()
        return ""

    def load(self, key: str) -> bytes | None:
        """Return the content of an entry; None if there is none, or its checksum does not match."""
        if self.where is None:
            return None
        file = self._file(key)
        try:
            with open(file, "rb", buffering=0) as stream:  # noqa: PTH123 — faster than a path
                status = os.fstat(stream.fileno())
                raw = stream.read() if _is_trusted(status) else b""
        except OSError:
            return None
        seal, content = raw[:_SEAL_BYTES], raw[_SEAL_BYTES:]
        if seal != digest(key, content).encode("ascii"):
            return None
        if time.time() - status.st_mtime > _DAY:
            with contextlib.suppress(OSError):  # a folder that may only be read
                os.utime(file)
        return content[_TAG_BYTES:]

    def save(self, key: str, content: bytes, tag: str = "") -> None:
        """Write an entry, whole or not at all. A store that cannot be written costs time, not correctness."""
        if self.where is None:
            return
        file = Path(self._file(key))
        temporary = file.with_name(f".{file.name}-{os.getpid()}-{time.monotonic_ns()}")
        body = tag.ljust(_TAG_BYTES).encode("ascii") + content
        with contextlib.suppress(OSError):
            _make_private(file.parent)
            try:
                with open(temporary, "xb", opener=_open_private) as stream:
                    stream.write(digest(key, body).encode("ascii") + body)
                temporary.replace(file)
            except OSError:
                temporary.unlink(missing_ok=True)
                raise

    def prune(self) -> None:
        """Remove, once a day, the entries that no run has read for `MAX_AGE_DAYS`. Other files stay."""
        if self.where is None:
            return
        now, mark = time.time(), self.where / ".pruned"
        with contextlib.suppress(OSError):
            if mark.exists() and 0 <= now - mark.stat().st_mtime < _DAY:
                return
            mark.touch()
            for file in self.where.rglob("*-*"):
                with contextlib.suppress(OSError):  # another process prunes, too
                    age = now - file.stat().st_mtime
                    if re.fullmatch(_ENTRY_NAME, file.name) and age > MAX_AGE_DAYS * _DAY:
                        file.unlink()

    def _file(self, key: str) -> str:
        """Return the path of an entry. Each of many folders has a few: a nation's plans are tens of thousands."""
        assert self.where is not None
        return f"{self.where}/{key[:2]}/{self.where.name}-{key[2:34]}"


def _make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for this user alone: drafts are not for everyone."""
    for missing in reversed([f for f in (folder, *folder.parents) if not f.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


_ENTRY_NAME = r"[a-z]+-[0-9a-f]{32}|\.[a-z]+-[0-9a-f]{32}-\d+-\d+"
"""The names of entries, and of those that were never finished."""


def _is_trusted(status: os.stat_result) -> bool:
    """Return True if this user or the system's wrote an entry: another's in a shared folder may be sealed, and lie."""
    return sys.platform == "win32" or status.st_uid in (0, os.geteuid())
