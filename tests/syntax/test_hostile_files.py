"""Rule files that nobody meant well: deep, huge, binary. Each gives few messages, soon, and no traceback."""

from __future__ import annotations

import random
import time

import pytest

from checker.datatypes.keywords import CLAUSES
from checker.semantics.check import check
from checker.semantics.rule_book import load_rules
from checker.source import Source
from checker.syntax.depth import MAX_DEPTH
from checker.syntax.parse import MAX_CHARACTERS, MAX_FAULTS, parse

VOCABULARY = load_rules().vocabulary
HEAD = "规则 A “甲”\n理由：“试”\n严重程度：错误\n"


def codes(text: str) -> list[str]:
    tree, faults = parse(Source("t", text))
    rule_set, more = check(tree, VOCABULARY)
    for fault in (*faults, *more):
        assert fault.span is None or 0 <= fault.span.start <= fault.span.end <= len(text)
        for language in ("zh", "en"):
            assert len(fault.text(language)) < 500
            assert len(fault.help(language)) < 500
    assert not (rule_set.rules and (faults or more) and len(tree.rules) == 1)
    return [fault.code for fault in (*faults, *more)]


DEEP = 5000


NESTED = {
    "not": "非 " * DEEP + "规划.文号 存在",
    "bracket": "(" * DEEP + "规划.文号 存在",
    "minus": "-" * DEEP + "1 等于 1",
    "and": " 且 ".join(["规划.文号 存在"] * DEEP),
    "plus": " + ".join(["1"] * DEEP) + " 等于 1",
    "attribute": "规划" + ".文号" * DEEP + " 存在",
    "year": "「医护比」" + "@2025" * DEEP + " 存在",
    "call": "合计(" * DEEP + "规划" + ")" * DEEP + " 等于 1",
    "every": "每个 x 属于 项目 均 " * DEEP + "规划.文号 存在",
}


@pytest.mark.parametrize("condition", NESTED.values(), ids=NESTED)
def test_deep_nesting_is_one_fault(condition: str) -> None:
    assert len(codes(f"{HEAD}要求：{condition}\n")) == 1


def test_brackets_alone_are_no_depth() -> None:
    assert codes(f"{HEAD}要求：{'(' * DEEP}规划.文号 存在{')' * DEEP}\n") == []


def test_an_example_nested_deep_is_one_fault() -> None:
    assert codes(f"{HEAD}要求：规划.文号 存在\n合规：{'{文号: ' * DEEP}1{'}' * DEEP}\n") == [
        "rule-too-deep"
    ]


@pytest.mark.parametrize("levels", [MAX_DEPTH // 2, MAX_DEPTH - 10])
def test_as_deep_as_is_allowed_goes_through_every_pass(levels: int) -> None:
    condition = "非 " * levels + "规划.文号 存在"
    assert codes(f"{HEAD}要求：{condition}\n") == []


def test_a_file_of_ten_megabytes_is_not_read() -> None:
    started = time.perf_counter()
    assert codes((HEAD + "要求：规划.文号 存在\n") * 250_000) == ["rule-file-too-long"]
    assert time.perf_counter() - started < 2


def test_a_fifth_of_the_longest_file_takes_seconds() -> None:
    rule = HEAD + "要求：规划.文号 存在 且 规划.层级 属于 {市, 县}\n合规：{文号: “a”, 层级: 市}\n\n"
    text = "".join(
        rule.replace("规则 A", f"规则 A{number}")
        for number in range(MAX_CHARACTERS // 5 // (len(rule) + 8))
    )
    started = time.perf_counter()
    assert codes(text) == []
    assert time.perf_counter() - started < 20


REPEATED = {
    "lines": "x\n" * 50_000,
    "faults": HEAD + "要求：h.x 存在\n" * 5_000,
    "near_misses": HEAD + "要求：目标念 等于 2025\n" * 5_000,
    "word": HEAD + "要求：" + "甲" * 500_000 + " 存在\n",
    "number": HEAD + "要求：" + "1" * 500_000 + " 等于 1\n",
    "opened": HEAD + "要求：" + "“" * 300_000 + "\n",
    "opened_texts": HEAD + "要求：" + "“a" * 300_000 + "\n",
    "braces": HEAD + "说明：“" + "{" * 300_000 + "”\n",
    "escapes": HEAD + "要求：" + '"\\' * 300_000 + "\n",
    "places": HEAD + "说明：“" + "{规划.文号 高于}" * 5_000 + "”\n",
    "entries": HEAD + "合规：{" + "海拔: 1, " * 20_000 + "}\n",
    "options": HEAD + "要求：规划.层级 属于 {" + "海拔, " * 20_000 + "}\n",
    "comment": "#" * 500_000,
    "spaces": " " * 500_000 + "x",
    "blank_lines": "\n" * 500_000,
}


@pytest.mark.parametrize("text", REPEATED.values(), ids=REPEATED)
def test_much_of_the_same_ends_soon_with_few_messages(text: str) -> None:
    started = time.perf_counter()
    found = codes(text)
    assert len(found) <= 2 * MAX_FAULTS + 2
    assert time.perf_counter() - started < 30


@pytest.mark.parametrize("seed", range(30))
def test_garbage_gives_messages_and_no_traceback(seed: int) -> None:
    make = random.Random(seed)
    words = [spelling for keyword in CLAUSES.values() for spelling in keyword]
    words += '：:“”"「」{}[]()（）.,，@#=<>≥ \n\t\x00\x7f\ufeff☃１é\u0301\U0001f600'
    words += [
        "规划.文号",
        "\n要求：",
        "存在",
        "且",
        "高于",
        "1200张",
        "18/10万",
        "A-1",
        "“甲”",
        "2025",
        "合计",
        "错误",
    ]
    codes("".join(make.choice(words) for _ in range(400)))


def test_a_file_with_nothing_in_it_is_an_empty_rule_set() -> None:
    for text in ("", "\n\n", "# 注释\n", "\ufeff", "  \n  # 注释\n"):
        assert codes(text) == []


def test_a_byte_order_mark_and_a_line_before_everything_are_read() -> None:
    tree, faults = parse(Source("t", "\ufeff规则集 试\n规则 A “甲”\n"))
    assert faults == ()
    assert tree.name == "试"
    tree, faults = parse(Source("t", "\n  规则集 试\n"))
    assert [f.code for f in faults] == ["rule-clause-indented"]
    assert tree.name == "试"
