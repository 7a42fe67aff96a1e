"""The catalogue of messages: both languages, the same placeholders, every code used and every use known."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from checker.messages import entries
from checker.messages.entry import Entry

ROOT = Path(__file__).resolve().parents[2]
TOPICS = ["report", "html", "cli"]
ALL = [(code, entry) for topic in TOPICS for code, entry in entries(topic).items()]
TREES = [
    ast.parse(path.read_text(encoding="utf-8"))
    for folder in ("report", "cli")
    for path in (ROOT / "checker" / folder).glob("*.py")
]
NODES = [node for tree in TREES for node in ast.walk(tree)]
CONSTANTS = {n.value for n in NODES if isinstance(n, ast.Constant) and isinstance(n.value, str)}
for template in (ROOT / "checker/report").glob("*.j2"):
    CONSTANTS |= set(re.findall(r"""say\(["']([\w-]+)["']""", template.read_text(encoding="utf-8")))
# Codes put together from parts: how they begin or end.
PARTS = {
    part.value
    for n in NODES
    if isinstance(n, ast.JoinedStr)
    for part in (n.values[0], n.values[-1])
    if isinstance(part, ast.Constant) and isinstance(part.value, str)
} - {"report-", "cli-", "-"}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("code", "entry"), ALL, ids=[code for code, _ in ALL])
def test_both_languages_say_the_same(code: str, entry: Entry) -> None:
    assert entry.zh
    assert entry.en
    assert bool(entry.help_zh) == bool(entry.help_en)
    assert not re.search("[\u4e00-\u9fff]", entry.en + entry.help_en), "English holds Chinese"
    optional = {"level", "region"} if code == "report-upper-used" else set()
    assert fields(entry.zh) - optional == fields(entry.en) - optional
    assert fields(entry.help_zh) == fields(entry.help_en)


@pytest.mark.parametrize("code", [code for code, _ in ALL])
def test_every_message_is_used(code: str) -> None:
    """Its code is named in the program, or the beginning or the end of one that is put together."""
    name = code.removeprefix("report-")
    assert (
        CONSTANTS & {code, name}
        or any(part.endswith("-") and name.startswith(part) for part in PARTS)
        or any(part.endswith("-") and code.startswith(part) for part in PARTS)
        or any(part.startswith("-") and code.endswith(part) for part in PARTS)
    )


def test_options_and_commands_have_help() -> None:
    import click

    from checker.cli.app import app

    known = entries("cli")
    for name, command in app.commands.items():
        assert {f"cli-usage-{name}", f"cli-help-{name}", f"cli-brief-{name}"} <= known.keys()
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert f"cli-option-{parameter.name}" in known
