"""docs/language.md: its tables are those of the program, its rules are rules that work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checker.engine.examples import run_examples
from checker.semantics import typed
from checker.semantics.check import check
from checker.semantics.language_reference import reference_markdown
from checker.semantics.rule_book import load_rules
from checker.source import Source
from checker.syntax.parse import parse

PAGE = Path(__file__).parents[2] / "docs" / "language.md"
BEGIN, END = "<!-- reference: begin -->\n", "<!-- reference: end -->\n"
VOCABULARY = load_rules().vocabulary
BLOCKS = re.findall(r"^```rules\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def rules_of(block: str) -> tuple[typed.Rule, ...]:
    tree, faults = parse(Source("language.md", block))
    rule_set, more = check(tree, VOCABULARY)
    assert [f"{f.address} {f.text('zh')}" for f in (*faults, *more)] == []
    return rule_set.rules


WORDS = {"通过": "pass", "违规": "fail", "未知": "unknown", "不适用": "not-applicable"}
DECIDED = re.findall(
    r"^\| (.+) \| `(对每个.+)` \| `(.+)` \| (\S+) \|$", PAGE.read_text("utf-8"), re.MULTILINE
)


@pytest.mark.parametrize(("case", "clauses", "subject", "outcome"), DECIDED)
def test_what_the_page_decides(case: str, clauses: str, subject: str, outcome: str) -> None:
    body = clauses.replace("；", "\n")
    [rule] = rules_of(
        f"规则 T “{len(case)}”\n严重程度：提示\n理由：“试”\n{body}\n未知：{subject}\n"
    )
    [result] = run_examples(rule, VOCABULARY)
    assert result.got == WORDS[outcome]


def test_the_page_decides_some() -> None:
    assert len(DECIDED) > 25


def test_the_tables_are_those_of_the_program(accept: bool) -> None:
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    wanted = f"{before}{BEGIN}\n{reference_markdown()}\n{END}{after}"
    if accept:
        PAGE.write_text(wanted, encoding="utf-8")
    assert page == wanted or accept


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split()[1])
def test_the_rules_in_it_work(block: str) -> None:
    for rule in rules_of(block):
        results = run_examples(rule, VOCABULARY)
        assert [(r.expected, r.got) for r in results if not r.holds] == []


def test_both_spellings_of_the_first_rule_are_one_rule() -> None:
    assert rules_of(BLOCKS[0]) == rules_of(BLOCKS[1])
