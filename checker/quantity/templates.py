"""The store of templates: shape to template, kept as JSON so that known shapes need no Lark.

`templates.json` beside this file is made by tests/quantity/ship_templates.py; without it, or with another
grammar, everything still reads, only slower.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from checker.quantity.scan import grammar_key
from checker.quantity.tokens import SentenceTree

SHIPPED = Path(__file__).with_name("templates.json")
_MAX_TEMPLATES = 10_000  # a plan has some hundred shapes; a hostile one must not fill the memory

_templates: dict[str, SentenceTree | None] = {}
_stored: dict[str, object] = {}  # as JSON has them: a run asks for few
_loaded = False


def find_template(shape: str) -> SentenceTree | None:
    """Give the template of a shape, from the store or, once, from Lark; None if none fits."""
    global _loaded
    if not _loaded:
        _loaded = True
        if SHIPPED.exists():
            load_templates(SHIPPED.read_text(encoding="utf-8"))
    if shape not in _templates:
        template = _make_template(shape)
        if len(_templates) >= _MAX_TEMPLATES:
            return template
        _templates[shape] = template
    return _templates[shape]


def _make_template(shape: str) -> SentenceTree | None:
    if shape in _stored:
        with suppress(ValueError, TypeError):  # one that is broken is made again
            return _read(_stored[shape])
    from checker.quantity.parse import parse_shape  # Lark loads here and nowhere else

    return parse_shape(shape)


def templates_to_json() -> str:
    """Write every template asked for by now, with the key of the grammar that made them."""
    rows = (f"{json.dumps(shape)}: {json.dumps(_templates[shape])}" for shape in sorted(_templates))
    return f'{{"grammar": "{grammar_key()}", "shapes": {{\n' + ",\n".join(rows) + "\n}}\n"


def load_templates(text: str) -> bool:
    """Add stored templates; False, and nothing added, where another grammar made them."""
    try:
        stored = json.loads(text)
        if stored["grammar"] != grammar_key():
            return False
        _stored.update(stored["shapes"])
    except (ValueError, TypeError, KeyError):
        return False
    return True


def _read(node: object) -> SentenceTree | None:
    if node is None:
        return None
    return _node(node)


def _node(node: object) -> SentenceTree:
    if not isinstance(node, list):
        raise ValueError("not a template")
    name, parts = node
    return str(name), tuple([part if isinstance(part, int) else _node(part) for part in parts])
