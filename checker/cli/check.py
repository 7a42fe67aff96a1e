"""The command `check`: plans to a report and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from checker.cli import console, outputs
from checker.cli.app import FOUND, WRONG
from checker.cli.gather import Asked, gather
from checker.cli.inputs import Inputs
from checker.cli.settings import BASELINE, Settings
from checker.cli.usage import Refusal
from checker.findings import SEVERITIES
from checker.messages import Language
from checker.report.layout import strip_control_characters
from checker.report.model import Report

FILE_COLUMNS = 80


class Options(Asked, kw_only=True):
    """What was asked for on the command line."""

    format_: str | None = None
    output: tuple[outputs.Output, ...] = ()
    fail_on: str | None = None
    fail_on_unknown: bool | None = None
    quiet: bool = False
    verbose: bool = False
    explain_chain: bool = False
    lang: Language = "zh"
    color: str = "auto"


def run(options: Options) -> int:
    """Check every plan that can be read, give the reports, and say what could not be read."""
    shown, files = outputs.destinations(options.format_, options.output)
    inputs = Inputs()
    try:
        compared = outputs.compares(shown, files)
        report = gather(options, inputs, lambda read: refuse(files, read, inputs), compared)
    except Refusal:  # perhaps because a file is faulty
        say_problems(inputs, options.lang, options.color)
        raise
    say_problems(inputs, options.lang, options.color)
    done = [written(o.file, _rendered(report, o.format_, options), options.lang) for o in files]
    console.out(_shown(report, shown, options))
    if inputs.wrong or not report.is_earned or not all(done):
        return WRONG
    return FOUND if fails(report, *threshold(inputs.settings, options)) else 0


def refuse(files: Iterable[outputs.Output], read: Iterable[Path], inputs: Inputs) -> None:
    """Refuse to write a report over what it is made from, or over the baseline that it is compared with later."""
    outputs.refuse_inputs(files, chain(read, [inputs.settings.baseline or Path(BASELINE)]))


def threshold(settings: Settings, options: Options) -> tuple[str, bool | None]:
    """From which severity on a finding counts, and whether unknowns do: as asked for, else as configured."""
    unknown = options.fail_on_unknown
    return (
        options.fail_on or settings.fail_on or "error",
        settings.fail_on_unknown if unknown is None else unknown,
    )


def say_problems(inputs: Inputs, lang: Language, color: str) -> None:
    """What is wrong with the inputs, to the stream for notes."""
    if inputs.problems:
        from checker.report import excerpt  # most inputs have none

        console.note(excerpt.render(inputs.problems, console.page(lang, color, sys.stderr)))


def fails(report: Report, fail_on: str, on_unknown: bool | None) -> bool:
    """Whether a finding reaches the threshold. Not knowing counts as a warning unless told otherwise."""
    if on_unknown is None:
        on_unknown = fail_on in ("warning", "info")
    if on_unknown and report.total("unknown"):
        return True
    if fail_on == "never":
        return False
    telling = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return any(plan.failures(s) for plan in report.plans for s in telling)


def written(file: str, content: str | bytes, lang: Language) -> bool:
    """Whether the file could be written; if not, it is as it was."""
    try:
        outputs.write(file, content)
    except OSError as fault:
        outputs.tell_failed(file, fault, lang)
        return False
    return True


def _shown(report: Report, format_: str, options: Options) -> str | bytes:
    """What standard output gets, which may be a terminal and may be asked to be brief."""
    if format_ != outputs.TEXT:
        made = _rendered(report, format_, options)
        if isinstance(made, bytes) or format_ == "summary" or sys.stdout.isatty():
            return made
        return made.encode(
            "utf-8", "replace"
        )  # as the format says of itself, whatever the console has
    if options.quiet:
        return outputs.rendered(report, "lines", options.lang)
    page = console.page(options.lang, options.color)
    return _text(report, options, page.columns, page.color)


def _rendered(report: Report, format_: str, options: Options) -> str | bytes:
    if format_ == outputs.TEXT:
        return strip_control_characters(_text(report, options, FILE_COLUMNS, False))
    return outputs.rendered(report, format_, options.lang)


def _text(report: Report, options: Options, columns: int, color: bool) -> str:
    from checker.report import as_text

    return as_text.render(
        report, options.lang, columns=columns, color=color,
        verbose=options.verbose, explain_chain=options.explain_chain,
    )  # fmt: skip
