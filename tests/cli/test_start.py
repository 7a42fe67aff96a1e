"""What a command does not need it does not load: a check of one plan is a matter of its start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLAN = str(ROOT / "plans" / "luzhai.yaml")

# Long to import, and for no answer about a valid plan needed.
HEAVY = {
    "lark", "yaml", "jsonschema", "jinja2", "junitparser", "xlsxwriter", "docx", "numpy", "pandas", "pyarrow",
    "dask", "distributed", "pyspark", "polars", "duckdb", "rich", "watchfiles", "hypothesis", "attr", "referencing",
    "asyncio", "concurrent", "email", "http", "importlib.metadata", "logging", "multiprocessing", "pickle",
    "secrets", "shutil", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "tomllib", "unittest", "xml", "zipfile",
}  # fmt: skip
# Our own, of other commands, of rules that are new, of plans with a fault.
OTHER = {
    "checker.batch", "checker.columns", "checker.cli.watch", "checker.cli.completion", "checker.cli.diff",
    "checker.cli.baseline", "checker.cli.show", "checker.engine.derive", "checker.engine.examples",
    "checker.plan.schema_faults", "checker.plan.yaml_events", "checker.plan.yaml_faults", "checker.quantity.parse",
    "checker.report.excerpt", "checker.review.waivers", "checker.semantics.check", "checker.semantics.infer",
    "checker.syntax.parse", "checker.syntax.build", "checker.syntax.print", "checker.writing",
}  # fmt: skip
JUDGING = {
    "checker.driver",
    "checker.engine",
    "checker.plan",
    "checker.semantics",
    "checker.syntax",
    "json",
}
# What an unchanged plan needs none of: nothing is read as a plan or a rule, nothing is reckoned.
READING = {
    "checker.assemble", "checker.datatypes", "checker.engine", "checker.plan", "checker.quantity", "checker.regions",
    "checker.semantics", "checker.syntax", "decimal", "fractions", "hashlib",
}  # fmt: skip

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
def test_a_changed_plan_loads_only_what_judges_it(
    words: list[str], cache: Path, tmp_path: Path
) -> None:
    changed = tmp_path / "luzhai.yaml"
    changed.write_text(f"{Path(PLAN).read_text('utf-8')}# {words}\n", "utf-8")
    found = loaded([*words, str(changed)], cache)
    assert "checker.engine" in found
    assert (HEAVY | OTHER) & found == set()


@pytest.mark.parametrize(
    "words",
    [*WAYS, *(["--format", name] for name in ("json", "jsonl", "csv", "markdown", "sarif", "github"))],
    ids=named,
)  # fmt: skip
def test_an_unchanged_plan_loads_only_what_prints(words: list[str], cache: Path) -> None:
    loaded([*words, PLAN], cache)
    assert (HEAVY | OTHER | READING) & loaded([*words, PLAN], cache) == set()


def test_a_batch_of_unchanged_plans_loads_nothing_that_judges(cache: Path) -> None:
    words = ["batch", "--jobs", "1", PLAN]
    judging = {"numpy", "checker.batch.work", "checker.columns", "checker.engine.reference"}
    assert judging <= loaded(words, cache)
    assert judging & loaded(words, cache) == set()


def test_settings_of_other_tools_are_not_parsed(cache: Path) -> None:
    of_others = cache / "pyproject.toml"
    of_others.write_text('[project]\nname = "another"\n', "utf-8")
    assert "tomllib" not in loaded([PLAN], cache)
    of_others.write_text('[tool.plancheck]\nfail-on = "never"\n', "utf-8")
    assert "tomllib" in loaded([PLAN], cache)
    of_others.unlink()


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["check", "--help"]], ids=" ".join)
def test_what_judges_no_plan_loads_nothing_that_judges(words: list[str], cache: Path) -> None:
    assert (HEAVY | OTHER | JUDGING) & loaded(words, cache) == set()
