"""The commands and their options. Imports what a command needs when it runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from checker import __version__
from checker.cli import console
from checker.cli.arguments import HELP_NAMES, insert_command
from checker.cli.exit_codes import INPUT_ERROR, INTERNAL_ERROR, INTERRUPTED, OK
from checker.cli.outputs import BATCH_FORMATS, FORMATS, OutputParam
from checker.cli.usage import Group, OneOf, translate, usage_text
from checker.diagnostics import RequestError
from checker.messages import Language, message

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from checker.cli.baseline import BaselineOptions
    from checker.cli.requests import CheckOptions

F = TypeVar("F", bound=Callable[..., Any])


def _with(*options: Callable[[F], F]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def _offer(what: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """What completion offers: `codes` of rules, `folders`, or files by a pattern."""

    def offered(
        ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from checker.cli import completion

        return completion.offered(what, ctx, incomplete)

    return offered


def _configure(ctx: click.Context, param: click.Parameter, given: Any) -> None:
    """Give the command its settings before it runs: none, those of a file, or those that are found."""
    from checker.cli import settings

    match param.name, given:
        case "no_config", True:
            settings.use(settings.Settings())
        case "config", str():
            settings.use(settings.of(given))
        case "config", None if not settings.chosen():
            settings.use(settings.discover(Path.cwd()))


_common = _with(
    click.option("--lang", "lang", type=OneOf("zh", "en"), envvar="PLANCHECK_LANG", default="zh"),
    click.option("--color", "color", type=OneOf("auto", "always", "never"), default="auto"),
    click.option("--debug", is_flag=True),
    click.option(
        "--config", "config", callback=_configure, expose_value=False,
        shell_complete=_offer("*.toml"),
    ),
    click.option(
        "--no-config", "no_config", is_flag=True, is_eager=True, callback=_configure,
        expose_value=False,
    ),
)  # fmt: skip
_rules = click.option("--rules", "rules", multiple=True, shell_complete=_offer("*.rules"))
_upper = click.option("--upper", "upper", multiple=True, shell_complete=_offer("folders"))
_chosen = _with(
    click.option("--select", "select", multiple=True, shell_complete=_offer("codes")),
    click.option("--ignore", "ignore", multiple=True, shell_complete=_offer("codes")),
    _rules,
    _upper,
)
_waived = _with(
    click.option("--waivers", "waivers", default=None, shell_complete=_offer("*.yaml")),
    click.option("--today", "today", default=None),
)
_fail_on = _with(
    click.option("--fail-on", "fail_on", type=OneOf("error", "warning", "info", "never")),
    click.option("--fail-on-unknown/--no-fail-on-unknown", "fail_on_unknown", default=None),
)


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
        console.out(f"plancheck {__version__}\n")
        ctx.exit()


@app.command("check", context_settings={"help_option_names": HELP_NAMES})
@click.argument("paths", nargs=-1, required=True, shell_complete=_offer("*.yaml"))
@click.option("--format", "format_", type=OneOf(*FORMATS), default=None)
@click.option("--output", "-o", "output", type=OutputParam(), multiple=True)
@_fail_on
@_chosen
@_waived
@click.option("--stdin-filename", "stdin_filename", default="")
@click.option("--quiet", "-q", is_flag=True)
@click.option("--verbose", "-v", is_flag=True)
@click.option("--explain-chain", "explain_chain", is_flag=True)
@click.option("--watch", "watch", is_flag=True)
@_common
def check(watch: bool, **given: Any) -> int:
    if watch:
        from checker.cli.watch import run as run_watch

        return run_watch(click.get_current_context())
    from checker.cli.check import run as run_check

    return run_check(_options(given))


def _options(given: dict[str, Any]) -> CheckOptions:
    from checker.cli.requests import CheckOptions

    return CheckOptions(**{k: v for k, v in given.items() if k != "debug"})


@app.command("explain", context_settings={"help_option_names": HELP_NAMES})
@click.argument("codes", nargs=-1, required=True, shell_complete=_offer("codes"))
@click.option("--subject", "subject", default=None)
@click.option("--all", "all_", is_flag=True)
@click.option("--format", "format_", type=OneOf("text", "json"), default="text")
@_rules
@_upper
@click.option("--stdin-filename", "stdin_filename", default="")
@_common
def explain(debug: bool, **given: Any) -> int:
    from checker.cli.rules import ExplainOptions
    from checker.cli.rules import explain as run_explain

    return run_explain(ExplainOptions(**given))


@app.command("rules", context_settings={"help_option_names": HELP_NAMES})
@click.argument("codes", nargs=-1, shell_complete=_offer("codes"))
@click.option("--format", "format_", type=OneOf("text", "md", "json"), default="text")
@_rules
@_common
def rules(
    codes: tuple[str, ...],
    format_: str,
    rules: tuple[str, ...],
    lang: Language,
    color: str,
    debug: bool,
) -> int:
    from checker.cli.rules import rules as run_rules

    return run_rules(codes, format_, rules, lang, color)


@app.command("show", context_settings={"help_option_names": HELP_NAMES})
@click.argument("paths", nargs=-1, required=True, shell_complete=_offer("*.yaml"))
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
@click.argument("shell", type=OneOf("bash", "zsh", "fish"))
@_common
def completion(shell: str, lang: Language, color: str, debug: bool) -> int:
    from checker.cli.completion import script

    return script(app, shell, lang)


@app.group("baseline", cls=Group, invoke_without_command=True, no_args_is_help=False)
@click.pass_context
def baseline(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        console.note(ctx.get_help())
        ctx.exit(INPUT_ERROR)


_judging = _with(
    click.argument("paths", nargs=-1, required=True, shell_complete=_offer("*.yaml")),
    _chosen,
    _waived,
    _common,
)
_verbose = click.option("--verbose", "-v", is_flag=True)
_baseline = click.option("--baseline", "baseline", shell_complete=_offer("*.json"))


def _baseline_options(given: dict[str, Any]) -> BaselineOptions:
    from checker.cli.baseline import BaselineOptions

    return BaselineOptions(**{k: v for k, v in given.items() if k != "debug"})


@baseline.command("create", context_settings={"help_option_names": HELP_NAMES})
@click.option("--output", "-o", "baseline_output", shell_complete=_offer("*.json"))
@_judging
def baseline_create(baseline_output: str | None, **given: Any) -> int:
    from checker.cli.baseline import create

    return create(_baseline_options({**given, "baseline": baseline_output}))


@baseline.command("check", context_settings={"help_option_names": HELP_NAMES})
@_baseline
@_fail_on
@_verbose
@_judging
def baseline_check(**given: Any) -> int:
    from checker.cli.baseline import check

    return check(_baseline_options(given))


@baseline.command("prune", context_settings={"help_option_names": HELP_NAMES})
@_baseline
@_judging
def baseline_prune(**given: Any) -> int:
    from checker.cli.baseline import prune

    return prune(_baseline_options(given))


@app.command("diff", context_settings={"help_option_names": HELP_NAMES})
@click.argument("old", shell_complete=_offer("*.yaml"))
@click.argument("new", shell_complete=_offer("*.yaml"))
@click.option("--format", "format_", type=OneOf("text", "json", "markdown"), default="text")
@_chosen
@_fail_on
@_verbose
@_common
def diff(old: str, new: str, **given: Any) -> int:
    from checker.cli.diff import DiffOptions
    from checker.cli.diff import run as run_diff

    given.pop("debug")
    return run_diff(DiffOptions(paths=(old, new), **given))


_gathering = _with(
    click.argument("paths", nargs=-1, required=True, shell_complete=_offer("*.yaml")),
    click.option("--recursive", "recursive", is_flag=True),
)


@app.command("batch", context_settings={"help_option_names": HELP_NAMES})
@_gathering
@click.option("--output", "-o", "output", type=OutputParam(BATCH_FORMATS), multiple=True)
@click.option("-j", "--jobs", "jobs", type=click.IntRange(min=1), default=None)
@click.option("--engine", "engine", type=OneOf("local", "dask", "spark"), default="local")
@click.option("--cluster", "cluster", default=None)
@click.option("--parts", "parts", default=None)
@click.option("--resume", "resume", is_flag=True)
@click.option("--no-cache", "no_cache", is_flag=True)
@_fail_on
@_chosen
@_waived
@_verbose
@_common
def batch(**given: Any) -> int:
    from checker.cli.batch import BatchOptions
    from checker.cli.batch import run as run_batch

    given.pop("debug")
    return run_batch(BatchOptions(**given))


@app.command("export", context_settings={"help_option_names": HELP_NAMES})
@_gathering
@click.option("-o", "--output", "registry", required=True)
@_common
def export(debug: bool, **given: Any) -> int:
    from checker.cli.export import ExportOptions
    from checker.cli.export import run as run_export

    return run_export(ExportOptions(**given))


# ---- the call


def run(words: Sequence[str]) -> int:
    """The exit code of a call. Nothing escapes: not even a fault of ours."""
    console.prepare()
    lang = console.language_of(list(words), os.environ)
    translate(lang)
    asked = os.environ.pop("_PLANCHECK_COMPLETE", "")  # a shell's script asks so: see `completion`
    try:
        if asked in ("bash_complete", "zsh_complete", "fish_complete"):
            from checker.cli.completion import answer

            return answer(app, asked, lang)
        return _run(insert_command(words, app), lang)
    except (KeyboardInterrupt, click.Abort):  # click's word for the first
        return INTERRUPTED
    except Exception as fault:  # noqa: BLE001 - the one place that turns a fault of ours into a line
        return _fault(fault, lang, "--debug" in words)


def _run(words: list[str], lang: Language) -> int:
    if not words:
        console.note(app.get_help(click.Context(app, obj=lang, help_option_names=HELP_NAMES)))
        return INPUT_ERROR
    try:
        result = app.main(words, prog_name="plancheck", standalone_mode=False, obj=lang)
    except click.exceptions.Exit as done:
        return done.exit_code
    except (click.ClickException, RequestError) as wrong:
        console.note(usage_text(wrong, lang))
        return INPUT_ERROR
    return result if isinstance(result, int) else OK


def _fault(fault: Exception, lang: Language, debug: bool) -> int:
    if debug:
        import traceback

        traceback.print_exception(fault)
    if (
        isinstance(fault, OSError) and fault.filename
    ):  # a name or a folder that the system does not let us use
        from checker.report.layout import one_line

        given = {"file": one_line(str(fault.filename)), "text": fault.strerror or str(fault)}
        console.note(message("cli-error", lang, {"text": message("cli-unusable", lang, given)}))
        return INPUT_ERROR
    given = {"kind": type(fault).__name__, "text": str(fault).partition("\n")[0]}
    console.note(message("cli-fault", lang, given))
    return INTERNAL_ERROR
