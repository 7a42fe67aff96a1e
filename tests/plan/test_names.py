"""Names as plans print them: what varies in print is no other indicator, and what differs in a word is none of the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.plan.name_forms import name_form
from checker.plan.vocabulary import Vocabulary
from checker.semantics.rule_book import RulePaths, load_rules, read_rule_sources

HERE = Path(__file__).parent
REGION = "云溪县"


def _rows(file: str) -> list[tuple[str, ...]]:
    lines = (HERE / file).read_text(encoding="utf-8").splitlines()
    return [
        tuple(part.strip() for part in line.split("|")) for line in lines if line and line[0] != "#"
    ]


DIFFERENT = _rows("names_that_differ.txt")
SAME = _rows("names_of_one_thing.txt")


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_rules(read_rule_sources(RulePaths())).vocabulary


def test_no_name_is_bound_to_another_thing(vocabulary: Vocabulary) -> None:
    assert len(DIFFERENT) >= 300
    wrong = []
    for printed, other, difference in DIFFERENT:
        for unit in ("", "%"):
            term = vocabulary.find(printed, REGION, unit)
            taken = vocabulary.find(other)
            if name_form(printed, REGION) == name_form(other) or (term and term == taken):
                wrong.append((printed, other, difference))
    assert wrong == []


@pytest.mark.parametrize(("printed", "name", "kind"), SAME)
def test_what_varies_in_print_is_the_same_thing(
    vocabulary: Vocabulary, printed: str, name: str, kind: str
) -> None:
    term = vocabulary.find(printed, REGION, "%" if kind == "末尾没有比例" else "")
    assert term is not None
    assert term.name == name


@pytest.mark.parametrize(
    "printed",
    ["全省婴儿死亡率", "青石县婴儿死亡率", "农村：婴儿死亡率", "婴儿死亡率（含新生儿）", "死忙率"],
)
def test_another_place_or_part_stays_in_the_name(vocabulary: Vocabulary, printed: str) -> None:
    assert vocabulary.find(printed, REGION) is None


def test_every_name_of_the_vocabulary_is_its_own(vocabulary: Vocabulary) -> None:
    """No form names two entries, and none takes a name from another."""
    for term in vocabulary.terms.values():
        for name in (term.name, *term.aliases):
            assert vocabulary.find(name) is term
            assert vocabulary.forms.get(name_form(name), term.name) == term.name
