"""The workload as plain Python records, for rivals that take a document at a time."""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.race.workload import FACTS, NATURES, Array, Tables

Document = dict[str, Any]


def _plain(column: Array) -> list[Any]:
    """Lists of floats or codes, None where the value is missing."""
    gone = np.isnan(column) if column.dtype.kind == "f" else column < 0
    mixed = column.astype(object)
    mixed[gone] = None
    return mixed.tolist()


def _named(column: Array, names: tuple[str, ...]) -> list[Any]:
    words = np.array([*names, None], dtype=object)
    return words[column.astype(int)].tolist()


def uppers(tables: Tables) -> list[list[Document]]:
    """For each city the targets of its plan, by the place of the indicator."""
    natures = _named(tables.array("upper_nature"), NATURES)
    lows, highs = _plain(tables.array("upper_lo")), _plain(tables.array("upper_hi"))
    return [
        [
            {"lo": lo, "hi": hi, "nature": nature}
            for lo, hi, nature in zip(lows[city], highs[city], natures[city], strict=True)
        ]
        for city in range(len(lows))
    ]


def documents(tables: Tables, first: int | None = None) -> list[Document]:
    """The first plans: `city`, `targets` (a list), `institutions` (a list), `facts` (by name)."""
    take = slice(0, first)

    def values(name: str) -> list[Any]:
        return _plain(tables.array(name)[take])

    city = tables.array("city")[take].tolist()
    natures = _named(tables.array("nature")[take], NATURES)
    prose = _named(tables.array("prose")[take], NATURES)
    targets = zip(values("lo"), values("hi"), values("base"), natures, prose, strict=True)
    kinds = _named(tables.array("inst_tcm")[take], ("综合", "中医"))
    works = zip(
        kinds, values("inst_beds"), values("inst_level"), values("inst_tcm_level"), strict=True
    )
    facts = zip(*(values(f"fact_{name}") for name in FACTS), strict=True)
    return [
        {
            "city": place,
            "targets": _records(("lo", "hi", "base", "nature", "prose"), goals),
            "institutions": _records(("kind", "beds", "level", "tcm_level"), houses),
            "facts": dict(zip(FACTS, figures, strict=True)),
        }
        for place, goals, houses, figures in zip(city, targets, works, facts, strict=True)
    ]


def _records(names: tuple[str, ...], columns: tuple[list[Any], ...]) -> list[Document]:
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
