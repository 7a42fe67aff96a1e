"""SHA-256 for keys of contents. Not for secrets."""

from __future__ import annotations

import contextlib
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _hashlib import HASH


@cache
def _maker() -> Any:
    """Python's own: `hashlib` loads OpenSSL first, which takes longer than all that is digested in a short run."""
    for name in ("_sha2", "_sha256"):  # from Python 3.12 on, before
        with contextlib.suppress(ModuleNotFoundError):
            return import_module(name).sha256
    return import_module("hashlib").sha256


def sha256(content: bytes = b"") -> HASH:
    """What `hashlib.sha256` gives."""
    found: HASH = _maker()(content)
    return found
