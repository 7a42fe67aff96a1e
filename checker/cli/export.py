"""The command `export`: plans to one registry, written whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from checker.batch.plan_files import read_plans
from checker.batch.registry import is_registry, open_registry
from checker.cli import console, outputs
from checker.cli.batch import find_batch_files, require_arrow
from checker.cli.exit_codes import INPUT_ERROR, OK
from checker.cli.progress import with_progress
from checker.cli.requests import print_diagnostics
from checker.cli.settings import current_settings
from checker.cli.usage import UsageError
from checker.diagnostics import DiagnosticLog
from checker.files import STDIN, atomic_write
from checker.messages import Language, message
from checker.plan.load import load_plan
from checker.plan.model import Plan
from checker.report import excerpt
from checker.source import Record, Source


class ExportOptions(Record, kw_only=True):
    """The command line of `export`."""

    paths: tuple[str, ...]
    registry: str
    recursive: bool
    lang: Language
    color: str


class _NoPlansError(Exception):
    """There is no plan to write."""


def run(options: ExportOptions) -> int:
    """Write every plan that can be read, and print what could not be. Return the exit code."""
    file, log = options.registry, DiagnosticLog(current_settings().problems)
    if STDIN in options.paths:
        raise UsageError("batch-stdin")
    if file.endswith(("/", os.sep)):
        return _in_parts(options, log)
    if not is_registry(file):
        raise UsageError("batch-export-suffix", file=file)
    target = outputs.Output(Path(file).suffix.lower().removeprefix("."), file)
    outputs.resolve_outputs(None, (target,))
    if target.format_ == "parquet":
        require_arrow()
    paths = find_batch_files(options.paths, options.recursive, log)
    outputs.check_output_paths((target,), map(Path, paths))
    print_diagnostics(log.diagnostics, options.lang, options.color)
    export = _Exporter(paths, options)
    try:
        with atomic_write(file) as stream, open_registry(Path(file).suffix, stream) as registry:
            for name, plan in with_progress(export.plans(), len(paths), lambda item: item[0]):
                registry.add(plan, name)
            if not export.written:
                raise _NoPlansError
    except _NoPlansError:
        pass
    except OSError as fault:
        outputs.print_write_error(file, fault, options.lang)
        return INPUT_ERROR
    return _finish(export, log, options)


def _in_parts(options: ExportOptions, log: DiagnosticLog) -> int:
    """Write the plans as a registry of many files, for a cluster. Return the exit code."""
    require_arrow()
    from checker.batch import partitions
    from checker.batch.cluster import ClusterError

    paths = find_batch_files(options.paths, options.recursive, log)
    print_diagnostics(log.diagnostics, options.lang, options.color)
    export = _Exporter(paths, options)
    plans = (
        (plan, name) for name, plan in with_progress(export.plans(), len(paths), lambda f: f[0])
    )
    try:
        partitions.export(plans, Path(options.registry))
    except ClusterError as fault:
        raise UsageError(fault.diagnostic.code, **fault.diagnostic.arguments) from fault
    except OSError as fault:
        outputs.print_write_error(options.registry, fault, options.lang)
        return INPUT_ERROR
    return _finish(export, log, options)


def _finish(export: _Exporter, log: DiagnosticLog, options: ExportOptions) -> int:
    """Tell how many plans were written. Return the exit code."""
    if not export.written:
        console.echo_error(message("batch-nothing-exported", options.lang))
        return INPUT_ERROR
    arguments = {"file": options.registry, "count": export.written}
    console.echo_error(message("batch-exported", options.lang, arguments))
    if export.unread:
        console.echo_error(message("batch-not-exported", options.lang, {"count": export.unread}))
    return INPUT_ERROR if log.has_errors or export.unread else OK


class _Exporter:
    """Loads plans one after another; what cannot be read is printed at once, and counted."""

    def __init__(self, paths: list[str], options: ExportOptions) -> None:
        self.paths, self.options = paths, options
        self.written = self.unread = 0

    def plans(self) -> Iterator[tuple[str, Plan]]:
        """Yield each plan that can be read, with its name in the registry."""
        page = console.page(self.options.lang, self.options.color, sys.stderr)
        for entry in read_plans(self.paths):
            plan, faults = None, entry.faults
            if entry.text is not None:
                plan, faults = load_plan(Source(entry.name, entry.text))
            if plan is None:
                self.unread += 1
                console.echo_error(excerpt.render(faults, page))
            else:
                self.written += 1
                yield entry.name, plan
