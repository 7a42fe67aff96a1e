"""健康中国行动 prints each target twice; the table's cell and the prose ask for the same."""

from __future__ import annotations

from fractions import Fraction

import pytest

from checker.quantity.read import read
from checker.quantity.reading import Direction, SeveralReading
from checker.quantity.resolve import ResolvedTarget, resolve

# column unit, direction, the cells for 2022 and 2030, the prose
PAIRS: list[tuple[str, Direction, list[str], str]] = [
    ("%", "higher", ["≥22", "≥30"], "分别不低于22%和30%"),
    ("%", "higher", ["≥90.86", "≥92.17"], "分别不少于90.86%和92.17%"),
    ("%", "higher", ["≥70", "≥80"], "分别达到70%及以上和80%及以上"),
    ("%", "higher", ["≥1", "≥3"], "分别提高到1%及以上和3%及以上"),
    ("%", "higher", ["≥98"], "达到98%及以上"),
    ("小时", "higher", ["≥1"], "不少于1小时"),
    ("‰", "lower", ["≤7.5", "≤5"], "分别控制在7.5‰及以下和5‰及以下"),
    ("/10万", "lower", ["≤18", "≤12"], "分别下降到18/10万及以下和12/10万及以下"),
    ("/10万", "lower", ["≤9.0", "≤8.1"], "下降到9/10万及以下和8.1/10万及以下"),
    ("%", "lower", ["<24.5", "<20"], "分别低于24.5%和20%"),
    ("%", "lower", ["<0.15", "<0.2"], "分别控制在0.15%以下和0.2%以下"),
    ("%", "lower", ["<1", "<0.5"], "分别控制在1%和0.5%以下"),
    ("/10万", "lower", ["<55"], "下降到55/10万以下，并呈持续下降趋势"),
    ("%", "higher", ["＞90"], "保持在90%以上"),
    ("人", "higher", ["1.9", "2.3"], "不少于1.9名和2.3名"),
    ("%", "higher", ["80", "90"], "分别达到80%以上和90%以上"),
    ("人", "higher", ["3.3", "4.5"], "达到3.3名和4.5名"),
    ("%", "higher", ["20", "30"], "提升到20%和30%"),
    ("人/万人", "higher", ["1"], "每1万人配备1名"),
    ("%", "higher", ["75", "90"], "分别达到75%和90%"),
]


@pytest.mark.parametrize(("unit", "direction", "cells", "prose"), PAIRS)
def test_the_cell_and_the_prose_agree(
    unit: str, direction: Direction, cells: list[str], prose: str
) -> None:
    said = read(prose, unit)
    parts = said.readings if isinstance(said, SeveralReading) else (said,)
    assert len(parts) == len(cells)
    for cell, part in zip(cells, parts, strict=True):
        left = resolve(read(cell, unit), direction=direction)
        right = resolve(part, direction=direction)
        assert isinstance(left, ResolvedTarget)
        assert isinstance(right, ResolvedTarget)
        assert left.unit == right.unit
        # The document pairs < with 以下 and ＞ with 以上: the same bound, open in the one, closed in the other.
        assert (left.strict.low, left.strict.high) == (right.strict.low, right.strict.high)
        assert left.strict.within(right.strict)


@pytest.mark.parametrize("year", [2019, 2022])
def test_a_change_names_its_base_in_both(year: int) -> None:
    cell = resolve(read(f"比{year}年提高10%"), base=Fraction(50))
    prose = resolve(read(f"在{year}年基础上提高10%"), base=Fraction(50))
    assert cell == prose
    assert isinstance(cell, ResolvedTarget)
    assert cell.interval.low == 55
