"""What a command does not need it does not load: a check of one plan is a matter of its start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLAN = str(ROOT / "plans" / "luzhai.yaml")

# Libraries that are long to import, and that a valid plan judged by cached rules needs none of.
HEAVY = {"numpy", "pandas", "lark", "jsonschema", "jinja2", "docx", "xlsxwriter"}

PROGRAM = """
import sys
from checker.cli.app import run
code = run(sys.argv[1:])
print(*sys.modules, sep="\\n", file=sys.stderr)
sys.exit(code)
"""


def loaded(words: list[str], cache: Path) -> set[str]:
    """The modules of a run, each with the packages it lies in."""
    environment = {**os.environ, "PLANCHECK_CACHE": str(cache), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words], env=environment, cwd=cache,
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1) and done.stdout, done.stderr
    return set(done.stderr.split())


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that a first check has filled; that one reads the rules with Lark."""
    folder = tmp_path_factory.mktemp("cache")
    assert "lark" in loaded([PLAN], folder)
    return folder


WAYS = [[], ["-q"], ["-v", "--lang", "en"], ["--format", "summary"], ["--select", "UPPER"]]


def named(words: list[str]) -> str:
    return " ".join(words) or "check"


@pytest.mark.parametrize("words", WAYS, ids=named)
def test_a_new_plan_is_judged_without_heavy_libraries(
    words: list[str], cache: Path, tmp_path: Path
) -> None:
    changed = tmp_path / "luzhai.yaml"
    changed.write_text(f"{Path(PLAN).read_text('utf-8')}# {words}\n", "utf-8")
    modules = loaded([*words, str(changed)], cache)
    assert "checker.engine" in modules
    assert HEAVY & modules == set()


@pytest.mark.parametrize("name", ["json", "jsonl", "csv", "markdown", "sarif", "github"])
def test_a_format_of_plain_text_loads_no_heavy_library(name: str, cache: Path) -> None:
    assert HEAVY & loaded(["--format", name, PLAN], cache) == set()


def test_a_batch_of_unchanged_plans_needs_no_numpy(cache: Path) -> None:
    words = ["batch", "--jobs", "1", PLAN]
    assert "numpy" in loaded(words, cache)
    assert "numpy" not in loaded(words, cache)


def test_settings_of_other_tools_are_not_parsed(cache: Path) -> None:
    of_others = cache / "pyproject.toml"
    of_others.write_text('[project]\nname = "another"\n', "utf-8")
    assert "tomllib" not in loaded([PLAN], cache)
    of_others.write_text('[tool.plancheck]\nfail-on = "never"\n', "utf-8")
    assert "tomllib" in loaded([PLAN], cache)
    of_others.unlink()


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["check", "--help"]], ids=" ".join)
def test_help_loads_no_heavy_library(words: list[str], cache: Path) -> None:
    assert HEAVY & loaded(words, cache) == set()
