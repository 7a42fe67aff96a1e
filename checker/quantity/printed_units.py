"""Units where a text prints them: which begins at an offset, and where it ends. Reads no numbers."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from checker.quantity.numerals import CHARACTERS
from checker.quantity.unit_rows import (
    COUNTERS,
    NOT_BEFORE,
    NOUNS_BELOW,
    ONLY_AFTER_DIGITS,
    PEOPLE,
    SUBSTANCES,
)
from checker.quantity.units import (
    MULTIPLE,
    MULTIPLES,
    Unit,
    find_part,
    find_unit,
    unit_products,
    unit_spellings,
)

NOT_IN_TEXT = frozenset(
    (
        "无",
        "比",
        "比例",
        "比值",
        "倍数",
        "系数",
        "指数",
        "无量纲",
        "无单位",
        "百分比",
        "千分比",
        "起",  # 95起 is a bound
    )
)
"""Units that a column says of its numbers; after a number these words are none."""


@cache
def _by_first_character() -> dict[str, tuple[str, ...]]:
    """Give the spellings that begin with a character, the longest first."""
    table: dict[str, list[str]] = {}
    for spelling in (*unit_spellings(), *unit_products()):
        if spelling not in NOT_IN_TEXT:
            table.setdefault(spelling[0], []).append(spelling)
    return {
        first: tuple(sorted(names, key=lambda n: (-len(n), n))) for first, names in table.items()
    }


_LETTERS = re.compile(r"[A-Za-zμ°]+[23]?(?:\^[23]|\(A\))?")
_SUBSTANCE = re.compile("|".join(sorted(SUBSTANCES, key=lambda word: -len(word))))
_NOUN = re.compile(f"(?:{'|'.join(sorted(NOUNS_BELOW, key=lambda word: -len(word)))})(?![一-鿿])")
_LINE = re.compile(
    r"/(?:10{0,3}(?![0-9]))?(?:千万|百万|十万|百|千|万|亿)?|每(?![\d百千万亿年月日天周])"
)
_EACH_TIME = re.compile("每(?=[年月日天周])")  # 300元每人每月; without 每人 it says how often
_ALSO = re.compile("[·•](?=[年月日天次人])|、(?=[年月日天次](?![一-鿿]))")
_LONGEST_PEOPLE = max(len(word) for word in PEOPLE)


def unit_at(text: str, start: int) -> tuple[Unit | None, int]:
    """Return the longest unit that begins at an offset of a folded text, and where it ends; None if none does."""
    if start >= len(text):
        return None, start
    unit, length = _first_unit(text[start:])
    return unit, start + length


@lru_cache(maxsize=4096)  # plans print the same few hundred things behind their numbers
def _first_unit(text: str) -> tuple[Unit | None, int]:
    end = _part_end(text, 0)
    if end == 0:
        return None, 0
    while True:
        line = _LINE.match(text, end) or (
            _EACH_TIME.match(text, end) if "每" in text[:end] else None
        )
        below = _below_end(text, line.end()) if line else end
        if line is None or below == line.end() or find_unit(text[:below]) is None:
            break
        end = below
    return find_unit(text[:end]), end


def _part_end(text: str, start: int) -> int:
    """Return where a unit without a line in it ends; `start` if none begins there."""
    end = _spelling_end(text, start)
    if end == start:
        multiple = MULTIPLE.match(text, start)
        end = _spelling_end(text, multiple.end()) if multiple else start
        if multiple is None or end == multiple.end() or find_part(text[start:end]) is None:
            return start
    substance = _SUBSTANCE.match(text, end)
    if substance and find_part(text[start : substance.end()]) is not None:
        end = substance.end()
    return end


def _spelling_end(text: str, start: int) -> int:
    for spelling in _by_first_character().get(text[start : start + 1], ()):
        end = start + len(spelling)
        if text.startswith(spelling, start) and not _goes_on(text, spelling, end):
            return end
    letters = _LETTERS.match(text, start)
    if letters and len(letters[0]) > 1 and not _goes_on(text, letters[0], letters.end()):
        return letters.end() if find_part(letters[0]) is not None else start
    return start


def _goes_on(text: str, spelling: str, end: int) -> bool:
    """Return True if the next character makes another word of a spelling: 人均, kWhx."""
    after = text[end : end + 1]
    if spelling[-1].isascii() and (spelling[-1].isalnum()) and after.isascii() and after.isalnum():
        return True
    return bool(after) and after in NOT_BEFORE.get(spelling, "")


def _below_end(text: str, start: int) -> int:
    """Return where a denominator ends; `start` if none begins there."""
    longest = min(len(text), start + _LONGEST_PEOPLE)
    people = (
        end
        for end in range(longest, start, -1)
        if text[start:end] in PEOPLE and not _goes_on(text, text[end - 1], end)
    )
    end = max(next(people, start), _part_end(text, start))
    if end == start:
        return start
    noun = _NOUN.match(text, end)
    end = noun.end() if noun else end
    also = _ALSO.match(text, end)
    return _below_end(text, also.end()) if also else end


@cache
def _unit_ends() -> re.Pattern[str]:
    """Compile the pattern of what may follow a unit: the wide ranges take long, and few texts ask for it."""
    return re.compile(
        r"$|[^0-9A-Za-z%‰一-鿿]|[0-9]|以[上下内外]|之[内上下]|及以|或以|左右|上下|[多余](?:$|[^0-9A-Za-z一-鿿])"
        "|[的和与及或并且至到为达]"
    )


@cache
def _noun_over() -> re.Pattern[str]:
    """Compile the pattern of a noun with something below it, which few texts ask for."""
    return re.compile(r"[A-Za-z一-鿿]{1,8}?/[0-9百千万亿]*")


def unknown_rest(text: str, end: int) -> str:
    """Return what follows a unit and makes an unknown one of it: 欧元 of 3万元欧元; "" if nothing does."""
    stop = _part_end(text, end)
    single = stop == end + 1 and (text[end] in ONLY_AFTER_DIGITS or text[end] in COUNTERS)  # 25%起
    if stop > end and not single and (text.startswith("/", stop) or _unit_ends().match(text, stop)):
        return text[end:stop]
    noun = _noun_over().match(text, end) if text.find("/", end) > end else None
    if noun and (below := _below_end(text, noun.end())) > noun.end():
        return text[end:below]
    return ""


def unit_spelling() -> str:
    """Return a pattern for what a unit begins with after a numeral in characters, enough of it to know it for one.

    Some units are but parts of words after a single numeral (一线, 一道), and none there.
    """
    names = {name for name in unit_spellings() if not name.isascii()} - NOT_IN_TEXT | {"%", "m2"}
    bounded = {name for name in names if NOT_BEFORE.get(name)}
    free = names - bounded
    shortest = [n for n in names if not any(n[:k] in free for k in range(1, len(n)))]
    single = "".join(
        sorted(n for n in shortest if n in free and len(n) == 1 and n not in ONLY_AFTER_DIGITS)
    )
    late = "".join(
        sorted(n for n in shortest if n in free and len(n) == 1 and n in ONLY_AFTER_DIGITS)
    )
    spelled = [f"[{single}]", f"{_TWO_NUMERALS}[{late}]"]
    for name in sorted(shortest, key=lambda name: (-len(name), name)):
        if name not in single + late:
            before = _TWO_NUMERALS if name in ONLY_AFTER_DIGITS else ""
            after = f"(?![{NOT_BEFORE[name]}])" if name in bounded else ""
            spelled.append(before + re.escape(name) + after)
    return f"(?:{'|'.join(MULTIPLES)})?(?:{'|'.join(spelled)})"


_TWO_NUMERALS = f"(?<=[{CHARACTERS}][{CHARACTERS}])"
