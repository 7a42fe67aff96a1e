"""A store of things computed from files, keyed by content. Holds plain JSON; never more than a saving of time."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from checker.hashes import blake2b

OFF = "PLANCHECK_CACHE"
KEPT_DAYS = 60
"""What nobody asked for in so many days is removed."""

_DAY = 86400


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
    """The key of a content: a hash of 64 digits over all its parts, each with its length."""
    state = blake2b()
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
    body = sealed(os.path.join(where, f"{kind}-{key[:32]}.json"), key)  # noqa: PTH118 — faster than a path
    if body is None:
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def save(kind: str, key: str, value: Any) -> None:
    """Store a value, whole or not at all. A cache that cannot be written costs time, not correctness."""
    where = folder()
    if where is None:
        return
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    content = body.encode("utf-8", "surrogatepass")
    if seal(where / f"{kind}-{key[:32]}.json", key, content):
        with contextlib.suppress(OSError):
            tidy(where, where.iterdir)


# ---- entries, of any kind


def sealed(file: str | Path, key: str) -> bytes | None:
    """The content of an entry; None where there is none, or it is not what was written: computed again."""
    try:
        with open(file, "rb", buffering=0) as stream:  # noqa: PTH123 — faster than a path
            found = os.fstat(stream.fileno())
            raw = stream.read() if _is_ours(found) else b""
        mark, _, content = raw.partition(b"\n")
        if mark.decode("ascii") != digest(key, content):
            return None
    except (OSError, ValueError):
        return None
    if time.time() - found.st_mtime > _DAY:
        with contextlib.suppress(OSError):  # a folder that may only be read
            os.utime(file)
    return content


def _is_ours(found: os.stat_result) -> bool:
    """Whether this user or the system's wrote an entry: what another lays in a shared folder may be sealed, and lie."""
    return sys.platform == "win32" or found.st_uid in (0, os.geteuid())


def seal(file: Path, key: str, content: bytes) -> bool:
    """Write an entry, whole or not at all; whether it could be."""
    beside = file.with_name(f".{file.name.partition('-')[0]}-{os.getpid()}-{time.monotonic_ns()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("xb") as stream:
                stream.write(digest(key, content).encode("ascii") + b"\n" + content)
            beside.replace(file)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
    except OSError:
        return False
    return True


_OURS = r"[a-z]+-[0-9a-f]{32}(\.json)?|\.[a-z]+-\d+-\d+"
"""The names of entries, and of those that were never finished."""


def tidy(where: Path, files: Callable[[], Iterable[Path]]) -> None:
    """Remove, once a day, the entries that nobody has asked for in a long time. The folder may hold other things.

    Raises OSError where the folder cannot be read or written.
    """
    now, mark = time.time(), where / ".tidied"
    if mark.exists() and 0 <= now - mark.stat().st_mtime < _DAY:
        return
    mark.touch()
    for file in files():
        with contextlib.suppress(OSError):  # another process tidies, too
            if re.fullmatch(_OURS, file.name) and now - file.stat().st_mtime > KEPT_DAYS * _DAY:
                file.unlink()
