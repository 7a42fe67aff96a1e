"""The command `config`: the settings in force, and where they come from."""

from __future__ import annotations

import json
from collections.abc import Iterator

from checker.cli import console
from checker.cli.app import WRONG
from checker.cli.check import say_problems
from checker.cli.inputs import Inputs
from checker.cli.settings import KEYS, Settings
from checker.messages import Language, message

USUAL = {"fail-on": '"error"', "fail-on-unknown": 'fail-on != "error"'}


def run(lang: Language, color: str) -> int:
    """Print every setting as it would be written in a configuration."""
    inputs = Inputs()
    book = inputs.book(())  # whatever the settings name is looked at as well
    inputs.waivers(None, [rule.code for rule in book.rules])
    say_problems(inputs, lang, color)
    console.out("".join(f"{line}\n" for line in _lines(inputs.settings, lang)))
    return WRONG if inputs.wrong else 0


def _lines(settings: Settings, lang: Language) -> Iterator[str]:
    if settings.file:
        yield "# " + message("cli-config-file", lang, {"file": settings.file})
    else:
        yield "# " + message("cli-config-none", lang)
    for key in KEYS[:-1]:
        value = getattr(settings, key.replace("-", "_"))
        if value in ("", (), None):
            note = message("cli-config-default", lang)
            yield f"# {key} = {USUAL.get(key, message('cli-config-absent', lang))}{note}"
        else:
            yield f"{key} = {_toml(value)}"
    if settings.parameters:
        yield "\n[parameters]"
        for name, value in settings.parameters.items():
            yield f"{_toml(name)} = {_toml(value)}"


def _toml(value: object) -> str:
    """A value as TOML, whose strings may be written as in JSON."""
    match value:
        case bool():
            return str(value).lower()
        case tuple():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case _:
            return json.dumps(str(value), ensure_ascii=False)
