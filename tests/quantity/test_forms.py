"""Forms made of tables mean what their words mean: each is read so, or not read; none is read as another value."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bench.forms.make import FAMILIES, forms, tables
from bench.forms.meaning import Meaning, judge
from bench.forms.run import run
from checker.quantity.read import read
from checker.quantity.units import find_unit

COUNT = 250 * len(FAMILIES)


def test_no_form_is_read_as_another_value() -> None:
    tally = run(seed=2021, count=COUNT)
    assert [(form.text, form.column, reading) for form, reading in tally.wrong] == []
    assert tally.share("right") > 0.97


def test_the_tables_are_as_large_as_they_are_said_to_be() -> None:
    words = tables()
    assert len(words["limits"]) + len(words["verbs"]) >= 40
    assert len(words["words"]["negations"]) >= 12
    assert len(words["suffixes"]) >= 25
    assert len(words["units"]) >= 60
    assert len(words["numerals"]) >= 30
    assert len(forms(1, COUNT)) == COUNT


@pytest.mark.parametrize(
    ("text", "meaning", "outcome"),
    [
        ("不得超过5%", Meaning("level", "<=", Fraction(5), Fraction(5), Fraction(1, 100), find_unit("%")), "right"),
        ("超过5%", Meaning("level", "<=", Fraction(5), Fraction(5), Fraction(1, 100), find_unit("%")), "wrong"),
        ("低于5%", Meaning("level", "<=", Fraction(5), Fraction(5), Fraction(1, 100), find_unit("%")), "wrong"),
        ("≤5‰", Meaning("level", "<=", Fraction(5), Fraction(5), Fraction(1, 100), find_unit("%")), "wrong"),
        ("下降5%以内", Meaning("level", "<=", Fraction(5), Fraction(5), Fraction(1, 100), find_unit("%")), "wrong"),
        ("≠5%", Meaning("level", "<=", Fraction(5), Fraction(5), Fraction(1, 100), find_unit("%")), "unread"),
        ("5%", Meaning("unread"), "wrong"),
    ],
)  # fmt: skip
def test_another_value_is_wrong_and_none_is_unread(
    text: str, meaning: Meaning, outcome: str
) -> None:
    assert judge((meaning,), read(text)) == outcome
