"""One entry of the message catalogue. A module of its own, so that the topics can import it."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Entry(NamedTuple):
    """A text (`zh`, `en`) and, for a fault, what to do (`help_zh`, `help_en`); placeholders as in str.format."""

    zh: str
    en: str
    help_zh: str = ""
    help_en: str = ""

    def pick(self, language: Literal["zh", "en"], part: Literal["text", "help"]) -> str:
        if part == "help":
            return self.help_zh if language == "zh" else self.help_en
        return self.zh if language == "zh" else self.en
