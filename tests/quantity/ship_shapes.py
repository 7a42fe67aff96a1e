"""Rewrite the store of shapes the package ships: those it has, and those of the cases. Run by hand."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from checker.quantity import shapes
from checker.quantity.read import read
from tests.quantity.table import CASES


def main() -> None:
    known: list[str] = []
    if shapes.SHIPPED.exists():
        known = list(json.loads(shapes.SHIPPED.read_text(encoding="utf-8"))["shapes"])
        shapes.SHIPPED.unlink()
    for shape in known:
        shapes.template_of(shape)
    for _, text, unit, _ in CASES:
        read(text, unit)
    shapes.SHIPPED.write_text(shapes.shapes_to_json(), encoding="utf-8")


if __name__ == "__main__":
    main()
