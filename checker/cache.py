"""A store of things computed from files, keyed by content. Holds plain JSON; never more than a saving of time."""

from __future__ import annotations

import contextlib
import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

OFF = "PLANCHECK_CACHE"


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
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()


def load(kind: str, key: str) -> Any | None:
    """What was stored under a key; None when nothing was, or when it is not what was written."""
    where = folder()
    if where is None:
        return None
    try:
        raw = (where / f"{kind}-{key[:32]}.json").read_bytes()
        seal, _, body = raw.partition(b"\n")
        if seal.decode("ascii") != digest(key, body):
            return None
        return json.loads(body)
    except (OSError, ValueError, RecursionError):
        return None  # an unreadable or damaged entry is as good as none: it is computed again


def save(kind: str, key: str, value: Any) -> None:
    """Store a value, whole or not at all. A cache that cannot be written costs time, not correctness."""
    where = folder()
    if where is None:
        return
    import tempfile

    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    with contextlib.suppress(OSError):
        where.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=where, prefix=f".{kind}-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(digest(key, body).encode("ascii") + b"\n" + body)
            Path(name).replace(where / f"{kind}-{key[:32]}.json")
        except OSError:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
