"""The blocks of README.md: the language of each, its text, and the file it is said to be by its first comment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Block:
    """`file` is what a first line `# .gitlab-ci.yml` names; a block without one is an example."""

    language: str
    text: str

    @property
    def file(self) -> str:
        named = re.match(r"# (\S+)\n", self.text)
        return named[1] if named else ""


BLOCKS = [
    Block(language, text)
    for language, text in re.findall(r"^```(\w+)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
]


def block(language: str, file: str = "") -> str:
    """The text of the one block there is of that kind."""
    (found,) = [b.text for b in BLOCKS if (b.language, b.file) == (language, file)]
    return found
