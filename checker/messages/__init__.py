"""The catalogue of texts in Chinese and English, by message code. No logic but the look-up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Literal

from checker.messages.entry import Entry

Language = Literal["zh", "en"]

# Each topic is a module with `ENTRIES: dict[str, Entry]`; it is imported when one of its codes is asked for.
TOPICS = {
    "input": "plan",
    "plan": "plan",
    "rule": "rules",
    "unknown": "outcomes",
    "report": "report",
    "html": "html",
    "office": "office",
    "cli": "cli",
    "cluster": "cluster",
    "click": "usage",
    "review": "review",
    "batch": "batch",
}


@cache
def entries(topic: str) -> Mapping[str, Entry]:
    """Return the entries of one topic module, by code."""
    found: Mapping[str, Entry] = import_module(f"checker.messages.{topic}").ENTRIES
    return found


def message(
    code: str,
    language: Language,
    arguments: Mapping[str, object] | None = None,
    part: Literal["text", "help"] = "text",
) -> str:
    """Return the text (or help) of a message code with its placeholders filled from `arguments`.

    Raises KeyError for an unknown code, which is a bug; tests compare the codes in use with the catalogue.
    """
    entry = entries(TOPICS[code.partition("-")[0]])[code]
    template = entry.pick(language, part)
    filled = {key: _localize(language, value) for key, value in (arguments or {}).items()}
    return template.format_map(filled) if template else ""


def _localize(language: Language, value: object) -> object:
    """Return the argument in one language if it is a text in both; else unchanged."""
    pick = getattr(value, "pick", None)
    return pick(language) if callable(pick) else value
