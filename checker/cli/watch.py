"""`check --watch`: the same check again whenever one of its inputs changes. The only user of watchfiles.

What is looked at are the inputs themselves, their times and sizes; watchfiles only says when to look, so that a change
between two waits is not lost, and a report written beside a plan does not start another check.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from checker.cli import console, settings
from checker.cli.inputs import find_plans, input_files
from checker.cli.requests import rule_paths, upper_paths
from checker.cli.usage import UsageError, command_arguments, language, usage_text
from checker.diagnostics import DiagnosticLog, RequestError
from checker.files import STDIN, display_path
from checker.messages import Language, message
from checker.pipeline import CheckRequest
from checker.report.layout import strip_control_characters
from checker.source import Record

MAX_WAIT_MS = 2000
"""After which one looks without having been told to: not every file system tells."""

StatSignatures = Mapping[Path, tuple[int, int] | None]


class Watched(Record):
    """The inputs of one check: its command line, and its settings."""

    parameters: Mapping[str, Any]
    settings: settings.Settings

    def stat_signatures(self) -> StatSignatures:
        """Return the modification time and size of every input; None for one that is missing."""
        written = {os.path.realpath(output.file) for output in self.parameters["output"]}
        read = {os.path.realpath(file) for file in self._files()}
        return {Path(file): _stat_signature(Path(file)) for file in sorted(read - written)}

    def _files(self) -> Iterator[Path]:
        paths, waivers = self.parameters["paths"], self.parameters["waivers"]
        request = CheckRequest(
            rules=rule_paths(self.settings, self.parameters["rules"]),
            upper=upper_paths(self.settings, self.parameters["upper"]),
            waivers=Path(waivers) if waivers else None,
        )
        plans = find_plans(paths, (), DiagnosticLog())
        located = (plan.file for plan in plans if plan.file is not None)
        yield from input_files(located, request, self.settings)
        yield from map(Path, paths)
        here = Path.cwd()
        yield from (here / name for name in (settings.FILE, "pyproject.toml", settings.WAIVERS))


def run(context: click.Context) -> int:
    """Check, and check again after every change, until interrupted. Return the exit code."""
    try:
        import watchfiles  # noqa: F401 — missing, it is to be missed before the first check
    except ModuleNotFoundError as fault:
        raise UsageError("cli-watch-no-package") from fault
    if STDIN in context.params["paths"]:
        raise UsageError("cli-watch-stdin")
    lang = language(context)
    try:
        watched, before = _check(context)
        while True:
            _print_status("cli-watch-waiting", lang)
            changed = _wait(watched, before)
            click.clear()  # a terminal only
            _print_status("cli-watch-changed", lang, files=_describe_files(changed, lang))
            before = watched.stat_signatures()
            try:
                watched, before = _check(context)
            except (click.ClickException, RequestError) as wrong:  # a fault of the moment
                console.echo_error(usage_text(wrong, lang))
    except KeyboardInterrupt:
        return 130


def _check(first: click.Context) -> tuple[Watched, StatSignatures]:
    """Run the whole command again with the current settings. Return its inputs, and how they were before the run."""
    above = click.Context(first.find_root().command, info_name="plancheck", obj=first.obj)
    words = list(command_arguments(first))
    with above, first.command.make_context(first.info_name, words, parent=above) as again:
        again.params["watch"] = False
        watched = Watched(again.params, settings.current_settings())
        before = watched.stat_signatures()
        again.command.invoke(again)
    return watched, before


def _wait(watched: Watched, before: StatSignatures) -> list[Path]:
    """Wait until inputs have changed, and return them."""
    import watchfiles

    folders = sorted({str(_folder(file)) for file in before})
    changes = watchfiles.watch(
        *folders, recursive=False, watch_filter=None, rust_timeout=MAX_WAIT_MS, yield_on_timeout=True,
        ignore_permission_denied=True,
    )  # fmt: skip
    while True:
        now = watched.stat_signatures()
        changed = [f for f in {**before, **now} if before.get(f) != now.get(f)]
        if changed:
            return sorted(changed)
        next(changes)


def _stat_signature(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except (OSError, ValueError):  # no file, or no name that a file could have: nothing to look at
        return None
    return (status.st_mtime_ns, status.st_size) if stat.S_ISREG(status.st_mode) else None


def _folder(path: Path) -> Path:
    """Return the folder in which a change of a file shows: its own, or the nearest above it that exists."""
    return next(p for p in (path, *path.absolute().parents) if os.path.isdir(p))  # noqa: PTH112 — any name


def _describe_files(files: list[Path], lang: Language) -> str:
    name = display_path(files[0])
    if len(files) == 1:
        return name
    return message("cli-watch-more", lang, {"files": name, "number": len(files)})


def _print_status(code: str, lang: Language, **arguments: object) -> None:
    time = datetime.now().astimezone().strftime("%H:%M:%S")
    console.echo_error(strip_control_characters(message(code, lang, {"time": time, **arguments})))
