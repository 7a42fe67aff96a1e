"""Template and tokens to a reading: what the clause says. Its direction is for `resolve`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from msgspec.structs import replace

from checker.quantity.harmless import ends_a_name
from checker.quantity.numerals import read_numeral
from checker.quantity.qualitative import name_base, read_qualitative
from checker.quantity.reading import (
    ChangeReading,
    CumulativeReading,
    RateReading,
    RatioReading,
    Reading,
    SetKind,
    SetReading,
    UnreadReading,
    Verb,
)
from checker.quantity.sets import Interval, PrintedNumber, is_equal
from checker.quantity.templates import find_template
from checker.quantity.tokens import Token
from checker.quantity.unit_rows import POINTS, SHARE
from checker.quantity.units import Unit, find_unit, per_people
from checker.quantity.value import (
    COMPARATORS,
    ClauseValue,
    Layout,
    NotReadError,
    find_layout,
    leaves,
    make_interval,
    read_value,
)
from checker.source import Record

_VERBS: dict[str, Verb] = {
    "REACH": "reach", "KEEP": "keep", "KEPT": "keep", "CONTROL": "control",
    "RISE": "rise", "FALL": "fall", "GAIN": "rise", "LOSS": "fall", "PACE": "rise",
}  # fmt: skip
_MOVES = frozenset({"RISE", "FALL", "GAIN", "LOSS", "PACE"})
_WORDED = frozenset({"WORD", "BASE", "TOTAL", "YEARLY", "EVERY", "RISE", "FALL"})
_MARKS = frozenset({"MARK", "NOTE", "NATURE", "SEVERALLY"})


class ClauseForm(Record):
    """What the kinds of its tokens say of a clause; the same for every text. `layout`: None where it prints no value.

    `weak`: a WEAK governs its value, not only what is aimed at beside it. `is_worded`: it has words beside its number
    that may make it a rate, a multiple or a total.
    `marks` are the indices of marks and of EACH, `last` that of the last token of each kind, `late` that of a
    comparator after the noun.
    """

    sentence: str
    layout: Layout | None
    late: int | None
    last: dict[str, int]
    marks: tuple[int, ...]
    verb: Verb | None
    moves_up: bool
    weak: bool
    is_worded: bool


@lru_cache(maxsize=10_000)  # a plan has some hundred; a hostile one must not fill the memory
def find_form(shape: str) -> ClauseForm | None:
    """Return the form of the clauses whose tokens have these kinds; None where no sentence of the grammar fits."""
    template = find_template(shape)
    if template is None:
        return None
    kinds = shape.split()
    last = {kind: index for index, kind in enumerate(kinds)}
    marks = tuple(i for i, kind in enumerate(kinds) if kind in _MARKS or kind == "EACH")
    parts = [part for part in template[1] if isinstance(part, tuple)]
    if parts[0][0] == "words" or any(part[0] == "many" for part in parts):
        name = "many" if parts[0][0] != "words" else "words"
        return ClauseForm(name, None, None, last, marks, None, False, "WEAK" in last, True)
    sentence = parts[0][1][0]
    assert parts[0][0] == "one"
    assert isinstance(sentence, tuple)
    layout = find_layout(sentence)
    late = next((next(leaves(part)) for part in parts if part[0] == "late"), None)
    moves = [kinds[i] for i in layout.verbs if kinds[i] in _MOVES]
    return ClauseForm(
        sentence[0], layout, late, last, marks, _verb(kinds[i] for i in layout.verbs),
        _VERBS.get(moves[-1]) == "rise" if moves else False,
        "WEAK" in kinds[: layout.last],
        not _WORDED.isdisjoint(kinds),
    )  # fmt: skip


class PhraseContext(Record):
    """The words around a value, the last of each kind at hand."""

    text: str
    tokens: tuple[Token, ...]
    column: Unit | None
    form: ClauseForm

    def last(self, kind: str) -> Token | None:
        index = self.form.last.get(kind)
        return None if index is None else self.tokens[index]

    @property
    def weak(self) -> bool:
        return self.form.weak

    @property
    def year(self) -> int | None:
        date = self.last("DATE")
        return date.count if date else None

    @property
    def marks(self) -> tuple[str, ...]:
        if not self.form.marks:
            return ()
        tokens = [(index, self.tokens[index]) for index in self.form.marks]
        marks = [token.text for _, token in tokens if token.kind != "EACH"]
        for index, token in tokens:
            if token.kind == "EACH":
                noun = self.tokens[index + 1 : index + 2]
                marks.append(
                    token.text + "".join(word.text for word in noun if word.kind == "WORD")
                )
        return tuple(marks)


def build(form: ClauseForm, tokens: tuple[Token, ...], text: str, column: Unit | None) -> Reading:
    """Make the reading of one clause."""
    layout = form.layout
    if layout is None:
        return read_qualitative(text, tokens, column)
    clause = PhraseContext(text, tokens, column, form)
    try:
        if form.late is not None and tokens[form.late - 1].text.startswith("的"):
            raise NotReadError("form-unknown", text)  # 90%的乡镇以下: of what?
        value = _in_column(read_value(layout, tokens, form.late), tokens, column)
        if value.form == "ratio":
            return _ratio(clause, value)
        if form.sentence == "change":
            if "EVERY" in form.last:
                raise NotReadError("form-unknown", text)  # 每月增长1%: no change over the period
            if _is_held_there(clause):
                raise NotReadError("form-unknown", text)
            if "YEARLY" in form.last or "PACE" in form.last:
                return _yearly(clause, value, form.moves_up)
            return _change(clause, value, form.moves_up)
        return _level(clause, value, layout)
    except NotReadError as problem:
        return UnreadReading(text, problem.reason, problem.detail)


def _level(clause: PhraseContext, value: ClauseValue, layout: Layout) -> Reading:
    """Read a value that is the value itself, not a change of it."""
    kind, interval = make_interval(value)
    unit, marks = _unit(clause, value)
    numbers = _numbers(value, unit)
    if unit is not None and unit.dimension.atoms == _PER_YEAR:  # 5%/年: nobody says if they grow
        raise NotReadError("form-unknown", clause.text)
    if clause.form.is_worded:  # words that decide what the number is of; most cells have none
        special = _by_words(clause, value, layout, unit)
        if special is not None:
            return special
    bare, label = _is_bare(value), _label(clause, value)
    pure = unit is not None and not unit.dimension.atoms
    if value.form == "boxed" or _is_total(clause, value, pure):
        return CumulativeReading(
            clause.text, kind, interval, unit, bare, value.about, clause.weak, numbers,
            clause.column, label, clause.year, marks,
        )  # fmt: skip
    verb = clause.form.verb
    if verb == "control" and bare:
        kind, interval, bare = "ceiling", Interval.at_most(numbers[0].value), False
    base = next((clause.tokens[i].number for i in layout.base if clause.tokens[i].number), None)
    return SetReading(
        clause.text, kind, interval, unit, bare, value.about, clause.weak, numbers,
        clause.column, verb, label, clause.year, base, marks,
    )  # fmt: skip


def _by_words(
    clause: PhraseContext, value: ClauseValue, layout: Layout, unit: Unit | None
) -> Reading | None:
    """Read a number that the words around it make a rate or a multiple; refuse one that may be several things."""
    if _is_controlled_change(clause):
        raise NotReadError("form-unknown", clause.text)
    _refuse_verb(clause, value, unit)
    yearly, every = clause.last("YEARLY"), clause.last("EVERY")
    if yearly is not None and not _is_held(clause, value, layout, unit):
        grows = "增" in yearly.text  # 年均增长率8%
        return _yearly(clause, value, True if grows else None)
    if every is not None and unit is not None and _flows(unit):
        return replace(_yearly(clause, value, None), unit=_over_period(unit, every))
    whole = _whole_of_base(clause, value)
    if whole is not None:
        return _multiple(clause, value, unit, whole)
    before = clause.tokens[value.first - 1].text if value.first else ""
    if value.form == "amount" and before == "新增" and _is_share(unit):
        raise NotReadError("form-unknown", clause.text)  # 新增5%: a change or a total?
    if clause.form.verb is None and clause.form.last.get("BASE", value.first) < value.first:
        raise NotReadError("form-unknown", clause.text)  # 较2020年：5%
    return None


def _refuse_verb(clause: PhraseContext, value: ClauseValue, unit: Unit | None) -> None:
    """Refuse a share that a word which is no name does something with: 拉动5%, 浮动5%."""
    if clause.form.verb is not None or (unit is not None and unit.dimension.atoms):
        return
    index = value.first - 1
    while index >= 0 and clause.tokens[index].kind in COMPARATORS:
        index -= 1
    before = clause.tokens[index]
    if index >= 0 and before.kind == "WORD" and not ends_a_name(before.text):
        raise NotReadError("word-unknown", before.text)


_SUMS = ("累计", "共", "共计", "合计", "总计")


def _is_total(clause: PhraseContext, value: ClauseValue, pure: bool) -> bool:
    """Return whether 累计 or 新增 sums its value up; a share only where it stands before the number."""
    index = clause.form.last.get("TOTAL")
    if index is None or index > value.first:
        return False
    return not pure or (index == value.first - 1 and clause.tokens[index].text.endswith(_SUMS))


def _is_controlled_change(clause: PhraseContext) -> bool:
    """Return whether a change, not the value, is held: 增长控制在5%以内."""
    last = clause.form.last
    moves = [last[kind] for kind in ("RISE", "FALL") if kind in last]
    return any(last.get(kind, 0) - 1 in moves for kind in ("CONTROL", "KEEP"))


def _is_held_there(clause: PhraseContext) -> bool:
    """Return whether a verb of change has a place, not an amount, after it: 提高在5%以上."""
    last = clause.form.last
    moves = [last[kind] for kind in ("RISE", "FALL") if kind in last]
    return any(
        clause.tokens[index + 1].text == "在" for index in moves if index + 1 < len(clause.tokens)
    )


_PER_YEAR = (("年", -1),)


def _is_held(clause: PhraseContext, value: ClauseValue, layout: Layout, unit: Unit | None) -> bool:
    """Return whether 每年 or 逐年 says when a level holds (每年保持在95%以上), not how much is added a year."""
    index = clause.form.last["YEARLY"]
    text, verb = clause.tokens[index].text, clause.form.verb
    if index > layout.last:
        if "增" in text:
            raise NotReadError("form-unknown", clause.text)  # 以5%的年均增速
        return index > layout.last + 1  # 95%以上且逐年提高; 3次每年
    if text == "逐年":
        return verb is not None
    return text == "每年" and _is_share(unit) and (verb is not None or bool(value.operator))


def _is_share(unit: Unit | None) -> bool:
    return unit is not None and unit.dimension.tag == SHARE and unit.name != "倍"


def _flows(unit: Unit) -> bool:
    """Return whether so much of it in a period is so much a period: 每月一次, 每天3万吨; 每天一小时 is a length."""
    return bool(unit.dimension.atoms) and unit.dimension.atoms[0][0] not in _LASTING


_LASTING = frozenset({"时间", "年", "岁", "课时", "工作日"})


def _whole_of_base(clause: PhraseContext, value: ClauseValue) -> int | str | None:
    """Name the base of which a value is so many times: 达到2020年的1.2倍; None where no base stands before it."""
    index = value.first - 1
    while index >= 0 and clause.tokens[index].kind in COMPARATORS:
        index -= 1
    before = clause.tokens[max(index - 1, 0) : index + 1]
    if not before or not before[-1].text.endswith("的") or "FROM" in clause.form.last:
        return None
    if before[-1].kind == "BASE":
        return name_base(before[-1])
    if (
        value.unit is not None
        and value.unit.name == "倍"
        and before[-1].kind == "WORD"
        and before[0].kind not in ("DATE", "BASE")
    ):
        raise NotReadError("form-unknown", clause.text)  # 全国平均的2.5倍
    said = len(before) == 2 and before[-1].text == "的" and before[0].kind in ("DATE", "BASE")
    return name_base(before[0]) if said else None


def _multiple(
    clause: PhraseContext, value: ClauseValue, unit: Unit | None, base: int | str
) -> Reading:
    """Read 是2015年的2倍 as one 倍 more than in 2015, 为2015年的95% of a count as 5 % less."""
    whole = 1 if unit is not None and unit.name == "倍" else 100
    counted = clause.column is not None and bool(clause.column.dimension.atoms)
    if unit is None or unit.name not in ("倍", "%") or (whole == 100 and not counted):
        raise NotReadError(
            "form-unknown", clause.text
        )  # 2015年的95% of a share may be its value then
    change = _change(clause, value, True)
    more = tuple(replace(number, value=number.value - whole) for number in change.numbers)
    return replace(
        change, base=base, amount=change.amount.shifted(-whole), numbers=more, relative=True
    )


def _yearly(clause: PhraseContext, value: ClauseValue, rise: bool | None) -> RateReading:
    _, interval = make_interval(value)
    unit, marks = _unit(clause, value)
    yearly = clause.last("YEARLY")
    average = yearly is not None and yearly.text != "每年"
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


def _in_column(value: ClauseValue, tokens: tuple[Token, ...], column: Unit | None) -> ClauseValue:
    """Count 万 once: 约160万 under 万元 is 160万元."""
    if value.unit is not None or column is None or not any(token.scale for token in tokens):
        return value
    zeros = column.multiple
    return replace(value, numbers=tuple(number.scaled(-zeros) for number in value.numbers))


def _change(clause: PhraseContext, value: ClauseValue, rise: bool) -> ChangeReading:
    _, interval = make_interval(value)
    unit, marks = _unit(clause, value)
    if value.unit is None:
        marks = (*marks, "unit-not-printed")
    return ChangeReading(
        clause.text, name_base(clause.last("BASE")), interval, unit, rise,
        _relative(clause, value, unit), _is_bare(value), value.about, clause.weak,
        _numbers(value, unit), clause.column, _label(clause, value), clause.year, marks,
    )  # fmt: skip


def _is_bare(value: ClauseValue) -> bool:
    numbers = value.numbers
    return not value.operator and (
        len(numbers) == 1 or is_equal(numbers[0].value, numbers[-1].value)
    )


def _numbers(value: ClauseValue, unit: Unit | None) -> tuple[PrintedNumber, ...]:
    """Mark counted numbers exact: integers of persons, beds, places; a rate of them was rounded."""
    if unit is None or value.about or not (unit.counts or unit.name == "比例"):
        return value.numbers
    return tuple(
        PrintedNumber(n.value, n.decimals, n.decimals == 0 or not unit.counts, n.more)
        for n in value.numbers
    )


def _unit(clause: PhraseContext, value: ClauseValue) -> tuple[Unit | None, tuple[str, ...]]:
    """Settle the unit: the text's own, completed by 每千人口 or the column; and the marks."""
    unit, marks, column = value.unit, clause.marks, clause.column
    if unit is None and "NOTE" in clause.form.last:
        noted = (find_unit(token.text) for token in clause.tokens if token.kind == "NOTE")
        unit = next((noted_unit for noted_unit in noted if noted_unit is not None), None)
    if unit is None:
        return column, marks
    per = clause.last("PER")
    if per is not None and per.count and unit.dimension.atoms and "/" not in unit.name:
        unit = per_people(unit, per.count)
    if column is None or unit.name == column.name:
        return unit, marks
    if unit.name == "起":
        raise NotReadError("unit-unknown", unit.name)  # 95起 under %: a count, or a limit?
    if column.name.startswith(unit.name + "/"):
        return column, (*marks, "unit-completed")
    return unit, (*marks, "text-unit-over-column")


def _label(clause: PhraseContext, value: ClauseValue) -> str:
    """Name what has the value: the words before its verb or, where there are none, after it."""
    if not value.first:
        return ""
    words: list[str] = []
    for token in clause.tokens[: value.first]:
        if token.kind in ("WORD", "EVERY"):
            words.append(token.text)
        elif words and (token.kind in _VERBS or token.kind in COMPARATORS):
            break
    return "".join(words).strip("，。、；：:-— ").removeprefix("了")


def _verb(kinds: Iterable[str]) -> Verb | None:
    """Return the verb that governs a level; 提高到 and 降至 keep the sense of the verb before 到."""
    verb: Verb | None = None
    for kind in kinds:
        after_to: Verb = verb if verb in ("rise", "fall", "keep") else "reach"
        verb = after_to if kind == "TO" else _VERBS.get(kind, verb)
    return verb


def _relative(clause: PhraseContext, value: ClauseValue, unit: Unit | None) -> bool | None:
    """Return whether a change is a share of the base; None where 10% may also mean points of a %."""
    if unit is None:
        return None
    if unit.dimension.atoms or unit.dimension.tag == POINTS:
        return False
    if unit.name in ("倍", "比例"):
        return True  # 减少三分之一
    if unit.name == "%":
        return None if clause.column is None or clause.column.name == "%" else True
    if unit.dimension.tag == SHARE and value.unit is None:
        return None
    return False


def _ratio(clause: PhraseContext, value: ClauseValue) -> Reading:
    """Read a:b as b/a. In 2.7∶1以上 the first part is what grows, so b/a has a ceiling."""
    parts = value.numbers
    if len(parts) == 4:
        return _ratio_range(clause, value)
    if any(part.value <= 0 for part in parts):
        raise NotReadError("ratio-with-zero", clause.text)
    kind: SetKind = "point"
    interval: Interval | None = None
    if len(parts) == 2:
        first, second = parts[0].value, parts[1].value
        turned = second == 1 and first != 1
        quotient = first / second if turned else second / first
        kind, interval = make_interval(replace(value, numbers=(PrintedNumber(quotient, 0),)))
        if turned:
            kind, interval = _turned(kind, interval)
    return RatioReading(
        clause.text, parts, kind, interval, not value.operator, value.about, clause.weak,
        _label(clause, value), clause.year, clause.marks,
    )  # fmt: skip


def _ratio_range(clause: PhraseContext, value: ClauseValue) -> RatioReading:
    """Read 1:1-1:1.2 as [1, 1.2]."""
    parts = value.numbers
    if any(part.value <= 0 for part in parts):
        raise NotReadError("ratio-with-zero", clause.text)
    ends = sorted((parts[1].value / parts[0].value, parts[3].value / parts[2].value))
    quotients = tuple(PrintedNumber(end, 0) for end in ends)
    kind, interval = make_interval(replace(value, form="range", numbers=quotients))
    return RatioReading(
        clause.text, parts, kind, interval, False, value.about, clause.weak,
        _label(clause, value), clause.year, clause.marks,
    )  # fmt: skip


def _turned(kind: SetKind, interval: Interval) -> tuple[SetKind, Interval]:
    """Give the set of 1/x; a ratio is positive, so a ceiling on x turns into a floor."""
    if interval.low is None:
        assert interval.high is not None
        return "floor", Interval(1 / interval.high, None, interval.high_open)
    inverted = interval.inverted()
    assert inverted is not None
    return "ceiling" if kind == "floor" else kind, inverted
