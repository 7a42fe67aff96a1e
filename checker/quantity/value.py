"""The value of a clause: its numbers, comparators and printed unit. Knows no verbs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from checker.quantity.reading import SetKind
from checker.quantity.sets import Interval, PrintedNumber, is_equal, is_less
from checker.quantity.tokens import SentenceTree, Token
from checker.quantity.units import Unit
from checker.source import Record

Comparator: TypeAlias = Literal["", "≥", "＞", "≤", "＜", "≈"]
ValueForm: TypeAlias = Literal["amount", "range", "ratio", "inside", "boxed"]

COMPARATORS: dict[str, Comparator] = {
    "FLOOR": "≥", "ABOVE": "≥", "OVER": "＞",
    "CEILING": "≤", "BELOW": "≤", "UNDER": "＜",
    "PAST": "＞", "SHORT": "＜",
    "NEARLY": "≈", "AROUND": "≈",
}  # fmt: skip


class NotReadError(Exception):
    """A clause that must not become a value; carries the reason and what it met."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


class ClauseValue(Record):
    """A printed value; `first` is the index of its first token."""

    form: ValueForm
    numbers: tuple[PrintedNumber, ...]
    unit: Unit | None
    operator: Comparator
    about: bool
    first: int
    ends_open: tuple[bool, bool] = (False, False)


class Layout(Record):
    """The indices of the tokens of each part of a sentence; the same for every text of its kinds of tokens."""

    form: ValueForm
    verbs: tuple[int, ...]
    comparators: tuple[int, ...]
    amounts: tuple[int, ...]
    base: tuple[int, ...]
    last: int


def find_layout(sentence: SentenceTree) -> Layout:
    """Find the parts of a level or a change."""
    value = next(_find(sentence, "value"))
    comparators = (
        i for name in ("bound", "suffix") for node in _find(value, name) for i in leaves(node)
    )
    core = next(
        node for name in ("range", "ratio", "inside", "amount") for node in _find(value, name)
    )
    base = tuple(index for node in _find(sentence, "base_value") for index in leaves(node))
    form: ValueForm = "amount"
    match core[0]:
        case "range" | "ratio" | "inside":
            form = core[0]
    if next(_find(value, "boxed"), None) is not None:
        form = "boxed"
    verbs = tuple(part for part in sentence[1] if isinstance(part, int))
    return Layout(form, verbs, tuple(comparators), tuple(leaves(core)), base, max(leaves(value)))


def leaves(node: SentenceTree) -> Iterator[int]:
    """Give the indices of the tokens below a node, from left to right."""
    for part in node[1]:
        if isinstance(part, int):
            yield part
        else:
            yield from leaves(part)


def _find(node: SentenceTree, name: str) -> Iterator[SentenceTree]:
    if node[0] == name:
        yield node
        return
    for part in node[1]:
        if isinstance(part, tuple):
            yield from _find(part, name)


def read_value(layout: Layout, tokens: tuple[Token, ...], late: int | None) -> ClauseValue:
    """Read the value a layout points at; `late`: a comparator after the noun (3个县以上)."""
    numbers: list[PrintedNumber] = []
    units: list[Unit] = []
    scales: list[int] = []
    unders: list[bool] = []
    for index in layout.amounts:
        token = tokens[index]
        if token.number is not None:
            numbers.append(token.number)
            scales.append(token.scale)
        if token.unit is not None:
            units.append(token.unit)
        if token.kind in ("UNDER", "CEILING"):
            unders.append(token.kind == "UNDER")
    if len(units) > 1 and len({unit.name for unit in units}) > 1:
        raise NotReadError("units-differ", "、".join(unit.name for unit in units))
    if layout.form == "range" and scales[-1] and not scales[0] and not units[1:]:
        numbers[0] = numbers[0].scaled(scales[-1])  # 2-3万人 is 2万 to 3万
    if layout.form == "range" and scales[0] and not scales[-1] and len(units) == 1:
        numbers[0] = numbers[0].scaled(-units[0].multiple)  # 200亿-250亿立方米
    if len(numbers) > 1 and not units and all(_is_year(number) for number in numbers):
        raise NotReadError("year-not-value", "".join(tokens[i].text for i in layout.amounts))
    _refuse_unknown_unit(tokens, layout.last)
    if layout.last + 1 < len(tokens):
        _refuse_size(tokens, layout.last)
    if layout.amounts[0] > 1:
        _refuse_other(tokens, layout)
    places = layout.comparators if late is None else (*layout.comparators, late)
    signs = [COMPARATORS[tokens[i].kind] for i in places if tokens[i].kind in COMPARATORS]
    for number in numbers:
        if number.more:
            signs.append("≈")
            break
    return ClauseValue(
        layout.form, tuple(numbers), units[0] if units else None, _join_comparators(signs), "≈" in signs,
        layout.amounts[0], (unders[0], unders[1]) if unders else (False, False),
    )  # fmt: skip


def _is_year(number: PrintedNumber) -> bool:
    return number.decimals == 0 and 1949 <= number.value < 2100


_CHANGES = frozenset({"RISE", "FALL", "GAIN", "LOSS", "PACE", "TWICE"})


_CONNECTING = frozenset("并且而又后")


def _refuse_size(tokens: tuple[Token, ...], last: int) -> None:
    """Refuse a value that a word after it makes the size or the time of a change: 实现10%的增长, 5年翻一番."""
    for token in tokens[last + 1 :]:
        if token.kind in _CHANGES:
            raise NotReadError("form-unknown", "".join(token.text for token in tokens))
        if not _CONNECTING.isdisjoint(token.text):
            return


_LEAST_AND_MOST = ("至少", "最少", "起码", "至多", "最多", "顶多")


def _refuse_other(tokens: tuple[Token, ...], layout: Layout) -> None:
    """Refuse a limit on something else: 高于全国5% is no 高于5%; 不低于…总数的75% and 至少配备3名 are limits."""
    before = tokens[layout.amounts[0] - 1]
    if before.kind != "WORD":
        return
    bound = tokens[layout.amounts[0] - 2]
    if bound.kind not in _LIMITS or before.text.endswith("的"):
        return
    if not bound.text.startswith(_LEAST_AND_MOST) and layout.form != "inside":
        raise NotReadError("form-unknown", "".join(token.text for token in tokens))


_LIMITS = frozenset({"FLOOR", "OVER", "CEILING", "UNDER"})
_AFTER_BARE = '的并且其而等以时之)”"』('
_MORE_UNIT = "·/*×"


def _refuse_unknown_unit(tokens: tuple[Token, ...], last: int) -> None:
    """Refuse a number before a word that may be its unit (18条), or the rest of it (元/人·年)."""
    if last + 1 == len(tokens) or tokens[last].kind not in ("N", "MORE", "UNIT"):
        return
    after, bare = tokens[last + 1], tokens[last].kind != "UNIT"
    worded = after.kind == "WORD"
    if worded and (after.text[0] in _MORE_UNIT or (bare and after.text[0] not in _AFTER_BARE)):
        raise NotReadError("unit-unknown", ("" if bare else tokens[last].text) + after.text)
    if worded and after.strange and (after.text[0] == "时" or after.text[0] not in _AFTER_BARE):
        raise NotReadError(
            "unit-unknown", tokens[last].text + after.text
        )  # 千瓦时, where only 千瓦 is known
    if after.kind == "YEARLY" and last + 2 < len(tokens):
        after = tokens[last + 2]  # 3万吨每年每人
    if after.kind in ("EACH", "EVERY") or (bare and after.kind == "PER"):
        raise NotReadError("unit-unknown", after.text)


def _join_comparators(signs: list[Comparator]) -> Comparator:
    """Join what stands before and after a number: ≥…以上 is a floor, ≥…以下 a contradiction."""
    if len(signs) < 2:
        return signs[0] if signs else ""
    comparators = set(signs) - {"≈"}
    for closed, opened in (("≥", "＞"), ("≤", "＜")):
        if {closed, opened} <= comparators:
            comparators.discard(closed)
    if len(comparators) > 1:
        raise NotReadError("comparators-conflict", "、".join(signs))
    return comparators.pop() if comparators else "≈" if signs else ""


def make_interval(value: ClauseValue) -> tuple[SetKind, Interval]:
    """Make the set. A comparator on a range governs its weaker end: 1-2名以上 is ≥1."""
    low, high = value.numbers[0].value, value.numbers[-1].value
    is_point = is_equal(low, high)
    if (is_point and any(value.ends_open)) or (not is_point and is_less(high, low)):
        raise NotReadError("range-reversed", f"{value.numbers[0].value}＞{value.numbers[-1].value}")
    match value.operator:
        case "≥":
            return "floor", Interval.at_least(low)
        case "＞":
            return "floor", Interval.more_than(low)
        case "≤":
            return "ceiling", Interval.at_most(high)
        case "＜":
            return "ceiling", Interval.less_than(high)
        case "≈" if value.numbers[-1].more:
            above = value.numbers[-1].rounding_interval().high
            return "about" if is_point else "interval", Interval(low, above, high_open=True)
        case "≈" if is_point:
            return "about", Interval.point(low)
        case "" | "≈":
            kind: SetKind = "point" if is_point else "interval"
            return kind, Interval.between(low, high, *value.ends_open)
