"""Printed forms from the tables, each with what it means by construction. Reads nothing."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from bench.forms.meaning import Bound, Meaning
from checker.quantity.units import Unit, find_unit

HERE = Path(__file__).parent
TURNED: dict[str, Bound] = {">": "<=", "<": ">="}


@dataclass(frozen=True)
class Form:
    """A printed form: the family that made it, its text, the unit of its column, what it means."""

    family: str
    text: str
    column: str | None
    meanings: tuple[Meaning, ...]


@cache
def tables() -> dict[str, Any]:
    return tomllib.loads((HERE / "tables.toml").read_text(encoding="utf-8"))


def _one(rng: random.Random, table: str, part: str = "") -> Any:
    rows = tables()[table][part] if part else tables()[table]
    return rng.choice(list(rows.items()) if isinstance(rows, dict) else rows)


@cache
def _dimension(group: str) -> Unit:
    """Return a unit of what a group of the table counts: the first spelling that the product knows."""
    known = (find_unit(name) for name, (of, _) in tables()["units"].items() if of == group)
    return next(unit for unit in known if unit is not None)


def _number(rng: random.Random, ranges: bool = True) -> tuple[str, Meaning]:
    """Draw a numeral: its print, and a level of so much."""
    while True:
        text, (low, *rest) = _one(rng, "numerals")
        if ranges or not rest:
            high = Fraction(rest[0] if rest else low)
            more = rest[1:] == ["more"]
            return text, Meaning("level", "=", Fraction(low), high, high_open=more, more=more)


def _measured(rng: random.Random, ranges: bool = True) -> tuple[str, Meaning, str | None]:
    """Draw a number with its unit, in the text or in the column, or a share that brings its own."""
    if rng.random() < 0.2:
        text, ends = _one(rng, "shares")
        low, high = (
            Fraction(end.split("/")[0]) / int(end.split("/")[1]) for end in (ends[0], ends[-1])
        )
        meaning = Meaning("level", "=", low, high, Fraction(1), find_unit("%"))
        return text, meaning, rng.choice([None, "%"])
    text, number = _number(rng, ranges)
    name, (group, factor) = _one(rng, "units")
    meaning = replace(number, unit=_dimension(group), factor=Fraction(factor))
    if rng.random() < 0.25 and find_unit(name) is not None:
        return text, meaning, name
    if name[0] == "/" and "-" in text:
        return text, meaning, name
    return text + name, meaning, None


def _around(rng: random.Random, core: str, meaning: Meaning) -> tuple[str, Meaning]:
    """Put a date, a promise, a name before it and a clause behind it."""
    when, name, after = (_one(rng, "words", part) for part in ("whens", "names", "afters"))
    weak = rng.random() < 0.1
    return f"{when}{'力争' * weak}{name}{core}{after}", replace(meaning, weak=weak)


def limit(rng: random.Random) -> Form:
    """不低于5%, 控制在不超过5% …"""
    verb = _one(rng, "verbs")[0] if rng.random() < 0.3 else ""
    word, bound = _one(rng, "limits")
    text, meaning, column = _measured(rng)
    text, meaning = _around(rng, f"{verb}{word}{text}", replace(meaning, bound=bound))
    return Form("limit", text, column, (_bounded(meaning),))


def _bounded(meaning: Meaning) -> Meaning:
    """A limit on 30多 is one on what is printed."""
    if meaning.bound in ("=", "~") or not meaning.high_open:
        return meaning
    return replace(meaning, high_open=False, high=meaning.low)


def negated(rng: random.Random) -> Form:
    """不得超过5‰, 严禁低于5% …"""
    verb = _one(rng, "verbs")[0] if rng.random() < 0.15 else ""
    word, bound = _one(rng, "comparators")
    text, meaning, column = _measured(rng)
    core = f"{verb}{_one(rng, 'words', 'negations')}{word}{text}"
    text, meaning = _around(rng, core, replace(meaning, bound=TURNED[bound]))
    return Form("negated limit", text, column, (_bounded(meaning),))


def level(rng: random.Random) -> Form:
    """达到5%, 控制在5% …"""
    verb, control = _one(rng, "verbs")
    text, meaning, column = _measured(rng)
    if control and meaning.low == meaning.high:
        meaning = replace(meaning, bound="<=")
    text, meaning = _around(rng, verb + text, meaning)
    return Form("level", text, column, (meaning,))


def suffixed(rng: random.Random) -> Form:
    """5%以上, 达到5%以下 …"""
    verb = _one(rng, "verbs")[0]
    suffix, bound = _one(rng, "suffixes")
    text, meaning, column = _measured(rng)
    if suffix == "起" == column:  # under 起 it is the unit: 12起 are twelve
        bound = "="
    meaning = replace(meaning, bound=bound)
    text, meaning = _around(rng, f"{verb}{text}{suffix}", meaning)
    return Form("suffix", text, column, (_bounded(meaning),))


def _share_or_count(rng: random.Random) -> tuple[str, Meaning]:
    text, meaning = _number(rng)
    name = _one(rng, "change_words", "amounts")
    unit = find_unit(name)
    assert unit is not None
    return text + name, replace(meaning, unit=unit, factor=unit.factor)


def _limited(rng: random.Random, text: str, meaning: Meaning) -> tuple[str, Meaning]:
    """Put a limit before or behind an amount, or none."""
    match rng.randrange(3):
        case 0:
            word, bound = _one(rng, "limits")
            return word + text, _bounded(replace(meaning, bound=bound))
        case 1:
            word, bound = _one(rng, "suffixes")
            return text + word, _bounded(replace(meaning, bound=bound))
        case _:
            return text, meaning


def change(rng: random.Random) -> Form:
    """比2020年下降5%以上, 降幅不低于10% …"""
    place = rng.randrange(len(tables()["change_words"]["bases"]))
    base, year = (tables()["change_words"][part][place] for part in ("bases", "years"))
    move, way = _one(rng, "moves")
    text, meaning = _limited(rng, *_share_or_count(rng))
    meaning = replace(meaning, kind=way, base=year)
    return Form("change", f"{base}{move}{text}", None, (meaning,))


def rate(rng: random.Random) -> Form:
    """年均增长5%, 每年提高0.5个百分点 …"""
    move, way = _one(rng, "moves")
    text, meaning = _limited(rng, *_share_or_count(rng))
    word = _one(rng, "change_words", "rates")
    return Form("rate", f"{word}{move}{text}", None, (replace(meaning, kind=f"rate {way}"),))


def total(rng: random.Random) -> Form:
    """累计5万人, 〔18〕 …"""
    text, meaning, column = _measured(rng)
    meaning = replace(meaning, kind="total")
    if rng.random() < 0.3:
        return Form("total", f"〔{text}〕", column, (meaning,))
    word = _one(rng, "change_words", "totals")
    if meaning.unit is not None and not meaning.unit.dimension.atoms and "累计" not in word:
        word = "累计"  # one does not build a share
    return Form("total", word + text, column, (meaning,))


def multiple(rng: random.Random) -> Form:
    """达到2020年的1.2倍 …"""
    text, meaning = _number(rng)
    word = _one(rng, "change_words", "whole")
    meaning = replace(meaning, kind="up", unit=find_unit("倍"), base="2020")
    suffix, bound = ("", meaning.bound)
    if rng.random() < 0.5:
        suffix, bound = _one(rng, "suffixes")
    meaning = _bounded(replace(meaning, bound=bound))
    meaning = replace(meaning, low=meaning.low - 1, high=meaning.high - 1)
    return Form("multiple", f"{word}{text}倍{suffix}", None, (meaning,))


def held(rng: random.Random) -> Form:
    """每年保持在95%以上 …"""
    text, meaning = _number(rng)
    word = _one(rng, "change_words", "held")
    bounds: dict[str, Bound] = {"每年不低于": ">=", "每年不超过": "<="}
    bound = bounds.get(word, "=")
    if word == "每年控制在" and meaning.low == meaning.high:
        bound = "<="
    suffix = ""
    if word not in bounds and rng.random() < 0.5:
        suffix, bound = _one(rng, "suffixes")
    meaning = replace(meaning, bound=bound, unit=find_unit("%"), factor=Fraction(1, 100))
    return Form("held every year", f"{word}{text}%{suffix}", None, (_bounded(meaning),))


def ratio(rng: random.Random) -> Form:
    """1∶1.28以上, 不低于1:0.6 …"""
    value = Fraction(rng.randrange(2, 90), 10)
    sign = rng.choice(["∶", ":", "：", "比"])
    text, meaning = _limited(rng, f"1{sign}{float(value)}", Meaning("ratio", "=", value, value))
    name = _one(rng, "words", "names")
    return Form("ratio", f"{name}{text}", None, (meaning,))


def unknown(rng: random.Random) -> Form:
    """A word of which nothing is known, wherever it stands, leaves nothing read."""
    word = _one(rng, "words", "unknown")
    text, _, column = _measured(rng, ranges=False)
    limit_word = _one(rng, "limits")[0] if rng.random() < 0.5 else ""
    verb = _one(rng, "verbs")[0]
    suffix = _one(rng, "suffixes")[0] if rng.random() < 0.4 and not limit_word else ""
    name = _one(rng, "words", "names")
    parts = [name, verb, limit_word + text + suffix]
    parts.insert(rng.choice([0, 1, 2]) if limit_word else 2, word)
    return Form("unknown word", "".join(parts), column, (Meaning("unread"),))


def cut_unit(rng: random.Random) -> Form:
    """A unit of which only the beginning is known leaves nothing read."""
    text, _ = _number(rng, ranges=False)
    unit = _one(rng, "unit_words", "longer")
    verb = _one(rng, "verbs")[0]
    if find_unit(unit) is not None:
        unit = "千瓦时秒"
    return Form("unit cut short", f"{verb}{text}{unit}", None, (Meaning("unread"),))


def undecided(rng: random.Random) -> Form:
    """What may mean two things is not read."""
    low = rng.randrange(1, 90)
    text = (
        _one(rng, "words", "undecided")
        .replace("{n}", str(low))
        .replace("{m}", str(low + rng.randrange(1, 9)))
    )
    return Form("undecided", text, None, (Meaning("unread"),))


@cache
def _expressions() -> tuple[tuple[str, ...], ...]:
    lines = (HERE / "expressions.txt").read_text(encoding="utf-8").splitlines()
    rows = (line for line in lines if line and not line.startswith("#"))
    return tuple(tuple(field.strip() for field in row.split(" | ")) for row in rows)


def expression(rng: random.Random) -> Form:
    """One of the 64 forms of `expressions.txt`, with other numbers."""
    code, text, column, said = rng.choice(_expressions())
    low = Fraction(rng.randrange(1, 800), rng.choice([1, 10]))
    high = low + Fraction(rng.randrange(1, 200), 10)
    numbers = {"n": low, "m": high, "i": Fraction(rng.randrange(1, 30))}
    for name, number in numbers.items():
        printed = str(int(number)) if number.denominator == 1 else str(float(number))
        text = text.replace(f"{{{name}}}", printed)
    meanings = tuple(_say(part.split(), numbers) for part in said.split(" ; "))
    return Form(f"expression {code}", text.replace("⏎", "\n"), column or None, meanings)


_KINDS = {"change up": "up", "change down": "down"}
_VALUELESS = frozenset({"see", "words", "cover", "missing", "unread"})


def _say(words: list[str], numbers: dict[str, Fraction]) -> Meaning:
    """Read the notation of a meaning: change down >= n % on 2015."""
    if words[0] in _VALUELESS or words[-1] == "three":
        return Meaning(" ".join(words))
    at = next(i for i, word in enumerate(words) if word in ("=", ">=", ">", "<=", "<", "~"))
    said, bound, rest = " ".join(words[:at]), words[at], words[at + 1 :]
    base = rest[rest.index("on") + 1] if "on" in rest else ""
    flags = {word for word in rest if word in ("weak", "open")}
    rest = [word for word in rest if word not in flags and word not in ("on", base)]
    ends = [
        numbers[word] if word in numbers else Fraction(word)
        for word in rest
        if word in numbers or word == "1" or word == "100"
    ]
    unit = find_unit(rest[-1]) if rest[-1] not in numbers and not rest[-1].isdecimal() else None
    return Meaning(
        _KINDS.get(said, said) or "level", bound, ends[0], ends[-1],  # type: ignore[arg-type]
        unit.factor if unit else Fraction(1), unit, "open" in flags, False, "weak" in flags, base,
    )  # fmt: skip


FAMILIES: tuple[Callable[[random.Random], Form], ...] = (
    limit, negated, level, suffixed, change, rate, total, multiple, held, ratio,
    unknown, cut_unit, undecided, expression,
)  # fmt: skip


def forms(seed: int, count: int) -> list[Form]:
    """Draw so many forms, of every family alike."""
    rng = random.Random(seed)
    return [FAMILIES[index % len(FAMILIES)](rng) for index in range(count)]
