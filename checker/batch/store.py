"""What a batch keeps between runs: bytes by a key for all they depend on. Never more than a saving of time."""

from __future__ import annotations

import contextlib
from pathlib import Path

from checker.cache import folder, seal, sealed, tidy

SEAL_SIZE, TAG_SIZE = 64 + 1, 64
"""Bytes before the content: the seal with the end of its line, and the tag."""


class Store:
    """A folder of things kept; without one (the cache is off) nothing is found and nothing kept.

    A thing is believed when its seal is that of its key and content: a damaged one, or another's, is as good as none.
    """

    def __init__(self, where: Path | None) -> None:
        self.where = where

    def section(self, name: str) -> Store:
        """Return the part of the store for one kind of entries."""
        return Store(None if self.where is None else self.where / name)

    def read_tag(self, key: str) -> str:
        """Return the tag of an entry, by which to see whether it is worth loading; "" if there is none."""
        if self.where is None:
            return ""
        with contextlib.suppress(OSError, ValueError), self._file(key).open("rb") as stream:
            return stream.read(SEAL_SIZE + TAG_SIZE)[SEAL_SIZE:].decode("ascii").rstrip()
        return ""

    def load(self, key: str) -> bytes | None:
        """What was kept; None where nothing was, or where it is not what was written."""
        content = None if self.where is None else sealed(self._file(key), key)
        return None if content is None else content[TAG_SIZE:]

    def save(self, key: str, content: bytes, tag: str = "") -> None:
        """Keep a thing, whole or not at all. A store that cannot be written costs time only."""
        if self.where is not None:
            seal(self._file(key), key, tag.ljust(TAG_SIZE).encode("ascii") + content)

    def tidy(self) -> None:
        """Remove, once a day, what has not been asked for in a long time."""
        where = self.where
        if where is not None:
            with contextlib.suppress(OSError):
                tidy(where, lambda: where.rglob("*-*"))

    def _file(self, key: str) -> Path:
        """Few in each of many folders: a nation's plans are tens of thousands."""
        assert self.where is not None
        return self.where / key[:2] / f"{self.where.name}-{key[2:34]}"


def default() -> Store:
    """The store in the user's cache folder."""
    where = folder()
    return Store(where / "batch" if where is not None else None)
