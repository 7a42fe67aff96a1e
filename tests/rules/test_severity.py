"""Each row of docs/severity.md is a plan of a county, the city's above it, and the severity of what is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checker.engine.context import PlanContext
from checker.engine.plan_subjects import PlanSubject
from checker.engine.verdicts import judge
from tests.columns.both import assert_same
from tests.engine.small_plans import context, row, shipped, table

PAGE = (Path(__file__).parents[2] / "docs/severity.md").read_text(encoding="utf-8")
SEVERITIES = {"错误": "error", "警告": "warning", "提示": "info"}
Cells = tuple[str, ...]


def rows() -> list[Cells]:
    lines = re.findall(r"^\| ([A-Z]+-[A-Z]+) \|(.*)\|$", PAGE, flags=re.MULTILINE)
    return [(rule, *(cell.strip() for cell in rest.split("|"))) for rule, rest in lines]


def world(example: str, cause: str, nature: str) -> PlanContext:
    """Write the plan of an example: 名称（单位）：现状X，目标Y，上级Z，正文W."""
    head, _, values = example.partition("：")
    name, unit = re.fullmatch("(.*)（(.*)）", head).groups()  # type: ignore[union-attr]
    said = {part[:2]: part[2:] for part in values.split("，")}
    more = "" if nature == "没有写" else f", nature: {nature}"
    body = table(row(name, said["目标"], said.get("现状", ""), unit, more))
    if "正文" in said:
        body += (
            f'statements:\n  - {{indicator: {name}, target: {{2025: "{said["正文"]}{unit}"}}, '
            "at: {section: 第二章, line: 9}}\n"
        )
    grade = "  grade: S\n" if cause == "上级的数是转述的" else ""
    above = [grade + table(row(name, said["上级"], unit=unit))] if "上级" in said else []
    return context(body, above)


@pytest.mark.parametrize("cells", rows(), ids="-".join)
def test_the_page_says_what_is_so(cells: Cells) -> None:
    code, cause, nature, gap, severity, example = cells
    rule, plan = shipped(code), world(example, cause, nature)
    assert_same([rule], [plan])
    (finding,), _ = judge([rule], plan, plan.plan.header, PlanSubject(plan.plan))
    assert (finding.outcome, finding.severity) == ("fail", SEVERITIES[severity])
    assert (ratio(example) >= 0.5) is (gap == "一半以上")


def ratio(example: str) -> float:
    """Return by how much the target is off what it stands against, as a share of that."""
    said = dict(re.findall(r"(现状|目标|上级|正文)([\d.]+)", example))
    if "正文" in said:
        own, other = float(said["正文"]), float(said["目标"])
    else:
        own, other = float(said["目标"]), float(said.get("现状") or said["上级"])
    return abs(own - other) / other if other else 1.0


@pytest.mark.parametrize(
    "code", ["PROGRESS-WORSE", "UPPER-LOOSER", "UPPER-AVERAGE", "AGREE-TARGETS"]
)
def test_each_severity_of_a_graded_rule_stands_in_the_table(code: str) -> None:
    told = {SEVERITIES[cells[4]] for cells in rows() if cells[0] == code}
    assert told == {case.severity for case in shipped(code).severity}
