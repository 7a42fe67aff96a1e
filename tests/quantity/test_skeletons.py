"""A text is read as its words and its number say, whatever text of the same words was read before."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from checker.quantity import skeletons
from checker.quantity.read import read, read_tokens
from checker.quantity.skeletons import split_text
from tests.quantity.plan_texts import plan_texts

NUMBERS = ("0", "1", "7", "24", "30", "100", "2020", "1950", "2100", "99999", "0.5", "1.0", "12.34")


def likenesses(text: str, rng: random.Random) -> Iterator[str]:
    """The text with other digits, of the same shape and of others."""
    for _ in range(6):
        yield re.sub("[0-9]", lambda found: rng.choice("0123456789"), text)
    for number in NUMBERS:
        yield re.sub(r"[0-9]+(?:\.[0-9]+)?", number, text, count=1)


@pytest.fixture(autouse=True)
def nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(skeletons, "_samples", {})
    read.cache_clear()


def test_texts_of_plans_with_other_digits() -> None:
    rng = random.Random(1)
    filled = 0
    for text, unit in sorted(plan_texts(), key=str):
        for like in (text, *likenesses(text, rng)):
            printed = split_text(like, unit)
            filled += printed is not None and skeletons.fill_in(like, printed) is not None
            assert read(like, unit) == read_tokens(like, unit), (like, unit)
    assert filled > 10_000


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("12小时服务", "24小时服务"),
        ("近12年增加", "近2年增加"),
        ("达到1800", "达到2020"),
        ("30多", "31多"),
        ("3月", "13月"),
        ("第3位", "第4位"),
        ("1.2345万人", "1.05万人"),
        ("增长1倍", "增长2倍"),
        ("是2倍", "是3倍"),
    ],
)
@pytest.mark.parametrize("unit", [None, "人", "%"])
def test_what_digits_mean_beside_a_number(first: str, second: str, unit: str | None) -> None:
    for text in (first, second, first):
        assert read(text, unit) == read_tokens(text, unit)


def test_what_is_known_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(skeletons, "_MOST", 3)
    for length in range(1, 9):
        assert read("9" * length) == read_tokens("9" * length)
    assert len(skeletons._samples) == 3
