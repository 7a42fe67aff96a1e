"""What a text says is made once and shared; never between texts that mean something else."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from checker.engine.interpret import cell_of
from checker.engine.judgement import UpperReadings, plan_context
from checker.engine.readings import InterpretedPlan, TargetStatement
from checker.engine.values import Number, TargetSet, Unknown
from checker.files import read_source
from checker.plan.library import load_library
from checker.plan.load import load_plan
from checker.plan.upper_plans import find_upper_plans
from checker.plan.vocabulary import Term
from checker.semantics.rule_book import load_rules

ROOT = Path(__file__).parents[2]
VOCABULARY = load_rules().vocabulary


def term(name: str) -> Term:
    found = VOCABULARY.find(name)
    assert found is not None
    return found


def said(text: str, unit: str, of: Term | None) -> str:
    target_set = cell_of(text, unit, of).target_set
    return target_set.text() if isinstance(target_set, TargetSet) else target_set.reason.code


@pytest.mark.parametrize(
    ("text", "unit", "name", "expected"),
    [
        ("7.5", "‰", "", "7.5‰"),  # without a term a bare number is a point
        ("7.5", "‰", "5岁以下儿童死亡率", "≤7.5‰"),  # 钦州: less is better
        ("7.5", "%", "5岁以下儿童死亡率", "≤7.5%"),
        ("7.5", "张", "每千常住人口医疗卫生机构床位数", "7.5张/千人口"),
        ("7.5", "张", "", "7.5张"),
        ("7.5", "", "", "unknown-no-unit"),
        ("77.5", "岁", "人均预期寿命", "≥77.5岁"),
        ("≤15", "/10万", "孕产妇死亡率", "≤15/10万"),
    ],
)
def test_one_text_means_what_its_unit_and_term_make_of_it(
    text: str, unit: str, name: str, expected: str
) -> None:
    of = term(name) if name else None
    assert said(text, unit, of) == expected
    assert said(text, unit, of) == expected  # and the second time, from memory


def test_terms_of_one_name_in_two_vocabularies_are_two() -> None:
    mortality = term("5岁以下儿童死亡率")
    other = replace(mortality, direction="higher")
    assert hash(mortality) == hash(other)
    assert mortality != other
    assert said("7.5", "‰", mortality) == "≤7.5‰"
    assert said("7.5", "‰", other) == "≥7.5‰"


@cache
def goals(name: str) -> tuple[TargetStatement, ...]:
    source, _ = read_source(ROOT / "plans" / f"{name}.yaml", f"plans/{name}.yaml")
    assert source is not None
    plan, _ = load_plan(source)
    assert plan is not None
    return InterpretedPlan(plan, VOCABULARY).goals


@pytest.mark.parametrize("name", ["gongzhuling", "lucheng", "luzhai", "qinzhou", "wujiang"])
def test_a_shared_value_stands_where_each_target_stands(name: str) -> None:
    shared = 0
    for goal in goals(name):
        target_set = goal.target_set(None)
        for value in (goal.number, target_set, *goal.numbers):
            if isinstance(value, Unknown):
                assert goal.name in value.reason.arguments.values()
            else:
                assert value.origin == goal.origin
                assert value.origin is not None
                assert value.origin.span == goal.printed.span
                shared += 1
    assert shared


def test_a_bound_is_no_result_but_a_figure() -> None:
    bed = cell_of("≥6.24", "张", term("每千常住人口医疗卫生机构床位数"))
    assert isinstance(bed.result, Unknown)
    assert bed.result.reason.code == "unknown-bound"
    assert isinstance(bed.figure, Number)
    assert bed.figure.value == Fraction("6.24") / 1000


def test_plans_above_are_read_once_for_all_plans_below() -> None:
    book, readings = load_rules(), UpperReadings(VOCABULARY)
    plan = goals("luzhai")[0].plan
    upper = find_upper_plans(plan, load_library().plans)
    one, two = (plan_context(plan, upper, book, readings) for _ in range(2))
    assert one.above
    assert all(one.above[key] is two.above[key] for key in one.above)
