"""A text is interpreted as if no other text of the same words had been met before."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from checker.engine import interpret
from checker.engine.interpret import Cell, cell_of
from checker.plan.vocabulary import Term
from checker.semantics.rule_book import load_rules
from tests.quantity.plan_texts import plan_texts
from tests.quantity.test_skeletons import likenesses


@pytest.fixture(autouse=True)
def nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(interpret, "_examples", {})
    cell_of.cache_clear()
    yield
    cell_of.cache_clear()


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
