"""Results of chunks kept between runs, by the content of all that they depend on. Never more than a saving of time."""

from __future__ import annotations

import contextlib
import json
import sys
import time
import zlib
from functools import cache
from importlib import metadata
from pathlib import Path

from checker.batch.chunks import Record
from checker.cache import digest, folder
from checker.writing import whole

KEPT_DAYS = 60
"""Results that nobody asked for in so many days are removed."""


@cache
def libraries() -> str:
    """The versions of what is used to read and judge."""
    names = ("pyyaml", "jsonschema", "lark", "numpy")
    return digest(sys.version, *(f"{name} {_version(name)}" for name in names))


def _version(name: str) -> str:
    with contextlib.suppress(metadata.PackageNotFoundError):
        return metadata.version(name)
    return ""


class Store:
    """The folder of results; without one (the cache is off) nothing is found and nothing kept."""

    def __init__(self, where: Path | None) -> None:
        self.where = where

    def has(self, key: str) -> bool:
        return self.where is not None and self._file(key).is_file()

    def load(self, key: str) -> list[Record] | None:
        """What was kept; None where nothing was, or where it is not what was written."""
        if self.where is None:
            return None
        try:
            seal, _, body = self._file(key).read_bytes().partition(b"\n")
            if seal.decode("ascii") != digest(key, body):
                return None
            found = [json.loads(line) for line in zlib.decompress(body).split(b"\n")]
            self._file(key).touch()
        except (OSError, ValueError, RecursionError, zlib.error):
            return None
        return found

    def save(self, key: str, records: list[Record]) -> None:
        """Keep the results of one chunk, whole or not at all. A store that cannot be written costs time only."""
        if self.where is None:
            return
        lines = (json.dumps(r, ensure_ascii=False, separators=(",", ":")) for r in records)
        body = zlib.compress("\n".join(lines).encode("utf-8", "surrogatepass"), 3)
        with contextlib.suppress(OSError):
            self.where.mkdir(parents=True, exist_ok=True)
            with whole(self._file(key)) as stream:
                stream.write(digest(key, body).encode("ascii") + b"\n" + body)

    def tidy(self) -> None:
        """Remove what has not been asked for in a long time."""
        last = time.time() - KEPT_DAYS * 86400
        with contextlib.suppress(OSError):
            for file in self.where.iterdir() if self.where is not None else ():
                if file.stat().st_mtime < last:
                    file.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        assert self.where is not None
        return self.where / f"{key[:40]}.jsonl.z"


def default() -> Store:
    """The store in the user's cache folder."""
    where = folder()
    return Store(where / "batch" if where is not None else None)
