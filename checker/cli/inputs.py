"""What a command reads: the plans that its arguments name, and every file that they are judged by."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from checker.cli.usage import UsageError
from checker.diagnostics import Diagnostic, DiagnosticLog, nearest_word
from checker.files import (
    REGISTRIES,
    STDIN,
    data_path,
    find_plan_files,
    list_files,
    plans_below,
    read_source,
)
from checker.plan.library import PlanSource, read_plan_source
from checker.source import Record, Source

if TYPE_CHECKING:
    from checker.cli.settings import Settings
    from checker.pipeline import CheckRequest

STDIN_NAME = "<stdin>"
MOST_NAMED = 8


class PlanFile(Record):
    """A plan that an argument names: its path or "-", the name it is shown by, and the file it lies in, if any.

    A plan of a registry has been read with it: it is its `content`.
    """

    path: str
    name: str
    file: Path | None
    content: PlanSource | None = None

    def read(self) -> PlanSource:
        """Read the plan."""
        if self.content is not None:
            return self.content
        return read_plan_source(self.path, self.name, self.file)


def find_plans(
    arguments: Sequence[str], commands: Sequence[str], log: DiagnosticLog, stdin_filename: str = ""
) -> list[PlanFile]:
    """Return the plans that files, folders and patterns name, each file once.

    An argument that names none is told in the log, and may have been meant as one of the commands. `stdin_filename`
    is where the plan on standard input is taken to lie.
    """
    plans: dict[str, list[PlanFile]] = {}
    names: set[str] = set()
    for argument in arguments:
        for path in _find_files(argument, commands, log):
            real = os.path.realpath(path) if path != STDIN else STDIN
            if real in plans:
                continue
            if path == STDIN:
                file = Path(stdin_filename) if stdin_filename else None
                plans[real] = [PlanFile(STDIN, stdin_filename or STDIN_NAME, file)]
            elif Path(path).suffix.lower() in REGISTRIES:
                plans[real] = list(_read_registry(path, names))
            else:
                plans[real] = [PlanFile(path, path, Path(path))]
    return [plan for group in plans.values() for plan in group]


def _find_files(argument: str, commands: Sequence[str], log: DiagnosticLog) -> list[str]:
    if argument == STDIN:
        return [STDIN]
    try:
        files = find_plan_files(argument)
    except OSError:  # no name that a file could have: reading it says so
        return [argument]
    if not files:
        log.add([_missing(argument, commands)])
        log.unread_plans.append(argument)
    log.add(folders_left_out(argument))
    return files


def _missing(argument: str, commands: Sequence[str]) -> Diagnostic:
    """Return what is wrong with an argument. Raises UsageError where it is a command with a slip: nothing is run."""
    fault = missing_path_diagnostic(argument, commands)
    if fault.code == "cli-command-near":
        raise UsageError(fault.code, **fault.arguments)
    return fault


def folders_left_out(argument: str) -> list[Diagnostic]:
    """Return a warning that names the folders below one which hold plans: they are not looked at."""
    if not os.path.isdir(argument):  # noqa: PTH112 — false also for what no folder could be called
        return []
    below = plans_below(Path(argument))
    if not below:
        return []
    given = {"path": argument, "count": len(below), "folders": "、".join(below[:MOST_NAMED])}
    return [Diagnostic("cli-folders-below", None, given, "warning", file=argument)]


def _read_registry(file: str, names: set[str]) -> Iterator[PlanFile]:
    """Read the plans of a registry at once, for a report keeps every plan anyway. `names` are those taken."""
    from checker.batch import parquet, registry

    try:
        for number, entry in enumerate(registry.read_registry(file), start=1):
            name = str(Path(entry.name))
            name = f"{file}#{number}" if name in names else name
            names.add(name)
            source = Source(name, entry.text) if entry.text is not None else None
            content = PlanSource(name, source, entry.faults, Path(file))
            yield PlanFile(name, name, Path(file), content)
    except parquet.PackageError as error:
        raise UsageError("batch-no-package") from error


def missing_path_diagnostic(argument: str, commands: Sequence[str]) -> Diagnostic:
    """Return what is wrong with an argument that names no plan."""
    path = Path(argument)
    if not argument:
        return Diagnostic("input-missing", None, {"path": ""})
    if path.is_dir():
        return Diagnostic("cli-no-plans-in", None, {"path": argument}, file=argument)
    if any(sign in argument for sign in "*?["):
        return Diagnostic("cli-no-match", None, {"path": argument}, file=argument)
    near = "" if path.suffix or path.parent != Path() else nearest_word(argument, commands)
    if near:
        words = {"word": argument, "near": near}
        return Diagnostic("cli-command-near", None, words, file=argument)
    _, diagnostics = read_source(path, argument)
    return diagnostics[0]


def input_files(plans: Iterable[Path], request: CheckRequest, settings: Settings) -> Iterator[Path]:
    """Return the plans, every file that they are judged by, and the folders that are searched, there or not."""
    plans, shipped = list(plans), data_path("rules")
    yield from plans
    for pattern, folders in {
        "*.yaml": (
            *request.upper, *dict.fromkeys(plan.parent / "upper" for plan in plans), data_path("upper"),
            shipped / "vocabulary", *request.rules.vocabulary,
        ),
        "*.rules": (shipped, *request.rules.rules),
    }.items():  # fmt: skip
        for folder in folders:
            yield folder
            yield from list_files(folder, pattern)
    yield from (Path(file) for file in (settings.file, settings.waivers, request.waivers) if file)


# ---- options that name files or days


def check_upper_folders(folders: Iterable[str]) -> None:
    """Raise UsageError for a folder that holds no plans: a missing one must not pass for one without plans."""
    for word in folders:
        path = Path(word)
        if not path.is_dir():
            raise UsageError(
                "cli-upper-not-folder" if path.exists() else "cli-upper-missing", path=word
            )
        if not list_files(path, "*.yaml"):
            raise UsageError("cli-upper-empty", path=word)


def report_date(option: str | None) -> date:
    """Return the day of the option, else that of SOURCE_DATE_EPOCH (so that a report can be made again), else today.

    Raises UsageError for what is no day.
    """
    if option is not None:
        try:
            return date.fromisoformat(option)
        except ValueError:
            raise UsageError("cli-not-a-day", word=option) from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now().astimezone().date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise UsageError("cli-bad-epoch", word=epoch) from None
