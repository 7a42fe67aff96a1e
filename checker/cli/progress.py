"""A line that says how far a run is, for a person who waits at a terminal. Never in a pipe, never in CI."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from time import monotonic
from typing import TextIO, TypeVar

import click

from checker.cli import console
from checker.cli.usage import language
from checker.messages import message

DELAY_SECONDS, PAUSE_SECONDS = 0.5, 0.1
"""Seconds before the first line, and between two."""

T = TypeVar("T")


def with_progress(items: Iterable[T], total: int | None, name: Callable[[T], str]) -> Iterator[T]:
    """Yield the items; show from time to time how many of `total` (None: unknown) are done, and the next one's name."""
    context = click.get_current_context(silent=True)
    if (total is not None and total < 2) or context is None or not is_shown(sys.stderr, os.environ):
        yield from items
        return
    due = monotonic() + DELAY_SECONDS
    try:
        for number, item in enumerate(items, 1):
            if monotonic() >= due:
                arguments = {"number": number, "total": total or "?", "name": name(item)}
                console.show_progress_line(message("cli-progress", language(context), arguments))
                due = monotonic() + PAUSE_SECONDS
            yield item
    finally:
        console.show_progress_line("")


def is_shown(stream: TextIO, environ: Mapping[str, str]) -> bool:
    return stream.isatty() and not environ.get("CI") and environ.get("TERM") != "dumb"
