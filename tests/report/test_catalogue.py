"""The catalogue of messages: both languages, the same placeholders, every code used and every use known."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from checker.messages import TOPICS as TOPIC_OF
from checker.messages import MessageTemplate, templates

ROOT = Path(__file__).resolve().parents[2]
TOPICS = ["report", "html", "office", "cli", "review", "batch"]
ALL = [(code, entry) for topic in TOPICS for code, entry in templates(topic).items()]
TREES = [
    ast.parse(path.read_text(encoding="utf-8"))
    for folder in ("report", "cli", "review", "batch", "semantics")
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
} - {"report-", "office-", "cli-", "review-", "batch-", "-"}


def fields(text: str) -> set[str]:
    """The placeholders; `…_en` is the English of what goes into the other one."""
    names = (name for _, name, _, _ in string.Formatter().parse(text) if name)
    return {name.removesuffix("_en") for name in names}


EVERY = [
    (topic, code, entry)
    for topic in sorted(set(TOPIC_OF.values()))
    for code, entry in templates(topic).items()
]
CHINESE = "[\u4e00-\u9fff]+"


@pytest.mark.parametrize(("topic", "code", "entry"), EVERY, ids=[code for _, code, _ in EVERY])
def test_both_languages_say_the_same(topic: str, code: str, entry: MessageTemplate) -> None:
    assert TOPIC_OF[code.partition("-")[0]] == topic, "message() looks for it elsewhere"
    assert entry.zh
    assert entry.en
    assert bool(entry.help_zh) == bool(entry.help_en)
    assert entry.zh != entry.en or not re.search("[a-z]+ [a-z]+ [a-z]+ ", entry.zh), (
        "not translated"
    )
    optional = {"level", "region"} if code == "report-upper-used" else set()
    assert fields(entry.zh) - optional == fields(entry.en) - optional
    assert fields(entry.help_zh) == fields(entry.help_en)


@pytest.mark.parametrize(("topic", "code", "entry"), EVERY, ids=[code for _, code, _ in EVERY])
def test_english_holds_chinese_only_to_quote_it(
    topic: str, code: str, entry: MessageTemplate
) -> None:
    """Plans and rules are in Chinese: what is to be written in them is quoted, alike in both languages."""
    for chinese, english in ((entry.zh, entry.en), (entry.help_zh, entry.help_en)):
        quoted = re.findall(CHINESE, english)
        assert topic in ("plan", "rules", "outcomes") or not quoted
        assert [word for word in quoted if word not in chinese] == []
        assert len("".join(quoted)) < len(re.findall("[A-Za-z]", english)) or not quoted


@pytest.mark.parametrize("code", [code for code, _ in ALL])
def test_every_message_is_used(code: str) -> None:
    """Its code is named in the program, or the beginning or the end of one that is put together."""
    name = re.sub("^(report|office|review|batch)-", "", code)
    assert (
        CONSTANTS & {code, name}
        or any(part.endswith("-") and name.startswith(part) for part in PARTS)
        or any(part.endswith("-") and code.startswith(part) for part in PARTS)
        or any(part.startswith("-") and code.endswith(part) for part in PARTS)
    )


def test_options_and_commands_have_help() -> None:
    import click

    from checker.cli.app import app
    from checker.cli.usage import WordChoice

    known = templates("cli")
    commands = dict(app.commands)
    for above, group in app.commands.items():
        if isinstance(group, click.Group):
            commands |= {f"{above}-{name}": inner for name, inner in group.commands.items()}
    for name, command in commands.items():
        assert {f"cli-usage-{name}", f"cli-help-{name}", f"cli-brief-{name}"} <= known.keys()
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert f"cli-option-{parameter.name}" in known
            if isinstance(parameter, click.Argument) or not (
                isinstance(parameter.type, WordChoice) or parameter.is_flag
            ):
                assert f"cli-value-{parameter.name}" in known


@pytest.mark.parametrize("topic", sorted(set(TOPIC_OF.values())))
def test_no_code_stands_twice_in_a_file(topic: str) -> None:
    """Of two equal keys a JSON reader takes the last without a word."""
    text = (ROOT / f"checker/messages/{topic}.json").read_text(encoding="utf-8")
    codes = re.findall(r'^  "([\w-]+)": \{$', text, re.MULTILINE)
    assert codes == list(templates(topic))


@pytest.mark.parametrize(
    "path",
    [
        *sorted((ROOT / "checker" / "messages").glob("*.json")),
        *sorted((ROOT / "docs").rglob("*.md")),
        *sorted((ROOT / "bench").glob("*.md")),
        ROOT / "README.md",
        ROOT / "ARCHITECTURE.md",
        ROOT / "action.yml",
    ],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_packages_are_installed_from_the_folder(path: Path) -> None:
    """No package index has the program, so nothing tells to install it from one."""
    assert "plancheck[" not in path.read_text(encoding="utf-8")
    assert not re.search(r"pip install '?\"?plancheck", path.read_text(encoding="utf-8"))
