"""A plan that was kept is the plan that was read: every text, every number, every place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checker.plan.load import load_plan
from checker.plan.model import Printed
from checker.plan.store import from_plain, to_plain
from checker.source import Source, Span

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((*(ROOT / "plans").glob("*.yaml"), *(ROOT / "plans/upper").glob("*.yaml")))

QUOTED = """\
plan:
  title: "测试县\\u201c十三五\\u201d规划"
  region: {code: "450721", name: 灵山县}
  level: 县级
  sector: '卫生''健康'
  period: 2016年—2020年
  base_year: 2015
indicators:
- name: >-
    每千常住人口
    执业医师数
  target: {2020: "2.50"}
"""


def parts(value: Any) -> Any:
    """A value with everything in it, places too, which records do not compare."""
    if isinstance(value, Printed):
        return value.text, value.source.name, value.start, value.end
    if isinstance(value, Span | Source | str | int | None):
        return value
    if isinstance(value, tuple):
        return tuple(map(parts, value))
    if isinstance(value, dict):
        return {key: parts(part) for key, part in value.items()}
    return type(value), {name: parts(getattr(value, name)) for name in value.__struct_fields__}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_plan_comes_back_as_it_was(file: Path) -> None:
    assert_same(Source(file.name, file.read_text(encoding="utf-8")))


def test_texts_that_do_not_stand_as_they_are_read_are_kept_too() -> None:
    """Quotes, escapes, folded lines, and words of the format that have another form."""
    assert_same(Source("quoted.yaml", QUOTED))


def assert_same(source: Source) -> None:
    plan, _ = load_plan(source)
    assert plan is not None
    text = json.dumps(to_plain(plan), ensure_ascii=False)
    assert parts(from_plain(json.loads(text), source)) == parts(plan)


@pytest.mark.parametrize("plain", [None, [], {"header": {}}, {"header": 3}, {"indicator": []}])
def test_what_is_no_plan_is_refused(plain: Any) -> None:
    with pytest.raises(ValueError, match="not a plan"):
        from_plain(plain, Source("plan.yaml", ""))
