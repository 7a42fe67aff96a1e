"""Template and tokens to a reading: what the clause says. Its direction is for `resolve`."""

from __future__ import annotations

from msgspec.structs import replace

from checker.quantity.numerals import read_numeral
from checker.quantity.reading import (
    ChangeReading,
    CumulativeReading,
    Kind,
    RateReading,
    RatioReading,
    Reading,
    SetReading,
    UnreadReading,
    Verb,
)
from checker.quantity.scan import Token
from checker.quantity.sets import Interval, Number, same
from checker.quantity.shapes import Template
from checker.quantity.units import POINTS, SHARE, Unit, find_unit, per_people
from checker.quantity.value import (
    OPERATORS,
    Layout,
    NotReadError,
    Value,
    interval_of,
    layout_of,
    leaves,
    read_value,
)
from checker.quantity.wordy import base_of, read_words
from checker.source import Record

_VERBS: dict[str, Verb] = {
    "REACH": "reach", "KEEP": "keep", "KEPT": "keep", "CONTROL": "control",
    "RISE": "rise", "FALL": "fall",
}  # fmt: skip
_MARKS = frozenset({"MARK", "NOTE", "NATURE", "SEVERALLY"})


class _Clause(Record):
    """The words around a value, the first and the last of each kind at hand."""

    text: str
    tokens: tuple[Token, ...]
    column: Unit | None
    last: dict[str, Token]

    @property
    def weak(self) -> bool:
        return "WEAK" in self.last

    @property
    def year(self) -> int | None:
        date = self.last.get("DATE")
        return date.count if date else None

    @property
    def marks(self) -> tuple[str, ...]:
        marks = [token.text for token in self.tokens if token.kind in _MARKS]
        for index, token in enumerate(self.tokens):
            if token.kind == "EACH":
                noun = self.tokens[index + 1 : index + 2]
                marks.append("每" + "".join(word.text for word in noun if word.kind == "WORD"))
        return tuple(marks)


def build(template: Template, tokens: tuple[Token, ...], text: str, column: Unit | None) -> Reading:
    """Make the reading of one clause."""
    parts = [part for part in template[1] if isinstance(part, tuple)]
    if parts[0][0] == "words":
        return read_words(text, tokens, column)
    sentence = parts[0][1][0]
    assert parts[0][0] == "one"
    assert isinstance(sentence, tuple)
    late = next((next(leaves(part)) for part in parts if part[0] == "late"), None)
    clause = _Clause(text, tokens, column, {token.kind: token for token in tokens})
    try:
        layout = layout_of(sentence)
        value = _in_column(read_value(layout, tokens, late), tokens, column)
        if value.form == "ratio":
            return _ratio(clause, value)
        if sentence[0] == "change":
            if "EVERY" in clause.last:
                raise NotReadError("form-unknown", text)  # 每月增长1%: no change over the period
            rise = _moves_up(layout, tokens)
            return (
                _yearly(clause, value, rise)
                if "YEARLY" in clause.last
                else _change(clause, value, rise)
            )
        return _level(clause, value, layout)
    except NotReadError as problem:
        return UnreadReading(text, problem.reason, problem.detail)


def _level(clause: _Clause, value: Value, layout: Layout) -> Reading:
    """Read a value that is the value itself, not a change of it."""
    kind, interval = interval_of(value)
    unit, marks = _unit(clause, value)
    numbers = _numbers(value, unit)
    if "YEARLY" in clause.last:
        grows = "增" in clause.last["YEARLY"].text  # 年均增长率8%
        return _yearly(clause, value, True if grows else None)
    if "EVERY" in clause.last and unit is not None and unit.name == "次":
        return replace(_yearly(clause, value, None), unit=_over_period(unit, clause.last["EVERY"]))
    if "BASE" in clause.last and unit is not None and unit.name == "倍":
        change = _change(clause, value, True)  # 是2015年的2倍 is one 倍 more
        return replace(change, amount=change.amount.shifted(-1))
    bare, label = _is_bare(value), _label(clause, value)
    pure = unit is not None and not unit.dimension.atoms
    if value.form == "boxed" or ("TOTAL" in clause.last and not pure):
        return CumulativeReading(
            clause.text, kind, interval, unit, bare, value.about, clause.weak, numbers,
            clause.column, label, clause.year, marks,
        )  # fmt: skip
    verb = _verb(layout, clause.tokens)
    if verb == "control" and bare:
        kind, interval, bare = "ceiling", Interval.at_most(numbers[0].value), False
    base = next((clause.tokens[i].number for i in layout.base if clause.tokens[i].number), None)
    return SetReading(
        clause.text, kind, interval, unit, bare, value.about, clause.weak, numbers,
        clause.column, verb, label, clause.year, base, marks,
    )  # fmt: skip


def _yearly(clause: _Clause, value: Value, rise: bool | None) -> RateReading:
    _, interval = interval_of(value)
    unit, marks = _unit(clause, value)
    average = "YEARLY" in clause.last and clause.last["YEARLY"].text != "每年"
    return RateReading(
        clause.text, interval, unit, rise, _relative(clause, value, unit),
        average, _is_bare(value), value.about, clause.weak,
        _numbers(value, unit), clause.column, _label(clause, value), marks,
    )  # fmt: skip


_PERIODS = {"季": "季度", "星期": "周", "半年": "6月"}


def _over_period(unit: Unit, every: Token) -> Unit:
    """Make 次 of 每月 into 次/月, of 每两年 into 次/2年; a period without a unit leaves it as it is."""
    printed = every.text.removeprefix("每").replace("个", "")
    printed = _PERIODS.get(printed, printed)
    count = read_numeral(printed[:1])
    below = f"{count[0]}{printed[1:]}" if count else printed
    return find_unit(f"{unit.name}/{below}") or unit


def _in_column(value: Value, tokens: tuple[Token, ...], column: Unit | None) -> Value:
    """Count 万 once: 约160万 under 万元 is 160万元."""
    if value.unit is not None or column is None or not any(token.scale for token in tokens):
        return value
    zeros = column.multiple
    return replace(value, numbers=tuple(number.scaled(-zeros) for number in value.numbers))


def _change(clause: _Clause, value: Value, rise: bool) -> ChangeReading:
    _, interval = interval_of(value)
    unit, marks = _unit(clause, value)
    return ChangeReading(
        clause.text, base_of(clause.last.get("BASE")), interval, unit, rise,
        _relative(clause, value, unit), _is_bare(value), value.about, clause.weak,
        _numbers(value, unit), clause.column, _label(clause, value), clause.year, marks,
    )  # fmt: skip


def _is_bare(value: Value) -> bool:
    return value.operator == "" and same(value.numbers[0].value, value.numbers[-1].value)


def _numbers(value: Value, unit: Unit | None) -> tuple[Number, ...]:
    """Mark counted numbers exact: integers of persons, beds, places; a rate of them was rounded."""
    if unit is None or value.about or not (unit.counts or unit.name == "比例"):
        return value.numbers
    return tuple(
        Number(n.value, n.decimals, n.decimals == 0 or not unit.counts, n.more)
        for n in value.numbers
    )


def _unit(clause: _Clause, value: Value) -> tuple[Unit | None, tuple[str, ...]]:
    """Settle the unit: the text's own, completed by 每千人口 or the column; and the marks."""
    unit, marks, column = value.unit, clause.marks, clause.column
    if unit is None and "NOTE" in clause.last:
        noted = (find_unit(token.text) for token in clause.tokens if token.kind == "NOTE")
        unit = next((found for found in noted if found is not None), None)
    if unit is None:
        return column, marks
    per = clause.last.get("PER")
    if per is not None and per.count and unit.dimension.atoms and "/" not in unit.name:
        unit = per_people(unit, per.count)
    if column is None or unit.name == column.name:
        return unit, marks
    if column.name.startswith(unit.name + "/"):
        return column, (*marks, "unit-completed")
    return unit, (*marks, "text-unit-over-column")


def _label(clause: _Clause, value: Value) -> str:
    """Name what has the value: the words before its verb or, where there are none, after it."""
    words: list[str] = []
    for token in clause.tokens[: value.first]:
        if token.kind in ("WORD", "EVERY"):
            words.append(token.text)
        elif words and (token.kind in _VERBS or token.kind in OPERATORS):
            break
    return "".join(words).strip("，。、；：:-— ").removeprefix("了")


def _verb(layout: Layout, tokens: tuple[Token, ...]) -> Verb | None:
    """Find the verb that governs a level; 提高到 and 降至 keep the sense of the verb before 到."""
    verb: Verb | None = None
    for index in layout.verbs:
        if tokens[index].kind == "TO":
            verb = verb if verb in ("rise", "fall", "keep") else "reach"
        else:
            verb = _VERBS.get(tokens[index].kind, verb)
    return verb


def _moves_up(layout: Layout, tokens: tuple[Token, ...]) -> bool:
    moves = [tokens[i].kind for i in layout.verbs if tokens[i].kind in ("RISE", "FALL")]
    return moves[-1] == "RISE"


def _relative(clause: _Clause, value: Value, unit: Unit | None) -> bool | None:
    """Say whether a change is a share of the base; None where 10% may also mean points of a %."""
    if unit is None:
        return None
    if unit.dimension.atoms or unit.dimension.tag == POINTS:
        return False
    if unit.name == "倍":
        return True
    if unit.name == "%":
        return None if clause.column is None or clause.column.name == "%" else True
    if unit.dimension.tag == SHARE and value.unit is None:
        return None
    return False


def _ratio(clause: _Clause, value: Value) -> Reading:
    """Read a:b as b/a. In 2.7∶1以上 the first part is what grows, so b/a has a ceiling."""
    parts = value.numbers
    if any(part.value <= 0 for part in parts):
        raise NotReadError("ratio-with-zero", clause.text)
    kind: Kind = "point"
    interval: Interval | None = None
    if len(parts) == 2:
        first, second = parts[0].value, parts[1].value
        turned = second == 1 and first != 1
        quotient = first / second if turned else second / first
        kind, interval = interval_of(replace(value, numbers=(Number(quotient, 0),)))
        if turned:
            kind, interval = _turned(kind, interval)
    return RatioReading(
        clause.text, parts, kind, interval, not value.operator, value.about, clause.weak,
        _label(clause, value), clause.year, clause.marks,
    )  # fmt: skip


def _turned(kind: Kind, interval: Interval) -> tuple[Kind, Interval]:
    """Give the set of 1/x; a ratio is positive, so a ceiling on x turns into a floor."""
    if interval.low is None:
        assert interval.high is not None
        return "floor", Interval(1 / interval.high, None, interval.high_open)
    inverted = interval.inverted()
    assert inverted is not None
    return "ceiling" if kind == "floor" else kind, inverted
