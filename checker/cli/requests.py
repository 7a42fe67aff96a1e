"""Options of the commands that judge plans to requests of the pipeline; what is wrong with the inputs is printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path

from checker.cli import console, outputs
from checker.cli.exit_codes import Threshold
from checker.cli.inputs import PlanFile, check_upper_folders, find_plans, input_files, report_date
from checker.cli.progress import with_progress
from checker.cli.settings import Settings
from checker.cli.usage import command_names
from checker.diagnostics import Diagnostic, DiagnosticLog
from checker.messages import Language, message
from checker.pipeline import CheckRequest
from checker.plan.library import PlanSource
from checker.report import excerpt
from checker.report.model import Report
from checker.semantics.rule_book import RulePaths
from checker.source import Record


class CheckOptions(Record, kw_only=True):
    """The command line of a command that judges plans: paths of plans, rules, plans above and waivers, rule codes."""

    paths: tuple[str, ...]
    rules: tuple[str, ...] = ()
    upper: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    stdin_filename: str = ""
    waivers: str | None = None
    today: str | None = None
    format_: str | None = None
    output: tuple[outputs.Output, ...] = ()
    fail_on: str | None = None
    fail_on_unknown: bool | None = None
    require_recognised: Fraction | None = None
    quiet: bool = False
    verbose: bool = False
    explain_chain: bool = False
    lang: Language = "zh"
    color: str = "auto"


def check_request(options: CheckOptions, settings: Settings) -> CheckRequest:
    """Return the request of a command line where these settings hold. Raises UsageError for a wrong day or folder."""
    today = report_date(options.today)
    check_upper_folders(options.upper)
    waivers = Path(options.waivers) if options.waivers else settings.waivers
    return CheckRequest(
        rules=rule_paths(settings, options.rules),
        upper=upper_paths(settings, options.upper),
        select=options.select or settings.select,
        ignore=(*settings.ignore, *options.ignore),
        waivers=waivers,
        today=today,
    )


def rule_paths(settings: Settings, rules: Iterable[str]) -> RulePaths:
    """Return where the rules of the settings and of the option `--rules` lie."""
    paths = (*settings.rules, *settings.regions, *map(Path, rules))
    return RulePaths(paths, settings.vocabulary, settings.parameter_rules)


def upper_paths(settings: Settings, upper: Iterable[str]) -> tuple[Path, ...]:
    """Return the folders of plans above: those of the option `--upper`, then those of the settings."""
    return (*map(Path, upper), *settings.upper)


def read_plans(
    options: CheckOptions,
    request: CheckRequest,
    settings: Settings,
    log: DiagnosticLog,
    files: Iterable[outputs.Output] = (),
    protected: Iterable[Path] = (),
) -> Iterator[PlanSource]:
    """Read the plans one after another, as they are asked for.

    Raises UsageError before the first if one of the output `files` is an input or a `protected` file.
    """
    plans = find_plans(options.paths, command_names(), log, options.stdin_filename)
    located = (plan.file for plan in plans if plan.file is not None)
    outputs.check_output_paths(files, (*input_files(located, request, settings), *protected))
    for plan in with_progress(plans, len(plans), _name):
        yield plan.read()


def _name(plan: PlanFile) -> str:
    return plan.path


def threshold(settings: Settings, options: CheckOptions) -> Threshold:
    """Return what makes the run fail: as the options say, else as the settings do."""
    on_unknown = options.fail_on_unknown
    return Threshold(
        options.fail_on or settings.fail_on or "error",
        settings.fail_on_unknown if on_unknown is None else on_unknown,
    )


def required_share(settings: Settings, options: CheckOptions) -> Fraction | None:
    """Return the share of a plan's rows that must be recognised: as the options say, else as the settings do."""
    return (
        options.require_recognised
        if options.require_recognised is not None
        else (settings.require_recognised)
    )


def print_short_plans(count: int, share: Fraction, lang: Language) -> None:
    """Print that of some plans too small a share was recognised for their verdicts to mean anything."""
    arguments = {"count": count, "share": f"{float(100 * share):g}%"}
    console.echo_error(message("cli-unrecognised", lang, arguments))


def complete_report(
    options: CheckOptions,
    settings: Settings,
    log: DiagnosticLog,
    build: Callable[[CheckRequest], Report],
) -> Report | None:
    """Build the report of a run that is to be compared; None if an input is wrong or nothing was judged.

    What could not be read must not pass for mended. It has been told then.
    """
    try:
        report = build(check_request(options, settings))
    finally:  # also where the request is refused, perhaps because a file is faulty
        print_diagnostics(log.diagnostics, options.lang, options.color)
    if log.has_errors:
        return None
    if not report.is_earned:
        console.echo_error(message("review-nothing-judged", options.lang))
        return None
    return report


def print_diagnostics(diagnostics: Iterable[Diagnostic], lang: Language, color: str) -> None:
    """Print what is wrong with the inputs to standard error; nothing where nothing is."""
    diagnostics = tuple(diagnostics)
    if diagnostics:
        page = console.page(lang, color, sys.stderr)
        console.echo_error(excerpt.render(diagnostics, page))
