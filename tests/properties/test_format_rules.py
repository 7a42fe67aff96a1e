"""What is printed is read back as the same tree, in both spellings; printing twice changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from checker.files import data_path
from checker.messages import Language
from checker.semantics.check import check, find_spellings
from checker.semantics.rule_book import load_rules
from checker.source import Source
from checker.syntax import nodes
from checker.syntax.formatter import format_rules
from checker.syntax.parse import parse
from tests.properties.rule_trees import rule_files

LANGUAGES: tuple[Language, ...] = ("zh", "en")
SHIPPED = sorted(data_path("rules").glob("*.rules"))
VOCABULARY = load_rules().vocabulary


def read(text: str) -> nodes.RuleFile:
    tree, faults = parse(Source("printed", text))
    assert [(f.address, f.text("zh"), f.help("zh")) for f in faults] == [], text
    return tree


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=80, suppress_health_check=list(HealthCheck))
@given(tree=rule_files())
def test_what_is_printed_reads_back_as_the_same_tree(
    language: Language, tree: nodes.RuleFile
) -> None:
    printed = format_rules(tree, language)
    again = read(printed)
    assert again == tree
    assert format_rules(again, language) == printed


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_file_keeps_its_meaning_in_the_other_language(path: Path) -> None:
    tree = read(path.read_text(encoding="utf-8"))
    rule_set, faults = check(tree, VOCABULARY)
    assert faults == ()
    for language in LANGUAGES:
        printed = format_rules(tree, language, find_spellings(tree, VOCABULARY))
        again = read(printed)
        other, more = check(again, VOCABULARY)
        assert [f.text("zh") for f in more] == []
        assert other.rules == rule_set.rules
        assert format_rules(again, language, find_spellings(again, VOCABULARY)) == printed


def test_a_tree_that_lost_clauses_is_not_printed() -> None:
    tree, _ = parse(Source("t", "规则 A “x”\n要求：且\n"))
    with pytest.raises(ValueError, match="syntax faults"):
        format_rules(tree, "zh")
