"""Files written whole or not at all: beside their place first, then in it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def whole(file: str | Path) -> Iterator[IO[bytes]]:
    """A stream to the new content, which takes the file's place when it is left in order.

    A device is simply written to. However it is left otherwise, the file is as it was.
    """
    path = Path(file)
    if path.exists() and not path.is_file():  # before links are followed: a pipe has no other name
        with path.open("wb") as stream:
            yield stream
        return
    path = Path(os.path.realpath(file))
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(f"{path} is not writable")
    beside = path.with_name(f".plancheck-{secrets.token_hex(6)}.tmp")
    try:
        with beside.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o7777)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
