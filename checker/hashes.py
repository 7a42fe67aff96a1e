"""Hashes of contents, for keys and fingerprints. Not for secrets."""

from __future__ import annotations

import contextlib
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import _blake2
    import _hashlib


@cache
def _maker(modules: tuple[str, ...], name: str) -> Any:
    """Python's own: `hashlib` loads OpenSSL first, which takes longer than all that is hashed in a short run."""
    for module in (*modules, "hashlib"):
        with contextlib.suppress(ModuleNotFoundError):
            return getattr(import_module(module), name)
    raise AssertionError("hashlib is always there")


def sha256(content: bytes) -> _hashlib.HASH:
    """What `hashlib.sha256` gives: for what others see and keep."""
    found: _hashlib.HASH = _maker(("_sha2", "_sha256"), "sha256")(
        content
    )  # from Python 3.12 on, before
    return found


def blake2b() -> _blake2.blake2b:
    """`hashlib.blake2b` of 64 digits, three times as fast: for what nobody else sees."""
    found: _blake2.blake2b = _maker(("_blake2",), "blake2b")(digest_size=32)
    return found
