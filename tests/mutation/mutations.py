"""Single faults put into the text of a plan: one scalar or one entry each, the same ones every time.

A family says where a fault was put, not which rule should see it.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

import yaml

Family = Literal["agreement", "upper", "arithmetic", "progress", "range", "projects", "form"]
FAMILIES: tuple[Family, ...] = (
    "agreement", "upper", "arithmetic", "progress", "range", "projects", "form",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """A plan with one fault: the whole text, and what was done where."""

    family: Family
    kind: str
    where: str
    old: str
    new: str
    text: str

    def __str__(self) -> str:
        return f"{self.family}/{self.kind} {self.where}: {self.old} → {self.new}"


# ---- places in the text


@dataclass(frozen=True, slots=True)
class Site:
    """A piece of the text: a scalar, a key (its path ends in `!`) or an entry of a list (in `-`)."""

    path: str
    text: str
    start: int
    end: int


def sites(plan: str) -> tuple[Site, ...]:
    """Every scalar, key and list entry; a path reads `indicators/婴儿死亡率/target/2025`."""
    root = yaml.compose(plan, Loader=yaml.SafeLoader)
    return tuple(_walk(root, "", plan)) if root is not None else ()


def _walk(node: yaml.Node, path: str, plan: str) -> Iterator[Site]:
    if isinstance(node, yaml.ScalarNode):
        yield Site(path, str(node.value), node.start_mark.index, node.end_mark.index)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = f"{path}/{key.value}".lstrip("/")
            yield Site(f"{below}!", str(key.value), key.start_mark.index, key.end_mark.index)
            yield from _walk(value, below, plan)
    elif isinstance(node, yaml.SequenceNode):
        names = _entry_names(node)
        for name, item, (start, end) in zip(names, node.value, _entries(node, plan), strict=True):
            yield Site(f"{path}/{name}-", name, start, end)
            yield from _walk(item, f"{path}/{name}", plan)


def _entry_names(node: yaml.SequenceNode) -> list[str]:
    """What an entry is called, with a number where the name was taken before."""
    names: list[str] = []
    for at, item in enumerate(node.value):
        name = str(at)
        if isinstance(item, yaml.MappingNode):
            found = {str(k.value): str(v.value) for k, v in item.value if k.value in _NAMING}
            name = next((found[k] for k in _NAMING if k in found), name)
        same = sum(1 for other in names if other.partition("#")[0] == name)
        names.append(f"{name}#{same + 1}" if same else name)
    return names


_NAMING = ("name", "indicator", "title")


def _entries(node: yaml.SequenceNode, plan: str) -> Iterator[tuple[int, int]]:
    """What to cut out to drop an entry: its lines, or its words and a comma in a list on one line."""
    starts = [item.start_mark.index for item in node.value]
    if not node.flow_style:
        lines = [plan.rfind("\n", 0, start) + 1 for start in starts]
        yield from pairwise([*lines, plan.rfind("\n", 0, node.end_mark.index) + 1])
        return
    ends = [item.end_mark.index for item in node.value]
    for at, start in enumerate(starts):
        yield (start, starts[at + 1]) if at + 1 < len(starts) else (ends[at - 1], ends[at])


def edited(plan: str, site: Site, new: str) -> str:
    """The text with another scalar at a place (a key stays bare), or without the entry."""
    written = {"-": "", "!": new}.get(site.path[-1], json.dumps(new, ensure_ascii=False))
    return plan[: site.start] + written + plan[site.end :]


# ---- faults: every way a text can be wrong in one manner

Fault = Callable[[str], list[str]]
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _figure(text: str) -> tuple[int, int]:
    """The figure that a text is about: the last of a ratio (1:1.20), else the first."""
    found = list(_NUMBER.finditer(text))
    if not found:
        return 0, 0
    return (found[-1] if ":" in text else found[0]).span()


def _on_figure(change: Callable[[str], list[str]]) -> Fault:
    def fault(text: str) -> list[str]:
        start, end = _figure(text)
        return [text[:start] + new + text[end:] for new in change(text[start:end])]

    return fault


def _swap(figure: str) -> list[str]:
    at = [i for i, c in enumerate(figure) if c.isdigit()]
    found = []
    for i, j in pairwise(at):
        digits = list(figure)
        digits[i], digits[j] = digits[j], digits[i]
        new = "".join(digits)
        if new != figure and not re.match(r"0\d", new):
            found.append(new)
    return found


def _digit(figure: str) -> list[str]:
    return [
        new
        for i, old in enumerate(figure)
        if old.isdigit()
        for digit in "0123456789"
        if digit != old and not re.match(r"0\d", new := figure[:i] + digit + figure[i + 1 :])
    ]


def _moved(places: int) -> Callable[[str], list[str]]:
    def change(figure: str) -> list[str]:
        if not figure:
            return []
        value = Decimal(figure).scaleb(places)
        whole = "." not in figure and value == value.to_integral_value()
        return [format(value.quantize(Decimal(1)) if whole else value, "f")]

    return change


def _by_one(figure: str) -> list[str]:
    return [str(int(figure) + 1), str(int(figure) - 1)] if figure.isdecimal() else []


swapped, digit_changed, off_by_one = _on_figure(_swap), _on_figure(_digit), _on_figure(_by_one)
times_ten, tenth = _on_figure(_moved(1)), _on_figure(_moved(-1))


def point_moved(text: str) -> list[str]:
    return times_ten(text) + tenth(text)


def _replaced(*pairs: tuple[str, str]) -> Fault:
    """The first word of the pairs that the text holds, for each of what it may be mistaken for."""

    def fault(text: str) -> list[str]:
        found = next((old for old, _ in pairs if old in text), None)
        return [
            new.join(text.rsplit(old, 1))
            for old, new in pairs
            if old == found and found is not None
        ]

    return fault


unit_changed = _replaced(
    ("/10万", "‰"), ("/10万", "/万"), ("‰", "%"), ("%", "‰"), ("亿元", "万元"), ("万元", "亿元"), ("万元", "元"),
    ("平方米", "亩"), ("平方米", "万平方米"), ("万人次", "人次"), ("万人", "人"), ("百分点", "千分点"), ("岁", "%"),
    ("张", "张/万人口"), ("张", "人"), ("人", "万人"), ("人", "%"), ("个", "%"), ("家", "人"), ("例", "万例"),
)  # fmt: skip
comparator_reversed = _replaced(
    ("≥", "≤"), ("≤", "≥"), ("不低于", "不高于"), ("以上", "以下"), ("以下", "以上")
)
downgraded = _replaced(("约束性", "预期性"))
direction_reversed = _replaced(
    ("增加", "减少"), ("增长", "下降"), ("提高", "降低"), ("下降", "增长")
)
malformed = _replaced(
    ("〔2016〕", "[2016]"), ("〔2016〕", "（2016）"), ("〔2016〕", "〔16〕"), ("〔2016〕", "〔2016〕第"), ("〔2016〕", "〔2016〕0"),
    ("〔2015〕", "[2015]"), ("〔2015〕", "〔2015〕第"), ("〔2021〕42", "〔2021〕"), ("〔2021〕42", "[2021]42"),
)  # fmt: skip
announced_changed = _replaced(("四", "五"), ("四", "三"), ("3", "4"), ("3", "2"))
date_damaged = _replaced(("15日", "  日"), ("12月", "月"))
misspelt = _replaced(
    ("卫生健康局", "卫生计生局"), ("卫生健康局", "卫健局"), ("卫生健康局", "卫生键康局")
)
title_slip = _replaced(
    ("“健康中国2030”规划纲要", "健康中国2030规划纲要"),
    ("卫生与健康", "卫生健康"),
    ("服务体系", "体系"),
)
foreign = _replaced(("柳州市", "京津冀"), ("鹿寨县", "灵山县"))


def serial_changed(text: str) -> list[str]:
    """The serial number of a document with a digit changed."""
    head, sign, serial = text.rpartition("〕")
    return [head + sign + new for new in digit_changed(serial)] if sign else []


def constant(*texts: str) -> Fault:
    return lambda text: [new for new in texts if new != text]


def bound(text: str) -> list[str]:
    return [f"{text}以上"] if _NUMBER.fullmatch(text) else []


def target_year(text: str) -> list[str]:
    return ["2024", "2035", "2052"] if text == "2025" else []


def fact_year(text: str) -> list[str]:
    return {"2020": ["2010", "2019"], "2015": ["2016"], "2015-2020": ["2010-2020", "2015-2019"]}[
        text
    ]


def years_changed(text: str) -> list[str]:
    """Either year a digit off, or the two exchanged."""
    first, _, last = text.partition("-")
    ends = (f"{first}-{int(last) + by}" for by in (5, 10, 1))
    starts = (f"{int(first) + by}-{last}" for by in (-10, -2, 1))
    return [*ends, *starts, f"{last}-{first}"]


_NUMERALS = "一二三四五六七八九十"


def heading_skipped(text: str) -> list[str]:
    """One more than it should be, or one less."""
    found = re.search(r"\d+|[一二三四五六七八九]", text)
    if found is None:
        return []
    old = found[0]
    value = int(old) if old.isdecimal() else _NUMERALS.index(old) + 1
    near = [n for n in (value + 1, value - 1) if n > 0]
    written = [str(n) if old.isdecimal() else _NUMERALS[n - 1] for n in near]
    return [text[: found.start()] + new + text[found.end() :] for new in written]


# ---- which fault goes where, and how many of it

_TOTALS = "医疗卫生机构数|基层医疗卫生机构数|医疗卫生机构床位数|卫生技术人员数"
_AREAS = "floor_area|above_ground|below_ground"
_MONEY = "total_investment|period_investment|stated_investment|costs"

PLACES: tuple[tuple[Family, str, str, Fault, int], ...] = (
    ("agreement", "statement: digits swapped", r"statements/.+/target/\d+", swapped, 9),
    ("agreement", "statement: digit changed", r"statements/.+/target/\d+", digit_changed, 12),
    ("agreement", "statement: comparator reversed", r"statements/.+/target/\d+", comparator_reversed, 8),
    ("agreement", "statement: year changed", r"statements/.+/target/2025!", target_year, 5),
    ("agreement", "repeated fact: digit changed", r"facts/.+#2/value/\d+", digit_changed, 3),
    ("agreement", "repeated fact: digits swapped", r"facts/.+#2/value/\d+", swapped, 3),
    ("agreement", "repeated fact: point moved", r"facts/.+#2/value/\d+", point_moved, 2),
    ("upper", "target: digits swapped", r"indicators/.+/target/\d+", swapped, 10),
    ("upper", "target: digit changed", r"indicators/.+/target/\d+", digit_changed, 14),
    ("upper", "target: comparator reversed", r"indicators/.+/target/\d+", comparator_reversed, 9),
    ("upper", "nature downgraded", r"indicators/.+/nature", downgraded, 7),
    ("upper", "row dropped", r"indicators/[^/]+-", constant("（删）"), 9),
    ("arithmetic", "total off by one", rf"facts/(?:{_TOTALS})/value/2020", off_by_one, 4),
    ("arithmetic", "part off by one", r"facts/(?!常住)[^/#]+/value/2020", off_by_one, 8),
    ("arithmetic", "figure: digits swapped", r"facts/[^/#]+/value/\d+", swapped, 9),
    ("arithmetic", "figure: digit changed", r"facts/[^/#]+/value/\d+", digit_changed, 12),
    ("arithmetic", "figure: year changed", r"facts/[^/#]+/value/\d+!", fact_year, 4),
    ("arithmetic", "part dropped", r"facts/(?:.*(?:院|室|机构|师|师（士）|护士|人员)(?:床位)?数)-", constant("（删）"), 6),
    ("arithmetic", "change: digit changed", r"facts/.+/change/\d+-\d+", digit_changed, 5),
    ("arithmetic", "change: direction reversed", r"facts/.+/change/\d+-\d+", direction_reversed, 3),
    ("arithmetic", "change: years changed", r"facts/.+/change/\d+-\d+!", fact_year, 2),
    ("progress", "baseline: digits swapped", r"indicators/.+/baseline/\d+", swapped, 9),
    ("progress", "baseline: digit changed", r"indicators/.+/baseline/\d+", digit_changed, 10),
    ("progress", "baseline: point moved", r"indicators/.+/baseline/\d+", point_moved, 6),
    ("progress", "baseline blanked", r"indicators/.+/baseline/\d+", constant("——", ""), 4),
    ("progress", "baseline a bound", r"indicators/.+/baseline/\d+", bound, 3),
    ("progress", "baseline: year changed", r"indicators/.+/baseline/2020!", constant("2019", "2002"), 3),
    ("progress", "target blanked", r"indicators/.+/target/\d+", constant("——", "", "待定"), 4),
    ("progress", "target: year changed", r"indicators/.+/target/2025!", target_year, 5),
    ("range", "target: point moved", r"indicators/.+/target/\d+", point_moved, 10),
    ("range", "statement: point moved", r"statements/.+/target/\d+", point_moved, 8),
    ("range", "row: unit changed", r"indicators/.+/unit", unit_changed, 12),
    ("range", "statement: unit changed", r"statements/.+/target/\d+", unit_changed, 8),
    ("range", "figure: unit changed", r"facts/[^/#]+/value/\d+", unit_changed, 7),
    ("projects", "area: digit changed", rf"projects/.+/(?:{_AREAS})(?:/\d)?", digit_changed, 7),
    ("projects", "area: digits swapped", rf"projects/.+/(?:{_AREAS})(?:/\d)?", swapped, 4),
    ("projects", "area: point moved", rf"projects/.+/(?:{_AREAS})(?:/\d)?", point_moved, 4),
    ("projects", "area: unit changed", rf"projects/.+/(?:{_AREAS})(?:/\d)?", unit_changed, 2),
    ("projects", "money: digit changed", rf"projects/.+/(?:{_MONEY})(?:/.+/value|/\d)?", digit_changed, 8),
    ("projects", "money: point moved", rf"projects/.+/(?:{_MONEY})(?:/.+/value|/\d)?", point_moved, 5),
    ("projects", "money: unit changed", rf"projects/.+/(?:{_MONEY})(?:/.+/value|/\d)?", unit_changed, 3),
    ("projects", "repeats: digit changed", r"projects/.+/repeats/.+/(?:count|each|total)", digit_changed, 4),
    ("projects", "years changed", r"projects/.+/years", years_changed, 4),
    ("projects", "years blanked", r"projects/.+/years", constant("", "待定"), 1),
    ("projects", "beds: digit changed", r"projects/.+/beds", digit_changed, 2),
    ("projects", "beds: point moved", r"projects/.+/beds", point_moved, 2),
    ("form", "heading number skipped", r"sections/.+/number", heading_skipped, 8),
    ("form", "heading number lost", r"sections/.+/number", constant(""), 2),
    ("form", "announced count changed", r"enumerations/.+/announced", announced_changed, 3),
    ("form", "item dropped", r"enumerations/.+/items/\d+-", constant("（删）"), 3),
    ("form", "document number malformed", r"citations/.+/number", malformed, 3),
    ("form", "document number: digit changed", r"citations/.+/number", serial_changed, 3),
    ("form", "document title changed", r"citations/.+/title", title_slip, 3),
    ("form", "own number malformed", r"plan/number", malformed, 1),
    ("form", "own date damaged", r"plan/date", date_damaged, 1),
    ("form", "department misspelt", r"tasks/.+/departments/\d+", misspelt, 5),
    ("form", "place of elsewhere", r"mentions/.+/name", foreign, 2),
)  # fmt: skip


def mutants(plan: str) -> tuple[Mutant, ...]:
    """A few hundred plans with one fault each; the choice depends on the names of the faults only."""
    places = sites(plan)
    found: dict[str, Mutant] = {}
    for family, kind, pattern, fault, most in PLACES:
        chance = random.Random(f"{family} {kind}")
        offered = [
            (site, new)
            for site in places
            if re.fullmatch(pattern, site.path) and (news := fault(site.text))
            for new in [chance.choice(news)]
        ]
        for site, new in chance.sample(offered, min(most, len(offered))):
            text = edited(plan, site, new)
            where = site.path.rstrip("!-")
            found.setdefault(text, Mutant(family, kind, where, site.text, new, text))
    return tuple(found.values())
