"""The reference of the rule language, written from its tables. Reads no rules."""

from __future__ import annotations

from collections.abc import Iterable

from checker.datatypes.choices import ENUMERATIONS
from checker.datatypes.expression_types import ChoiceType, ListType, NumberType, RecordType, Type
from checker.datatypes.keywords import CLAUSES, HEADINGS, MISSING, SEVERITIES, WORDS
from checker.datatypes.kinds import KINDS, Kind
from checker.datatypes.operators import (
    FUNCTIONS,
    IN,
    NOT,
    OPERATORS,
    PRESENCE,
    QUANTIFIERS,
    SATISFIES,
)
from checker.quantity.units import Dimension, unit_table
from checker.semantics.accepts import TAKES, type_name, usual_unit

_CLAUSES = {
    "ruleset": "规则集的名称；写在文件最前面",
    "rule": "一条规则：代码和标题（中文，可再写英文）",
    "basis": "依据：文件、文号、条款；写在规则集下面时对各条规则都适用",
    "period": "规则适用的规划期；与规划期不相交的规划不适用",
    "parameter": "有名字的数和它的出处",
    "when": "适用条件；不满足的对象不适用这条规则",
    "severity": "错误、警告、提示；可以按条件分",
    "each": "规则逐个检查的对象和它在规则里的名字；不写时检查规划本身",
    "require": "要求；不满足就是问题",
    "except": "满足它的对象不适用这条规则",
    "missing": "所需的值缺失时怎样判：未知（默认）、违规、不适用",
    "message": "给编制人员看的话，{} 里写属性或指标",
    "rationale": "为什么有这条规则",
    "remedy": "怎样改",
    "manual": "须由人判断时写看什么；代替“要求”",
    "pass": "合规的例子",
    "fail": "违规的例子",
    "unknown": "判断不了的例子",
}


def reference_markdown() -> str:
    """All tables of the language, in Chinese, as Markdown."""
    sections = (
        ("子句", _table(("中文", "英文", "写什么"), _clauses())),
        ("运算", _table(("中文", "英文", "也可写作", "两边"), _operators())),
        ("其他词", _table(("中文", "英文"), _words())),
        ("函数", _table(("中文", "英文", "得到"), _functions())),
        ("对象和属性", "\n\n".join(_kind(kind) for kind in KINDS.values())),
        ("选项", _table(("名称", "取值（从低到高；括号里是英文和别的写法）"), _choices())),
        ("单位", _table(("量的是", "单位（也可写作）"), _units())),
    )
    return "\n\n".join(f"### {title}\n\n{body}" for title, body in sections) + "\n"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join("| " + " | ".join(c.replace("|", "\\|") for c in row) + " |" for row in lines)


def _code(*words: str) -> str:
    return "、".join(f"`{word}`" for word in words)


def _clauses() -> Iterable[tuple[str, ...]]:
    for key, word in CLAUSES.items():
        marks = ("", "") if key in HEADINGS else ("：", ":")
        yield _code(word.zh + marks[0]), _code(word.en + marks[1]), _CLAUSES[key]


def _operators() -> Iterable[tuple[str, ...]]:
    for o in OPERATORS.values():
        yield _code(o.zh), _code(o.en), _code(*o.symbols), TAKES[o.family].zh


def _words() -> Iterable[tuple[str, ...]]:
    tables = (PRESENCE, QUANTIFIERS, SATISFIES)
    words = [(p.zh, p.en) for p in (NOT, IN, *(p for table in tables for p in table.values()))]
    words += [*WORDS.values(), *SEVERITIES.values(), *MISSING.values()]
    for zh, en in words:
        yield _code(zh), _code(en)


def _functions() -> Iterable[tuple[str, ...]]:
    for f in FUNCTIONS.values():
        yield _code(f.zh), _code(f.en), "个数，没有单位" if f.gives_count else "与各项同类的数"


def _kind(kind: Kind) -> str:
    use = f"可以写“对每个：{kind.zh} …”" if kind.subject else "名称固定，不写在“对每个”里"
    rows = ((_code(a.zh), _code(a.key), _type(a.type), a.about) for a in kind.attributes)
    heading = f"**{kind.zh}** `{kind.key}`：{use}"
    return f"{heading}\n\n{_table(('属性', '英文', '类型', '说明'), rows)}"


def _type(type_: Type) -> str:
    if isinstance(type_, RecordType):
        return f"{KINDS[type_.kind].zh}（对象）"
    if isinstance(type_, ListType):
        return f"{_type(type_.item)}的清单"
    if isinstance(type_, ChoiceType):
        return f"选项：{ENUMERATIONS[type_.name].zh}"
    if isinstance(type_, NumberType) and type_.dimension is not None:
        return f"数（{usual_unit(type_.dimension)}）"
    return type_name(type_, "zh")


def _choices() -> Iterable[tuple[str, ...]]:
    for e in ENUMERATIONS.values():
        members = (f"{m.zh}（{'、'.join((m.en, *m.aliases))}）" for m in e.members)
        order = "有高低" if e.ordered else "无高低"
        yield f"{e.zh} `{e.en}`，{order}", "、".join(members)


def _units() -> Iterable[tuple[str, ...]]:
    by_dimension: dict[Dimension, dict[str, list[str]]] = {}
    for spelling, unit in unit_table().items():
        units = by_dimension.setdefault(unit.dimension, {})
        others = units.setdefault(unit.name, [])
        if spelling != unit.name.casefold():
            others.append(spelling)
    for dimension, units in by_dimension.items():
        shown = (f"{name}（{'、'.join(o)}）" if o else name for name, o in units.items())
        yield dimension.name("zh"), "、".join(shown)
