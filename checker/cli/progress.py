"""A line that says how far a run is, for a person who waits at a terminal. Never in a pipe, never in CI."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from time import monotonic
from typing import TextIO, TypeVar

import click

from checker.cli import console
from checker.cli.usage import language
from checker.messages import message

DELAY, PAUSE = 0.5, 0.1
"""Seconds before the first line, and between two."""

T = TypeVar("T")


def progress(items: Sequence[T]) -> Iterator[T]:
    """Each item in turn, its text being its name."""
    return counted(items, len(items), str)


def counted(items: Iterable[T], total: int | None, name: Callable[[T], str]) -> Iterator[T]:
    """Each of `total` items in turn. The line goes when something else is written, or at the end."""
    context = click.get_current_context(silent=True)
    if (total is not None and total < 2) or context is None or not wanted(sys.stderr, os.environ):
        yield from items
        return
    due = monotonic() + DELAY
    try:
        for number, item in enumerate(items, 1):
            if monotonic() >= due:
                given = {"number": number, "total": total or "?", "name": name(item)}
                console.passing(message("cli-progress", language(context), given))
                due = monotonic() + PAUSE
            yield item
    finally:
        console.passing("")


def wanted(stream: TextIO, environ: Mapping[str, str]) -> bool:
    return stream.isatty() and not environ.get("CI") and environ.get("TERM") != "dumb"
