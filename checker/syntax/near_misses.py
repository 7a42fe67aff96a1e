"""Words that are not the language's but nearly: swallowed operators, near synonyms. Reads no clauses."""

from __future__ import annotations

import re
from functools import cache

from checker.datatypes.keywords import WORDS
from checker.datatypes.operators import (
    IN,
    NOT,
    OPERATORS,
    PRESENCE,
    QUANTIFIERS,
    SATISFIES,
    operator_words,
)

# What people write, and what the language has for it.
INSTEAD = {
    "大于等于": "不低于", "小于等于": "不高于", "不大于": "不高于", "不小于": "不低于", "不超过": "不高于",
    "不少于": "不低于", "不多于": "不高于", "大于": "高于", "小于": "低于", "超过": "高于", "达到": "不低于",
    "多于": "高于", "少于": "低于", "不是": "不等于", "不属于": "非 … 属于", "一致": "一致于", "并且": "且",
    "而且": "且", "或者": "或", "不存在": "缺失", "是": "等于", "为": "等于", "在": "属于", "并": "且",
    "不": "非", "所有": "每个", "任意": "任一", "任何": "任一", "==": "=", "===": "=", "=>": ">=", "=<": "<=",
    "<>": "!=", "&&": "且", "&": "且", "||": "或", "|": "或", "!": "非", "is": "=", "equals": "=", "&gt;": ">",
    "&lt;": "<", "all": "every", "except": "not", "^": "*", "if": "when", "unless": "when not", "如果": "当",
}  # fmt: skip

_LONGEST = 60  # characters of the author's text in a message


@cache
def operators() -> frozenset[str]:
    """Every word of the language that stands between or before operands, in both spellings."""
    words = [word for o in OPERATORS.values() for word in (o.zh, o.en)]
    tables = (PRESENCE, QUANTIFIERS, SATISFIES)
    others = [NOT, IN, *(prefix for table in tables for prefix in table.values())]
    words += [word for o in others for word in (o.zh, o.en)]
    words += [word for keyword in WORDS.values() for word in keyword]
    return frozenset(word for word in words if word.isalpha())


@cache
def _inside() -> re.Pattern[str]:
    """Operators of more than one character, and near synonyms of them, longest first."""
    words = {w for w in (*operator_words(), *INSTEAD) if len(w) > 1 and not w.isascii()}
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


def swallowed(word: str) -> str:
    """Return a name with an operator inside, split up (规划床位高于1200张 → 规划床位 高于 1200张); "" if none."""
    if word[:1] == "非" and word[1:2].isascii() and word[1:2].isalpha():
        return f"非 {word[1:]}"

    def split(match: re.Match[str]) -> str:
        return f" {INSTEAD.get(match[0], match[0])} "

    spaced = _inside().sub(split, word)
    spaced = re.sub(r"(?<=\S)([且或])(?=[^\W\d])", r" \1 ", spaced)
    spaced = re.sub(r"(?<=[^\s])([且或])$", r" \1", spaced)
    spaced = " ".join(spaced.split())
    return spaced if " " in spaced and not _inside().fullmatch(word) else ""


def shortened(text: str) -> str:
    """Return the author's text as a message quotes it: one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
