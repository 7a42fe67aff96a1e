"""The command `check`: plans to a report and an exit code."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from checker.cli import console
from checker.cli.app import FOUND, WRONG, app
from checker.cli.assemble import cards, checked
from checker.cli.inputs import Inputs, check_folders, choose
from checker.cli.usage import Refusal
from checker.files import STDIN
from checker.findings import SEVERITIES
from checker.messages import Language
from checker.report import excerpt
from checker.report.model import Checked, Report


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line."""

    paths: tuple[str, ...]
    format_: str
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
    """Check every plan that can be read, print the report, and say what could not be read."""
    inputs = Inputs()
    check_folders(options.upper)
    book = inputs.book(options.rules)
    try:
        rules = choose(book.rules, options.select, options.ignore) if book.rules else ()
    except Refusal:  # perhaps because the rule's file is faulty
        say_problems(inputs, options.lang, options.color)
        raise
    plans: list[Checked] = []
    for path in inputs.paths(options.paths, list(app.commands)):
        plan = inputs.plan(path, options.stdin_filename)
        if plan is not None:
            library = inputs.library(beside(path, options.stdin_filename), options.upper)
            plans.append(checked(plan, book, library, rules))
            inputs.report(plans[-1].judgement.problems)
    report = Report(tuple(plans), tuple(inputs.problems), tuple(inputs.unchecked), cards(rules))
    say_problems(inputs, options.lang, options.color)
    console.out(_rendered(report, options))
    if inputs.wrong or not report.is_earned:
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


def _rendered(report: Report, options: Options) -> str:
    page = console.page(options.lang, options.color)
    if options.format_ == "json":
        from checker.report import as_json

        return as_json.render(report, options.lang)
    if options.format_ == "summary":
        from checker.report import as_summary

        return as_summary.render(report, options.lang)
    if options.quiet:
        from checker.report import as_lines

        return as_lines.render(report, options.lang)
    from checker.report import as_text

    return as_text.render(
        report, options.lang, columns=page.columns, color=page.color,
        verbose=options.verbose, explain_chain=options.explain_chain,
    )  # fmt: skip
