"""What results depend on besides plans and set-up: the program itself. One digest, wherever it is installed."""

from __future__ import annotations

import contextlib
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

from checker.cache import digest
from checker.resources import data


@cache
def program() -> str:
    """The content of code, grammars, schemas and the table of divisions; the same on every machine that has them."""
    package = Path(__file__).parents[1]
    files = [(p.relative_to(package).as_posix(), p) for p in package.rglob("*.py")]
    shipped = (*data("grammar").glob("*.lark"), *data("schema").glob("*.json"), data("regions"))
    files += [(p.name, p) for p in shipped]
    parts: list[str | bytes] = []
    for name, path in sorted(files):
        parts += [name, path.read_bytes()]
    return digest(*parts)


@cache
def libraries() -> str:
    """The versions of what is used to read and judge."""
    names = ("pyyaml", "jsonschema", "lark", "numpy")
    return digest(sys.version, *(f"{name} {_version(name)}" for name in names))


def _version(name: str) -> str:
    with contextlib.suppress(metadata.PackageNotFoundError):
        return metadata.version(name)
    return ""
