"""Usage in the reader's language: help pages, wrong options, wrong words. Only this module formats click's errors."""

from __future__ import annotations

import gettext
import re
import sys
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from checker.diagnostics import RequestError, nearest_word
from checker.messages import Language, message, templates
from checker.report.layout import Page, pad, width

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class UsageError(click.UsageError):
    """A usage that is wrong, by message code."""

    def __init__(self, code: str, **arguments: object) -> None:
        super().__init__(code)
        self.code = code
        self.arguments = arguments


def unknown_word_error(
    code: str, word: str, words: Sequence[str], **arguments: object
) -> UsageError:
    """Return the error for a word that is not one of `words`, with the nearest of them."""
    near = nearest_word(word, words)
    details = {"word": word, "near": near, "words": " | ".join(words), **arguments}
    return UsageError(f"{code}-near" if near else code, **details)


class WordChoice(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """An option whose value is one of a closed list of words."""

    name = "word"

    def __init__(self, *words: str) -> None:
        self.words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        word = str(value)
        if word in self.words:
            return word
        option = param.opts[-1] if param else ""
        raise unknown_word_error("cli-not-one-of", word, self.words, option=option)

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return "|".join(self.words)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(w) for w in self.words if w.startswith(incomplete)]


class Share(click.ParamType):  # type: ignore[type-arg]  # as above
    """An option whose value is a share between nothing and all: 90%, 0.9."""

    name = "share"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Fraction:
        if isinstance(value, Fraction):
            return value
        share = read_share(str(value))
        if share is None:
            option = param.opts[-1] if param else ""
            raise UsageError("cli-not-a-share", word=str(value), option=option)
        return share


def read_share(word: str) -> Fraction | None:
    """Return a share written as 90% or 0.9; None for what is none."""
    match = re.fullmatch(r"(\d{1,3}(?:\.\d{1,6})?)\s*([%％]?)", word.strip(), re.ASCII)
    if match is None:
        return None
    share = Fraction(match[1]) / (100 if match[2] else 1)
    return share if share <= 1 else None


class Command(click.Command):
    """A command whose help is in the catalogue: `cli-help-NAME`, its options `cli-option-NAME`."""

    def get_help(self, ctx: click.Context) -> str:
        return help_page(self, ctx, language(ctx))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[_WORDS] = tuple(args)
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the options, each with its line of the help page."""
        params = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        texts = {n: _option(p, language(ctx))[1] for p in params for n in p.opts + p.secondary_opts}
        items = super().shell_complete(ctx, incomplete)
        for item in items:
            item.help = texts.get(item.value, item.help)
        return items


_WORDS = "plancheck.words"


def command_arguments(ctx: click.Context) -> tuple[str, ...]:
    """Return the arguments after the command, so that it can be run again."""
    arguments: tuple[str, ...] = ctx.meta[_WORDS]
    return arguments


class Group(click.Group):
    """The program itself, or a command of several; its commands' texts are those of `GROUP-NAME`."""

    command_class = Command

    def get_help(self, ctx: click.Context) -> str:
        return help_page(self, ctx, language(ctx))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the commands, each with its line of the help page."""
        texts = dict(_commands(self, ctx, language(ctx)))
        items = super().shell_complete(ctx, incomplete)
        for item in items:
            item.help = texts.get(item.value, item.help)
        return items

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands and not ctx.resilient_parsing:
            raise unknown_word_error("cli-no-such-command", args[0], tuple(self.commands))
        return super().resolve_command(ctx, args)


def command_names() -> list[str]:
    """Return the names of all commands of the running program; none where no command runs."""
    context = click.get_current_context(silent=True)
    group = context.find_root().command if context else None
    return list(group.commands) if isinstance(group, click.Group) else []


def language(ctx: click.Context) -> Language:
    """Return the language that the program was called with."""
    lang: Language = ctx.obj if ctx.obj in ("zh", "en") else "zh"
    return lang


def help_page(command: click.Command, ctx: click.Context, lang: Language) -> str:
    """Return the help of a command: usage, what it does, its commands and options."""
    page = Page(lang, 80)
    name = _name(ctx)
    usage = message(f"cli-usage-{name or 'all'}", lang)
    lines = page.block(usage, 0, message("cli-usage", lang))
    lines += ["", *page.block(message(f"cli-help-{name or 'all'}", lang))]
    if isinstance(command, click.Group):
        rows = _commands(command, ctx, lang)
        lines += ["", message("cli-commands", lang), *_table(rows, page)]
    rows = [_option(p, lang) for p in command.get_params(ctx) if isinstance(p, click.Option)]
    lines += ["", message("cli-options", lang), *_table(rows, page)]
    if not name:
        lines += ["", *page.block(message("cli-exit-codes", lang))]
    return "\n".join(lines)


def _commands(group: click.Group, ctx: click.Context, lang: Language) -> list[tuple[str, str]]:
    above = f"{_name(ctx)}-" if ctx.parent else ""
    return [(name, message(f"cli-brief-{above}{name}", lang)) for name in group.commands]


def _name(ctx: click.Context) -> str:
    """Return the name of a command in the catalogue; "" for the program itself."""
    parent = _name(ctx.parent) if ctx.parent else ""
    name = (ctx.command.name or "") if ctx.parent else ""
    return f"{parent}-{name}" if parent else name


def _option(param: click.Option, lang: Language) -> tuple[str, str]:
    names = ", ".join(sorted(param.opts, key=len))
    if param.secondary_opts:
        names += " / " + ", ".join(param.secondary_opts)
    if not (param.is_flag or param.count):
        value = (
            message(f"cli-value-{param.name}", lang)
            if not isinstance(param.type, WordChoice)
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


# ---- wrong usage


class _ClickText(str):
    """A text of click's in Chinese. What click puts in may be a word of its own: that is translated too."""

    def format(self, *args: object, **values: object) -> str:
        return super().format(*args, **{name: _word(value) for name, value in values.items()})


def _word(value: object) -> object:
    chinese = _chinese().get(value.lower()) if isinstance(value, str) else None
    return value if chinese is None else chinese


def _chinese() -> dict[str, str]:
    return {entry.en: entry.zh for entry in templates("usage").values()}


def _translated(text: str) -> str:
    chinese = _chinese().get(text)
    return text if chinese is None else _ClickText(chinese)


def _translated_many(one: str, many: str, number: int) -> str:
    chinese = _translated(one)
    return gettext.ngettext(one, many, number) if chinese == one else chinese


def translate_click(lang: Language) -> None:
    """Translate the texts of click to the reader's language.

    Each of its modules asks gettext, by the names `_` and `ngettext`, for every text it shows. Here the
    catalogue answers: there is no second catalogue in a binary file, and no other program's gettext changes.
    """
    chinese = lang == "zh"
    answers = {
        "_": _translated if chinese else gettext.gettext,
        "ngettext": _translated_many if chinese else gettext.ngettext,
    }
    for name, module in list(sys.modules.items()):
        if name.startswith("click."):
            vars(module).update({n: f for n, f in answers.items() if n in vars(module)})


def usage_text(error: click.ClickException | RequestError, lang: Language) -> str:
    """Return the message of a usage error in the reader's language, with where to find help."""
    from checker.report.layout import strip_control_characters

    ctx = getattr(error, "ctx", None)
    text = _reason(error, lang)
    path = ctx.command_path if ctx is not None else "plancheck"
    lines = [message("cli-error", lang, {"text": text})]
    code = error.code if isinstance(error, UsageError | RequestError) else ""
    if not code or code.startswith("cli-not-one-of"):
        lines.append(message("cli-see-help", lang, {"command": path}))
    return strip_control_characters("\n".join(line for line in lines if line))


def _reason(error: click.ClickException | RequestError, lang: Language) -> str:
    match error:
        case UsageError() | RequestError():
            parts = [message(error.code, lang, error.arguments)]
            parts.append(message(error.code, lang, error.arguments, part="help"))
            return "\n".join(filter(None, parts))
        case click.NoSuchOption():
            near = (error.possibilities or [""])[0]
            code = "cli-no-such-option-near" if near else "cli-no-such-option"
            return message(code, lang, {"word": error.option_name, "near": near})
        case click.MissingParameter():
            return message("cli-missing", lang, {"word": _parameter_name(error.param, lang)})
        case click.BadParameter():
            arguments = {"word": _parameter_name(error.param, lang), "text": error.message}
            return message("cli-bad-value", lang, arguments)
        case _:  # in click's words, which are translated
            return error.format_message()


def _parameter_name(param: click.Parameter | None, lang: Language) -> str:
    """Return an option by its name, an argument by what is to be written there."""
    if isinstance(param, click.Option):
        return param.opts[-1]
    return message(f"cli-value-{param.name}", lang) if param else ""
