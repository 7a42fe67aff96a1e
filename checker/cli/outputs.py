"""Where reports go: the formats by name, the words of `--output`, and files written whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli import console
from checker.cli.usage import UsageError, unknown_word_error
from checker.files import atomic_write
from checker.messages import Language, message
from checker.source import Record

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from checker.report.model import Report

STDOUT = "-"
TEXT = "text"
# Each a module `checker.report.as_NAME`, imported when it is asked for.
FORMATS = (
    TEXT, "html", "json", "jsonl", "summary", "markdown", "csv", "sarif", "junit", "github", "gitlab",
    "xlsx", "docx",
)  # fmt: skip
# Of the summary of many plans, of a record each, and of their findings.
BATCH_FORMATS = (TEXT, "html", "jsonl", "csv", "parquet", "findings")
# Those that are no text, each with the extra of the package that it needs.
BINARY_FORMATS = {"xlsx": "office", "docx": "office"}
# Those that show every target beside the ones above, not findings only.
COMPARING_FORMATS = ("xlsx",)


class Output(Record):
    """The format and the file of one output, "-" for standard output."""

    format_: str
    file: str


class OutputParam(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """An option `FORMAT:FILE` with one of these formats."""

    name = "output"

    def __init__(self, formats: tuple[str, ...] = FORMATS) -> None:
        self.formats = formats

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Output:
        if isinstance(value, Output):
            return value
        format_, colon, file = str(value).partition(":")
        if not colon or not file:
            raise UsageError("cli-output-shape", word=value)
        if format_ not in self.formats:
            raise unknown_word_error("cli-not-one-of", format_, self.formats, option="--output")
        return Output(format_, file)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        if ":" in incomplete:
            return [CompletionItem("*", type="file")]
        return [
            CompletionItem(f"{f}:", type="open") for f in self.formats if f.startswith(incomplete)
        ]


def resolve_outputs(
    format_: str | None, outputs: Iterable[Output]
) -> tuple[str, tuple[Output, ...]]:
    """Return the format of standard output, and the output files.

    Raises UsageError for two reports in one place, and for a folder that is not there.
    """
    shown = [format_] if format_ else []
    files: dict[str, Output] = {}
    for output in outputs:
        if output.file == STDOUT:
            shown.append(output.format_)
            continue
        path = os.path.realpath(output.file)
        if path in files:
            raise UsageError("cli-output-twice", file=output.file)
        if Path(path).is_dir():
            raise UsageError("cli-output-is-folder", file=output.file)
        if not Path(path).parent.is_dir():
            raise UsageError("cli-output-no-folder", file=output.file)
        files[path] = output
    if len(shown) > 1:
        raise UsageError("cli-output-twice-stdout", words=" | ".join(shown))
    chosen = shown[0] if shown else TEXT
    _check_formats(chosen, files.values())
    return chosen, tuple(files.values())


def _check_formats(shown: str, files: Iterable[Output]) -> None:
    """Raise UsageError, before any work, for a format whose package is missing or that no terminal can show."""
    for format_ in dict.fromkeys((shown, *(output.format_ for output in files))):
        try:
            if format_ in BINARY_FORMATS:
                _renderer(format_)
        except ModuleNotFoundError as fault:
            if (fault.name or "").startswith("checker"):
                raise
            raise UsageError(
                "cli-no-package", format=format_, extra=BINARY_FORMATS[format_]
            ) from fault
    if shown in BINARY_FORMATS and sys.stdout.isatty():
        raise UsageError("cli-output-terminal", format=shown)


def compares_targets(shown: str, files: Iterable[Output]) -> bool:
    """Return whether a format lists every target next to those above it."""
    return any(format_ in COMPARING_FORMATS for format_ in (shown, *(f.format_ for f in files)))


def check_output_paths(files: Iterable[Output], inputs: Iterable[Path]) -> None:
    """Raise UsageError if an output file is one of the inputs."""
    targets = {os.path.realpath(output.file): output.file for output in files}
    if not targets:
        return
    for path in inputs:
        file = targets.get(os.path.realpath(path))
        if file is not None:
            raise UsageError("cli-output-is-input", file=file)


def render(report: Report, format_: str, language: Language) -> str | bytes:
    """Render a report in a format that does not depend on the terminal."""
    return _renderer(format_)(report, language)


def _renderer(format_: str) -> Callable[[Report, Language], str | bytes]:
    render: Callable[[Report, Language], str | bytes]
    render = import_module(f"checker.report.as_{format_}").render
    return render


def print_write_error(file: str, fault: OSError, language: Language) -> None:
    """Print that a file could not be written; it is as it was."""
    text = message(
        "cli-output-failed", language, {"file": file, "text": fault.strerror or str(fault)}
    )
    console.echo_error(message("cli-error", language, {"text": text}))


def write_output(file: str, content: str | bytes, language: Language) -> bool:
    """Write a file whole or not at all; a text in UTF-8. Return whether it could be; if not, that is printed."""
    data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    try:
        with atomic_write(file) as stream:
            stream.write(data)
    except OSError as fault:
        print_write_error(file, fault, language)
        return False
    return True
