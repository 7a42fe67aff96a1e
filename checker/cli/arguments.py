"""Arguments as they are written to arguments as click reads them: the command may be left out."""

from __future__ import annotations

from collections.abc import Sequence

import click

HELP_NAMES = ["--help", "-h"]


def insert_command(
    arguments: Sequence[str], program: click.Group, more: Sequence[str] = ()
) -> list[str]:
    """Return the arguments with a command before its options: `PATH…` is `check PATH…`, options may stand before it.

    `more` are words that count as commands of the program.
    """
    index = 0
    while index < len(arguments) and _is_option(arguments[index]):
        index += 2 if arguments[index] in ("--lang", "--color", "--config") else 1
    options, rest = list(arguments[:index]), arguments[index:]
    if rest and rest[0] in (*program.commands, *more):
        command = program.commands.get(rest[0])
        inner = command.commands if isinstance(command, click.Group) else {}
        count = 2 if rest[1:2] and rest[1] in inner else 1
        return [*rest[:count], *options, *rest[count:]]
    alone = [word for word in options if word in ("--version", *HELP_NAMES)]
    if not rest and (alone or not options):
        return alone
    return ["check", *arguments]


def _is_option(argument: str) -> bool:
    return argument.startswith("-") and argument not in ("-", "--")
