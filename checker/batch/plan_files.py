"""The plans of a batch, one after another. Holds names, never all texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.batch.registry import RegistryEntry, is_registry, read_registry
from checker.files import read_source


def read_plans(paths: Iterable[str]) -> Iterator[RegistryEntry]:
    """Return the plans of files in their order, read when they are asked for."""
    for path in paths:
        if is_registry(path):
            yield from read_registry(path)
        else:
            source, faults = read_source(path)
            yield RegistryEntry(path, source.text if source is not None else None, faults)
