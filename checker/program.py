"""The program as what results depend on: one digest of its code, its data, the libraries it reads with, Python."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

from checker.cache import digest, folder, load, save
from checker.resources import data

_SETTLED = 2 * 10**9
"""Nanoseconds after which a change leaves another time behind, on any file system."""

LIBRARIES = ("yaml", "lark", "jsonschema")
"""Those that texts are read with."""

Stamp = tuple[str, str, int, int, int, int, int]
"""A file of the program: its name in the part it belongs to, its path, and by what its content is known again."""


def identity() -> str:
    """The content of all that turns texts into judgements: this package, its data, the libraries, Python.

    "" without a cache: it is only asked for to find in it what this program has kept.
    """
    return _identity()[0] if folder() is not None else ""


def runs_unchanged() -> bool:
    """Whether what runs is the program of that content: what it has made may be kept under it.

    Parts are imported as they are needed. Where a file was changed since, or just before (an update, while this runs),
    some may be of another program than others.
    """
    if folder() is None:
        return False
    content, known = _identity()
    with contextlib.suppress(OSError):
        now, stamps = time.time_ns(), _stamps()
        if known is not None:
            return stamps == known
        return _has_rested(stamps, now) and _content(stamps) == content
    return False


@cache
def _identity() -> tuple[str, list[Stamp] | None]:
    """Its digest, once in a process; and the stamps, where they tell it from every other.

    Files that are as they were when they were last read, by number, times and size, are not read again: Python
    itself trusts less when it runs them from its own cache. What was changed just now is read, for the next change
    may leave the same time.
    """
    now = time.time_ns()
    try:
        stamps = _stamps()
        rested = _has_rested(stamps, now)
        key = digest(sys.version, repr(stamps))
        content = load("program", key)
        if not isinstance(content, str):
            content = _content(stamps)
            if rested:
                save("program", key, content)
    except OSError:  # what cannot be read cannot be told from another program
        return os.urandom(16).hex(), None
    return content, stamps if rested else None


def _has_rested(stamps: list[Stamp], now: int) -> bool:
    return all(max(stamp[-2:]) < now - _SETTLED for stamp in stamps)


def _content(stamps: list[Stamp]) -> str:
    return digest(sys.version, *_parts(stamps))


def _parts(stamps: list[Stamp]) -> Iterator[str | bytes]:
    for name, file, *_ in stamps:
        yield from (name, Path(file).read_bytes())


@cache
def code() -> str:
    """The content of this package and its data: the same on every machine that has them, whatever else it has."""
    own = sorted(s for place in _own() for s in _below(str(place), place.name, doubted=False))
    return digest(*_parts(own))


def _own() -> tuple[Path, ...]:
    return Path(__file__).parent, data("grammar"), data("schema")


def _stamps() -> list[Stamp]:
    """Every file of the program, in the order of their names."""
    found: list[Stamp] = []
    for own in _own():
        found += _below(str(own), own.name)
    for library in LIBRARIES:
        spec = PathFinder.find_spec(library)
        for place in (spec and spec.submodule_search_locations) or ():
            found += _below(place, library, doubted=False)
    return sorted(found)


def _below(place: str, name: str, doubted: bool = True) -> Iterator[Stamp]:
    """The files of a folder, but for what editors lay beside a file.

    Bytecode is none, if it can be relied on: that of libraries can, for they are exchanged whole.
    """
    sources: dict[str, os.stat_result] = {}
    inner = []
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                inner.append(entry)
                continue
            sources[entry.name.removesuffix(".py")] = found = entry.stat()
            yield _stamp(name, entry, found)
    for entry in inner:
        if entry.name != "__pycache__":
            yield from _below(entry.path, f"{name}/{entry.name}", doubted)
        elif doubted:
            yield from _doubtful(entry.path, name, sources)


def _doubtful(place: str, name: str, sources: Mapping[str, os.stat_result]) -> Iterator[Stamp]:
    """Bytecode that came to lie there before its source did, where Python may run it all the same.

    It compares size and time that the source had when it was compiled, the time to the second. A source whose time is
    later than its bytecode had another one then.
    """
    with os.scandir(place) as entries:
        for entry in entries:
            module, _, rest = entry.name.partition(".")
            source = sources.get(module)
            if source is not None and rest.startswith(sys.implementation.cache_tag or "."):
                found = entry.stat()
                if found.st_ctime_ns < source.st_ctime_ns and found.st_mtime >= int(
                    source.st_mtime
                ):
                    yield _stamp(name, entry, found)


def _stamp(name: str, entry: os.DirEntry[str], found: os.stat_result) -> Stamp:
    times = (found.st_mtime_ns, found.st_ctime_ns)
    return f"{name}/{entry.name}", entry.path, found.st_dev, found.st_ino, found.st_size, *times
