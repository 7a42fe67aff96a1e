"""A store of things computed from files, keyed by content. Holds plain JSON; never more than a saving of time."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
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
            found = os.fstat(stream.fileno())
            raw = stream.read() if _is_ours(found) else b""
        seal, _, body = raw.partition(b"\n")
        if seal.decode("ascii") != digest(key, body):
            return None
        if time.time() - found.st_mtime > _DAY:
            with contextlib.suppress(OSError):  # a folder that may only be read
                os.utime(file)
        return json.loads(body)
    except (OSError, ValueError, RecursionError):
        return None  # an unreadable or damaged entry is as good as none: it is computed again


def _is_ours(found: os.stat_result) -> bool:
    """Whether this user or the system's wrote an entry: what another lays in a shared folder may be sealed, and lie."""
    return sys.platform == "win32" or found.st_uid in (0, os.geteuid())


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


_OURS = r"[a-z]+-[0-9a-f]{32}\.json|\.[a-z]+-\d+-\d+"
"""The names of entries, and of those that were never finished."""


def _tidy(where: Path) -> None:
    """Remove, once a day, the entries that nobody has asked for in a long time. The folder may hold other things."""
    now, mark = time.time(), where / ".tidied"
    if mark.exists() and 0 <= now - mark.stat().st_mtime < _DAY:
        return
    mark.touch()
    for file in where.iterdir():
        with contextlib.suppress(OSError):  # another process tidies, too
            if re.fullmatch(_OURS, file.name) and now - file.stat().st_mtime > KEPT_DAYS * _DAY:
                file.unlink()


# ---- the program

LIBRARIES = ("yaml", "lark", "jsonschema")
"""Those that texts are read with."""

Stamp = tuple[str, str, int, int, int, int, int]
"""A file of the program: its name in the part it belongs to, its path, and by what its content is known again."""


def program() -> str:
    """The content of all that turns texts into judgements: this package, its data, the libraries, Python.

    "" without a cache: it is only asked for to find in it what this program has kept.
    """
    return _program()[0] if folder() is not None else ""


def runs_unchanged() -> bool:
    """Whether what runs is the program of that content: what it has made may be kept under it.

    Parts are imported as they are needed. Where a file was changed since, or just before (an update, while this runs),
    some may be of another program than others.
    """
    if folder() is None:
        return False
    _, stamps = _program()
    with contextlib.suppress(OSError):
        return stamps is not None and _stamps() == stamps
    return False


@cache
def _program() -> tuple[str, list[Stamp] | None]:
    """Its digest, once in a process; and the stamps, where they tell it from every other.

    Files that are as they were when they were last read, by number, times and size, are not read again: Python
    itself trusts less when it runs them from its own cache. What was changed just now is read, for the next change
    may leave the same time.
    """
    now = time.time_ns()
    try:
        stamps = _stamps()
        settled = all(max(stamp[-2:]) < now - _SETTLED for stamp in stamps)
        key = digest(sys.version, repr(stamps))
        content = load("program", key)
        if not isinstance(content, str):
            parts = (part for name, file, *_ in stamps for part in (name, Path(file).read_bytes()))
            content = digest(sys.version, *parts)
            if settled:
                save("program", key, content)
    except OSError:  # what cannot be read cannot be told from another program
        return os.urandom(16).hex(), None
    return content, stamps if settled else None


def _stamps() -> list[Stamp]:
    """Every file of the program, in the order of their names."""
    found: list[Stamp] = []
    for folder in (Path(__file__).parent, data("grammar"), data("schema")):
        found += _below(str(folder), folder.name)
    for library in LIBRARIES:
        spec = PathFinder.find_spec(library)
        for place in (spec and spec.submodule_search_locations) or ():
            found += _below(place, library, own=False)
    return sorted(found)


def _below(folder: str, name: str, own: bool = True) -> Iterator[Stamp]:
    """The files of a folder, but for what editors lay beside a file.

    Bytecode is none, if it can be relied on: that of libraries can, for they are exchanged whole.
    """
    sources: dict[str, os.stat_result] = {}
    inner = []
    with os.scandir(folder) as entries:
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
            yield from _below(entry.path, f"{name}/{entry.name}", own)
        elif own:
            yield from _doubtful(entry.path, name, sources)


def _doubtful(folder: str, name: str, sources: Mapping[str, os.stat_result]) -> Iterator[Stamp]:
    """Bytecode that came to lie there before its source did, where Python may run it all the same.

    It compares size and time that the source had when it was compiled, the time to the second. A source whose time is
    later than its bytecode had another one then.
    """
    with os.scandir(folder) as entries:
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
