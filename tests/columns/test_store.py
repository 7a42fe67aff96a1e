"""A table that was encoded gives the verdicts of the table that was made, also under other rules."""

from __future__ import annotations

from functools import cache

import pytest
from msgspec.structs import replace

from checker.columns.extract import extract
from checker.columns.judge import judge
from checker.columns.leaves import Leaves, plan_columns
from checker.columns.programs import compile_rules
from checker.columns.store import decode, encode
from checker.columns.table import Table
from checker.engine.context import PlanContext
from checker.files import find_plan_files, read_source
from checker.findings import Outcome
from checker.plan.load import load_plan
from checker.semantics import typed
from tests.columns.both import ROOT, book, worlds_of


@cache
def worlds() -> list[PlanContext]:
    """The plans of the project."""
    found = [read_source(file)[0] for file in find_plan_files(str(ROOT / "plans"))]
    plans = [load_plan(source)[0] for source in found if source is not None]
    return list(worlds_of([plan for plan in plans if plan is not None]))


@cache
def made() -> tuple[Leaves, Table]:
    leaves = plan_columns(book().rules)
    return leaves, extract(worlds(), leaves)


def verdicts(table: Table, leaves: Leaves) -> list[object]:
    """Everything that columns alone decide, and what they leave open; rows may be in another order."""

    def left_open(rule: typed.Rule, plan: int, number: int) -> Outcome:
        return "unknown"

    found = judge(table, compile_rules(leaves), left_open, by_plan=True)
    return [
        (v.rule.code, v.counts, v.by_reference, v.by_plan.tolist(),
         sorted(v.subjects(v.fail).tolist()), sorted(v.subjects(v.unknown).tolist()))
        for v in found
    ]  # fmt: skip


def test_an_encoded_table_gives_the_same_verdicts() -> None:
    leaves, table = made()
    again = decode(encode(table, leaves), leaves)
    assert again is not None
    assert verdicts(again, leaves) == verdicts(table, leaves)


def test_a_table_is_good_for_other_rules_with_the_same_leaves() -> None:
    leaves, table = made()
    changed = plan_columns([replace_missing(rule) for rule in book().rules])
    again = decode(encode(table, leaves), changed)
    assert again is not None
    assert verdicts(again, changed) == verdicts(table, changed) != verdicts(table, leaves)


def test_a_table_is_good_for_fewer_rules_and_not_for_more() -> None:
    leaves, table = made()
    for family in ("AGREE", "PROJECT", "UPPER", "PROGRESS"):
        few = plan_columns([rule for rule in book().rules if rule.code.startswith(family)])
        own = extract(worlds(), few)
        part = decode(encode(table, leaves), few)
        assert part is not None
        assert verdicts(part, few) == verdicts(own, few)
        assert decode(encode(own, few), leaves) is None


def replace_missing(rule: typed.Rule) -> typed.Rule:
    """The rule with another answer to what is absent: another verdict from the same values."""
    return replace(rule, missing="fail")


def test_the_same_table_is_the_same_bytes() -> None:
    leaves, table = made()
    assert encode(table, leaves) == encode(table, leaves)


@pytest.mark.parametrize("kept", [0, 1, 100, 5000, -1000])
def test_half_a_table_is_none(kept: int) -> None:
    leaves, table = made()
    assert decode(encode(table, leaves)[:kept], leaves) is None
