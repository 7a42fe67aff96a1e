"""Records of a valid plan, its header, and what holds for any text whatever."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from checker.files import source_from_bytes
from checker.plan import bind, yaml_events
from checker.plan import load as loading
from checker.plan.load import LISTS, load_plan
from checker.plan.model import Plan, PrintedText
from checker.plan.scalars import FormatError
from checker.plan.yaml_events import parse
from checker.plan.yaml_nodes import (
    MAX_DEPTH,
    MAX_FAULTS,
    MappingNode,
    ScalarNode,
    SequenceNode,
    YamlNode,
)
from checker.source import Source, Span

HEADER = """plan:
  title: 某县规划
  region: {code: "450223", name: 鹿寨县}
  level: 县
  sector: 卫生健康
  period: 2021-2025
  base_year: 2020
"""
PLANS = sorted((Path(__file__).parents[2] / "plans").rglob("*.yaml"))
CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
SNIPPETS = [
    "plan:", "\n", "\n  ", "\n- ", ": ", "：", "，", "{", "}", "[", "]", "&a ", "*a", "!b ", "<<: ", '"', "'",
    "\t", "# c", "---", "...", "|", ">", "%", "? ", "2020", "name", "facts:\n  - ", "\\", "\r\n", "\u2028",
    "\x85", "\ufeff", "😀", "\x00", "indicators: [{name: a, target: {2025: 3}}]", HEADER, "~",
]  # fmt: skip
NASTY = st.lists(st.sampled_from(SNIPPETS) | st.text(max_size=3), max_size=25).map("".join)


def plan_of(text: str) -> Plan:
    plan, faults = load_plan(Source("p.yaml", text))
    assert plan is not None, [(fault.code, fault.address) for fault in faults]
    return plan


def scalars(node: YamlNode) -> list[ScalarNode]:
    if isinstance(node, ScalarNode):
        return [node]
    if isinstance(node, SequenceNode):
        return [found for item in node.items for found in scalars(item)]
    return [found for key, child in node.entries for found in [key, *scalars(child)]]


def mappings(node: YamlNode) -> list[MappingNode]:
    children = node.items if isinstance(node, SequenceNode) else ()
    if isinstance(node, MappingNode):
        children = tuple(child for _, child in node.entries)
    own = [node] if isinstance(node, MappingNode) else []
    return own + [found for child in children for found in mappings(child)]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
@pytest.mark.parametrize("change", [("", ""), ("\n", "\r\n"), ("plan:", "\ufeffplan:")], ids=repr)
def test_records_and_texts_stand_where_their_nodes_do(path: Path, change: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    source = Source("p.yaml", text[text.index("plan:") :].replace(*change) if change[0] else text)
    (plan, faults), (root, _) = load_plan(source), parse(source)
    assert plan is not None and root is not None
    assert not faults
    records = [record for name in LISTS for record in getattr(plan, name)]
    places = {(node.start, node.end) for node in mappings(root)}
    assert len(records) > 3
    assert {(record.span.start, record.span.end) for record in records} <= places
    values = [
        getattr(record, name, None)
        for record in records
        for name in ("name", "title", "unit", "note")
    ]
    values += [value for record in records for value in getattr(record, "target", {}).values()]
    printed = [(value.text, value.start, value.end) for value in values if value is not None]
    assert set(printed) <= {(node.text, node.start, node.end) for node in scalars(root)}


def test_values_keep_the_characters_that_the_author_saw() -> None:
    values = [
        "NO",
        "12:30",
        "010",
        "1.10",
        "2020-01-01",
        "450223",
        "true",
        "1e3",
        "9348.00",
        "－",
        "＞80",
    ]
    cells = ", ".join(f"{2000 + number}: {value}" for number, value in enumerate(values))
    plan = plan_of(HEADER + f"facts:\n  - {{name: 某数, value: {{{cells}}}}}\n")
    assert [value.text for value in plan.facts[0].value.values()] == values


def test_null_is_absent_and_empty_text_is_a_blank_cell() -> None:
    plan = plan_of(
        HEADER + '  number: ""\n  date:\n  status: ~\nindicators:\n  - {name: a, unit: null}\n'
    )
    assert plan.header.number is not None
    assert plan.header.number.text == ""
    assert plan.header.date is None
    assert plan.header.status is None
    assert plan.indicators[0].unit is None


def test_one_figure_or_several_for_the_same_thing() -> None:
    plan = plan_of(
        HEADER + "projects:\n  - {name: a, floor_area: 约1平方米, site_area: [1亩, 2亩]}\n"
    )
    project = plan.projects[0]
    assert [area.text for area in project.floor_area] == ["约1平方米"]
    assert [area.text for area in project.site_area] == ["1亩", "2亩"]
    assert project.stated_investment == ()


@pytest.mark.parametrize(
    "typed", ["2021-2025", "2021—2025", "2021～2025", "2021——2025", "2021年-2025年", "2021至2025"]
)
def test_period_in_any_dash(typed: str) -> None:
    header = plan_of(HEADER.replace("2021-2025", typed)).header
    assert (header.first_year, header.last_year, header.target_year) == (2021, 2025, 2025)
    assert header.period.text == typed


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ("自治区", "省"),
        ("直辖市", "省"),
        ("设区的市", "市"),
        ("地级市", "市"),
        ("县级市", "县"),
        ("区", "县"),
        ("国家", "国家"),
    ],
)
def test_level_is_one_of_four(typed: str, level: str) -> None:
    header = plan_of(HEADER.replace("level: 县", f"level: {typed}")).header
    assert header.level.text == level
    assert header.level.span.text == typed


def test_class_is_grade_class_and_years_have_a_plain_hyphen() -> None:
    plan = plan_of(
        HEADER
        + "institutions:\n  - {name: a, class: 三级甲等}\nfacts:\n  - {name: a, change: {2015—2020: 增加}}\n"
    )
    grade_class = plan.institutions[0].grade_class
    assert grade_class is not None
    assert grade_class.text == "三级甲等"
    assert list(plan.facts[0].change) == ["2015-2020"]


def test_crlf_and_byte_order_mark_leave_places_right() -> None:
    text = "\ufeff" + (HEADER + "  issuer: 😀某县人民政府\n").replace("\n", "\r\n")
    issuer = plan_of(text).header.issuer
    assert issuer is not None
    assert issuer.span.text == issuer.text == "😀某县人民政府"
    assert issuer.span.line == 8


def test_printed_is_compared_by_its_text_alone() -> None:
    printed = PrintedText("3", Source("a", "x3"), 1, 2)
    assert printed == PrintedText("3", Source("b", "3"), 0, 1)
    assert printed != PrintedText("4", Source("a", "x3"), 1, 2)
    assert hash(printed) == hash(PrintedText("3", Source("b", "3"), 0, 1))
    assert printed != "3"
    assert str(printed) == printed.span.text == "3"


@given(NASTY | st.text())
def test_load_never_raises_and_never_says_nothing(text: str) -> None:
    plan, faults = load_plan(Source("any.yaml", text))
    assert plan is not None or any(fault.severity == "error" for fault in faults)
    for fault in faults:
        assert fault.text("zh")
        assert fault.text("en")
        assert fault.address
        if fault.span:
            assert 0 <= fault.span.start <= fault.span.end <= len(text)


@given(st.binary() | NASTY.map(lambda text: text.encode("gb18030", "replace")))
def test_bytes_never_raise(data: bytes) -> None:
    source, faults = source_from_bytes(data, "any.yaml")
    assert (source is None) == bool(faults)
    if source is not None:
        load_plan(source)


@given(st.sampled_from(CASES), st.integers(0, 400), st.sampled_from(SNIPPETS))
def test_one_slip_in_a_real_file_never_raises(path: Path, at: int, slip: str) -> None:
    text = path.read_text(encoding="utf-8")
    load_plan(Source("slip.yaml", text[:at] + slip + text[at:]))


@given(
    st.lists(
        st.text(
            st.characters(
                blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff\ufffe\uffff"
            )
        )
    )
)
def test_spans_slice_exactly_the_text_of_a_scalar(texts: list[str]) -> None:
    plain_texts = [f"值{number}号" for number, _ in enumerate(texts)]
    quoted = [text.replace("\\", "").replace('"', "").strip(" \u2028\u2029") for text in texts]
    quoted = [
        " ".join(text.replace("\u2028", "").replace("\u2029", "").split(" ")) for text in quoted
    ]
    lines = [f'- {{{plain}: "{text}"}}\n' for plain, text in zip(plain_texts, quoted, strict=True)]
    source = Source("s.yaml", "a:\n" + "".join(lines))
    root, _ = parse(source)
    assert root is not None or not texts
    found = scalars(root) if root else []
    wanted = ["a", *(text for pair in zip(plain_texts, quoted, strict=True) for text in pair)]
    assert [scalar.text for scalar in found if texts] == (wanted if texts else [])
    assert all(scalar.span.text == scalar.text for scalar in found)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "{? "])
def test_ten_megabytes_of_nesting_cost_little(opening: str) -> None:
    text = opening * (10_000_000 // len(opening))
    began = time.process_time()
    plan, faults = load_plan(Source("deep.yaml", text))
    assert plan is None
    assert faults[0].code == "input-too-deep"
    assert faults[0].arguments["limit"] == MAX_DEPTH
    assert time.process_time() - began < 30, "reading went on beyond the limit"


def test_a_flood_of_faults_is_cut() -> None:
    _, faults = load_plan(Source("flood.yaml", "a: [" + "*b, " * 50_000 + "]"))
    assert len(faults) == MAX_FAULTS + 1
    assert faults[-1].code == "input-too-many-faults"


def test_pure_python_parser_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [path.read_text(encoding="utf-8") for path in CASES]
    texts = ["".join(x for x in text.splitlines(True) if not x.startswith("#^")) for text in texts]
    fast = [load_plan(Source("c.yaml", text)) for text in texts]
    monkeypatch.setattr(yaml_events, "Loader", yaml.SafeLoader)
    monkeypatch.setattr(bind, "Loader", yaml.SafeLoader)
    slow = [load_plan(Source("c.yaml", text)) for text in texts]
    for quick, plain in zip(fast, slow, strict=True):
        assert quick[0] == plain[0]
        assert [(f.code, f.address) for f in quick[1]] == [(f.code, f.address) for f in plain[1]]


def test_a_refusal_that_nobody_can_name_is_still_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: Source) -> dict[str, object]:
        raise FormatError(Span(source, 0, 4))

    monkeypatch.setattr(loading, "bind_plan", refuse)
    plan, faults = load_plan(Source("p.yaml", HEADER))
    assert plan is None
    assert [fault.code for fault in faults] == ["plan-refused"]


@pytest.mark.parametrize(
    ("text", "at"), [("plan: {", 6), ("plan: [", 6), ("plan: {a: b", 6), ("plan: {a: [1, 2", 10)]
)
def test_a_file_that_ends_inside_a_bracket_is_told_which(text: str, at: int) -> None:
    _, [fault] = load_plan(Source("cut.yaml", text))
    assert fault.span is not None
    assert (fault.code, fault.span.start) == ("input-bracket-open", at)


def test_json_is_read_too() -> None:
    header = {
        "title": "某县规划", "region": {"code": "450223", "name": "鹿寨县"}, "level": "县", "sector": "卫生",
        "period": "2021-2025", "base_year": 2020,
    }  # fmt: skip
    assert plan_of(json.dumps({"plan": header}, ensure_ascii=False)).header.base_year == 2020


@pytest.mark.parametrize("digits", ["7" * 4001, "３" * 4001, "千" + "三" * 4000])
@pytest.mark.parametrize(
    "row",
    [
        "indicators:\n  - {{name: 床位数, unit: 张, target: {{2025: '{}'}}}}\n",
        "facts:\n  - {{name: 床位数, value: {{2020: '共{}张'}}}}\n",
        "enumerations:\n  - {{name: 任务, announced: '{}', items: [甲]}}\n",
    ],
)
def test_a_number_of_thousands_of_digits_is_refused_and_the_rest_is_kept(
    row: str, digits: str
) -> None:
    plan, faults = load_plan(Source("plan.yaml", HEADER + row.format(digits)))
    assert [fault.code for fault in faults] == ["plan-number-too-long"]
    assert plan is not None
    assert load_plan(Source("plan.yaml", HEADER + row.format(digits[:4000])))[1] == ()
