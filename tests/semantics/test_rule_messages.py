"""The catalogue of messages about rules: two languages, the same placeholders, nothing loose."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from checker.messages import templates

ENTRIES = templates("rules")
CHECKER = Path(__file__).parents[2] / "checker"
CODE = re.compile(r'"(rule-[a-z0-9-]+)"')
NEAREST = re.compile(r'nearest\(\s*"(rule-[a-z0-9-]+)"')


def placeholders(text: str) -> set[str]:
    names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    return {name.removesuffix("_en") for name in names}


@pytest.mark.parametrize("code", ENTRIES)
def test_both_languages_say_the_same_with_the_same_placeholders(code: str) -> None:
    entry = ENTRIES[code]
    assert entry.zh
    assert entry.en
    assert bool(entry.help_zh) == bool(entry.help_en)
    assert entry.help_zh or code in ("rule-first-here", "rule-contradicted-here")
    assert not entry.zh.endswith("。"), "one sentence"
    assert "\n" not in entry.zh
    assert placeholders(entry.zh) == placeholders(entry.en)
    assert placeholders(entry.help_zh) == placeholders(entry.help_en)
    assert re.search("[\u4e00-\u9fff]", entry.zh)


def test_no_code_is_undefined_and_none_unused() -> None:
    used: set[str] = set()
    for path in CHECKER.rglob("*.py"):
        if path.parent.name != "report":  # whose texts are `office-rule-of` and the like
            text = path.read_text(encoding="utf-8")
            used |= set(CODE.findall(text))
            used |= {f"{code}-near" for code in NEAREST.findall(text)}
    assert sorted(used - ENTRIES.keys()) == []
    assert sorted(ENTRIES.keys() - used) == []
