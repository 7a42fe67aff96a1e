"""Files written whole or not at all: beside their place first, then in it."""

from __future__ import annotations

import contextlib
import os
import secrets
import zlib
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
        with path.open("wb") as device:
            yield device
        return
    path = Path(os.path.realpath(file))
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(f"{path} is not writable")
    _remove_left(path)
    beside, stream = _temporary(path)
    try:
        with stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            if path.exists():
                beside.chmod(path.stat().st_mode & 0o7777)
            if not _LOCKS:  # there, what is open cannot be moved
                stream.close()
            beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


# ---- what a process that was killed has left beside the file

_LOCKS = os.name == "posix"
"""Whether a process can hold a file in a way that ends with it."""


def _tag(path: Path) -> str:
    """Stands in the names of the temporaries of a file, and of no other beside it."""
    return f"{zlib.crc32(path.name.encode('utf-8', 'surrogateescape')):08x}"


def _temporary(path: Path) -> tuple[Path, IO[bytes]]:
    """A new file beside another, held as long as it is open."""
    while True:
        beside = path.with_name(f".plancheck-{_tag(path)}-{secrets.token_hex(6)}.tmp")
        stream = beside.open("xb")
        if _hold(stream) and os.fstat(stream.fileno()).st_nlink:
            return beside, stream
        stream.close()  # who removes what was left took it for that, before it was held
        beside.unlink(missing_ok=True)


def _remove_left(path: Path) -> None:
    """Remove temporaries of the same file that no living process holds, on this machine or on another."""
    for left in path.parent.glob(f".plancheck-{_tag(path)}-*.tmp") if _LOCKS else ():
        with contextlib.suppress(OSError), left.open("rb") as stream:
            if _hold(stream, surely=True):
                left.unlink()


def _hold(stream: IO[bytes], surely: bool = False) -> bool:
    """Hold an open file; False where another process does, or where nobody can and it must be sure."""
    if not _LOCKS:
        return not surely
    import fcntl

    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without
        return not surely
    return True
