"""Every text of the shipped plans that may be read as a quantity, and those that would need Lark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import yaml

from checker.quantity import templates
from checker.quantity.build import ClauseForm, find_form
from checker.quantity.read import read

ROOT = Path(__file__).parents[2]
SECTIONS = ("indicators", "statements", "facts", "projects", "institutions", "enumerations")
# Fields that are names, words or places, never a value.
WORDS = frozenset(
    ("name", "indicator", "group", "nature", "unit", "scope", "note", "remark", "status", "funding",
     "owner", "institution", "region", "quotient", "part_of", "parts", "ownership", "kind", "class",
     "items", "at", "no")
)  # fmt: skip


def plan_texts() -> set[tuple[str, str | None]]:
    """Give targets, baselines, facts, changes and the figures of projects, each with its unit."""
    found: set[tuple[str, str | None]] = set()
    for path in (*ROOT.glob("plans/*.yaml"), *ROOT.glob("plans/upper/*.yaml")):
        plan = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for section in SECTIONS:
            for row in plan.get(section) or ():
                found |= {(text, row.get("unit") or None) for text in _values(row)}
    return found


def _values(node: object) -> Iterator[str]:
    match node:
        case dict():
            for key, value in node.items():
                if key not in WORDS:
                    yield from _values(value)
        case list():
            for value in node:
                yield from _values(value)
        case str():
            yield node


def shapes_asked(text: str, unit: str | None) -> set[str]:
    """Give the shapes that reading a text looks up."""
    asked: set[str] = set()

    def listen(shape: str) -> ClauseForm | None:
        asked.add(shape)
        return find_form(shape)

    with patch("checker.quantity.read.find_form", listen):
        read.__wrapped__(text, unit)  # not from its cache
    return asked


def unshipped() -> list[str]:
    """List the texts of the shipped plans with a shape that templates.json lacks."""
    stored = json.loads(templates.SHIPPED.read_text(encoding="utf-8"))["shapes"]
    return sorted(
        text for text, unit in plan_texts() if not shapes_asked(text, unit) <= set(stored)
    )
