"""Arguments of the command line to the plans of a batch, one after another. Holds names, never all texts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from glob import glob
from pathlib import Path

from checker.batch.registry import RegistryEntry, is_registry, read_registry
from checker.files import REGISTRIES, read_source

PLANS = (".yaml", ".yml")
UPPER = "upper"
"""A folder of plans above: they are not what a batch judges, however deep it looks."""


def find_inputs(argument: str, recursive: bool = False) -> list[str]:
    """Return the plans and registries that an argument names: a file, those of a folder, or those of a pattern."""
    path = Path(argument)
    if path.is_dir():
        return sorted(_in_folder(path, recursive))
    if path.is_file() or not any(sign in argument for sign in "*?["):
        return [argument] if path.exists() else []
    return sorted(f for f in glob(argument, recursive=True) if _is_input(f))  # noqa: PTH207 — may be absolute


def _in_folder(folder: Path, recursive: bool) -> Iterator[str]:
    """Parts of a registry lie in folders named `column=value`, which belong to it."""
    for entry in os.scandir(folder):
        if entry.is_dir():
            below = recursive and entry.name != UPPER and not entry.is_symlink()
            if below or "=" in entry.name:
                yield from _in_folder(Path(entry.path), recursive)
        elif _is_input(entry.path):
            yield entry.path


def _is_input(file: str) -> bool:
    return Path(file).suffix.lower() in (*PLANS, *REGISTRIES) and Path(file).is_file()


def read_plans(paths: Iterable[str]) -> Iterator[RegistryEntry]:
    """Return the plans of files in their order, read when they are asked for."""
    for path in paths:
        if is_registry(path):
            yield from read_registry(path)
        else:
            source, faults = read_source(path)
            yield RegistryEntry(path, source.text if source is not None else None, faults)
