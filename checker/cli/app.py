"""The commands and their options. Imports what a command needs when it runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from checker import __version__
from checker.cli import console
from checker.cli.outputs import FORMATS, OutputParam
from checker.cli.usage import Group, OneOf, usage_text
from checker.messages import Language, message

if TYPE_CHECKING:
    from checker.cli.check import Options

FOUND, WRONG, FAULT = 1, 2, 3
"""Exit codes: findings, an input or the usage wrong, a fault of ours."""

F = TypeVar("F", bound=Callable[..., Any])
NAMES = ["--help", "-h"]


def _with(*options: Callable[[F], F]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


_common = _with(
    click.option("--lang", "lang", type=OneOf("zh", "en"), envvar="PLANCHECK_LANG", default="zh"),
    click.option("--color", "color", type=OneOf("auto", "always", "never"), default="auto"),
    click.option("--debug", is_flag=True),
)
_rules = click.option("--rules", "rules", multiple=True)
_upper = click.option("--upper", "upper", multiple=True)


@click.group(cls=Group, context_settings={"help_option_names": NAMES})
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
    if wanted:
        console.out(f"plancheck {__version__}\n")
        ctx.exit()


@app.command("check", context_settings={"help_option_names": NAMES})
@click.argument("paths", nargs=-1, required=True)
@click.option("--format", "format_", type=OneOf(*FORMATS), default=None)
@click.option("--output", "-o", "output", type=OutputParam(), multiple=True)
@click.option(
    "--fail-on", "fail_on", type=OneOf("error", "warning", "info", "never"), default="error"
)
@click.option("--fail-on-unknown/--no-fail-on-unknown", "fail_on_unknown", default=None)
@click.option("--select", "select", multiple=True)
@click.option("--ignore", "ignore", multiple=True)
@_rules
@_upper
@click.option("--stdin-filename", "stdin_filename", default="")
@click.option("--quiet", "-q", is_flag=True)
@click.option("--verbose", "-v", is_flag=True)
@click.option("--explain-chain", "explain_chain", is_flag=True)
@_common
def check(**given: Any) -> int:
    from checker.cli.check import run as run_check

    return run_check(_options(given))


def _options(given: dict[str, Any]) -> Options:
    from checker.cli.check import Options

    return Options(**{k: v for k, v in given.items() if k != "debug"})


@app.command("explain", context_settings={"help_option_names": NAMES})
@click.argument("codes", nargs=-1, required=True)
@_rules
@_common
def explain(
    codes: tuple[str, ...], rules: tuple[str, ...], lang: Language, color: str, debug: bool
) -> int:
    from checker.cli.rules import explain as run_explain

    return run_explain(codes, rules, lang, color)


@app.command("rules", context_settings={"help_option_names": NAMES})
@click.argument("codes", nargs=-1)
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


@app.command("show", context_settings={"help_option_names": NAMES})
@click.argument("paths", nargs=-1, required=True)
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


# ---- the call


def with_command(words: Sequence[str], commands: Sequence[str]) -> list[str]:
    """`plancheck PATH…` is `plancheck check PATH…`; options may stand before the command."""
    at = 0
    while at < len(words) and words[at].startswith("-") and words[at] not in ("-", "--"):
        at += 2 if words[at] in ("--lang", "--color") else 1
    before = list(words[:at])
    if at < len(words) and words[at] in commands:
        return [words[at], *before, *words[at + 1 :]]
    if at >= len(words) and (not before or any(w in ("--version", *NAMES) for w in before)):
        return [w for w in before if w in ("--version", *NAMES)]
    return ["check", *words]


def run(words: Sequence[str]) -> int:
    """The exit code of a call. Nothing escapes: not even a fault of ours."""
    console.prepare()
    lang = console.language_of(list(words), os.environ)
    try:
        return _run(with_command(words, list(app.commands)), lang)
    except KeyboardInterrupt:
        return 130
    except Exception as fault:  # noqa: BLE001 - the one place that turns a fault of ours into a line
        return _fault(fault, lang, "--debug" in words)


def _run(words: list[str], lang: Language) -> int:
    if not words:
        console.note(app.get_help(click.Context(app, obj=lang, help_option_names=NAMES)))
        return WRONG
    try:
        result = app.main(words, prog_name="plancheck", standalone_mode=False, obj=lang)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as wrong:
        console.note(usage_text(wrong, lang))
        return WRONG
    return result if isinstance(result, int) else 0


def _fault(fault: Exception, lang: Language, debug: bool) -> int:
    if debug:
        import traceback

        traceback.print_exception(fault)
    given = {"kind": type(fault).__name__, "text": str(fault).partition("\n")[0]}
    console.note(message("cli-fault", lang, given))
    return FAULT
