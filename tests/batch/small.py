"""Small plans and a set-up for them, shared by the tests of batches."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from checker.batch.given import Explain, Item, Setup
from checker.batch.records import PlanResult
from checker.batch.work import results
from checker.plan.library import read_upper_sources
from checker.semantics.rule_book import RulePaths, read_rule_sources

ROOT = Path(__file__).resolve().parents[2]
PLANS = ROOT / "tests/cli/plans"
TEXT = (PLANS / "county.yaml").read_text(encoding="utf-8")


@cache
def setup(explain: Explain = "fail") -> Setup:
    """The rules of the console cases, with the plan above that lies beside them."""
    sources = read_rule_sources(RulePaths((PLANS / "rules/test.rules",)))
    upper, unread = read_upper_sources([PLANS / "upper"])
    assert not (*sources.diagnostics, *unread)
    return Setup(
        sources.vocabulary, sources.rules, upper, ("TEST-UPPER", "TEST-FACTS"), explain, "zh"
    )


def county(number: int) -> str:
    """A plan like the others, and yet its own."""
    return TEXT.replace("测试县", f"测试{number}县")


def items(count: int) -> tuple[Item, ...]:
    return tuple(Item(f"plan-{n:03}.yaml", county(n)) for n in range(count))


def write(folder: Path, count: int) -> list[str]:
    """The same plans as files."""
    for item in items(count):
        (folder / item.name).write_text(item.text or "", encoding="utf-8")
    return [str(folder / item.name) for item in items(count)]


def judged(count: int) -> list[PlanResult]:
    return results(setup(), items(count))
