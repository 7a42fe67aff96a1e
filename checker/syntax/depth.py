"""How deep a tree is nested, found without recursion, so that the passes over it may recurse."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

# Every pass recurses a few calls for each level, and Python allows a thousand.
MAX_DEPTH = 60


def too_deep(tree: Any, parts: Callable[[Any], Iterable[Any]]) -> bool:
    """Return True if the tree has more levels than the passes over it can go down."""
    level: list[Any] = [tree]
    for _ in range(MAX_DEPTH):
        level = [part for node in level for part in parts(node)]
        if not level:
            return False
    return True
