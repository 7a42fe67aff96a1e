"""The command `check`: plans to a report and an exit code."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from checker.cli import console, outputs
from checker.cli.app import FOUND, WRONG, app
from checker.cli.assemble import cards, checked
from checker.cli.inputs import Inputs, check_folders, choose
from checker.cli.usage import Refusal
from checker.files import STDIN
from checker.findings import SEVERITIES
from checker.messages import Language, message
from checker.report import excerpt
from checker.report.model import Checked, Report

FILE_COLUMNS = 80


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line."""

    paths: tuple[str, ...]
    format_: str | None
    output: tuple[outputs.Output, ...]
    fail_on: str
    fail_on_unknown: bool | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    rules: tuple[str, ...]
    upper: tuple[str, ...]
    stdin_filename: str
    quiet: bool
    verbose: bool
    explain_chain: bool
    lang: Language
    color: str


def run(options: Options) -> int:
    """Check every plan that can be read, give the reports, and say what could not be read."""
    shown, files = outputs.destinations(options.format_, options.output)
    inputs = Inputs()
    check_folders(options.upper)
    book = inputs.book(options.rules)
    try:
        rules = choose(book.rules, options.select, options.ignore) if book.rules else ()
    except Refusal:  # perhaps because the rule's file is faulty
        say_problems(inputs, options.lang, options.color)
        raise
    plans: list[Checked] = []
    paths = inputs.paths(options.paths, list(app.commands))
    outputs.refuse_inputs(files, (*paths, *options.rules))
    for path in paths:
        plan = inputs.plan(path, options.stdin_filename)
        if plan is not None:
            library = inputs.library(beside(path, options.stdin_filename), options.upper)
            plans.append(checked(plan, book, library, rules))
            inputs.report(plans[-1].judgement.problems)
    report = Report(tuple(plans), tuple(inputs.problems), tuple(inputs.unchecked), cards(rules))
    say_problems(inputs, options.lang, options.color)
    written = [_written(output, report, options) for output in files]
    console.out(_shown(report, shown, options))
    if inputs.wrong or not report.is_earned or not all(written):
        return WRONG
    return FOUND if fails(report, options.fail_on, options.fail_on_unknown) else 0


def beside(path: str, stdin_filename: str) -> Path | None:
    """Where a plan stands, as far as it has a place."""
    name = stdin_filename if path == STDIN else path
    return Path(name) if name else None


def say_problems(inputs: Inputs, lang: Language, color: str) -> None:
    """What is wrong with the inputs, to the stream for notes."""
    if inputs.problems:
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


def _written(output: outputs.Output, report: Report, options: Options) -> bool:
    """Whether the file could be written; if not, it is as it was."""
    try:
        outputs.write(output.file, _rendered(report, output.format_, options))
    except OSError as fault:
        given = {"file": output.file, "text": fault.strerror or str(fault)}
        text = message("cli-output-failed", options.lang, given)
        console.note(message("cli-error", options.lang, {"text": text}))
        return False
    return True


def _shown(report: Report, format_: str, options: Options) -> str:
    """What standard output gets, which may be a terminal and may be asked to be brief."""
    if format_ != outputs.TEXT:
        return _rendered(report, format_, options)
    if options.quiet:
        return outputs.rendered(report, "lines", options.lang)
    page = console.page(options.lang, options.color)
    return _text(report, options, page.columns, page.color)


def _rendered(report: Report, format_: str, options: Options) -> str:
    if format_ == outputs.TEXT:
        return _text(report, options, FILE_COLUMNS, False)
    return outputs.rendered(report, format_, options.lang)


def _text(report: Report, options: Options, columns: int, color: bool) -> str:
    from checker.report import as_text

    return as_text.render(
        report, options.lang, columns=columns, color=color,
        verbose=options.verbose, explain_chain=options.explain_chain,
    )  # fmt: skip
