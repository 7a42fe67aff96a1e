"""Known shapes need no Lark, and a store of another grammar is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from checker.quantity import templates
from checker.quantity.scan import grammar_key, grammar_path
from tests.quantity.plan_texts import plan_texts, unshipped
from tests.quantity.table import CASES

ROOT = Path(__file__).parents[2]


def test_the_shipped_store_is_of_this_grammar() -> None:
    stored = json.loads(templates.SHIPPED.read_text(encoding="utf-8"))
    assert stored["grammar"] == grammar_key(), "run python tests/quantity/ship_templates.py"


def test_known_shapes_do_not_import_lark() -> None:
    texts = [(text, unit) for _, text, unit, _ in CASES] + sorted(plan_texts(), key=str)
    program = (
        "import sys, json\nfrom checker.quantity.read import read\n"
        "for text, unit in json.load(sys.stdin): read(text, unit)\n"
        "print(sorted({'lark', 'numpy', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(texts), capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_the_shipped_plans_need_no_lark() -> None:
    assert len(plan_texts()) > 500
    assert not unshipped(), "run python tests/quantity/ship_templates.py"


def test_stored_templates_are_what_lark_makes() -> None:
    from checker.quantity.parse import parse_shape

    stored = json.loads(templates.SHIPPED.read_text(encoding="utf-8"))["shapes"]
    for shape, template in stored.items():
        assert json.loads(json.dumps(parse_shape(shape))) == template, shape


def test_a_foreign_or_broken_store_is_refused() -> None:
    assert templates.load_templates(templates.templates_to_json())
    for text in (
        "",
        "[]",
        "{}",
        '{"grammar": "x", "shapes": {}}',
        f'{{"grammar": "{grammar_key()}"}}',
    ):
        assert not templates.load_templates(text)


def test_a_broken_template_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made = templates.find_template("N UNIT")
    for name in ("_templates", "_stored"):
        monkeypatch.setattr(templates, name, {})
    for broken in ([1], 1, "N", ["start", 1], ["start", ["N"]]):
        stored = {"grammar": grammar_key(), "shapes": {"N UNIT": broken}}
        assert templates.load_templates(json.dumps(stored))
        assert templates.find_template("N UNIT") == made
        templates._templates.clear()


def test_the_grammar_has_no_conflict() -> None:
    from lark import Lark, logger

    records: list[str] = []

    class Listener:
        level = 0

        def handle(self, record: object) -> None:
            records.append(str(record))

    logger.addHandler(Listener())  # type: ignore[arg-type]
    before = logger.level
    logger.setLevel("DEBUG")
    try:
        from checker.quantity.parse import _ShapeLexer

        text = grammar_path().read_text(encoding="utf-8")
        Lark(text, parser="lalr", lexer=_ShapeLexer, debug=True, maybe_placeholders=False)
    finally:
        logger.handlers.pop()
        logger.setLevel(before)
    assert not [record for record in records if "conflict" in record.lower()]
