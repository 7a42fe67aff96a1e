"""The table of cases, one a line; see its head."""

from __future__ import annotations

import re
from pathlib import Path

LINE = re.compile(r"(?P<code>\S+) (?P<text>.*?)(?: \[(?P<unit>[^\[\]]*)\])? → (?P<reading>.*)")


def load() -> list[tuple[str, str, str | None, str]]:
    cases = []
    for line in Path(__file__).with_name("cases.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            found = LINE.fullmatch(line)
            assert found, line
            text = found["text"].replace("⏎", "\n").replace("␣", " ")
            cases.append((found["code"], text, found["unit"], found["reading"]))
    return cases


CASES = load()
