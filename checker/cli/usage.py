"""Usage in the reader's language: help pages, wrong options, wrong words. The only user of click's errors."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any

import click

from checker.messages import Language, message
from checker.report.layout import Page, pad, width


class Refusal(click.UsageError):
    """A usage that is wrong, by message code."""

    def __init__(self, code: str, **arguments: object) -> None:
        super().__init__(code)
        self.code = code
        self.arguments = arguments


def nearest(word: str, words: Iterable[str]) -> str:
    """The word most like this one, letter case aside; "" when none is."""
    by_fold = {w.casefold(): w for w in words}
    near = difflib.get_close_matches(word.casefold(), list(by_fold), n=1)
    return by_fold[near[0]] if near else ""


def refuse_unknown(code: str, word: str, words: Sequence[str], **arguments: object) -> Refusal:
    """The refusal of a word that is not one of some words, with the nearest one."""
    near = nearest(word, words)
    given = {"word": word, "near": near, "words": " | ".join(words), **arguments}
    return Refusal(f"{code}-near" if near else code, **given)


class OneOf(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """A word of a closed list."""

    name = "word"

    def __init__(self, *words: str) -> None:
        self.words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        word = str(value)
        if word in self.words:
            return word
        option = param.opts[-1] if param else ""
        raise refuse_unknown("cli-not-one-of", word, self.words, option=option)

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return "|".join(self.words)


class Command(click.Command):
    """A command whose help is in the catalogue: `cli-help-NAME`, its options `cli-option-NAME`."""

    def get_help(self, ctx: click.Context) -> str:
        return help_page(self, ctx, language(ctx))


class Group(click.Group):
    """The program itself."""

    command_class = Command

    def get_help(self, ctx: click.Context) -> str:
        return help_page(self, ctx, language(ctx))


def language(ctx: click.Context) -> Language:
    found: Language = ctx.obj if ctx.obj in ("zh", "en") else "zh"
    return found


def help_page(command: click.Command, ctx: click.Context, lang: Language) -> str:
    """Usage, what the command does, its commands and options."""
    page = Page(lang, 80)
    name = command.name or ""
    root = isinstance(command, click.Group)
    usage = message(f"cli-usage-{'all' if root else name}", lang)
    lines = page.block(usage, 0, message("cli-usage", lang))
    lines += ["", *page.block(message(f"cli-help-{'all' if root else name}", lang))]
    if isinstance(command, click.Group):
        rows = [(n, message(f"cli-brief-{n}", lang)) for n in command.commands]
        lines += ["", message("cli-commands", lang), *_table(rows, page)]
    rows = [_option(p, lang) for p in command.get_params(ctx) if isinstance(p, click.Option)]
    lines += ["", message("cli-options", lang), *_table(rows, page)]
    if root:
        lines += ["", *page.block(message("cli-exit-codes", lang))]
    return "\n".join(lines)


def _option(param: click.Option, lang: Language) -> tuple[str, str]:
    names = ", ".join(sorted(param.opts, key=len))
    if param.secondary_opts:
        names += " / " + ", ".join(param.secondary_opts)
    if not (param.is_flag or param.count):
        value = (
            message(f"cli-value-{param.name}", lang)
            if not isinstance(param.type, OneOf)
            else "|".join(param.type.words)
        )
        names += f" {value}"
    # click has named its own help option differently over time: the flag is what stays.
    name = "help" if "--help" in param.opts else param.name
    return names, message(f"cli-option-{name}", lang)


def _table(rows: Sequence[tuple[str, str]], page: Page) -> list[str]:
    column = min(max(width(name) for name, _ in rows) + 2, 28)
    lines = []
    for name, text in rows:
        if width(name) + 2 > column:
            lines += [f"  {name}", *page.block(text, 2 + column)]
        else:
            lines += page.block(text, 2, pad(name, column))
    return lines


def usage_text(error: click.ClickException, lang: Language) -> str:
    """A usage error in the reader's language, with where to find help."""
    ctx = getattr(error, "ctx", None)
    text = _reason(error, lang)
    path = ctx.command_path if ctx is not None else "plancheck"
    lines = [message("cli-error", lang, {"text": text})]
    if not isinstance(error, Refusal) or error.code.startswith("cli-not-one-of"):
        lines.append(message("cli-see-help", lang, {"command": path}))
    return "\n".join(line for line in lines if line)


def _reason(error: click.ClickException, lang: Language) -> str:
    match error:
        case Refusal():
            parts = [message(error.code, lang, error.arguments)]
            parts.append(message(error.code, lang, error.arguments, part="help"))
            return "\n".join(filter(None, parts))
        case click.NoSuchOption():
            near = (error.possibilities or [""])[0]
            code = "cli-no-such-option-near" if near else "cli-no-such-option"
            return message(code, lang, {"word": error.option_name, "near": near})
        case click.MissingParameter():
            shown = error.param.name if error.param else ""
            return message("cli-missing", lang, {"word": message(f"cli-value-{shown}", lang)})
        case click.BadOptionUsage():
            flag = "does not take" in error.message  # click says no more than that
            code = "cli-option-takes-no-value" if flag else "cli-option-needs-value"
            return message(code, lang, {"word": error.option_name})
        case _:
            return message("cli-other", lang, {"text": error.format_message()})
