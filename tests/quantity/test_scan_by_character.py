"""A token is sought by the character it begins with; searching for all kinds at once finds the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.quantity import scan as scanning
from checker.quantity.first_characters import first_characters
from checker.quantity.fold import fold
from checker.quantity.joints import resolve_suffixes
from checker.quantity.scan import scan
from checker.quantity.tokens import Token
from tests.quantity.plan_texts import plan_texts
from tests.quantity.table import CASES

TEXTS = sorted({fold(text) for _, text, _, _ in CASES} | {fold(text) for text, _ in plan_texts()})
WAYS = scanning._token_patterns()
WORDS = sorted(scanning._vocabulary()[0], key=lambda word: (-len(word), word))
ALL = re.compile(
    "|".join(f"({p})" for p in (*(w.pattern for w in WAYS), "|".join(map(re.escape, WORDS))))
)
KINDS = (*(way.kind for way in WAYS), "")


def scanned_at_once(text: str) -> list[Token]:
    """The tokens of a text by one pattern of everything."""
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        found = ALL.search(text, position)
        start = found.start() if found else len(text)
        if start > position:
            scanning._add_gap(tokens, text[position:start])
        if found is None:
            break
        kind = KINDS[(found.lastindex or 0) - 1] or scanning._vocabulary()[0][found[0]]
        position = scanning._add_match(tokens, text, start, found[0], kind)
    return resolve_suffixes(tokens)


def test_the_texts_of_the_cases_and_the_plans_are_scanned_alike() -> None:
    assert len(TEXTS) > 500
    for text in TEXTS:
        assert scan(text) == scanned_at_once(text), text


@given(st.lists(st.sampled_from(TEXTS), min_size=2, max_size=3), st.data())
def test_pieces_of_texts_are_scanned_alike(texts: list[str], data: st.DataObject) -> None:
    pieces = [text[data.draw(st.integers(0, len(text))) :][:12] for text in texts]
    assert scan("".join(pieces)) == scanned_at_once("".join(pieces))


@given(st.text(st.sampled_from(sorted({c for text in TEXTS for c in text})), max_size=14))
def test_any_text_is_scanned_alike(text: str) -> None:
    assert scan(text) == scanned_at_once(text)


@pytest.mark.parametrize(
    ("pattern", "first"),
    [
        ("年", "年"),
        ("在?现有", "在现"),
        ("(?:比|较)(?:上年)?", "比较"),
        ("[到至]?(?:19|20)[0-9]{2}", "到至12"),
        ("[0-2]{0,3}人", "012人"),
        ("(?<![a(])(?=b)[-~]c", "-~"),
        (r"\(含\)", "("),
        (r"[\]x]+y", "]x"),
        ("(?:个|)人", "个人"),
    ],
)
def test_first_characters(pattern: str, first: str) -> None:
    assert first_characters(pattern) == frozenset(first)


@pytest.mark.parametrize("pattern", ["[^0-9]国", ".国", r"\d+", "[一-龥]", "年?", "", "年|"])
def test_what_may_begin_with_anything(pattern: str) -> None:
    assert first_characters(pattern) is None
