"""What a batch keeps between runs: bytes by a key for all they depend on. Never more than a saving of time."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from checker.cache import digest, folder

KEPT_DAYS = 60
"""What nobody asked for in so many days is removed."""

_DAY = 86400
_HEAD = 64 + 1 + 64 + 1
"""Bytes before the content: the seal, the mark, and what stands behind each."""


class Store:
    """A folder of things kept; without one (the cache is off) nothing is found and nothing kept.

    A thing is believed when its seal is that of its key and content: a damaged one, or another's, is as good as none.
    """

    def __init__(self, where: Path | None) -> None:
        self.where = where

    def under(self, name: str) -> Store:
        """A part of it, for one kind of things."""
        return Store(None if self.where is None else self.where / name)

    def mark(self, key: str) -> str:
        """The mark that a thing was kept with, by which to see whether it is worth loading; "" where there is none."""
        if self.where is None:
            return ""
        with contextlib.suppress(OSError, ValueError), self._file(key).open("rb") as stream:
            return stream.read(_HEAD)[65:].decode("ascii").rstrip("\n")
        return ""

    def load(self, key: str) -> bytes | None:
        """What was kept; None where nothing was, or where it is not what was written."""
        if self.where is None:
            return None
        file = self._file(key)
        try:
            with file.open("rb", buffering=0) as stream:
                data = stream.read()
                asked_for = os.fstat(stream.fileno()).st_mtime
            if data[:64].decode("ascii") != digest(key, data[64:]):
                return None
            if time.time() - asked_for > _DAY:
                os.utime(file)
        except (OSError, ValueError):
            return None
        return data[_HEAD:]

    def save(self, key: str, content: bytes, mark: str = "") -> None:
        """Keep a thing, whole or not at all. A store that cannot be written costs time only."""
        if self.where is None:
            return
        body = b" " + mark.ljust(64).encode("ascii") + b"\n" + content
        file = self._file(key)
        beside = file.with_name(f".{os.getpid()}-{time.monotonic_ns()}")
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            try:  # not waited for, as a report is: half of it would be seen
                with beside.open("xb") as stream:
                    stream.write(digest(key, body).encode("ascii") + body)
                beside.replace(file)
            except OSError:
                beside.unlink(missing_ok=True)
                raise

    def tidy(self) -> None:
        """Remove, once a day, what has not been asked for in a long time."""
        if self.where is None:
            return
        now, mark = time.time(), self.where / ".tidied"
        with contextlib.suppress(OSError):
            if mark.exists() and now - mark.stat().st_mtime < _DAY:
                return
            mark.touch()
            for file in self.where.rglob("*"):
                if file.is_file() and now - file.stat().st_mtime > KEPT_DAYS * _DAY:
                    file.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        """Few in each of many folders: a nation's plans are tens of thousands."""
        assert self.where is not None
        return self.where / key[:2] / key[2:40]


def default() -> Store:
    """The store in the user's cache folder."""
    where = folder()
    return Store(where / "batch" if where is not None else None)
