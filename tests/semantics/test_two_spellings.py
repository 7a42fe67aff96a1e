"""The same rules in Chinese and in English: one tree, the same findings on a real plan."""

from __future__ import annotations

from pathlib import Path

from checker.diagnostics import Diagnostic
from checker.files import data_path, read_source
from checker.findings import Judgement
from checker.plan.library import load_library
from checker.plan.load import load_plan
from checker.semantics import typed
from checker.semantics.check import check, find_spellings
from checker.semantics.rule_book import load_rules
from checker.source import Source
from checker.syntax.formatter import format_rules
from checker.syntax.parse import parse
from tests.judging import judge

PAIR = Path(__file__).parent / "pair"
ROOT = Path(__file__).parents[2]
BOOK = load_rules()


def read(text: str) -> tuple[typed.RuleSet, tuple[Diagnostic, ...]]:
    tree, faults = parse(Source("pair.rules", text))
    rule_set, more = check(tree, BOOK.vocabulary)
    return rule_set, (*faults, *more)


def rules_of(text: str) -> tuple[typed.Rule, ...]:
    rule_set, faults = read(text)
    assert [f"{f.address} {f.text('zh')}" for f in faults] == []
    return rule_set.rules


CHINESE = (PAIR / "chinese.rules").read_text("utf-8")
ENGLISH = (PAIR / "english.rules").read_text("utf-8")


def judgement(rules: tuple[typed.Rule, ...]) -> Judgement:
    path = ROOT / "plans" / "qinzhou.yaml"
    source, _ = read_source(path, "qinzhou.yaml")
    assert source is not None
    plan, _ = load_plan(source)
    assert plan is not None
    library = load_library([ROOT / "plans" / "upper"])
    return judge(plan, BOOK, library, rules)


def test_a_pair_is_one_typed_tree() -> None:
    assert rules_of(CHINESE) == rules_of(ENGLISH)


def test_a_pair_gives_the_same_findings_on_a_plan() -> None:
    chinese, english = judgement(rules_of(CHINESE)), judgement(rules_of(ENGLISH))
    assert chinese.findings == english.findings
    assert chinese == english
    assert chinese.total("pass") > 5
    assert chinese.findings


def test_the_formatter_turns_one_into_the_other() -> None:
    for text, language, other in ((CHINESE, "en", ENGLISH), (ENGLISH, "zh", CHINESE)):
        tree, _ = parse(Source("pair.rules", text))
        spellings = find_spellings(tree, BOOK.vocabulary)
        translated = format_rules(tree, language, spellings)  # type: ignore[arg-type]
        assert rules_of(translated) == rules_of(other)


def test_the_shipped_rules_give_the_same_findings_in_english() -> None:
    rules: list[typed.Rule] = []
    for path in sorted(data_path("rules").glob("*.rules")):
        tree, _ = parse(Source(path.name, path.read_text("utf-8")))
        rules += rules_of(format_rules(tree, "en", find_spellings(tree, BOOK.vocabulary)))
    own = {rule.code: rule for rule in rules}
    shipped = tuple(rule for rule in BOOK.rules if rule.code in own)
    assert judgement(tuple(own[r.code] for r in shipped)) == judgement(shipped)
