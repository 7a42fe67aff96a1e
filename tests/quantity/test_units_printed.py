"""Units are made of their parts, and none is cut short in a cell: known as a whole, or the text is not read."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from checker.quantity.read import read
from checker.quantity.reading import SetReading, UnreadReading
from checker.quantity.units import find_unit

LINES = (Path(__file__).parent / "units.txt").read_text(encoding="utf-8").splitlines()
ROWS = [tuple(line.split(" → ")) for line in LINES if line and not line.startswith("#")]
MEASURES = (
    "千瓦时",
    "吨标准煤",
    "吨公里",
    "标箱",
    "头",
    "元",
    "美元",
    "平方米",
    "TB",
    "立方米",
    "人次",
    "户",
    "吨",
)
COLUMNS = ("", "万", "亿", "百万", "千万")
BELOW = ("人", "户", "万元", "千瓦时", "亩", "平方公里", "百户", "万人", "人·年", "床", "日")


@pytest.mark.parametrize(("printed", "expected"), ROWS)
def test_a_unit_is_made_of_its_parts(printed: str, expected: str) -> None:
    unit = find_unit(printed)
    told = f"{unit.name} {unit.factor} {unit.dimension.name()}" if unit else "none"
    assert told == expected


@pytest.mark.parametrize("above", [c + m for c in COLUMNS for m in MEASURES])
def test_a_cell_has_the_unit_that_its_column_would_have(above: str) -> None:
    for below in ("", *(f"/{part}" for part in BELOW)):
        unit = find_unit(above + below)
        assert unit is not None, above + below
        cell = read(f"3{above}{below}")
        assert isinstance(cell, SetReading), above + below
        assert cell.unit == unit
        assert cell.numbers[0].value == Fraction(3)


@pytest.mark.parametrize(
    ("cell", "quoted"),
    [
        ("3万元欧元", "万元欧元"),
        ("45吨蒸汽/小时", "吨蒸汽/小时"),
        ("60公里吨", "公里吨"),
        ("7畚", "畚"),
        ("50平方米/斛", "平方米/斛"),
    ],
)
def test_an_unknown_unit_is_quoted(cell: str, quoted: str) -> None:
    reading = read(cell)
    assert isinstance(reading, UnreadReading)
    assert (reading.reason, reading.detail) == ("unit-unknown", quoted)


def test_what_is_counted_is_kept_apart() -> None:
    persons, visits, yuan = (find_unit(text) for text in ("人", "人次", "元/人"))
    assert persons
    assert visits
    assert yuan
    assert not persons.dimension.compatible(visits.dimension)
    assert not persons.dimension.compatible(yuan.dimension)
    devices, cars, sets = (find_unit(text) for text in ("台", "辆", "套"))
    assert devices
    assert cars
    assert sets
    assert devices.dimension.compatible(cars.dimension)
    assert not devices.dimension.compatible(sets.dimension)
