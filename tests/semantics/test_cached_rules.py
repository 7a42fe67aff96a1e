"""Rules and vocabulary from the cache are those that were read; anything else in the cache counts as nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checker import cache
from checker.plan.vocabulary import Vocabulary, load_vocabulary
from checker.semantics import typed
from checker.semantics.check import check
from checker.semantics.rule_book import load_rules, read_rule_sources
from checker.source import Record, Source, Span
from checker.syntax.parse import parse
from tests.judging import load_book

SOURCES = read_rule_sources()
TERMS, FILES = SOURCES.vocabulary, SOURCES.rules
WHOLE = load_rules()


def places(value: object) -> Any:
    """A value with its spans, which are not compared."""
    if isinstance(value, Span):
        return (value.source.name, value.start, value.end)
    if isinstance(value, tuple):
        return tuple(places(item) for item in value)
    if isinstance(value, Record):
        return {name: places(getattr(value, name)) for name in value.__struct_fields__}
    return value


@pytest.mark.parametrize("source", FILES, ids=lambda source: Path(source.name).stem)
def test_decoded_rules_are_those_that_were_checked(source: Source) -> None:
    tree, faults = parse(source)
    rules, more = check(tree, WHOLE.vocabulary)
    assert not faults and not more
    again = cache.decode(cache.encode(rules), typed.RuleSet, source)
    assert again is not None and again == rules
    assert places(again.rules) == places(rules.rules)
    assert places(again.when) == places(rules.when)
    assert again.parameters == rules.parameters


def test_a_decoded_vocabulary_is_what_was_read() -> None:
    vocabulary, _ = load_vocabulary(TERMS)
    again = cache.decode(cache.encode(vocabulary), Vocabulary)
    assert again is not None
    assert again.terms == vocabulary.terms and list(again.terms) == list(vocabulary.terms)
    assert again.documents == vocabulary.documents and again.areas == vocabulary.areas
    assert again.find("婴儿死亡率") == vocabulary.find("婴儿死亡率") is not None
    assert again.nearest("婴儿死亡") == vocabulary.nearest("婴儿死亡")


@pytest.mark.parametrize("plain", [None, 1, [], {}, ["a"], ["a", "b", [["c"]]]])
def test_other_values_are_no_rules(plain: object) -> None:
    content = cache.encode(plain)
    assert cache.decode(content, typed.RuleSet, FILES[0]) is None
    assert cache.decode(content, Vocabulary) is None
    assert cache.decode(b"\xc1 no MessagePack", Vocabulary) is None


def entries(folder: Path) -> list[Path]:
    return sorted(folder.rglob("rules-*"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache with the entries of the shipped rules."""
    monkeypatch.setenv(cache.CACHE_VARIABLE, str(tmp_path))
    monkeypatch.setattr(cache, "program_key", lambda: "this program")
    load_rules()
    assert len(entries(tmp_path)) == len(FILES) + 1
    return tmp_path


def test_the_second_time_nothing_is_parsed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.syntax.parse.parse", None)
    monkeypatch.setattr("checker.semantics.rule_book.load_vocabulary", None)
    assert load_rules().rules == WHOLE.rules


@pytest.mark.parametrize("damage", ["cut", "changed", "swapped", "emptied", "foreign"])
def test_an_entry_that_is_not_what_was_written_counts_as_none(folder: Path, damage: str) -> None:
    kept = {path: path.read_bytes() for path in entries(folder)}
    rules = list(kept)
    for path, data in kept.items():
        match damage:
            case "cut":
                path.write_bytes(data[: len(data) // 2])
            case "changed":
                path.write_bytes(data.replace(b"0", b"1"))
            case "swapped":
                path.write_bytes(kept[rules[-1] if path != rules[-1] else rules[0]])
            case "emptied":
                path.write_bytes(b"")
            case "foreign":
                body = b" " * 64 + cache.encode(["other"])
                key = path.parent.name + path.stem.partition("-")[2]
                path.write_bytes(cache.digest(key, body).encode() + body)
    assert load_rules().rules == WHOLE.rules
    assert {path: path.read_bytes() for path in entries(folder)} == kept, "it is written again"


def test_an_entry_of_another_program_is_not_looked_at(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = entries(folder)
    monkeypatch.setattr(cache, "program_key", lambda: "another program")
    assert load_rules().rules == WHOLE.rules
    assert len(entries(folder)) == 2 * len(before)


def test_another_vocabulary_is_another_meaning(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "sector: 教育\nindicators:\n  毛入学率: {unit: '%', direction: higher}\n", "utf-8"
    )
    before = entries(folder)
    assert load_book(vocabulary=[own]).vocabulary.find("毛入学率") is not None
    assert len(entries(folder)) == 2 * len(before)


def test_faulty_rules_are_checked_each_time(folder: Path) -> None:
    faulty = Source("own.rules", "规则集 own “自”\n规则 OWN-A “甲”\n要求：t.无此 存在\n")
    before = entries(folder)
    first, second = (load_book(parameters=[faulty]).diagnostics for _ in range(2))
    assert first == second and first
    assert entries(folder) == before
