"""The catalogue of texts in Chinese and English, by message code. No logic but the look-up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct, json

Language = Literal["zh", "en"]

# Each topic is a file `TOPIC.json` beside this one; it is read when one of its codes is asked for.
TOPICS = {
    "input": "plan",
    "plan": "plan",
    "rule": "rules",
    "rules": "rules",
    "unknown": "outcomes",
    "condition": "conditions",
    "advice": "outcomes",
    "report": "report",
    "html": "html",
    "office": "office",
    "cli": "cli",
    "cluster": "cluster",
    "click": "usage",
    "review": "review",
    "batch": "batch",
    "document": "document",
}


class MessageTemplate(Struct, frozen=True, forbid_unknown_fields=True):
    """A text (`zh`, `en`) and, for a fault, what to do (`help_zh`, `help_en`); placeholders as in str.format."""

    zh: str
    en: str
    help_zh: str = ""
    help_en: str = ""

    def pick(self, language: Language, part: Literal["text", "help"]) -> str:
        """Return the text, or the help, in one language."""
        if part == "help":
            return self.help_zh if language == "zh" else self.help_en
        return self.zh if language == "zh" else self.en


@cache
def templates(topic: str) -> Mapping[str, MessageTemplate]:
    """Return the templates of one topic, by code."""
    content = Path(__file__).with_name(f"{topic}.json").read_bytes()
    return json.decode(content, type=dict[str, MessageTemplate])


def message(
    code: str,
    language: Language,
    arguments: Mapping[str, object] | None = None,
    part: Literal["text", "help"] = "text",
) -> str:
    """Return the text (or help) of a message code with its placeholders filled from `arguments`.

    Raises KeyError for an unknown code, which is a bug; tests compare the codes in use with the catalogue.
    """
    template = templates(TOPICS[code.partition("-")[0]])[code].pick(language, part)
    filled = {key: _localize(language, value) for key, value in (arguments or {}).items()}
    return template.format_map(filled) if template else ""


def _localize(language: Language, value: object) -> object:
    """Return the argument in one language if it is a text in both; else unchanged."""
    pick = getattr(value, "pick", None)
    return pick(language) if callable(pick) else value
