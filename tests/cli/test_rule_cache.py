"""Cached rules are read without the parser, and nobody sees it: every output is the same, byte for byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from checker.cli.outputs import FORMATS
from tests.cli.blocks import PLANS, ROOT

SHIPPED = tuple(str(path) for path in sorted((ROOT / "plans").glob("*.yaml")))
LUZHAI = str(ROOT / "plans" / "luzhai.yaml")
TEST_RULES = ("county.yaml", "--rules", "rules/test.rules", "--today", "2026-11-22")

PROGRAM = """
import sys
from checker.cli.app import run
code = run(sys.argv[2:])
open(sys.argv[1], "w").write(" ".join(sys.modules))
sys.exit(code)
"""


@dataclass(frozen=True)
class Workspace:
    """A working folder with a cache and plans of its own."""

    folder: Path

    @property
    def plans(self) -> Path:
        return self.folder / "plans"

    def run(self, arguments: tuple[str, ...], cache: str = "cache", stdin: bytes = b"") -> Run:
        """One process. `OUT` in an argument is a folder that is empty before it."""
        out, modules = self.folder / "out", self.folder / "modules"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        where = cache if cache == "off" else str(self.folder / cache)
        environment = {"PLANCHECK_CACHE": where, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(modules), *(a.replace("OUT", str(out)) for a in arguments)],
            env={**os.environ, **environment},
            cwd=self.plans, input=stdin, capture_output=True, check=False, timeout=120,
        )  # fmt: skip
        files = tuple((path.name, path.read_bytes()) for path in sorted(out.iterdir()))
        output = (done.stdout, done.stderr, done.returncode, files)
        return Run(output, "lark" in modules.read_text("utf-8").split())


@dataclass(frozen=True)
class Run:
    """What everyone can see of a run, and whether it had to parse a rule."""

    output: tuple[bytes, bytes, int, tuple[tuple[str, bytes], ...]]
    parsed_rules: bool


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    shutil.copytree(PLANS, tmp_path / "plans")
    return Workspace(tmp_path)


EVERY_FORMAT = tuple(f"--output={name}:OUT/report.{name}" for name in FORMATS)
CASES = {
    "every format": (*SHIPPED, *EVERY_FORMAT, "--today", "2026-11-22"),
    "every format in English": (*SHIPPED, *EVERY_FORMAT, "--today", "2026-11-22", "--lang", "en"),
    "all that text can tell": (*SHIPPED, "-v", "--explain-chain", "--color", "always"),
    "rules of one's own": TEST_RULES,
    "waivers": (*TEST_RULES, "--waivers", "waivers/good.yaml", "--format", "json"),
    "settings": ("county.yaml", "--config", "configured/plancheck.toml"),
    "standard input": ("-", "--stdin-filename", "county.yaml", "--format", "json"),
    "a fault that lets a plan be judged": ("bad/reference.yaml", "bad/no-such-region.yaml"),
    "one plan twice": ("clean.yaml", "./clean.yaml"),
}


@pytest.mark.parametrize("arguments", CASES.values(), ids=CASES)
def test_cached_rules_change_no_output(arguments: tuple[str, ...], workspace: Workspace) -> None:
    stdin = (PLANS / "county.yaml").read_bytes()
    without, first, second = (workspace.run(arguments, c, stdin) for c in ("off", "cache", "cache"))
    assert without.parsed_rules and first.parsed_rules and not second.parsed_rules
    assert first.output == without.output
    assert second.output == without.output


def _append(path: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with (folder / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


# Whether the rules are parsed anew: only where a text of theirs, or of the vocabulary, has changed.
CHANGES: dict[str, tuple[Callable[[Path], object], bool]] = {
    "the plan": (_append("county.yaml", "# 改\n"), False),
    "a plan above": (_append("upper/province.yaml", "# 改\n"), False),
    "no plan above": (lambda plans: shutil.rmtree(plans / "upper"), False),
    "a rule file": (_append("rules/test.rules", "# 改\n"), True),
    "the configuration": (_append("plancheck.toml", '[parameters]\n"报省备案床位" = "900张"\n'), True),
    "the vocabulary": (_append("own.yaml", "  骑车率: {unit: '%', direction: higher}\n"), True),
}  # fmt: skip
OWN_WORDS = "sector: 试验\nindicators:\n  步行率: {unit: '%', direction: higher}\n"


@pytest.mark.parametrize(("change", "is_parsed"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_the_inputs_is_seen(
    change: Callable[[Path], object], is_parsed: bool, workspace: Workspace
) -> None:
    arguments = ("county.yaml", "--rules", "rules", "--config", "plancheck.toml")
    _append("plancheck.toml", 'vocabulary = ["own.yaml"]\n')(workspace.plans)
    _append("own.yaml", OWN_WORDS)(workspace.plans)
    assert workspace.run(arguments).parsed_rules and not workspace.run(arguments).parsed_rules
    change(workspace.plans)
    again = workspace.run(arguments)
    assert again.parsed_rules is is_parsed
    assert again.output == workspace.run(arguments).output == workspace.run(arguments, "off").output


@pytest.mark.parametrize(
    "arguments",
    [("bad/two-faults.yaml",), ("bad/gbk.yaml",), ("nowhere.yaml",), ("county.yaml", "--rules", "bad-rules")],
    ids=" ".join,
)  # fmt: skip
def test_what_is_wrong_is_told_each_time(arguments: tuple[str, ...], workspace: Workspace) -> None:
    without, *others = (workspace.run(arguments, c).output for c in ("off", "cache", "cache"))
    assert others == [without, without]
    assert without[2] == 2 and without[1]


def test_a_cache_that_cannot_be_written_changes_nothing(workspace: Workspace) -> None:
    (workspace.folder / "cache").write_text("a file, no folder", "utf-8")
    assert workspace.run((LUZHAI,)).output == workspace.run((LUZHAI,), "off").output


def test_processes_that_start_at_once_on_an_empty_cache_agree(workspace: Workspace) -> None:
    command = [sys.executable, "-m", "checker", "county.yaml", "--format", "json"]
    environment = {"PLANCHECK_CACHE": str(workspace.folder / "cache"), "PYTHONPATH": str(ROOT)}
    started = [
        subprocess.Popen(
            command, env={**os.environ, **environment}, cwd=workspace.plans, stdout=subprocess.PIPE
        )
        for _ in range(3)
    ]
    outputs = {process.communicate(timeout=120)[0] for process in started}
    later = workspace.run(tuple(command[3:]))
    assert outputs == {later.output[0]} and not later.parsed_rules


def test_the_cache_holds_nothing_of_a_plan(workspace: Workspace) -> None:
    """As the README says: rules and vocabulary, the same files whatever is planned, for this user alone."""
    workspace.run(("county.yaml",))
    cache, plan = workspace.folder / "cache", workspace.plans / "county.yaml"
    before = {file: file.read_bytes() for file in cache.rglob("*") if file.is_file()}
    assert {file.relative_to(cache).parts[0] for file in before} == {"rules"}
    plan.write_text(plan.read_text(encoding="utf-8") + "# 改\n", encoding="utf-8")
    workspace.run(("county.yaml",))
    assert {file: file.read_bytes() for file in cache.rglob("*") if file.is_file()} == before
    if os.name == "posix":
        entries = [file for file in before if not file.name.startswith(".")]
        assert not any(file.stat().st_mode & 0o077 for file in (cache, *entries))
