"""A table that was saved gives the verdicts of the table that was made; a damaged or foreign file gives none."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from checker.columns.extract import extract
from checker.columns.judge import judge
from checker.columns.leaves import Leaves, plan_columns
from checker.columns.programs import compile_rules
from checker.columns.store import load, save
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


def test_a_saved_table_gives_the_same_verdicts(tmp_path: Path) -> None:
    leaves, table = made()
    save(table, leaves, "these plans", tmp_path / "columns")
    again = load(leaves, "these plans", tmp_path / "columns")
    assert again is not None
    assert verdicts(again, leaves) == verdicts(table, leaves)


def test_a_table_is_good_for_other_rules_with_the_same_leaves(tmp_path: Path) -> None:
    leaves, table = made()
    save(table, leaves, "these plans", tmp_path / "columns")
    changed = plan_columns([replace_missing(rule) for rule in book().rules])
    again = load(changed, "these plans", tmp_path / "columns")
    assert again is not None
    assert verdicts(again, changed) == verdicts(table, changed) != verdicts(table, leaves)


def test_a_table_is_good_for_fewer_rules_and_not_for_more(tmp_path: Path) -> None:
    leaves, table = made()
    save(table, leaves, "these plans", tmp_path / "all")
    for family in ("AGREE", "PROJECT", "UPPER", "PROGRESS"):
        few = plan_columns([rule for rule in book().rules if rule.code.startswith(family)])
        own = extract(worlds(), few)
        part = load(few, "these plans", tmp_path / "all")
        assert part is not None
        assert verdicts(part, few) == verdicts(own, few)
        save(own, few, "these plans", tmp_path / "few")
        assert load(leaves, "these plans", tmp_path / "few") is None


def replace_missing(rule: typed.Rule) -> typed.Rule:
    """The rule with another answer to what is absent: another verdict from the same values."""
    return replace(rule, missing="fail")


def test_two_saves_are_the_same_bytes(tmp_path: Path) -> None:
    leaves, table = made()
    for name in ("one", "two"):
        save(table, leaves, "these plans", tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_other_content_or_other_leaves_find_nothing(tmp_path: Path) -> None:
    leaves, table = made()
    save(table, leaves, "these plans", tmp_path / "columns")
    assert load(leaves, "other plans", tmp_path / "columns") is None
    assert load(leaves, "these plans", tmp_path / "nowhere") is None


@pytest.mark.parametrize("where", [0.0, 0.001, 0.01, 0.3, 0.6, 0.99])
def test_a_damaged_table_is_none(tmp_path: Path, where: float) -> None:
    leaves, table = made()
    file = tmp_path / "columns"
    save(table, leaves, "these plans", file)
    data = bytearray(file.read_bytes())
    data[int(len(data) * where)] ^= 0x20
    file.write_bytes(data)
    assert load(leaves, "these plans", file) is None


@pytest.mark.parametrize("kept", [0, 10, 90, 100, 5000, -1000])
def test_half_a_table_is_none(tmp_path: Path, kept: int) -> None:
    leaves, table = made()
    file = tmp_path / "columns"
    save(table, leaves, "these plans", file)
    file.write_bytes(file.read_bytes()[:kept])
    assert load(leaves, "these plans", file) is None
