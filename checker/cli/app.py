"""The commands and their options, and the call of the program. A command is imported when it runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from checker.cli import console
from checker.cli.arguments import HELP_NAMES, insert_command
from checker.cli.exit_codes import INPUT_ERROR, INTERNAL_ERROR, INTERRUPTED, OK
from checker.cli.outputs import BATCH_FORMATS, FORMATS, OutputParam
from checker.cli.usage import Group, Share, WordChoice, translate_click, usage_text
from checker.diagnostics import RequestError
from checker.messages import Language, message
from checker.version import __version__

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from checker.cli.baseline import BaselineOptions
    from checker.cli.requests import CheckOptions

F = TypeVar("F", bound=Callable[..., Any])


def _combine_options(*options: Callable[[F], F]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def _completer(what: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Return a function that completes an option: with `codes` of rules, `folders`, or files that match a pattern."""

    def complete(
        ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from checker.cli import completion

        return completion.complete(what, ctx, incomplete)

    return complete


def _configure(ctx: click.Context, param: click.Parameter, options: Any) -> None:
    """Set the settings of the command before it runs: none, those of a file, or those found from the folder up."""
    from checker.cli import settings

    match param.name, options:
        case "no_config", True:
            settings.apply_settings(settings.Settings())
        case "config", str():
            settings.apply_settings(settings.load_settings(options))
        case "config", None if not settings.is_configured():
            settings.apply_settings(settings.find_settings(Path.cwd()))


_common = _combine_options(
    click.option("--lang", "lang", type=WordChoice("zh", "en"), envvar="PLANCHECK_LANG", default="zh"),
    click.option("--color", "color", type=WordChoice("auto", "always", "never"), default="auto"),
    click.option("--debug", is_flag=True),
    click.option(
        "--config", "config", callback=_configure, expose_value=False,
        shell_complete=_completer("*.toml"),
    ),
    click.option(
        "--no-config", "no_config", is_flag=True, is_eager=True, callback=_configure,
        expose_value=False,
    ),
)  # fmt: skip
_rules = click.option("--rules", "rules", multiple=True, shell_complete=_completer("*.rules"))
_upper = click.option("--upper", "upper", multiple=True, shell_complete=_completer("folders"))
_chosen = _combine_options(
    click.option("--select", "select", multiple=True, shell_complete=_completer("codes")),
    click.option("--ignore", "ignore", multiple=True, shell_complete=_completer("codes")),
    _rules,
    _upper,
)
_waived = _combine_options(
    click.option("--waivers", "waivers", default=None, shell_complete=_completer("*.yaml")),
    click.option("--today", "today", default=None),
)
_fail_on = _combine_options(
    click.option("--fail-on", "fail_on", type=WordChoice("error", "warning", "info", "never")),
    click.option("--fail-on-unknown/--no-fail-on-unknown", "fail_on_unknown", default=None),
)

_recognised = click.option("--require-recognised", "require_recognised", type=Share(), default=None)


@click.group(cls=Group, context_settings={"help_option_names": HELP_NAMES})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda c, _, v: _version(c, v),
)
def app() -> None:
    """Everything below is a command; see `cli-help-all`."""


def _version(ctx: click.Context, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        console.echo(f"plancheck {__version__}\n")
        ctx.exit()


@app.command("check", context_settings={"help_option_names": HELP_NAMES})
@click.argument("paths", nargs=-1, required=True, shell_complete=_completer("*.yaml"))
@click.option("--format", "format_", type=WordChoice(*FORMATS), default=None)
@click.option("--output", "-o", "output", type=OutputParam(), multiple=True)
@_fail_on
@_recognised
@_chosen
@_waived
@click.option("--stdin-filename", "stdin_filename", default="")
@click.option("--quiet", "-q", is_flag=True)
@click.option("--verbose", "-v", is_flag=True)
@click.option("--explain-chain", "explain_chain", is_flag=True)
@click.option("--watch", "watch", is_flag=True)
@_common
def check(watch: bool, **options: Any) -> int:
    if watch:
        from checker.cli.watch import run as run_watch

        return run_watch(click.get_current_context())
    from checker.cli.check import run as run_check

    return run_check(_options(options))


def _options(options: dict[str, Any]) -> CheckOptions:
    from checker.cli.requests import CheckOptions

    return CheckOptions(**{k: v for k, v in options.items() if k != "debug"})


@app.command("explain", context_settings={"help_option_names": HELP_NAMES})
@click.argument("codes", nargs=-1, required=True, shell_complete=_completer("codes"))
@click.option("--subject", "subject", default=None)
@click.option("--all", "all_", is_flag=True)
@click.option("--format", "format_", type=WordChoice("text", "json"), default="text")
@_rules
@_upper
@click.option("--stdin-filename", "stdin_filename", default="")
@_common
def explain(debug: bool, **options: Any) -> int:
    from checker.cli.rules import ExplainOptions
    from checker.cli.rules import explain as run_explain

    return run_explain(ExplainOptions(**options))


@app.command("rules", context_settings={"help_option_names": HELP_NAMES})
@click.argument("codes", nargs=-1, shell_complete=_completer("codes"))
@click.option("--format", "format_", type=WordChoice("text", "md", "json"), default="text")
@_rules
@click.option("--test", "test", is_flag=True)
@_common
def rules(
    codes: tuple[str, ...],
    format_: str,
    rules: tuple[str, ...],
    test: bool,
    lang: Language,
    color: str,
    debug: bool,
) -> int:
    from checker.cli.rules import list_rules, test_rules

    if test:
        return test_rules(codes, rules, lang, color)
    return list_rules(codes, format_, rules, lang, color)


@app.command("show", context_settings={"help_option_names": HELP_NAMES})
@click.argument("paths", nargs=-1, required=True, shell_complete=_completer("*.yaml"))
@_upper
@click.option("--stdin-filename", "stdin_filename", default="")
@_common
def show(
    paths: tuple[str, ...],
    upper: tuple[str, ...],
    stdin_filename: str,
    lang: Language,
    color: str,
    debug: bool,
) -> int:
    from checker.cli.show import run as run_show

    return run_show(paths, upper, stdin_filename, lang, color)


@app.command("config", context_settings={"help_option_names": HELP_NAMES})
@_common
def config(lang: Language, color: str, debug: bool) -> int:
    from checker.cli.settings_page import run as run_config

    return run_config(lang, color)


@app.command("completion", context_settings={"help_option_names": HELP_NAMES})
@click.argument("shell", type=WordChoice("bash", "zsh", "fish"))
@_common
def completion(shell: str, lang: Language, color: str, debug: bool) -> int:
    from checker.cli.completion import print_script

    return print_script(app, shell, lang)


@app.group("baseline", cls=Group, invoke_without_command=True, no_args_is_help=False)
@click.pass_context
def baseline(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        console.echo_error(ctx.get_help())
        ctx.exit(INPUT_ERROR)


_judging = _combine_options(
    click.argument("paths", nargs=-1, required=True, shell_complete=_completer("*.yaml")),
    _chosen,
    _waived,
    _common,
)
_verbose = click.option("--verbose", "-v", is_flag=True)
_baseline = click.option("--baseline", "baseline", shell_complete=_completer("*.json"))


def _baseline_options(options: dict[str, Any]) -> BaselineOptions:
    from checker.cli.baseline import BaselineOptions

    return BaselineOptions(**{k: v for k, v in options.items() if k != "debug"})


@baseline.command("create", context_settings={"help_option_names": HELP_NAMES})
@click.option("--output", "-o", "baseline_output", shell_complete=_completer("*.json"))
@_judging
def baseline_create(baseline_output: str | None, **options: Any) -> int:
    from checker.cli.baseline import create

    return create(_baseline_options({**options, "baseline": baseline_output}))


@baseline.command("check", context_settings={"help_option_names": HELP_NAMES})
@_baseline
@_fail_on
@_verbose
@_judging
def baseline_check(**options: Any) -> int:
    from checker.cli.baseline import check

    return check(_baseline_options(options))


@baseline.command("prune", context_settings={"help_option_names": HELP_NAMES})
@_baseline
@_judging
def baseline_prune(**options: Any) -> int:
    from checker.cli.baseline import prune

    return prune(_baseline_options(options))


@app.command("diff", context_settings={"help_option_names": HELP_NAMES})
@click.argument("old", shell_complete=_completer("*.yaml"))
@click.argument("new", shell_complete=_completer("*.yaml"))
@click.option("--format", "format_", type=WordChoice("text", "json", "markdown"), default="text")
@_chosen
@_fail_on
@_verbose
@_common
def diff(old: str, new: str, **options: Any) -> int:
    from checker.cli.diff import DiffOptions
    from checker.cli.diff import run as run_diff

    options.pop("debug")
    return run_diff(DiffOptions(paths=(old, new), **options))


_gathering = _combine_options(
    click.argument("paths", nargs=-1, required=True, shell_complete=_completer("*.yaml")),
    click.option("--recursive", "recursive", is_flag=True),
)


@app.command("batch", context_settings={"help_option_names": HELP_NAMES})
@_gathering
@click.option("--output", "-o", "output", type=OutputParam(BATCH_FORMATS), multiple=True)
@click.option("-j", "--jobs", "jobs", type=click.IntRange(min=1), default=None)
@click.option("--engine", "engine", type=WordChoice("local", "dask", "spark"), default="local")
@click.option("--cluster", "cluster", default=None)
@click.option("--parts", "parts", default=None)
@click.option("--resume", "resume", is_flag=True)
@click.option("--no-cache", "no_cache", is_flag=True)
@_fail_on
@_recognised
@_chosen
@_waived
@_verbose
@_common
def batch(**options: Any) -> int:
    from checker.cli.batch import BatchOptions
    from checker.cli.batch import run as run_batch

    options.pop("debug")
    return run_batch(BatchOptions(**options))


@app.command("extract", context_settings={"help_option_names": HELP_NAMES})
@click.argument("path", shell_complete=_completer("*.docx"))
@click.option("-o", "--output", "output", default=None, shell_complete=_completer("*.yaml"))
@_common
def extract(debug: bool, **options: Any) -> int:
    from checker.cli.extract import run as run_extract

    return run_extract(**options)


@app.command("export", context_settings={"help_option_names": HELP_NAMES})
@_gathering
@click.option("-o", "--output", "registry", required=True)
@_common
def export(debug: bool, **options: Any) -> int:
    from checker.cli.export import ExportOptions
    from checker.cli.export import run as run_export

    return run_export(ExportOptions(**options))


# ---- the call


def run(words: Sequence[str]) -> int:
    """Run the program with these arguments and return its exit code. Raises nothing, not even for an error of ours."""
    console.configure_streams()
    lang = console.find_language(list(words), os.environ)
    translate_click(lang)
    instruction = os.environ.pop(
        "_PLANCHECK_COMPLETE", ""
    )  # a shell's script asks so: see `completion`
    try:
        if instruction in ("bash_complete", "zsh_complete", "fish_complete"):
            from checker.cli.completion import print_completions

            return print_completions(app, instruction, lang)
        return _run(insert_command(words, app), lang)
    except (KeyboardInterrupt, click.Abort):  # click's word for the first
        return INTERRUPTED
    except Exception as fault:  # noqa: BLE001 - the one place that turns a fault of ours into a line
        return _report_exception(fault, lang, "--debug" in words)


def _run(words: list[str], lang: Language) -> int:
    if not words:
        console.echo_error(app.get_help(click.Context(app, obj=lang, help_option_names=HELP_NAMES)))
        return INPUT_ERROR
    try:
        result = app.main(words, prog_name="plancheck", standalone_mode=False, obj=lang)
    except click.exceptions.Exit as done:
        return done.exit_code
    except (click.ClickException, RequestError) as wrong:
        console.echo_error(usage_text(wrong, lang))
        return INPUT_ERROR
    return result if isinstance(result, int) else OK


def _report_exception(fault: Exception, lang: Language, debug: bool) -> int:
    if debug:
        import traceback

        traceback.print_exception(fault)
    if (
        isinstance(fault, OSError) and fault.filename
    ):  # a name or a folder that the system does not let us use
        from checker.report.layout import one_line

        options = {"file": one_line(str(fault.filename)), "text": fault.strerror or str(fault)}
        console.echo_error(
            message("cli-error", lang, {"text": message("cli-unusable", lang, options)})
        )
        return INPUT_ERROR
    options = {"kind": type(fault).__name__, "text": str(fault).partition("\n")[0]}
    console.echo_error(message("cli-fault", lang, options))
    return INTERNAL_ERROR
