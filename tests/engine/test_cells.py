"""A text is interpreted as if no other text of the same words had been met before."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from checker.engine import interpret
from checker.engine.interpret import Cell, cell_of
from checker.plan.vocabulary import Term
from checker.semantics.rule_book import load_rules
from tests.quantity.plan_texts import plan_texts

NUMBERS = ("0", "1", "7", "24", "30", "100", "2020", "1950", "2100", "99999", "0.5", "1.0", "12.34")


@pytest.fixture(autouse=True)
def nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(interpret, "_examples", {})
    cell_of.cache_clear()
    yield
    cell_of.cache_clear()


def likenesses(text: str, rng: random.Random) -> Iterator[str]:
    """The text with other digits, of the same shape and of others."""
    for _ in range(6):
        yield re.sub("[0-9]", lambda found: rng.choice("0123456789"), text)
    for number in NUMBERS:
        yield re.sub(r"[0-9]+(?:\.[0-9]+)?", number, text, count=1)


def terms() -> list[Term | None]:
    """No term, and one of each unit and direction."""
    known = load_rules().vocabulary.terms.values()
    return [None, *{(t.unit.name, t.direction, t.range is None): t for t in known}.values()]


def said(cell: Cell) -> tuple[object, ...]:
    """What a cell says; of what is not known only whether the thing is there at all."""
    values = (cell.result, cell.figure, cell.target_set, cell.unit_fits)
    return (
        *(v.absent if isinstance(v, interpret.Unknown) else v for v in values),
        cell.numbers,
        type(cell.form),
    )


def test_texts_of_plans_with_other_digits_under_every_kind_of_term() -> None:
    rng = random.Random(2)
    every = terms()
    alike = 0
    for text, unit in sorted(plan_texts(), key=str):
        for term in (None, *rng.sample(every, 4)):
            for like in (text, *rng.sample(list(likenesses(text, rng)), 4)):
                cell = cell_of(like, unit or "", term)
                alike += cell.like is not None
                assert said(cell) == said(Cell(like, unit or "", term)), (like, unit, term)
    assert alike > 5_000


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
        ("3/10万", "1/10万"),
        ("3／10万", "1／10万"),
    ],
)
@pytest.mark.parametrize("unit", ["", "人", "%"])
def test_what_digits_mean_beside_a_number(first: str, second: str, unit: str) -> None:
    for text in (first, second, first):
        assert said(cell_of(text, unit, None)) == said(Cell(text, unit, None))


def test_examples_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpret, "_MOST_EXAMPLES", 3)
    for length in range(1, 9):
        cell_of("9" * length, "人", None)
    assert len(interpret._examples) == 3
