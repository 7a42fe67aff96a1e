"""Every block of README.md is run: commands and their output, plan data, rules."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from checker.cli.requests import CheckOptions, check_request, read_plans
from checker.cli.settings import read_settings
from checker.diagnostics import DiagnosticLog
from checker.pipeline import build_report
from checker.plan.load import load_plan
from checker.plan.vocabulary import load_vocabulary
from checker.semantics.check import check
from checker.source import Source
from checker.syntax.parse import parse
from tests.readme import BLOCKS, README, ROOT, block

ELISION = "…"


def commands() -> list[tuple[str, list[str]]]:
    """Each command of the console blocks with the lines that must come out of it, in order."""
    found: list[tuple[str, list[str]]] = []
    for shown in BLOCKS:
        if shown.language == "console":
            for line in shown.text.splitlines():
                if line.startswith("$ "):
                    found.append((line[2:], []))
                elif line != ELISION:
                    found[-1][1].append(line)
    return found


def arguments(command: str) -> list[str]:
    """The command as a process; `run.py test` would run this very test, so it runs a part of the suite."""
    words = shlex.split(command)
    if words[:2] == ["python3", "run.py"]:
        part = ["tests/regions", "-q"] if words[2:] == ["test"] else []
        return [sys.executable, "run.py", *words[2:], *part]
    assert words[0] == "plancheck", f"no way to run {command}"
    return [sys.executable, "-m", "checker", *words[1:]]


def chains() -> list[tuple[list[str], list[str]]]:
    """Commands that are run one after the other, with what the last prints: one that reads a file follows its writer."""
    chained: list[tuple[list[str], list[str]]] = []
    for command, expected in commands():
        used = re.findall(r"--baseline (\S+)", command)
        writers = [before for before, _ in chained if used and f"-o {used[0]}" in before[-1]]
        if writers:
            writers[0].append(command)
        else:
            chained.append(([command], expected))
    return chained


@pytest.mark.parametrize(("chain", "expected"), chains(), ids=lambda value: str(value)[:60])
def test_a_command_does_what_the_readme_shows(chain: list[str], expected: list[str]) -> None:
    for command in chain:
        done = subprocess.run(
            arguments(command),
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        for written in re.findall(r"-o \w+:(\S+)", command):
            assert (ROOT / written).stat().st_size > 0
            (ROOT / written).unlink()
        assert done.returncode in (0, 1), done.stderr
        for used in re.findall(r"--baseline (\S+)", command):
            (ROOT / used).unlink()
    assert done.stdout.strip() or done.stderr.strip()
    at = 0
    lines = done.stdout.splitlines()
    for line in expected:
        assert line in lines[at:], f"missing or out of order: {line!r}\n{done.stdout}"
        at += lines[at:].index(line) + 1


def test_the_plan_data_loads() -> None:
    plan, problems = load_plan(Source("README.md", block("yaml")))
    assert problems == ()
    assert plan is not None
    assert [str(i.name) for i in plan.indicators] == ["每千常住人口执业（助理）医师数"]


def test_the_rule_parses_and_its_types_are_right() -> None:
    tree, problems = parse(Source("README.md", block("rules")))
    assert problems == ()
    rules, problems = check(tree, load_vocabulary([])[0])
    assert problems == ()
    assert [rule.code for rule in rules.rules] == ["DEMO-BEDS"]


def test_the_waiver_waives_and_the_configuration_holds(tmp_path: Path) -> None:
    for language, file in (("yaml", "plancheck-waivers.yaml"), ("toml", "plancheck.toml")):
        (tmp_path / file).write_text(block(language, file), encoding="utf-8")
    settings = read_settings(tmp_path / "plancheck.toml")
    log = DiagnosticLog(settings.problems)
    options = CheckOptions(paths=(str(ROOT / "plans/qinzhou.yaml"),), today="2026-12-31")
    request = check_request(options, settings)
    report = build_report(request, read_plans(options, request, settings, log), log)
    assert log.diagnostics == []
    assert settings.fail_on == "warning"
    assert [w.state for w in report.waivers] == ["used"]
    assert not [c for c in report.rules if c.startswith("MANUAL")]


def test_no_block_is_left_unread() -> None:
    """Files of other programs are read and run in tests/integration/test_continuous.py."""
    assert {(b.language, b.file) for b in BLOCKS} == {
        ("console", ""),
        ("rules", ""),
        ("yaml", ""),
        ("yaml", "plancheck-waivers.yaml"),
        ("toml", "plancheck.toml"),
        ("yaml", ".pre-commit-config.yaml"),
        ("yaml", ".github/workflows/plancheck.yml"),
        ("yaml", ".gitlab-ci.yml"),
    }


def test_the_table_of_the_five_plans_is_what_the_command_prints(accept: bool) -> None:
    command = [
        sys.executable,
        "-m",
        "checker",
        "plans/",
        "--format",
        "summary",
        "--fail-on",
        "never",
    ]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    )
    table = done.stdout.rpartition("###")[2].partition("\n\n")[2].strip()
    before, begin, rest = README.partition("<!-- summary -->\n")
    shown, end, after = rest.partition("<!-- /summary -->")
    if accept:
        (ROOT / "README.md").write_text(f"{before}{begin}{table}\n{end}{after}", encoding="utf-8")
    assert accept or shown.strip() == table
