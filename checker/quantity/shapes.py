"""The store of templates: shape to template, kept as JSON so that known shapes need no Lark.

`shapes.json` beside this file is made by tests/quantity/ship_shapes.py; without it, or with another
grammar, everything still reads, only slower.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from checker.quantity.scan import grammar_key

# A node of the sentence with its parts: further nodes, or the index of a token in the clause.
Template: TypeAlias = tuple[str, tuple["Template | int", ...]]

SHIPPED = Path(__file__).with_name("shapes.json")
_LONGEST = 10_000  # a plan has some hundred shapes; a hostile one must not fill the memory

_templates: dict[str, Template | None] = {}
_stored: dict[str, object] = {}  # as JSON has them: a run asks for few
_loaded = False


def template_of(shape: str) -> Template | None:
    """Give the template of a shape, from the store or, once, from Lark; None if none fits."""
    global _loaded
    if not _loaded:
        _loaded = True
        if SHIPPED.exists():
            shapes_from_json(SHIPPED.read_text(encoding="utf-8"))
    if shape not in _templates:
        template = _made(shape)
        if len(_templates) >= _LONGEST:
            return template
        _templates[shape] = template
    return _templates[shape]


def _made(shape: str) -> Template | None:
    if shape in _stored:
        with suppress(ValueError, TypeError):  # one that is broken is made again
            return _read(_stored[shape])
    from checker.quantity.parse import parse  # Lark loads here and nowhere else

    return parse(shape)


def shapes_to_json() -> str:
    """Write every template asked for by now, with the key of the grammar that made them."""
    rows = (f"{json.dumps(shape)}: {json.dumps(_templates[shape])}" for shape in sorted(_templates))
    return f'{{"grammar": "{grammar_key()}", "shapes": {{\n' + ",\n".join(rows) + "\n}}\n"


def shapes_from_json(text: str) -> bool:
    """Add stored templates; False, and nothing added, where another grammar made them."""
    try:
        stored = json.loads(text)
        if stored["grammar"] != grammar_key():
            return False
        _stored.update(stored["shapes"])
    except (ValueError, TypeError, KeyError):
        return False
    return True


def _read(node: object) -> Template | None:
    if node is None:
        return None
    return _node(node)


def _node(node: object) -> Template:
    if not isinstance(node, list):
        raise ValueError("not a template")
    name, parts = node
    return str(name), tuple([part if isinstance(part, int) else _node(part) for part in parts])
