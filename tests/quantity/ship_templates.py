"""Rewrite the store of shapes the package ships: those it has, of the cases, of the plans. Run by hand."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from checker.quantity import templates
from checker.quantity.read import read
from tests.quantity.plan_texts import plan_texts
from tests.quantity.table import CASES


def main() -> None:
    known: list[str] = []
    if templates.SHIPPED.exists():
        known = list(json.loads(templates.SHIPPED.read_text(encoding="utf-8"))["shapes"])
        templates.SHIPPED.unlink()
    for shape in known:
        templates.find_template(shape)
    for _, text, unit, _ in CASES:
        read(text, unit)
    for text, column in plan_texts():
        read(text, column)
    templates.SHIPPED.write_text(templates.templates_to_json(), encoding="utf-8")


if __name__ == "__main__":
    main()
