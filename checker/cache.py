"""A store of things computed from files, keyed by content. Holds plain JSON; never more than a saving of time."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterator
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

from checker.hashes import sha256
from checker.resources import data

OFF = "PLANCHECK_CACHE"
KEPT_DAYS = 60
"""What nobody asked for in so many days is removed."""

_DAY = 86400
_SETTLED = 2 * 10**9
"""Nanoseconds after which a change leaves another time behind, on any file system."""


def folder() -> Path | None:
    """Where the cache lies: $PLANCHECK_CACHE, else the user's cache folder; None when it is `off`."""
    named = os.environ.get(OFF, "")
    if named == "off":
        return None
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return Path(base) / "plancheck" if base else Path.home() / ".cache" / "plancheck"


def digest(*parts: str | bytes) -> str:
    """The key of a content: a sha256 over all its parts, each with its length."""
    state = sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(content).to_bytes(8, "big"))
        state.update(content)
    return state.hexdigest()


def load(kind: str, key: str) -> Any | None:
    """What was stored under a key; None when nothing was, or when it is not what was written."""
    where = folder()
    if where is None:
        return None
    try:
        file = os.path.join(where, f"{kind}-{key[:32]}.json")  # noqa: PTH118 — faster than a path
        with open(file, "rb", buffering=0) as stream:  # noqa: PTH123
            raw = stream.read()
            asked_for = os.fstat(stream.fileno()).st_mtime
        seal, _, body = raw.partition(b"\n")
        if seal.decode("ascii") != digest(key, body):
            return None
        if time.time() - asked_for > _DAY:
            os.utime(file)
        return json.loads(body)
    except (OSError, ValueError, RecursionError):
        return None  # an unreadable or damaged entry is as good as none: it is computed again


def save(kind: str, key: str, value: Any) -> None:
    """Store a value, whole or not at all. A cache that cannot be written costs time, not correctness."""
    where = folder()
    if where is None:
        return
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    content = body.encode("utf-8", "surrogatepass")
    beside = where / f".{kind}-{os.getpid()}-{time.monotonic_ns()}"
    with contextlib.suppress(OSError):
        where.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("xb") as file:
                file.write(digest(key, content).encode("ascii") + b"\n" + content)
            beside.replace(where / f"{kind}-{key[:32]}.json")
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        _tidy(where)


def _tidy(where: Path) -> None:
    """Remove, once a day, what has not been asked for in a long time."""
    now, mark = time.time(), where / ".tidied"
    if mark.exists() and now - mark.stat().st_mtime < _DAY:
        return
    mark.touch()
    for file in where.iterdir():
        if file.is_file() and now - file.stat().st_mtime > KEPT_DAYS * _DAY:
            file.unlink(missing_ok=True)


# ---- the program

LIBRARIES = ("yaml", "lark")
"""Those that texts are read with; the `__init__.py` of each names its version."""


def program() -> str:
    """The content of all that turns texts into judgements: this package, its grammars, the libraries, Python.

    "" without a cache: it is only asked for to find in it what this program has kept.
    """
    return _program() if folder() is not None else ""


@cache
def _program() -> str:
    """Its digest, once in a process: what runs is what was there at the start.

    Files that are as they were when they were last read, by number, times and size, are not read again: Python
    itself trusts less when it runs them from its own cache. What was changed just now is read, for the next change
    may leave the same time.
    """
    try:
        return _content(sorted(_files()))
    except OSError:  # what cannot be read cannot be told from another program: what is kept now is found by nobody
        return os.urandom(16).hex()


def _content(files: list[tuple[str, str, os.stat_result]]) -> str:
    stamps = [(f, s.st_dev, s.st_ino, s.st_size, s.st_mtime_ns, s.st_ctime_ns) for _, f, s in files]
    key, now = digest(sys.version, repr(stamps)), time.time_ns()
    known = load("program", key)
    if isinstance(known, str):
        return known
    parts = (part for name, file, _ in files for part in (name, Path(file).read_bytes()))
    content = digest(sys.version, *parts)
    if all(changed < now - _SETTLED for stamp in stamps for changed in stamp[-2:]):
        save("program", key, content)
    return content


def _files() -> Iterator[tuple[str, str, os.stat_result]]:
    """Every file of the program, with its name in the part it belongs to."""
    for folder in (Path(__file__).parent, data("grammar")):
        yield from _below(str(folder), folder.name)
    for library in LIBRARIES:
        spec = PathFinder.find_spec(library)
        if spec is not None and spec.origin is not None:
            yield library, spec.origin, Path(spec.origin).stat()


def _below(folder: str, name: str) -> Iterator[tuple[str, str, os.stat_result]]:
    """The files of a folder, but for bytecode and what editors lay beside a file."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name == "__pycache__" or entry.name.startswith("."):
                continue
            if entry.is_dir():
                yield from _below(entry.path, f"{name}/{entry.name}")
            else:
                yield f"{name}/{entry.name}", entry.path, entry.stat()
