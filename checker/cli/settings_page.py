"""The command `config`: the settings in force, and where they come from."""

from __future__ import annotations

import json
from collections.abc import Iterator

from checker.cli import console
from checker.cli.exit_codes import INPUT_ERROR, OK
from checker.cli.requests import print_diagnostics, rule_paths
from checker.cli.settings import KEYS, Settings, current_settings
from checker.diagnostics import DiagnosticLog
from checker.messages import Language, message
from checker.pipeline import CheckRequest, load_requested_rules

DEFAULTS = {"fail-on": '"error"', "fail-on-unknown": 'fail-on != "error"'}


def run(lang: Language, color: str) -> int:
    """Print every setting as it would be written in a configuration. Return the exit code."""
    settings = current_settings()
    log = DiagnosticLog(settings.problems)
    request = CheckRequest(rules=rule_paths(settings, ()), waivers=settings.waivers)
    load_requested_rules(request, log)  # whatever the settings name is looked at as well
    print_diagnostics(log.diagnostics, lang, color)
    console.echo("".join(f"{line}\n" for line in _lines(settings, lang)))
    return INPUT_ERROR if log.has_errors else OK


def _lines(settings: Settings, lang: Language) -> Iterator[str]:
    if settings.file:
        yield "# " + message("cli-config-file", lang, {"file": settings.file})
    else:
        yield "# " + message("cli-config-none", lang)
    for key in KEYS[:-1]:
        value = getattr(settings, key.replace("-", "_"))
        if value in ("", (), None):
            note = message("cli-config-default", lang)
            yield f"# {key} = {DEFAULTS.get(key, message('cli-config-absent', lang))}{note}"
        else:
            yield f"{key} = {_toml(value)}"
    if settings.parameters:
        yield "\n[parameters]"
        for name, value in settings.parameters.items():
            yield f"{_toml(name)} = {_toml(value)}"


def _toml(value: object) -> str:
    """Return a value as TOML, whose strings may be written as in JSON."""
    match value:
        case bool():
            return str(value).lower()
        case tuple():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case _:
            return json.dumps(str(value), ensure_ascii=False)
