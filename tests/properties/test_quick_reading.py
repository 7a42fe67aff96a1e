"""Reading by lines gives exactly what the YAML parser gives, places included, or gives nothing at all."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.plan import yaml_events
from checker.plan.load import bind_plan
from checker.plan.model import Printed
from checker.plan.quick import read_plan
from checker.plan.yaml_lines import scan
from checker.source import Source, Span

ROOT = Path(__file__).parents[2]
PLANS = sorted((ROOT / "plans").rglob("*.yaml"))
CASES = sorted((ROOT / "tests/plan/cases").glob("*.yaml"))
VOCABULARY = sorted((ROOT / "rules/vocabulary").glob("*.yaml"))

# Whole lines and parts of lines, good and bad, as they may follow each other in any order.
LINES = [
    "plan:", "indicators:", "- name: a", "  - name: b", "    unit: 岁", "    target: {2025: 3}", "target:", "  2025: 3",
    "- {name: a, at: {line: 3}}", "  - a", "- b", "  a: 1", "    b: 2", "   c: 3", "", "  ", "# note", "  # note", "a: 1",
    "a:", "b: ~", "'c': d", '"no": "1"', "x: [a, b]", "x: []", "x: {}", "x: [{a: b}, [c]]", "x: [a,", "  b]", "x: {a: b,",
    "   c: d}", "x: {a: b} # note", "x: y # note", "x: y#z", "x: 1:2", "x: a: b", "- - a", "-", "- ", "  -", "---", "...",
    "x: 'a''b'", r'x: "a\n"', 'x: ""', "x: ''", "x: |", "? x", "x : y", "x:y", "x：y", "x: a，b", "x: [a，b]", "- a: 1",
    "  b: 2 ", "x: - y", "x: -y", "x: ?y", "x: [?y, -z]", "x: &a b", "x: *a", "<<: {a: b}", "x: {a: {b: c}, d: e}",
    "x: {a: , b: c}", "x: {a}", "x: [a: b]", '{"a": "b"}', "x: {a: b }", "x: { a: b }", "x: [ a , b ]", "x: [a, ]",
    "x: {2020: 1, 2020: 2}", "x: [a] b", "x: {a: b}}", "x: [{a: b} ]", "x: [{a: b}]]", "x: [{a: b]", "x: {a: [b}]",
    "x: [[]]", "x: [{}, a]", "x: {a: {}}", "x: {a: '}', b: \"]\"}", "x: {a: b}  ", "x: {a: b}#", "x: [a]\t", "\tx: a",
    "x: a\u3000", "\u3000x: a", "x:\u3000a", "x: \u3000a", "x: [\u3000a]", "x: a\xa0", "x: a\u2028b", "x: a\x85b", "\ufeff",
    "x: a\x07", "x: 😀", "😀: x", "x: \"a ' b\"", "%x: a", "x: %a", "x: a%", "x: ,a", "x: a,b", "x: [a;b]", "x: a]", "x: a}",
    "x: {a: 1:2, b: 1: 2}", "x: [1:2]", "x: {a: b:}", "x: {a: b?}", "x: b?", "x: b:", "x: http://a/b", "null: a", "~: a", "word", "  word", "  2026: 4", "  2026: ~", "  2025—2026: 4",
]  # fmt: skip
PARTS = [*" \n\r\t-?:,[]{}#&*!|>'\"%@`~，：", "\r\n", "\n  ", "\n- ", ": ", " #", "{}", "[]", "null", "2020", "\\", "岁", "\u3000"]  # fmt: skip
PLAN = """plan:
  title: 某县规划
  region: {code: "450223", name: 鹿寨县}
  level: 县
  sector: 卫生健康
  period: 2021-2025
  base_year: 2020
facts:
  - name: 床位数
    value: {2020: 3, "2019": "2"}
    at: {section: 第一章, line: 3}
  - name: 某比
    value:
      2020: 4
    at:
      line: 5
projects:
- {name: a, floor_area: [1, "2"], costs: [{name: b, value: 3}], at: {line: 9}}
- name: c
  floor_area:
  - 1亩
  - "2亩"
"""
texts = st.lists(st.sampled_from(LINES), max_size=12).flatmap(
    lambda lines: st.sampled_from(["\n", "\n", "\r\n"]).map(lambda end: end.join(lines))
)


@st.composite
def slips(draw: st.DrawFn) -> str:
    """A few lines of a real file with up to three slips of the pen."""
    path = draw(st.sampled_from([*PLANS, *CASES, *VOCABULARY]))
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = draw(st.integers(0, max(0, len(lines) - 1)))
    header = "".join(lines[:9]) if draw(st.booleans()) else ""
    text = header + "".join(lines[at : at + draw(st.integers(1, 25))])
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(PARTS)) + text[at + draw(st.integers(0, 2)) :]
    return text


def exact(value: Any) -> Any:
    """A value with all places in it, which comparing records leaves out."""
    match value:
        case Printed() | Span():
            return str(value) if isinstance(value, Printed) else "", value.start, value.end
        case dict():
            return [(key, exact(child)) for key, child in value.items()]
        case tuple():
            return [exact(child) for child in value]
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            names = [field.name for field in dataclasses.fields(value)]
            return type(value), [exact(getattr(value, name)) for name in names]
    return value


def agrees(text: str) -> bool:
    """Whether the lines were read, then exactly as the parser reads them."""
    source = Source("p.yaml", text)
    nodes, values = scan(source), read_plan(source)
    root, faults = yaml_events.parse(source)
    if nodes is not None:
        assert (nodes, ()) == (root, faults)
    if values is not None:
        assert root is not None
        assert faults == ()
        bound = bind_plan(root)
        assert sorted(values) == sorted(bound)
        assert {k: exact(v) for k, v in values.items()} == {k: exact(v) for k, v in bound.items()}
    return nodes is not None


def test_every_two_lines() -> None:
    assert sum(agrees(f"{one}\n{other}") for one, other in product(LINES, LINES)) > 1000


def test_every_line_anywhere_in_a_plan() -> None:
    lines = PLAN.splitlines()
    for at, line in product(range(len(lines) + 1), LINES):
        agrees("\n".join([*lines[:at], line, *lines[at:]]))
        agrees("\n".join([*lines[:at], line, *lines[at + 1 :]]))


@given(texts)
def test_any_lines(text: str) -> None:
    agrees(text)


@given(slips())
def test_slips_in_real_files(text: str) -> None:
    agrees(text)


@given(st.lists(st.sampled_from([*PARTS, "a", "b"])).map("".join))
def test_any_signs(text: str) -> None:
    agrees(text)


@pytest.mark.parametrize("path", [*PLANS, *VOCABULARY], ids=lambda path: path.stem)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_our_own_files_are_read_by_lines(path: Path, end: str) -> None:
    text = path.read_text(encoding="utf-8").replace("\n", end)
    assert agrees(text)
    assert agrees(text.removesuffix(end))
    assert path in VOCABULARY or read_plan(Source("p.yaml", text)) is not None


def test_a_plan_as_plans_are_written_needs_no_yaml_parser() -> None:
    code = (
        "import sys; from checker.files import read_source; from checker.plan.load import load;"
        "source, _ = read_source(sys.argv[1]); plan, _ = load(source); assert plan;"
        "print(*{'yaml', 'jsonschema'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT / "plans/qinzhou.yaml")],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout == "\n", done.stderr
