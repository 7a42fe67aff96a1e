"""Small plans and a job for them, shared by the tests of batches."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from checker.batch.job import Explain, Job, PlanInput, PreparedJob, prepare
from checker.batch.results import PlanResult
from checker.batch.worker import judge_chunk
from checker.plan.library import read_upper_sources
from checker.semantics.rule_book import RulePaths, read_rule_sources

ROOT = Path(__file__).resolve().parents[2]
PLANS = ROOT / "tests/cli/plans"
TEXT = (PLANS / "county.yaml").read_text(encoding="utf-8")


@cache
def job(explain: Explain = "fail") -> Job:
    """The rules of the console cases, with the plan above that lies beside them."""
    sources = read_rule_sources(RulePaths((PLANS / "rules/test.rules",)))
    upper, unread = read_upper_sources([PLANS / "upper"])
    assert not (*sources.diagnostics, *unread)
    codes = ("TEST-UPPER", "TEST-FACTS")
    return Job(sources.vocabulary, sources.rules, upper, codes, explain, "zh")


def prepared(explain: Explain = "fail") -> PreparedJob:
    return prepare(job(explain))


def county(number: int) -> str:
    """A plan like the others, and yet its own."""
    return TEXT.replace("测试县", f"测试{number}县")


def items(count: int) -> tuple[PlanInput, ...]:
    return tuple(PlanInput(f"plan-{n:03}.yaml", county(n)) for n in range(count))


def write(folder: Path, count: int) -> list[str]:
    """The same plans as files."""
    for item in items(count):
        (folder / item.name).write_text(item.text or "", encoding="utf-8")
    return [str(folder / item.name) for item in items(count)]


def judged(count: int) -> list[PlanResult]:
    return judge_chunk(prepared(), items(count))
